#include "store/request_store.h"

#include <inttypes.h>
#include <string.h>

#include "base/instant.h"
#include "core/leaf.h"
#include "ledger.h"
#include "store/audit_store.h"
#include "store/partner_store.h"

/* ---- proposing ---- */

enum status request_routes(struct op *op, struct db *db, struct bytes endpoint, struct request_route **ret, size_t *ret_count)
{
    struct bytes scheme, account;
    AUTO(pg_clear) PGresult *res = NULL;
    struct request_route *routes;
    enum status st;

    if (!request_route_split(endpoint, &scheme, &account))
        return op_fail(op, ST_INPUT, "this is not the name of an endpoint (payto://scheme/account)");
    struct param params[] = {param_text(scheme)};

    st = db_run(op, db, &Q_REQUEST_LIST_ROUTES, params, &res);
    if (st != ST_OK)
        return st;
    routes = arena_array(op->arena, struct request_route, (size_t)PQntuples(res) + 1);
    for (int row = 0; row < PQntuples(res); row++)
        routes[row] =
            (struct request_route){bytes_copy(op->arena, cell_text(res, row, 0)), bytes_copy(op->arena, cell_text(res, row, 1)),
                                   bytes_copy(op->arena, cell_text(res, row, 2))};
    *ret_count = request_route_order(op->arena, endpoint, routes, (size_t)PQntuples(res));
    *ret = routes;
    return ST_OK;
}

static enum status next_id(struct op *op, struct db *db, int64_t *ret)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_REQUEST_NEXT_ID, NULL, &res);

    if (st == ST_OK)
        *ret = cell_i64(res, 0, 0);
    return st;
}

static struct bytes reference_of(struct arena *arena, int64_t id)
{
    return bytes_printf(arena, "efc-%" PRId64, id);
}

static enum status put_request(struct op *op, struct db *db, const struct request_proposal *proposal, int64_t id)
{
    struct param params[] = {param_i64(op->arena, id),
                             param_uuid(&proposal->endpoint_id),
                             param_text(proposal->message.endpoint),
                             param_text(proposal->partner),
                             param_instant(op->arena, op->now_us),
                             param_cstr(op->actor),
                             param_double(op->arena, proposal->probability),
                             param_text(proposal->evidence),
                             param_text(request_message_print(op->arena, &proposal->message))};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_REQUEST_PUT, params, &res);

    if (st == ST_OK && PQntuples(res) == 0)
        return op_fail(op, ST_CONFLICT, "the endpoint has an open request already");
    return st;
}

/* The leaf of what is asked, and of what: cells as copy_requests.sql reads them back. */
static struct bytes content_detail(struct op *op, const struct request_proposal *proposal, int64_t id)
{
    uint64_t probability; /* its bits: the same number has one text */

    memcpy(&probability, &proposal->probability, sizeof(probability));
    const struct bytes cells[] = {request_number(op->arena, id),
                                  uuid_print(op->arena, &proposal->endpoint_id),
                                  proposal->message.endpoint,
                                  proposal->partner,
                                  instant_print(op->arena, op->now_us),
                                  bytes_of(op->actor),
                                  bytes_printf(op->arena, "%016" PRIx64, probability),
                                  proposal->evidence,
                                  request_message_print(op->arena, &proposal->message)};
    struct bytes hash = leaf_row_hash(op->arena, cells, COUNT_OF(cells));

    return bytes_printf(op->arena, "{\"sha256\":\"%.*s\"}", (int)hash.n, hash.p);
}

struct propose_work {
    struct request_proposal *proposal;
    int64_t id;
};

static enum status propose_work(struct op *op, struct db *db, void *arg)
{
    struct propose_work *work = arg;
    struct request_proposal *proposal = work->proposal;
    struct ledger ledger = {.count = 0};
    struct request_row row = {.state = REQUEST_nowhere};
    enum status st = next_id(op, db, &row.id);

    if (st != ST_OK)
        return st;
    proposal->message.reference = reference_of(op->arena, row.id);
    st = put_request(op, db, proposal, row.id);
    if (st == ST_OK)
        st = ledger_step(op, db, &ledger, &row, REQUEST_draft, proposal->by_engine ? REQUEST_BY_ENGINE : REQUEST_BY_PERSON,
                         BYTES_NONE);
    if (st == ST_OK)
        st = ledger_close(op, db, &ledger);
    if (st == ST_OK)
        st = audit_append(op, db, "request.content", request_number(op->arena, row.id), content_detail(op, proposal, row.id),
                          NULL);
    work->id = row.id;
    return st;
}

enum status request_propose(struct op *op, struct db *db, struct request_proposal *proposal, int64_t *ret_id)
{
    struct propose_work work = {.proposal = proposal};
    enum status st = ledger_actor_check(op);

    if (st == ST_OK && proposal->message.site_count == 0)
        st = op_fail(op, ST_CONFLICT, "no link ties the endpoint to a site strongly enough");
    if (st == ST_OK)
        st = db_unit(op, db, propose_work, &work);
    if (st == ST_OK)
        *ret_id = work.id;
    return st;
}

/* ---- two people ---- */

struct step_work {
    int64_t id;
    int64_t number;
    struct bytes text;
    enum request_state state;
    bool flag;
};

static enum status put_approval(struct op *op, struct db *db, int64_t id, int64_t *ret_number)
{
    struct param params[] = {param_i64(op->arena, id), param_cstr(op->actor), param_instant(op->arena, op->now_us)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_REQUEST_PUT_APPROVAL, params, &res);

    if (st == ST_OK && PQntuples(res) == 0)
        return op_fail(op, ST_FORBIDDEN, "request %" PRId64 ": you have approved it already; another person has to", id);
    if (st == ST_OK)
        *ret_number = cell_i64(res, 0, 0);
    return st;
}

static enum status show_to_authorities(struct op *op, struct db *db, struct ledger *ledger, struct request_row *row, int64_t days)
{
    enum status st;

    row->le_due_us = request_working_days_after(op->now_us, days);
    struct param params[] = {param_i64(op->arena, row->id), param_instant(op->arena, row->le_due_us)};

    st = db_do(op, db, &Q_REQUEST_SET_LE_DUE, params);
    if (st == ST_OK)
        st = ledger_step(op, db, ledger, row, REQUEST_le_check, REQUEST_BY_CLOCK, BYTES_NONE);
    return st == ST_OK ? request_row_advance(op, db, ledger, row) : st;
}

static enum status approve_work(struct op *op, struct db *db, void *arg)
{
    struct step_work *work = arg;
    struct ledger ledger = {.count = 0};
    struct request_row row;
    int64_t number = 0;
    enum status st = request_row_lock(op, db, work->id, &row);

    if (st == ST_OK && row.state != REQUEST_draft)
        return op_fail(op, ST_CONFLICT, "request %" PRId64 " is no draft any more: it is in the state %s", row.id,
                       request_state_name(row.state));
    if (st == ST_OK)
        st = put_approval(op, db, row.id, &number);
    if (st == ST_OK)
        st = ledger_step(op, db, &ledger, &row, number == 2 ? REQUEST_approved : REQUEST_draft, REQUEST_BY_PERSON, BYTES_NONE);
    if (st == ST_OK && number == 2)
        st = show_to_authorities(op, db, &ledger, &row, work->number);
    if (st == ST_OK)
        st = ledger_close(op, db, &ledger);
    work->state = row.state;
    return st;
}

enum status request_approve(struct op *op, struct db *db, int64_t id, int64_t le_check_days, enum request_state *ret)
{
    struct step_work work = {.id = id, .number = le_check_days};
    enum status st = ledger_actor_check(op);

    if (st == ST_OK)
        st = db_unit(op, db, approve_work, &work);
    if (st == ST_OK)
        *ret = work.state;
    return st;
}

/* ---- law enforcement ---- */

static enum status authority_check(struct op *op, struct db *db, struct bytes authority)
{
    static const char *const kinds[] = {"police", "europol", "eurojust"};
    struct partner partner;
    enum status st = partner_find(op, db, authority, &partner);

    if (st == ST_NOTFOUND)
        return op_fail(op, st, "there is no partner of this name");
    if (st != ST_OK)
        return st;
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (bytes_is(partner.kind, kinds[i]))
            return ST_OK;
    return op_fail(op, ST_FORBIDDEN, "this partner is no law-enforcement authority (police, europol or eurojust)");
}

static enum status release_work(struct op *op, struct db *db, void *arg)
{
    struct step_work *work = arg;
    struct ledger ledger = {.count = 0};
    struct request_row row;
    bool held = false;
    enum status st = request_row_lock(op, db, work->id, &row);

    if (st == ST_OK)
        st = endpoint_is_held(op, db, &row.endpoint_id, &held);
    if (st == ST_OK && held)
        return op_fail(op, ST_CONFLICT, "request %" PRId64 ": the endpoint is under a hold", row.id);
    if (st == ST_OK && row.state == REQUEST_le_hold)
        st = ledger_step(op, db, &ledger, &row, REQUEST_le_check, REQUEST_BY_AUTHORITY, BYTES("the hold has ended"));
    if (st == ST_OK)
        st = request_row_release(op, db, &ledger, &row, REQUEST_BY_AUTHORITY,
                                 bytes_printf(op->arena, "no objection of %.*s", (int)work->text.n, work->text.p));
    if (st == ST_OK)
        st = ledger_close(op, db, &ledger);
    work->state = row.state;
    return st;
}

enum status request_release(struct op *op, struct db *db, int64_t id, struct bytes authority, enum request_state *ret)
{
    struct step_work work = {.id = id, .text = authority};
    enum status st = ledger_actor_check(op);

    if (st == ST_OK)
        st = authority_check(op, db, authority);
    if (st == ST_OK)
        st = db_unit(op, db, release_work, &work);
    if (st == ST_OK)
        *ret = work.state;
    return st;
}

/* ---- taking it back ---- */

static enum status queue_withdrawal(struct op *op, struct db *db, const struct request_row *row)
{
    struct uuid key = uuid_random();
    struct param params[] = {
        param_i64(op->arena, row->id), param_cstr("withdrawal"), param_uuid(&key),
        param_text(request_withdrawal_print(op->arena, reference_of(op->arena, row->id), op->now_us, row->endpoint)),
        param_instant(op->arena, op->now_us)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_OUTBOX_PUT, params, &res);

    if (st == ST_OK && PQntuples(res) == 0)
        return op_fail(op, ST_BUG, "request %" PRId64 " has left without two approvals", row->id);
    return st == ST_OK ? db_do(op, db, &Q_OUTBOX_NOTIFY, NULL) : st;
}

/* *ret_left: a byte of it may have reached the partner. */
static enum status stop_delivery(struct op *op, struct db *db, int64_t id, bool *ret_left)
{
    struct param params[] = {param_i64(op->arena, id)};
    AUTO(pg_clear) PGresult *res = NULL, *cancelled = NULL;
    enum status st = db_run(op, db, &Q_OUTBOX_FIND_STATE, params, &res);

    if (st != ST_OK || PQntuples(res) == 0)
        return st;
    if (bytes_is(cell_text(res, 0, 1), "sending"))
        return op_fail(op, ST_RETRY, "request %" PRId64 " is being delivered just now; try again", id);
    *ret_left = cell_i64(res, 0, 2) > 0;
    return db_run(op, db, &Q_OUTBOX_CANCEL, params, &cancelled);
}

static enum status withdraw_work(struct op *op, struct db *db, void *arg)
{
    struct step_work *work = arg;
    struct ledger ledger = {.count = 0};
    struct request_row row;
    enum status st = request_row_lock(op, db, work->id, &row);

    work->flag = false;
    if (st == ST_OK)
        st = ledger_step(op, db, &ledger, &row, REQUEST_withdrawn, REQUEST_BY_PERSON, work->text);
    if (st == ST_OK)
        st = stop_delivery(op, db, row.id, &work->flag);
    if (st == ST_OK && work->flag)
        st = queue_withdrawal(op, db, &row);
    return st == ST_OK ? ledger_close(op, db, &ledger) : st;
}

enum status request_withdraw(struct op *op, struct db *db, int64_t id, struct bytes reason, bool *ret_told)
{
    struct step_work work = {.id = id, .text = reason};
    enum status st = ledger_decision_check(op, reason, "a withdrawal");

    if (st == ST_OK)
        st = db_unit(op, db, withdraw_work, &work);
    if (st == ST_OK)
        *ret_told = work.flag;
    return st;
}

/* ---- answers ---- */

static enum status outcome_work(struct op *op, struct db *db, void *arg)
{
    struct step_work *work = arg;
    struct ledger ledger = {.count = 0};
    struct request_row row;
    enum status st = request_row_lock(op, db, work->id, &row);

    if (st == ST_OK)
        st = ledger_step(op, db, &ledger, &row, work->state, REQUEST_BY_PERSON, work->text);
    return st == ST_OK ? ledger_close(op, db, &ledger) : st;
}

enum status request_outcome(struct op *op, struct db *db, int64_t id, enum request_state outcome, struct bytes reason)
{
    struct step_work work = {.id = id, .text = reason, .state = outcome};
    enum status st = ledger_actor_check(op);

    if (st == ST_OK)
        st = ledger_reason_check(op, reason);
    return st == ST_OK ? db_unit(op, db, outcome_work, &work) : st;
}

static enum status retry_work(struct op *op, struct db *db, void *arg)
{
    struct step_work *work = arg;
    struct request_row row;
    struct param params[] = {param_i64(op->arena, work->id), param_instant(op->arena, op->now_us)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = request_row_lock(op, db, work->id, &row);

    if (st == ST_OK)
        st = db_run(op, db, &Q_OUTBOX_RETRY, params, &res);
    if (st == ST_OK && PQntuples(res) == 0)
        return op_fail(op, ST_CONFLICT, "request %" PRId64 " has no delivery that failed", work->id);
    if (st == ST_OK)
        st = db_do(op, db, &Q_OUTBOX_NOTIFY, NULL);
    return st == ST_OK ? audit_append(op, db, "delivery.retry", request_number(op->arena, work->id), BYTES_NONE, NULL) : st;
}

enum status request_retry(struct op *op, struct db *db, int64_t id)
{
    struct step_work work = {.id = id};
    enum status st = ledger_actor_check(op);

    return st == ST_OK ? db_unit(op, db, retry_work, &work) : st;
}

/* ---- what time brings ---- */

static enum status unhold_work(struct op *op, struct db *db, void *arg)
{
    struct step_work *work = arg;
    struct ledger ledger = {.count = 0};
    struct request_row row;
    bool held = false;
    enum status st = request_row_lock(op, db, work->id, &row);

    if (st == ST_OK)
        st = endpoint_is_held(op, db, &row.endpoint_id, &held);
    if (st != ST_OK || held || row.state != REQUEST_le_hold)
        return st;
    st = ledger_step(op, db, &ledger, &row, REQUEST_le_check, REQUEST_BY_CLOCK, BYTES("the hold has ended"));
    if (st == ST_OK)
        st = request_row_advance(op, db, &ledger, &row);
    work->flag = true;
    return st == ST_OK ? ledger_close(op, db, &ledger) : st;
}

static enum status due_work(struct op *op, struct db *db, void *arg)
{
    struct step_work *work = arg;
    struct ledger ledger = {.count = 0};
    struct request_row row;
    enum status st = request_row_lock(op, db, work->id, &row);

    if (st != ST_OK || row.state != REQUEST_le_check || row.le_due_us > op->now_us)
        return st;
    st = request_row_advance(op, db, &ledger, &row);
    work->flag = true;
    return st == ST_OK ? ledger_close(op, db, &ledger) : st;
}

/* A step that the passing of time makes, where the state still allows it: another process may have been first. */
static enum status clock_work(struct op *op, struct db *db, void *arg)
{
    struct step_work *work = arg;
    struct ledger ledger = {.count = 0};
    struct request_row row;
    enum request_step step;
    enum status st = request_row_lock(op, db, work->id, &row);

    if (st != ST_OK || !request_step_find(row.state, work->state, &step))
        return st;
    st = ledger_step(op, db, &ledger, &row, work->state, REQUEST_BY_CLOCK, work->text);
    work->flag = true;
    return st == ST_OK ? ledger_close(op, db, &ledger) : st;
}

static enum status withdrawal_work(struct op *op, struct db *db, void *arg)
{
    struct step_work *work = arg;
    struct param params[] = {param_i64(op->arena, work->id), param_instant(op->arena, op->now_us)};
    struct request_row row;
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = request_row_lock(op, db, work->id, &row);

    if (st == ST_OK)
        st = db_run(op, db, &Q_OUTBOX_UNHOLD_WITHDRAWAL, params, &res);
    if (st != ST_OK || PQntuples(res) == 0)
        return st; /* another process was first */
    work->flag = true;
    return db_do(op, db, &Q_OUTBOX_NOTIFY, NULL);
}

/* What time does to requests: those that one query lists, and the work with each of them, in its own transaction. */
struct pass {
    const struct query *list;
    db_work *move;
    enum request_state state; /* of clock_work: the step to make, and why */
    const char *reason;
};

static enum status pass_run(struct op *op, struct db *db, const struct pass *pass, int64_t *moved)
{
    struct param params[] = {param_instant(op->arena, op->now_us)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, pass->list, params, &res);

    for (int row = 0; st == ST_OK && row < PQntuples(res); row++) {
        struct step_work work = {.id = cell_i64(res, row, 0), .state = pass->state, .text = bytes_of(pass->reason)};

        st = db_unit(op, db, pass->move, &work);
        *moved += work.flag;
    }
    return st;
}

enum status request_tick(struct op *op, struct db *db, int64_t *ret_moved)
{
    static const struct pass passes[] = {
        {&Q_REQUEST_LIST_HELD, unhold_work, 0, NULL},
        {&Q_REQUEST_LIST_DUE, due_work, 0, NULL},
        {&Q_REQUEST_LIST_OVERDUE, clock_work, REQUEST_overdue, "the partner's time is over"},
        {&Q_REQUEST_LIST_REEMERGED, clock_work, REQUEST_reopened,
         "its site or owner is at work again on another endpoint: efc report reemergence"},
        {&Q_OUTBOX_LIST_HELD, withdrawal_work, 0, NULL},
    };
    int64_t moved = 0;
    enum status st = ST_OK;

    for (size_t i = 0; i < COUNT_OF(passes) && st == ST_OK; i++)
        st = pass_run(op, db, &passes[i], &moved);
    if (st == ST_OK)
        *ret_moved = moved;
    return st;
}
