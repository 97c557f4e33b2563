#include "store/hub_store.h"

#include <inttypes.h>

#include "base/json.h"
#include "core/request.h"
#include "ledger.h"
#include "store/audit_store.h"

/* ---- placing ---- */

struct put_work {
    const struct hub_override *hub;
    int64_t number;
};

static struct bytes hash_text(struct arena *arena, struct bytes text)
{
    struct sha256 hash;

    sha256_bytes(text, &hash);
    return sha256_print(arena, &hash);
}

static void put_ids(struct buf *buf, const struct uuid *ids, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_putc(buf, ' ');
        buf_put(buf, uuid_print(buf->arena, &ids[i]));
    }
}

static struct bytes case_text(struct arena *arena, const struct hub_override *hub)
{
    struct buf buf;

    buf_init(&buf, arena);
    put_ids(&buf, hub->endpoints, hub->endpoint_count);
    buf_putc(&buf, '|');
    put_ids(&buf, hub->sites, hub->site_count);
    return buf_bytes(&buf);
}

static struct bytes put_detail(struct op *op, const struct hub_override *hub)
{
    struct json_out out;
    struct buf buf;

    buf_init(&buf, op->arena);
    json_out_init(&out, &buf);
    json_open(&out, '{');
    json_key_string(&out, "case_sha256", hash_text(op->arena, case_text(op->arena, hub)));
    json_key_i64(&out, "hash", (int64_t)trait_hash(hub->kind, hub->value));
    json_key(&out, "hub");
    json_bool(&out, hub->is_hub);
    json_key_i64(&out, "kind", hub->kind);
    json_key_string(&out, "reason_sha256", hash_text(op->arena, hub->reason));
    json_key_string(&out, "value_sha256", hash_text(op->arena, hub->value));
    json_close(&out, '}');
    return buf_bytes(&buf);
}

/* The pairs of the case, and whom the value ties to one hand. */
static enum status change_case(struct op *op, struct db *db, int64_t number)
{
    struct param params[] = {param_i64(op->arena, number)};
    enum status st = db_do(op, db, &Q_HUB_CHANGE_SITE, params);

    return st == ST_OK ? db_do(op, db, &Q_HUB_CHANGE_ENDPOINT, params) : st;
}

static enum status put_work(struct op *op, struct db *db, void *arg)
{
    struct put_work *work = arg;
    const struct hub_override *hub = work->hub;
    struct param params[] = {param_i64(op->arena, hub->kind),
                             param_i64(op->arena, (int64_t)trait_hash(hub->kind, hub->value)),
                             param_text(hub->value),
                             param_bool(hub->is_hub),
                             param_uuid_array(op->arena, hub->endpoints, hub->endpoint_count),
                             param_uuid_array(op->arena, hub->sites, hub->site_count),
                             hub->programme == NULL ? param_text(BYTES_NONE) : param_uuid(hub->programme),
                             param_text(hub->reason),
                             param_cstr(op->actor),
                             param_instant(op->arena, op->now_us),
                             param_i64(op->arena, match_kin_roles(false, hub->kind)),
                             param_i64(op->arena, match_kin_roles(true, hub->kind))};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_HUB_PUT_OVERRIDE, params, &res);

    if (st == ST_OK && PQntuples(res) == 0)
        return op_fail(
            op, ST_NOTFOUND,
            "no endpoint and no site of this case have this value in common, and none of them is kin to another by it");
    if (st != ST_OK)
        return st;
    work->number = cell_i64(res, 0, 0);
    st = change_case(op, db, work->number);
    return st == ST_OK ? audit_append(op, db, "hub.override", request_number(op->arena, work->number), put_detail(op, hub), NULL)
                       : st;
}

enum status hub_override_put(struct op *op, struct db *db, const struct hub_override *hub, int64_t *ret_number)
{
    struct put_work work = {.hub = hub};
    enum status st = ledger_decision_check(op, hub->reason, "an override");

    if (st == ST_OK && hub->endpoint_count * hub->site_count > HUB_CASE_LIMIT)
        st = op_fail(op, ST_LIMIT, "the case has more than %d pairs: name the endpoint and the site", HUB_CASE_LIMIT);
    if (st == ST_OK)
        st = db_unit(op, db, put_work, &work);
    if (st == ST_OK)
        *ret_number = work.number;
    return st;
}

/* ---- releasing ---- */

enum status hub_override_release(struct op *op, struct db *db, int64_t number)
{
    struct ledger_release release = {number, "override", "hub.release", &Q_HUB_RELEASE_OVERRIDE, change_case};

    return ledger_release(op, db, &release);
}

/* ---- reading ---- */

enum status hub_rulings_get(struct op *op, struct db *db, struct arena *arena, const struct uuid *endpoint,
                            const struct uuid *site, struct hub_rulings *ret)
{
    struct param params[] = {endpoint == NULL ? param_text(BYTES_NONE) : param_uuid(endpoint),
                             site == NULL ? param_text(BYTES_NONE) : param_uuid(site)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_HUB_LIST_RULING, params, &res);
    struct hub_rulings rulings = {0};

    if (st != ST_OK)
        return st;
    rulings.count = (size_t)PQntuples(res);
    rulings.items = arena_array(arena, struct hub_ruling, rulings.count + 1);
    for (int row = 0; row < PQntuples(res); row++)
        rulings.items[row] = (struct hub_ruling){.number = cell_i64(res, row, 0),
                                                 .kind = (enum trait_kind)cell_i64(res, row, 1),
                                                 .hash = (uint64_t)cell_i64(res, row, 2),
                                                 .value = bytes_copy(arena, cell_text(res, row, 3)),
                                                 .ruling = cell_bool(res, row, 4) ? RULING_hub : RULING_no_hub,
                                                 .endpoint = cell_uuid(res, row, 5),
                                                 .site = cell_uuid(res, row, 6)};
    hub_rulings_sort(&rulings);
    *ret = rulings;
    return ST_OK;
}

enum status hub_case_of_programme(struct op *op, struct db *db, const struct uuid *programme, struct hub_override *ret)
{
    struct param params[] = {param_uuid(programme)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_HUB_LIST_MEMBER, params, &res);

    if (st != ST_OK)
        return st;
    if (PQntuples(res) == 0)
        return op_fail(op, ST_NOTFOUND, "there is no such programme");
    struct uuid *endpoints = arena_array(op->arena, struct uuid, (size_t)PQntuples(res));
    struct uuid *sites = arena_array(op->arena, struct uuid, (size_t)PQntuples(res));

    ret->endpoint_count = ret->site_count = 0;
    for (int row = 0; row < PQntuples(res); row++)
        if (cell_bool(res, row, 1))
            sites[ret->site_count++] = cell_uuid(res, row, 0);
        else
            endpoints[ret->endpoint_count++] = cell_uuid(res, row, 0);
    ret->endpoints = endpoints;
    ret->sites = sites;
    ret->programme = programme;
    return ST_OK;
}
