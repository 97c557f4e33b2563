/*
 * hop_store.h: links by way of a third (core/match.h, two hops), made after the links themselves.
 *
 * Result  depends on traits, links, decisions and the model alone: after any history of runs it is that of a rebuild.
 */
#ifndef STORE_HOP_STORE_H
#define STORE_HOP_STORE_H

#include "core/match.h"
#include "store/db.h"

/* Notes which sites may be concerned, while the links as they were and the work tables of the run are there. */
MUST_CHECK enum status hop_begin(struct op *op, struct db *db);
/* Makes them again: those of the sites that were noted, or all. */
MUST_CHECK enum status hop_end(struct op *op, struct db *db, const struct model *model, int16_t model_id, bool all,
                               int64_t *ret_count);

#endif
