#include "store/outbox_store.h"

#include <inttypes.h>
#include <sodium.h>

#include "base/instant.h"
#include "base/json.h"
#include "ledger.h"
#include "store/audit_store.h"

#define DEAD_WAIT_US INSTANT_MINUTE /* before a delivery of a dead sender is tried again */

/* ---- claiming ---- */

enum status outbox_sender(struct op *op, struct db *db, int64_t *ret_sender)
{
    enum status st = ledger_actor_check(op);

    while (st == ST_OK) {
        int64_t number = (int64_t)randombytes_random() << 31 | (randombytes_random() >> 1) | 1;
        struct param params[] = {param_i64(op->arena, number)};
        AUTO(pg_clear) PGresult *res = NULL;

        st = db_run(op, db, &Q_OUTBOX_SENDER_START, params, &res);
        if (st == ST_OK && cell_bool(res, 0, 0)) {
            *ret_sender = number;
            break;
        }
    }
    return st;
}

static void delivery_read(struct op *op, const PGresult *res, struct delivery *ret)
{
    *ret = (struct delivery){.outbox = cell_i64(res, 0, 0),
                             .request = cell_i64(res, 0, 1),
                             .withdrawal = bytes_is(cell_text(res, 0, 2), "withdrawal"),
                             .partner = bytes_copy(op->arena, cell_text(res, 0, 3)),
                             .key = cell_uuid(res, 0, 4),
                             .body = bytes_copy(op->arena, cell_text(res, 0, 5)),
                             .url = bytes_copy(op->arena, cell_text(res, 0, 7)),
                             .key_reference = bytes_copy(op->arena, cell_text(res, 0, 8)),
                             .ca = cell_is_null(res, 0, 9) ? BYTES_NONE : bytes_copy(op->arena, cell_text(res, 0, 9)),
                             .networks = bytes_copy(op->arena, cell_text(res, 0, 10)),
                             .attempt = cell_i64(res, 0, 11)};
}

static struct bytes leaf_detail(struct op *op, int64_t outbox, int64_t attempt, const char *outcome)
{
    struct buf buf;
    struct json_out out;

    buf_init(&buf, op->arena);
    json_out_init(&out, &buf);
    json_open(&out, '{');
    json_key_i64(&out, "attempt", attempt);
    json_key_i64(&out, "outbox", outbox);
    if (outcome != NULL)
        json_key_string(&out, "outcome", bytes_of(outcome));
    json_close(&out, '}');
    return buf_bytes(&buf);
}

struct claim_work {
    int64_t sender;
    const struct outbox_policy *policy;
    struct delivery delivery;
    bool found;
};

static enum status claim_work(struct op *op, struct db *db, void *arg)
{
    struct claim_work *work = arg;
    struct param params[] = {param_instant(op->arena, op->now_us), param_i64(op->arena, work->sender),
                             param_i64(op->arena, work->policy->lease_ms / 1000 + 1),
                             param_i64(op->arena, work->policy->per_partner)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_OUTBOX_CLAIM, params, &res);

    work->found = st == ST_OK && PQntuples(res) > 0;
    if (!work->found)
        return st;
    delivery_read(op, res, &work->delivery);
    struct param attempt[] = {param_i64(op->arena, work->delivery.outbox), param_i64(op->arena, work->delivery.attempt),
                              param_i64(op->arena, work->sender), param_instant(op->arena, op->now_us)};

    st = db_do(op, db, &Q_OUTBOX_PUT_ATTEMPT, attempt);
    if (st == ST_OK)
        st = audit_append(op, db, "delivery.start", request_number(op->arena, work->delivery.request),
                          leaf_detail(op, work->delivery.outbox, work->delivery.attempt, NULL), NULL);
    return st;
}

enum status outbox_claim(struct op *op, struct db *db, int64_t sender, const struct outbox_policy *policy, struct delivery *ret)
{
    struct claim_work work = {.sender = sender, .policy = policy};
    enum status st = db_unit(op, db, claim_work, &work);

    if (st != ST_OK)
        return st;
    if (!work.found)
        return ST_NOTFOUND;
    *ret = work.delivery;
    return ST_OK;
}

/* ---- settling ---- */

struct settle_work {
    int64_t outbox;
    int64_t sender;                     /* who claimed it */
    const struct outbox_policy *policy; /* NULL: it died */
    const struct delivery_result *result;
};

struct outbox_row {
    int64_t id;
    bool withdrawal;
    struct bytes partner;
    struct uuid endpoint_id;
    int64_t attempts;
};

/* Locks the request first, then its row in the outbox; ST_CONFLICT when this is not ours to settle any more. */
static enum status lock_both(struct op *op, struct db *db, const struct settle_work *work, struct request_row *request,
                             struct outbox_row *ret)
{
    struct param params[] = {param_i64(op->arena, work->outbox)};
    AUTO(pg_clear) PGresult *peek = NULL, *res = NULL;
    enum status st = db_run(op, db, &Q_OUTBOX_FIND_REQUEST, params, &peek);

    if (st == ST_OK && PQntuples(peek) == 0)
        return op_fail(op, ST_NOTFOUND, "there is no such delivery");
    if (st == ST_OK)
        st = request_row_lock(op, db, cell_i64(peek, 0, 0), request);
    if (st == ST_OK)
        st = db_run(op, db, &Q_OUTBOX_LOCK, params, &res);
    if (st != ST_OK)
        return st;
    if (!bytes_is(cell_text(res, 0, 5), "sending") || cell_i64(res, 0, 7) != work->sender)
        return op_fail(op, ST_CONFLICT, "the delivery has been settled by someone else");
    *ret = (struct outbox_row){.id = work->outbox,
                               .withdrawal = bytes_is(cell_text(res, 0, 2), "withdrawal"),
                               .partner = bytes_copy(op->arena, cell_text(res, 0, 3)),
                               .endpoint_id = cell_uuid(res, 0, 4),
                               .attempts = cell_i64(res, 0, 6)};
    return ST_OK;
}

static enum status end_attempt(struct op *op, struct db *db, const struct settle_work *work, int64_t *ret_attempt)
{
    const struct delivery_result *result = work->result;
    struct param params[] = {param_i64(op->arena, work->outbox), param_instant(op->arena, op->now_us),
                             param_cstr(request_verdict_name(result->verdict)),
                             result->http_status == 0 ? param_text(BYTES_NONE) : param_i64(op->arena, result->http_status),
                             param_cstr(result->why)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_OUTBOX_END_ATTEMPT, params, &res);

    if (st == ST_OK && PQntuples(res) == 0)
        return op_fail(op, ST_BUG, "a delivery in flight without its row");
    if (st == ST_OK)
        *ret_attempt = cell_i64(res, 0, 0);
    return st;
}

static enum status set_row(struct op *op, struct db *db, int64_t outbox, const char *state, int64_t not_before_us,
                           const char *failure)
{
    struct param params[] = {param_i64(op->arena, outbox), param_cstr(state), param_instant(op->arena, not_before_us),
                             param_cstr(failure)};

    return db_do(op, db, &Q_OUTBOX_SETTLE, params);
}

/* ---- it was received ---- */

static enum status clear_lane(struct op *op, struct db *db, const struct outbox_row *row)
{
    struct param params[] = {param_text(row->partner)};

    return db_do(op, db, &Q_OUTBOX_CLEAR_LANE, params);
}

static enum status keep_answer(struct op *op, struct db *db, const struct settle_work *work, const struct request_row *request)
{
    int64_t acknowledge_us = request_working_days_after(op->now_us, work->policy->acknowledge_working_days);
    struct param due[] = {param_i64(op->arena, request->id), param_instant(op->arena, acknowledge_us),
                          param_instant(op->arena, op->now_us + work->policy->outcome_days * INSTANT_DAY)};
    struct param reference[] = {param_i64(op->arena, request->id), param_text(work->result->reference)};
    enum status st = db_do(op, db, &Q_REQUEST_SET_DUE, due);

    return st == ST_OK ? db_do(op, db, &Q_REQUEST_SET_REFERENCE, reference) : st;
}

static enum status settle_received(struct op *op, struct db *db, const struct settle_work *work, struct request_row *request,
                                   const struct outbox_row *row, struct ledger *ledger)
{
    enum status st = ST_OK;

    if (!row->withdrawal)
        st = ledger_step(op, db, ledger, request, REQUEST_sent, REQUEST_BY_SENDER, BYTES_NONE);
    if (st == ST_OK && !row->withdrawal)
        st =
            ledger_step(op, db, ledger, request, REQUEST_acknowledged, REQUEST_BY_PARTNER, BYTES("its server confirmed receipt"));
    if (st == ST_OK && !row->withdrawal)
        st = keep_answer(op, db, work, request);
    if (st == ST_OK)
        st = set_row(op, db, row->id, "sent", op->now_us, NULL);
    return st == ST_OK ? clear_lane(op, db, row) : st;
}

/* ---- it was refused ---- */

static enum status settle_refused(struct op *op, struct db *db, const struct settle_work *work,
                                  struct request_row *request UNUSED, const struct outbox_row *row, struct ledger *ledger UNUSED)
{
    enum status st = set_row(op, db, row->id, "failed", op->now_us, work->result->why);

    return st == ST_OK ? clear_lane(op, db, row) : st;
}

/* ---- again later, unless there is a hold ---- */

static enum status slow_lane(struct op *op, struct db *db, const struct settle_work *work, const struct outbox_row *row)
{
    struct param name[] = {param_text(row->partner)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_OUTBOX_FAIL_LANE, name, &res);

    if (st != ST_OK)
        return st;
    struct param delay[] = {
        param_text(row->partner),
        param_instant(op->arena, op->now_us + back_off_us(&work->policy->back_off, cell_i64(res, 0, 0), work->result->random))};

    return db_do(op, db, &Q_OUTBOX_DELAY_LANE, delay);
}

static enum status hold_row(struct op *op, struct db *db, struct request_row *request, const struct outbox_row *row,
                            struct ledger *ledger)
{
    enum status st = set_row(op, db, row->id, "held", op->now_us, NULL);

    if (st != ST_OK || row->withdrawal || request->state != REQUEST_le_released)
        return st;
    return ledger_step(op, db, ledger, request, REQUEST_le_hold, REQUEST_BY_AUTHORITY, BYTES("the endpoint is under a hold"));
}

static enum status settle_later(struct op *op, struct db *db, const struct settle_work *work, struct request_row *request,
                                const struct outbox_row *row, struct ledger *ledger)
{
    int64_t wait_us =
        work->policy == NULL ? DEAD_WAIT_US : back_off_us(&work->policy->back_off, row->attempts, work->result->random);
    bool held = false, spent = work->policy != NULL && row->attempts >= work->policy->most_attempts;
    enum status st = endpoint_is_held(op, db, &row->endpoint_id, &held);

    if (st != ST_OK)
        return st;
    if (held)
        st = hold_row(op, db, request, row, ledger);
    else
        st = set_row(op, db, row->id, spent ? "failed" : "ready", op->now_us + wait_us, spent ? work->result->why : NULL);
    return st == ST_OK && work->policy != NULL ? slow_lane(op, db, work, row) : st;
}

typedef enum status settle_fn(struct op *op, struct db *db, const struct settle_work *work, struct request_row *request,
                              const struct outbox_row *row, struct ledger *ledger);

static settle_fn *const settle_by_verdict[] = {
    [ANSWER_received] = settle_received,
    [ANSWER_refused] = settle_refused,
    [ANSWER_later] = settle_later,
    [ANSWER_unknown] = settle_later,
};

static enum status settle_work(struct op *op, struct db *db, void *arg)
{
    const struct settle_work *work = arg;
    struct ledger ledger = {.count = 0};
    struct request_row request;
    struct outbox_row row;
    int64_t attempt = 0;
    enum status st = lock_both(op, db, work, &request, &row);

    if (st == ST_OK)
        st = end_attempt(op, db, work, &attempt);
    if (st == ST_OK)
        st = settle_by_verdict[work->result->verdict](op, db, work, &request, &row, &ledger);
    if (st == ST_OK)
        st = ledger_close(op, db, &ledger);
    if (st == ST_OK)
        st = audit_append(op, db, "delivery.settle", request_number(op->arena, request.id),
                          leaf_detail(op, row.id, attempt, request_verdict_name(work->result->verdict)), NULL);
    return st;
}

enum status outbox_settle(struct op *op, struct db *db, const struct delivery *delivery, int64_t sender,
                          const struct outbox_policy *policy, const struct delivery_result *result)
{
    struct settle_work work = {.outbox = delivery->outbox, .sender = sender, .policy = policy, .result = result};

    return db_unit(op, db, settle_work, &work);
}

static enum status dead_work(struct op *op, struct db *db, void *arg)
{
    static const struct delivery_result unknown = {.verdict = ANSWER_unknown, .why = "the sender died during the delivery"};
    const int64_t *sender = arg;
    struct param params[] = {param_i64(op->arena, *sender)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_OUTBOX_FIND_DEAD, params, &res);

    if (st != ST_OK || PQntuples(res) == 0)
        return st == ST_OK ? ST_NOTFOUND : st;
    struct settle_work work = {.outbox = cell_i64(res, 0, 0), .sender = cell_i64(res, 0, 1), .result = &unknown};

    return settle_work(op, db, &work);
}

enum status outbox_settle_dead(struct op *op, struct db *db, int64_t sender)
{
    for (;;) {
        enum status st = db_unit(op, db, dead_work, &sender);

        if (st == ST_NOTFOUND)
            return ST_OK;
        if (st != ST_OK && st != ST_CONFLICT)
            return st;
        op_clear(op);
    }
}

enum status outbox_due(struct op *op, struct db *db, int64_t *ret)
{
    struct param params[] = {param_instant(op->arena, op->now_us)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_OUTBOX_COUNT_DUE, params, &res);

    if (st == ST_OK)
        *ret = cell_i64(res, 0, 0);
    return st;
}
