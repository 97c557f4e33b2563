/*
 * reemergence_store.h: sites and owners whose endpoint was closed and who turn up on another one.
 *
 * Ledger  a leaf reemergence.found in the audit log for each, subject the number of the request by which the endpoint was closed.
 * After   the request goes on to `reopened` by request_tick().
 */
#ifndef STORE_REEMERGENCE_STORE_H
#define STORE_REEMERGENCE_STORE_H

#include "core/match.h"
#include "store/db.h"

#define REEMERGENCE_LEAST 0.9 /* probability of a link that counts */

/* What is new since the last time: among what programme_changed names, before programmes are grouped again, or among everything when
 * they are to be grouped from the start. In the running transaction. */
MUST_CHECK enum status reemergence_find(struct op *op, struct db *db, const struct model *model, int64_t *ret_count);

#endif
