#include <inttypes.h>

#include "base/json.h"
#include "ledger.h"
#include "store/audit_store.h"
#include "store/programme_decision.h"

static enum status change_members(struct op *op, struct db *db, int64_t number)
{
    struct param params[] = {param_i64(op->arena, number)};
    enum status st = db_do(op, db, &Q_PROGRAMME_CHANGE_ENDPOINT, params);

    return st == ST_OK ? db_do(op, db, &Q_PROGRAMME_CHANGE_SITE, params) : st;
}

struct undo_work {
    int64_t change;
    struct bytes reason;
    struct programme_undone undone;
};

static struct bytes undo_detail(struct op *op, const struct undo_work *work, struct bytes case_sha256)
{
    struct sha256 reason;
    struct json_out out;
    struct buf buf;

    sha256_bytes(work->reason, &reason);
    buf_init(&buf, op->arena);
    json_out_init(&out, &buf);
    json_open(&out, '{');
    json_key_string(&out, "case_sha256", case_sha256);
    json_key_i64(&out, "change", work->change);
    json_key_string(&out, "reason_sha256", sha256_print(op->arena, &reason));
    json_close(&out, '}');
    return buf_bytes(&buf);
}

/* Of two decisions that contradict each other only one could hold. */
static enum status check_opposite(struct op *op, struct db *db, int64_t number)
{
    struct param params[] = {param_i64(op->arena, number)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_PROGRAMME_FIND_OPPOSITE, params, &res);

    if (st == ST_OK && PQntuples(res) > 0)
        return op_fail(op, ST_CONFLICT, "decision %" PRId64 " says the opposite: release it, efc programme release %" PRId64,
                       cell_i64(res, 0, 0), cell_i64(res, 0, 0));
    return st;
}

static enum status undo_work(struct op *op, struct db *db, void *arg)
{
    struct undo_work *work = arg;
    struct param params[] = {param_i64(op->arena, work->change), param_text(work->reason), param_cstr(op->actor),
                             param_instant(op->arena, op->now_us)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_PROGRAMME_PUT_DECISION, params, &res);

    if (st == ST_OK && PQntuples(res) == 0)
        return op_fail(op, ST_NOTFOUND,
                       "there is no merge or split %" PRId64 " that can be undone: it has been, or nothing is left of a part",
                       work->change);
    if (st != ST_OK)
        return st;
    work->undone = (struct programme_undone){cell_i64(res, 0, 0), bytes_is(cell_text(res, 0, 1), "apart"), cell_i64(res, 0, 2),
                                             cell_i64(res, 0, 3)};
    st = check_opposite(op, db, work->undone.number);
    if (st == ST_OK)
        st = change_members(op, db, work->undone.number);
    return st == ST_OK
               ? audit_append(op, db, work->undone.apart ? "programme.apart" : "programme.together",
                              request_number(op->arena, work->undone.number), undo_detail(op, work, cell_text(res, 0, 4)), NULL)
               : st;
}

enum status programme_undo(struct op *op, struct db *db, int64_t change, struct bytes reason, struct programme_undone *ret)
{
    struct undo_work work = {.change = change, .reason = bytes_trim(reason)};
    enum status st = ledger_decision_check(op, work.reason, "a decision");

    if (st == ST_OK)
        st = db_unit(op, db, undo_work, &work);
    if (st == ST_OK)
        *ret = work.undone;
    return st;
}

enum status programme_release(struct op *op, struct db *db, int64_t number)
{
    struct ledger_release release = {number, "decision", "programme.release", &Q_PROGRAMME_RELEASE_DECISION, change_members};

    return ledger_release(op, db, &release);
}
