/*
 * purchase_fitting.h: the payments that fit the purchases of the work table.
 *
 * Shape   candidates, in the order of site, purchase, endpoint and payment, each with the names of its two beside it. Where
 *         PLACE_MOST payments or more lie in one place from a purchase (core/purchase.h), that place says nothing of it.
 * Cost    few purchases look their payments up; when they are many, all payments pass by once. Either way the result is the same.
 * Memory  in the arena: the purchases, and the payments that fit.
 */
#ifndef STORE_PURCHASE_FITTING_H
#define STORE_PURCHASE_FITTING_H

#include "core/purchase.h"
#include "store/candidate.h"

#define PLACE_MOST 64

/* A row of purchase_candidate. */
struct candidate_row {
    struct uuid site, endpoint;
    struct bytes purchase, payment;
};

/* Candidates and, beside each, the names of its two. */
struct candidate_table {
    struct arena *arena;
    struct candidate_row *rows;
    struct purchase_candidate *candidates;
    size_t count, row_room, candidate_room;
};

void candidate_table_put(struct candidate_table *table, const struct candidate_row *row,
                         const struct purchase_candidate *candidate);

MUST_CHECK enum status purchase_fitting(struct op *op, struct db *db, enum correlate_executor executor,
                                        struct candidate_table *ret);

#endif
