#include "model_pairs.h"

#include "store/hub_store.h"

static enum status count_entities(struct op *op, struct db *db, const struct model_reading *reading)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_MODEL_COUNT_PAIR, NULL, &res);

    if (st != ST_OK)
        return st;
    *reading->ret_endpoints = cell_i64(res, 0, 0);
    *reading->ret_sites = cell_i64(res, 0, 1);
    return ST_OK;
}

enum status model_read_pairs(struct op *op, struct db *db, const struct model_reading *reading)
{
    struct hub_rulings rulings;
    struct candidate_source source = {reading->data, reading->pairs, &rulings, reading->pair, reading->arg, 0};
    enum status st = db_begin(op, db);

    if (st == ST_OK)
        st = db_do(op, db, &Q_CORRELATE_ISOLATE, NULL);
    if (st == ST_OK)
        st = db_do(op, db, &Q_CORRELATE_PLAN_LARGE, NULL);
    if (st == ST_OK && reading->ret_sites != NULL)
        st = count_entities(op, db, reading);
    if (st == ST_OK)
        st = hub_rulings_get(op, db, op->arena, NULL, NULL, &rulings);
    if (st == ST_OK)
        st = candidate_by_join(op, db, &source, NULL);
    if (st == ST_OK && reading->end != NULL)
        st = reading->end(op, db, reading->arg);
    if (st == ST_OK)
        st = db_commit(op, db);
    if (st != ST_OK)
        db_rollback(db);
    return st;
}
