#include "store/link_store.h"

#include "base/json.h"
#include "store/audit_store.h"

static const char *const status_names[] = {"proposed", "confirmed", "rejected"};

const char *link_status_name(enum link_status status)
{
    return status_names[status];
}

enum link_status link_status_of(struct bytes decision)
{
    for (enum link_status status = LINK_confirmed; status <= LINK_rejected; status++)
        if (bytes_is(decision, status_names[status]))
            return status;
    return LINK_proposed;
}

struct bytes link_rules_text(struct arena *arena, uint64_t rules)
{
    struct buf buf;

    buf_init(&buf, arena);
    for (enum match_rule rule = 0; rule < RULE_COUNT; rule++) {
        if ((rules & UINT64_C(1) << rule) == 0)
            continue;
        if (buf.n > 0)
            buf_putc(&buf, '|');
        buf_puts(&buf, match_rule_name(rule));
    }
    if ((rules & MATCH_TWO_HOPS) != 0)
        buf_puts(&buf, buf.n > 0 ? "|two_hops" : "two_hops");
    return buf_bytes(&buf);
}

/* ---- the list ---- */

struct listing {
    const struct link_filter *filter;
    link_fn *row;
    void *arg;
};

static struct link link_decode(const PGresult *res, int row)
{
    return (struct link){.endpoint_id = cell_uuid(res, row, 0),
                         .site_id = cell_uuid(res, row, 1),
                         .endpoint = cell_text(res, row, 2),
                         .site = cell_text(res, row, 3),
                         .bits = cell_i64(res, row, 4),
                         .rules = (uint64_t)cell_i64(res, row, 5),
                         .model_id = (int16_t)cell_i64(res, row, 6),
                         .status = link_status_of(cell_text(res, row, 7))};
}

static enum status fetch_some(struct op *op, struct db *db, const struct listing *listing, bool *ret_more)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_LINK_FETCH_LIST, NULL, &res);

    for (int row = 0; st == ST_OK && row < PQntuples(res); row++) {
        struct link link = link_decode(res, row);

        st = listing->row(op, &link, listing->arg);
    }
    *ret_more = st == ST_OK && PQntuples(res) > 0;
    return st;
}

enum status link_list(struct op *op, struct db *db, const struct link_filter *filter, link_fn *row, void *arg)
{
    struct listing listing = {filter, row, arg};
    struct param params[] = {param_i64(op->arena, match_bits(filter->least_probability)),
                             filter->limit > 0 ? param_i64(op->arena, filter->limit) : param_text(BYTES_NONE),
                             param_i64(op->arena, (int64_t)MATCH_TWO_HOPS)};
    enum status st = db_begin(op, db);
    bool more = true;

    if (st == ST_OK)
        st = db_do(op, db, &Q_LINK_OPEN_LIST, params);
    while (st == ST_OK && more)
        st = fetch_some(op, db, &listing, &more);
    if (st == ST_OK)
        st = db_commit(op, db);
    if (st != ST_OK)
        db_rollback(db);
    return st;
}

/* ---- decisions ---- */

struct decision {
    const struct uuid *endpoint, *site;
    enum link_status status;
    struct bytes reason;
};

static struct bytes leaf_detail(struct op *op, const struct decision *decision)
{
    struct json_out out;
    struct buf buf;

    buf_init(&buf, op->arena);
    json_out_init(&out, &buf);
    json_open(&out, '{');
    json_key_string(&out, "endpoint_id", uuid_print(op->arena, decision->endpoint));
    json_key_string(&out, "reason", decision->reason);
    json_key_string(&out, "site_id", uuid_print(op->arena, decision->site));
    json_close(&out, '}');
    return buf_bytes(&buf);
}

static enum status decide_work(struct op *op, struct db *db, void *arg)
{
    const struct decision *decision = arg;
    struct param params[] = {
        param_uuid(decision->endpoint), param_uuid(decision->site),   param_cstr(link_status_name(decision->status)),
        param_cstr(op->actor),          param_text(decision->reason), param_instant(op->arena, op->now_us)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_LINK_PUT_DECISION, params, &res);
    struct bytes subject = bytes_printf(op->arena, "%.*s %.*s", 36, uuid_print(op->arena, decision->endpoint).p, 36,
                                        uuid_print(op->arena, decision->site).p);

    struct param endpoint[] = {param_uuid_array(op->arena, decision->endpoint, 1)};
    struct param site[] = {param_uuid_array(op->arena, decision->site, 1)};

    if (st == ST_OK && PQntuples(res) == 0)
        return ST_NOTFOUND;
    if (st == ST_OK) /* a decision may hold a programme together or break it */
        st = db_do(op, db, &Q_ENTITY_CHANGE_ENDPOINT, endpoint);
    if (st == ST_OK)
        st = db_do(op, db, &Q_ENTITY_CHANGE_SITE, site);
    if (st != ST_OK)
        return st;
    return audit_append(op, db, decision->status == LINK_confirmed ? "link.confirm" : "link.reject", subject,
                        leaf_detail(op, decision), NULL);
}

enum status link_decide(struct op *op, struct db *db, const struct uuid *endpoint, const struct uuid *site,
                        enum link_status decision, struct bytes reason)
{
    struct decision made = {endpoint, site, decision, bytes_trim(reason)};

    if (made.reason.n == 0)
        return op_fail(op, ST_INPUT, "a decision needs a reason");
    return db_unit(op, db, decide_work, &made);
}
