/*
 * derivation_store.h: traits that other rules derived are derived again from the records in force.
 *
 * Shape   some entities a transaction, in the order of their ids; a run that ends in the middle is taken up by the next.
 * Errors  those of the database; ST_BUG when a stored record no longer passes the checks
 */
#ifndef STORE_DERIVATION_STORE_H
#define STORE_DERIVATION_STORE_H

#include "core/ident.h"
#include "store/db.h"

struct derivation_state {
    int64_t version; /* of the rules that derived the traits */
    bool finished;   /* all of them */
};

MUST_CHECK enum status derivation_state_get(struct op *op, struct db *db, struct derivation_state *ret);

/* Derives again what is not by the rules of this program. *ret_entities: endpoints and sites that were. */
MUST_CHECK enum status derivation_renew(struct op *op, struct db *db, const struct ident_data *data, int64_t *ret_entities);

#endif
