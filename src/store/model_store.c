#include "store/model_store.h"

enum status model_put(struct op *op, struct db *db, struct bytes text, const char *origin, int16_t *ret_id)
{
    AUTO(pg_clear) PGresult *res = NULL;
    struct sha256 hash;
    struct model model;
    enum status st = model_parse(op, text, &model);

    if (st != ST_OK)
        return st;
    sha256_bytes(text, &hash);
    struct param params[] = {param_bytea((struct bytes){(const char *)hash.b, sizeof(hash.b)}), param_text(text),
                             param_cstr(origin), param_instant(op->arena, op->now_us)};

    st = db_run(op, db, &Q_MODEL_PUT, params, &res);
    if (st == ST_OK)
        *ret_id = (int16_t)cell_i64(res, 0, 0);
    return st;
}

enum status model_activate(struct op *op, struct db *db, int16_t id)
{
    struct param params[] = {param_i64(op->arena, id)};
    enum status st = db_do(op, db, &Q_MODEL_DEACTIVATE, params);

    return st == ST_OK ? db_do(op, db, &Q_MODEL_ACTIVATE, params) : st;
}

enum status model_active(struct op *op, struct db *db, struct model_entry *ret)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_MODEL_ACTIVE, NULL, &res);
    struct model_entry entry = {0};

    if (st != ST_OK)
        return st;
    if (PQntuples(res) == 0)
        return ST_NOTFOUND;
    entry.id = (int16_t)cell_i64(res, 0, 0);
    entry.sha256 = bytes_copy(op->arena, cell_text(res, 0, 1));
    entry.text = bytes_copy(op->arena, cell_text(res, 0, 2));
    entry.origin = bytes_copy(op->arena, cell_text(res, 0, 3));
    st = model_parse(op, entry.text, &entry.model);
    if (st == ST_OK)
        *ret = entry;
    return st;
}

enum status model_active_or(struct op *op, struct db *db, struct bytes text, struct model_entry *ret)
{
    enum status st = model_active(op, db, ret);
    int16_t id;

    if (st != ST_NOTFOUND)
        return st;
    st = model_put(op, db, text, "default", &id);
    if (st == ST_OK)
        st = model_activate(op, db, id);
    return st == ST_OK ? model_active(op, db, ret) : st;
}
