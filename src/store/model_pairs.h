/*
 * model_pairs.h: all pairs of one snapshot of the database, for those who weigh models.
 */
#ifndef STORE_MODEL_PAIRS_H
#define STORE_MODEL_PAIRS_H

#include "store/candidate.h"

struct model_reading {
    const struct ident_data *data;
    struct model *pairs; /* which pairs are looked at */
    candidate_fn *pair;
    enum status (*end)(struct op *op, struct db *db, void *arg); /* after the last pair, in the same snapshot; NULL: nothing */
    void *arg;
    int64_t *ret_endpoints, *ret_sites; /* NULL: not asked for */
};

MUST_CHECK enum status model_read_pairs(struct op *op, struct db *db, const struct model_reading *reading);

#endif
