#include "store/reemergence_store.h"

#include "base/instant.h"
#include "base/json.h"
#include "ledger.h"
#include "store/audit_store.h"

#define MANY 5000      /* changed endpoints and sites; beyond, everything is looked at */
#define SHARED_MOST 31 /* as many as may hold a programme together */

/* So many endpoints may share a value of the kind for it to show one hand. */
static int64_t most_sharing(const struct model *model, enum trait_kind kind)
{
    int64_t count = SHARED_MOST;

    while (count > 1 && match_kin_bits(model, false, kind, count) < model->programme)
        count--;
    return count;
}

static struct bytes found_detail(struct op *op, const PGresult *res, int row)
{
    struct uuid endpoint = cell_uuid(res, row, 1), site = cell_uuid(res, row, 4);
    struct json_out out;
    struct buf buf;

    buf_init(&buf, op->arena);
    json_out_init(&out, &buf);
    json_open(&out, '{');
    json_key_string(&out, "closed_at", instant_print(op->arena, cell_instant(res, row, 5)));
    json_key_string(&out, "endpoint_id", uuid_print(op->arena, &endpoint));
    json_key_string(&out, "first_at", instant_print(op->arena, cell_instant(res, row, 6)));
    json_key_i64(&out, "hash", cell_i64(res, row, 3));
    json_key_i64(&out, "kind", cell_i64(res, row, 2));
    if (!cell_is_null(res, row, 4))
        json_key_string(&out, "site_id", uuid_print(op->arena, &site));
    json_close(&out, '}');
    return buf_bytes(&buf);
}

/* Whether everything has to be looked at, and whether anything has. */
static enum status measure(struct op *op, struct db *db, bool *ret_all, bool *ret_any)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_PROGRAMME_MEASURE, NULL, &res);

    if (st != ST_OK)
        return st;
    *ret_all = cell_bool(res, 0, 0) || cell_i64(res, 0, 1) > MANY;
    *ret_any = *ret_all || cell_i64(res, 0, 1) > 0;
    return *ret_any ? db_do(op, db, *ret_all ? &Q_CORRELATE_PLAN_LARGE : &Q_CORRELATE_PLAN_SMALL, NULL) : ST_OK;
}

enum status reemergence_find(struct op *op, struct db *db, const struct model *model, int64_t *ret_count)
{
    int64_t roles[TRAIT_COUNT], most[TRAIT_COUNT];
    AUTO(pg_clear) PGresult *res = NULL;
    bool all = true, any = false;
    enum status st = measure(op, db, &all, &any);

    if (st != ST_OK || !any)
        return st;
    for (enum trait_kind kind = 0; kind < TRAIT_COUNT; kind++) {
        roles[kind] = match_kin_roles(false, kind);
        most[kind] = most_sharing(model, kind);
    }
    struct param params[] = {param_i64(op->arena, match_bits(REEMERGENCE_LEAST)), param_i64_array(op->arena, roles, TRAIT_COUNT),
                             param_i64_array(op->arena, most, TRAIT_COUNT), param_instant(op->arena, op->now_us),
                             param_bool(all)};

    st = db_run(op, db, &Q_REEMERGENCE_FIND, params, &res);
    for (int row = 0; st == ST_OK && row < PQntuples(res); row++)
        st = audit_append(op, db, "reemergence.found", request_number(op->arena, cell_i64(res, row, 0)),
                          found_detail(op, res, row), NULL);
    if (st == ST_OK)
        *ret_count = PQntuples(res);
    return st;
}
