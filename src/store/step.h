/*
 * step.h: queries of one unit of work that are run one after the other.
 */
#ifndef STORE_STEP_H
#define STORE_STEP_H

#include "store/db.h"

struct step {
    const struct query *query;
    const struct param *params; /* NULL: it has none */
    int64_t *rows;              /* where to say how many it touched; NULL: nobody asks */
};

/* Ends with the first that fails. */
MUST_CHECK enum status step_run(struct op *op, struct db *db, const struct step *steps, size_t count);

#endif
