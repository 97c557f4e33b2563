#include "ledger.h"

#include <inttypes.h>

#include "store/audit_store.h"

struct bytes request_number(struct arena *arena, int64_t id)
{
    return bytes_printf(arena, "%" PRId64, id);
}

enum status ledger_actor_check(struct op *op)
{
    if (request_actor_good(bytes_of(op->actor)))
        return ST_OK;
    return op_fail(op, ST_INPUT, "the actor's name: 1 to 100 bytes of UTF-8 without control characters and '|'");
}

enum status ledger_reason_check(struct op *op, struct bytes reason)
{
    if (request_reason_good(reason))
        return ST_OK;
    return op_fail(op, ST_INPUT, "the reason: at most 2000 bytes of UTF-8 without control characters");
}

enum status ledger_decision_check(struct op *op, struct bytes reason, const char *what)
{
    enum status st = ledger_actor_check(op);

    if (st == ST_OK && reason.n == 0)
        return op_fail(op, ST_INPUT, "%s needs a reason", what);
    return st == ST_OK ? ledger_reason_check(op, reason) : st;
}

static enum status release_work(struct op *op, struct db *db, void *arg)
{
    const struct ledger_release *release = arg;
    struct param params[] = {param_i64(op->arena, release->number), param_cstr(op->actor), param_instant(op->arena, op->now_us)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, release->query, params, &res);

    if (st == ST_OK && PQntuples(res) == 0)
        return op_fail(op, ST_CONFLICT, "there is no %s %" PRId64 " in force", release->what, release->number);
    if (st == ST_OK)
        st = release->change(op, db, release->number);
    return st == ST_OK ? audit_append(op, db, release->event, request_number(op->arena, release->number), BYTES_NONE, NULL) : st;
}

enum status ledger_release(struct op *op, struct db *db, const struct ledger_release *release)
{
    enum status st = ledger_actor_check(op);

    return st == ST_OK ? db_unit(op, db, release_work, (void *)release) : st;
}

enum status request_row_lock(struct op *op, struct db *db, int64_t id, struct request_row *ret)
{
    struct param params[] = {param_i64(op->arena, id)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_REQUEST_LOCK, params, &res);

    if (st != ST_OK)
        return st;
    if (PQntuples(res) == 0)
        return op_fail(op, ST_NOTFOUND, "there is no request %" PRId64, id);
    *ret = (struct request_row){.id = id,
                                .endpoint_id = cell_uuid(res, 0, 1),
                                .endpoint = bytes_copy(op->arena, cell_text(res, 0, 2)),
                                .partner = bytes_copy(op->arena, cell_text(res, 0, 3)),
                                .events = cell_i64(res, 0, 5),
                                .message = bytes_copy(op->arena, cell_text(res, 0, 6)),
                                .le_due_us = cell_instant(res, 0, 7)};
    if (!request_state_find(cell_text(res, 0, 4), &ret->state))
        return op_fail(op, ST_SCHEMA, "request %" PRId64 " is in a state that this program does not know", id);
    return ST_OK;
}

static enum status put_event(struct op *op, struct db *db, const struct request_event *event)
{
    struct param params[] = {param_i64(op->arena, event->request),
                             param_i64(op->arena, event->number),
                             param_instant(op->arena, event->at_us),
                             param_text(event->actor),
                             event->from == REQUEST_nowhere ? param_text(BYTES_NONE)
                                                            : param_cstr(request_state_name(event->from)),
                             param_cstr(request_state_name(event->to)),
                             param_text(event->reason)};

    return db_do(op, db, &Q_REQUEST_PUT_EVENT, params);
}

static enum status set_state(struct op *op, struct db *db, const struct request_row *row)
{
    bool open = request_state_phase(row->state) == REQUEST_INSIDE || request_state_phase(row->state) == REQUEST_OUTSIDE;
    struct param params[] = {param_i64(op->arena, row->id), param_cstr(request_state_name(row->state)),
                             param_i64(op->arena, row->events),
                             open ? param_text(BYTES_NONE) : param_instant(op->arena, op->now_us)};

    return db_do(op, db, &Q_REQUEST_SET_STATE, params);
}

enum status ledger_step(struct op *op, struct db *db, struct ledger *ledger, struct request_row *row, enum request_state to,
                        enum request_walker walker, struct bytes reason)
{
    struct request_event *event = &ledger->events[ledger->count];
    enum request_step step;
    enum status st;

    if (!request_step_find(row->state, to, &step))
        return op_fail(op, ST_CONFLICT, "request %" PRId64 " is in the state %s: no step leads to %s", row->id,
                       request_state_name(row->state), request_state_name(to));
    if (!request_step_allowed(step, walker))
        return op_fail(op, ST_FORBIDDEN, "request %" PRId64 ": this step is not for the %s", row->id,
                       request_walker_name(walker));
    if (ledger->count == LEDGER_LIMIT)
        return op_fail(op, ST_BUG, "more steps in one transaction than the ledger holds");
    *event = (struct request_event){row->id, row->events + 1, op->now_us, bytes_of(op->actor), row->state, to, reason};
    row->state = to;
    row->events++;
    ledger->count++;
    st = put_event(op, db, event);
    return st == ST_OK ? set_state(op, db, row) : st;
}

enum status ledger_close(struct op *op, struct db *db, struct ledger *ledger)
{
    enum status st = ST_OK;

    for (size_t i = 0; i < ledger->count && st == ST_OK; i++) {
        const struct request_event *event = &ledger->events[i];

        st = audit_append(op, db, arena_printf(op->arena, "request.%s", request_state_name(event->to)),
                          request_number(op->arena, event->request), request_event_detail(op->arena, event), NULL);
    }
    ledger->count = 0;
    return st;
}

/* ---- steps that more than one store takes ---- */

enum status endpoint_is_held(struct op *op, struct db *db, const struct uuid *endpoint, bool *ret)
{
    struct param params[] = {param_uuid(endpoint), param_instant(op->arena, op->now_us)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_HOLD_IS_ACTIVE, params, &res);

    if (st == ST_OK)
        *ret = cell_bool(res, 0, 0);
    return st;
}

static enum status queue(struct op *op, struct db *db, const struct request_row *row)
{
    struct uuid key = uuid_random();
    struct param lane[] = {param_text(row->partner)};
    struct param params[] = {param_i64(op->arena, row->id), param_cstr("request"), param_uuid(&key), param_text(row->message),
                             param_instant(op->arena, op->now_us)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_do(op, db, &Q_OUTBOX_PUT_LANE, lane);

    if (st == ST_OK)
        st = db_run(op, db, &Q_OUTBOX_PUT, params, &res);
    if (st == ST_OK && PQntuples(res) == 0)
        return op_fail(op, ST_CONFLICT, "request %" PRId64 " cannot be queued: two people must have approved it", row->id);
    return st == ST_OK ? db_do(op, db, &Q_OUTBOX_NOTIFY, NULL) : st;
}

enum status request_row_release(struct op *op, struct db *db, struct ledger *ledger, struct request_row *row,
                                enum request_walker walker, struct bytes reason)
{
    enum status st = ledger_step(op, db, ledger, row, REQUEST_le_released, walker, reason);

    return st == ST_OK ? queue(op, db, row) : st;
}

enum status request_row_advance(struct op *op, struct db *db, struct ledger *ledger, struct request_row *row)
{
    bool held = false;
    enum status st = endpoint_is_held(op, db, &row->endpoint_id, &held);

    if (st != ST_OK)
        return st;
    if (held)
        return ledger_step(op, db, ledger, row, REQUEST_le_hold, REQUEST_BY_AUTHORITY, BYTES("the endpoint is under a hold"));
    if (row->le_due_us > op->now_us)
        return ST_OK;
    return request_row_release(op, db, ledger, row, REQUEST_BY_CLOCK, BYTES("no hold, and the waiting time is over"));
}
