/*
 * purchase_take.h: the work table of purchases that are looked at again.
 *
 * Shape   all, or those of changed sites, those that a payment of a changed endpoint was a candidate of, and those that a payment which such
 *         an endpoint has or has lost may be.
 */
#ifndef STORE_PURCHASE_TAKE_H
#define STORE_PURCHASE_TAKE_H

#include "store/db.h"

MUST_CHECK enum status purchase_take(struct op *op, struct db *db, bool all, bool *ret_any);

#endif
