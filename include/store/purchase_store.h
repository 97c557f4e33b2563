/*
 * purchase_store.h: settles which payments test purchases were, and gives both sides a trait of each.
 *
 * Input   what the run under way has taken off the lists of changes; `all`: every purchase anew.
 * Result  depends on the traits alone: after any history it is that of doing all anew. The sites and endpoints of what is settled
 *         otherwise than before are put among those that are taken.
 */
#ifndef STORE_PURCHASE_STORE_H
#define STORE_PURCHASE_STORE_H

#include "store/candidate.h"

MUST_CHECK enum status purchase_settle_changed(struct op *op, struct db *db, bool all, enum correlate_executor executor,
                                               int64_t *ret_settled);

#endif
