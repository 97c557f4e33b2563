/* Trials of models on people's decisions, as they are kept. */
#include "core/model_trial.h"

#include "store/model_store.h"

enum status model_trial_put(struct op *op, struct db *db, int16_t id, int16_t against, const struct model_trial *trial)
{
    struct param params[] = {param_i64(op->arena, id),
                             param_i64(op->arena, against),
                             param_i64(op->arena, trial->confirmed),
                             param_i64(op->arena, trial->rejected),
                             param_i64(op->arena, trial->groups),
                             param_double(op->arena, trial->old_surprise),
                             param_double(op->arena, trial->new_surprise),
                             param_double(op->arena, trial->error),
                             param_i64(op->arena, trial->lifted),
                             param_i64(op->arena, trial->lifted_rejected),
                             param_cstr(trial_verdict_name(model_trial_verdict(trial))),
                             param_instant(op->arena, op->now_us)};

    return db_do(op, db, &Q_MODEL_PUT_TRIAL, params);
}

enum status model_trial_get(struct op *op, struct db *db, int16_t id, int16_t against, struct model_trial *ret)
{
    struct param params[] = {param_i64(op->arena, id), param_i64(op->arena, against)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_MODEL_GET_TRIAL, params, &res);

    if (st != ST_OK)
        return st;
    if (PQntuples(res) == 0)
        return ST_NOTFOUND;
    *ret = (struct model_trial){cell_i64(res, 0, 0),    cell_i64(res, 0, 1),    cell_i64(res, 0, 2), cell_double(res, 0, 3),
                                cell_double(res, 0, 4), cell_double(res, 0, 5), cell_i64(res, 0, 6), cell_i64(res, 0, 7)};
    return ST_OK;
}
