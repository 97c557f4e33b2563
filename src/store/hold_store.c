#include "store/hold_store.h"

#include <inttypes.h>

#include "base/instant.h"
#include "base/json.h"
#include "ledger.h"
#include "store/audit_store.h"
#include "store/outbox_store.h"

/* ---- placing ---- */

struct place_work {
    const struct hold *hold;
    int64_t id;
};

static struct bytes place_detail(struct op *op, const struct hold *hold)
{
    struct sha256 hash;
    struct buf buf;
    struct json_out out;

    sha256_bytes(hold->reason, &hash);
    buf_init(&buf, op->arena);
    json_out_init(&out, &buf);
    json_open(&out, '{');
    json_key_string(&out, "authority", hold->authority);
    json_key_string(&out, "endpoint_id", uuid_print(op->arena, &hold->endpoint_id));
    json_key_string(&out, "reason_sha256", sha256_print(op->arena, &hash));
    json_key_string(&out, "until", instant_print(op->arena, hold->until_us));
    json_close(&out, '}');
    return buf_bytes(&buf);
}

static enum status place_work(struct op *op, struct db *db, void *arg)
{
    struct place_work *work = arg;
    const struct hold *hold = work->hold;
    struct param params[] = {param_uuid(&hold->endpoint_id),
                             param_text(hold->endpoint),
                             param_text(hold->authority),
                             param_text(hold->reason),
                             param_instant(op->arena, hold->until_us),
                             param_instant(op->arena, op->now_us),
                             param_cstr(op->actor)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_HOLD_PUT, params, &res);

    if (st != ST_OK)
        return st;
    work->id = cell_i64(res, 0, 0);
    return audit_append(op, db, "hold.place", request_number(op->arena, work->id), place_detail(op, hold), NULL);
}

enum status hold_place(struct op *op, struct db *db, const struct hold *hold, int64_t *ret_id)
{
    struct place_work work = {.hold = hold};
    enum status st = ledger_actor_check(op);

    if (st == ST_OK && (!request_actor_good(hold->authority) || hold->reason.n == 0))
        st = op_fail(op, ST_INPUT, "a hold names its authority (at most 100 bytes, no '|') and its reason");
    if (st == ST_OK)
        st = ledger_reason_check(op, hold->reason);
    if (st == ST_OK && hold->until_us <= op->now_us)
        st = op_fail(op, ST_INPUT, "a hold ends in the future");
    if (st == ST_OK)
        st = db_unit(op, db, place_work, &work);
    if (st == ST_OK)
        *ret_id = work.id;
    return st;
}

/* ---- becoming effective ---- */

struct settle_work {
    int64_t id;
    struct uuid endpoint_id;
    bool effective;
    int64_t in_flight;
};

static enum status find(struct op *op, struct db *db, struct settle_work *work)
{
    struct param params[] = {param_i64(op->arena, work->id)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_HOLD_FIND, params, &res);

    if (st != ST_OK)
        return st;
    if (PQntuples(res) == 0)
        return op_fail(op, ST_NOTFOUND, "there is no hold %" PRId64, work->id);
    if (!cell_is_null(res, 0, 6) || cell_instant(res, 0, 4) <= op->now_us)
        return op_fail(op, ST_CONFLICT, "hold %" PRId64 " has ended", work->id);
    work->endpoint_id = cell_uuid(res, 0, 1);
    work->effective = !cell_is_null(res, 0, 5);
    return ST_OK;
}

static enum status is_sending(struct op *op, struct db *db, int64_t request, bool *ret)
{
    struct param params[] = {param_i64(op->arena, request)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_OUTBOX_FIND_STATE, params, &res);

    if (st == ST_OK)
        *ret = PQntuples(res) > 0 && bytes_is(cell_text(res, 0, 1), "sending");
    return st;
}

/* What is in flight keeps its state; its sender settles it, and finds the hold. */
static enum status stop_request(struct op *op, struct db *db, void *arg)
{
    const int64_t *id = arg;
    struct ledger ledger = {.count = 0};
    struct request_row row;
    bool sending = false, held = false;
    enum status st = request_row_lock(op, db, *id, &row);

    if (st == ST_OK)
        st = is_sending(op, db, row.id, &sending);
    if (st == ST_OK)
        st = endpoint_is_held(op, db, &row.endpoint_id, &held);
    if (st != ST_OK || sending || !held || (row.state != REQUEST_le_check && row.state != REQUEST_le_released))
        return st;
    st = ledger_step(op, db, &ledger, &row, REQUEST_le_hold, REQUEST_BY_AUTHORITY, BYTES("the endpoint is under a hold"));
    return st == ST_OK ? ledger_close(op, db, &ledger) : st;
}

static enum status stop_outbox(struct op *op, struct db *db, void *arg)
{
    struct settle_work *work = arg;
    struct param params[] = {param_uuid(&work->endpoint_id)};
    AUTO(pg_clear) PGresult *locked = NULL, *count = NULL;
    enum status st = db_run(op, db, &Q_OUTBOX_LOCK_ENDPOINT, params, &locked);

    if (st == ST_OK)
        st = db_do(op, db, &Q_OUTBOX_HOLD_ENDPOINT, params);
    if (st == ST_OK)
        st = db_run(op, db, &Q_OUTBOX_COUNT_IN_FLIGHT, params, &count);
    if (st == ST_OK)
        work->in_flight = cell_i64(count, 0, 0);
    return st;
}

static enum status stop_requests(struct op *op, struct db *db, const struct uuid *endpoint)
{
    struct param params[] = {param_uuid(endpoint)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_REQUEST_LIST_OF_ENDPOINT, params, &res);

    for (int row = 0; st == ST_OK && row < PQntuples(res); row++) {
        int64_t id = cell_i64(res, row, 0);

        st = db_unit(op, db, stop_request, &id);
    }
    return st;
}

enum status hold_settle(struct op *op, struct db *db, int64_t id, int64_t *ret_in_flight)
{
    struct settle_work work = {.id = id};
    enum status st = find(op, db, &work);

    if (st == ST_OK && !work.effective)
        st = outbox_settle_dead(op, db, 0);
    if (st == ST_OK && !work.effective)
        st = db_unit(op, db, stop_outbox, &work);
    if (st == ST_OK && !work.effective)
        st = stop_requests(op, db, &work.endpoint_id);
    if (st == ST_OK)
        *ret_in_flight = work.in_flight;
    return st;
}

static enum status effective_work(struct op *op, struct db *db, void *arg)
{
    const int64_t *id = arg;
    struct param params[] = {param_i64(op->arena, *id), param_instant(op->arena, op->now_us)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_HOLD_SET_EFFECTIVE, params, &res);

    if (st != ST_OK || PQntuples(res) == 0)
        return st;
    return audit_append(op, db, "hold.effective", request_number(op->arena, *id), BYTES_NONE, NULL);
}

enum status hold_set_effective(struct op *op, struct db *db, int64_t id)
{
    return db_unit(op, db, effective_work, &id);
}

/* ---- ending ---- */

static enum status release_work(struct op *op, struct db *db, void *arg)
{
    const int64_t *id = arg;
    struct param params[] = {param_i64(op->arena, *id), param_instant(op->arena, op->now_us), param_cstr(op->actor)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_HOLD_RELEASE, params, &res);

    if (st == ST_OK && PQntuples(res) == 0)
        return op_fail(op, ST_CONFLICT, "there is no hold %" PRId64 " that has not been released", *id);
    if (st == ST_OK)
        st = db_do(op, db, &Q_OUTBOX_NOTIFY, NULL);
    return st == ST_OK ? audit_append(op, db, "hold.release", request_number(op->arena, *id), BYTES_NONE, NULL) : st;
}

enum status hold_release(struct op *op, struct db *db, int64_t id)
{
    enum status st = ledger_actor_check(op);

    return st == ST_OK ? db_unit(op, db, release_work, &id) : st;
}
