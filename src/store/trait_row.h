/*
 * trait_row.h: the rows of traits, of endpoints and of sites, as the stores write them.
 */
#ifndef STORE_TRAIT_ROW_H
#define STORE_TRAIT_ROW_H

#include "core/trait.h"
#include "store/db.h"

enum side { SIDE_ENDPOINT, SIDE_SITE, SIDE_COUNT };

/* For qsort() of pointers to folded traits: who writes in this order never waits in a circle. */
int trait_row_order(const void *a, const void *b);
/* The same, entity by entity. */
int trait_entity_order(const void *a, const void *b);
/* Writes rows that are not there yet. */
MUST_CHECK enum status trait_rows_put(struct op *op, struct db *db, enum side side, const struct folded_trait **traits,
                                      size_t count);
/* What is in `gone` is derived again, from the records in force about its entities; what nobody says any more is noted as changed. */
MUST_CHECK enum status traits_take_back(struct op *op, struct db *db, const struct ident_data *data, enum side side,
                                        const struct fold *gone);
/* Derives all traits of some entities again, from the records in force about them; what they lose is noted as changed. */
MUST_CHECK enum status traits_derive(struct op *op, struct db *db, const struct ident_data *data, enum side side,
                                     const struct uuid *ids, size_t count);

#endif
