#include "step.h"

enum status step_run(struct op *op, struct db *db, const struct step *steps, size_t count)
{
    enum status st = ST_OK;

    for (size_t i = 0; i < count && st == ST_OK; i++) {
        AUTO(pg_clear) PGresult *res = NULL;

        st = db_run(op, db, steps[i].query, steps[i].params, &res);
        if (st == ST_OK && steps[i].rows != NULL)
            *steps[i].rows = db_affected(res);
    }
    return st;
}
