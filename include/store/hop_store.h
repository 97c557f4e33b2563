/*
 * hop_store.h: links by way of a third (core/match.h, two hops), made after the links themselves.
 *
 * Result  depends on traits, links, decisions and the model alone: after any history of runs it is that of a rebuild.
 */
#ifndef STORE_HOP_STORE_H
#define STORE_HOP_STORE_H

#include "core/match.h"
#include "store/db.h"

struct kin;

/* Makes them again, after the links are written: all, with all that are kin, or those that may have changed (kin NULL), by the work tables
 * of the run. */
MUST_CHECK enum status hop_update(struct op *op, struct db *db, const struct model *model, int16_t model_id,
                                  const struct kin *kin, int64_t *ret_count);

struct hop_link {
    struct uuid site, endpoint;
    int64_t bits;
};
/*
 * What a model that is not in use would make of the links that it would keep: the pairs to which a third says more than the two have in
 * common themselves, sorted by site and endpoint. In the running transaction; nothing is written.
 */
MUST_CHECK enum status hop_find(struct op *op, struct db *db, const struct model *model, const struct hop_link *links,
                                size_t count, struct arena *arena, struct hop_link **ret, size_t *ret_count);

#endif
