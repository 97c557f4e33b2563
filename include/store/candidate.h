/*
 * candidate.h: the pairs of endpoint and site that have something in common, each with all its evidence.
 *
 * Two executors deliver the same pairs with the same evidence, in an order of their own:
 *   candidate_by_query  a set-based statement over the work tables of a run: pairs that may have changed
 *   candidate_by_join   a hash join in memory over a COPY stream of all traits: every pair
 * In the same way the payments that fit test purchases are looked up, or all read. By itself a run picks by the size of the change.
 */
#ifndef STORE_CANDIDATE_H
#define STORE_CANDIDATE_H

#include "core/hub_ruling.h"
#include "store/db.h"

enum correlate_executor { EXECUTOR_auto, EXECUTOR_query, EXECUTOR_join };

/* What a pair has in common is gone when the call returns. */
typedef enum status candidate_fn(struct op *op, const struct uuid *endpoint, const struct uuid *site,
                                 const struct match_pair *pair, void *arg);

struct candidate_source {
    const struct ident_data *data;
    const struct model *model;
    const struct hub_rulings *rulings; /* NULL: none */
    candidate_fn *pair;
    void *arg;
    size_t memory; /* bytes that the join may take; 0: any number */
};

MUST_CHECK enum status candidate_by_query(struct op *op, struct db *db, const struct candidate_source *source);
/* ST_LIMIT when it needs more memory than it may take. Also brings the table of the values that meet up to date;
 * with ret_values NULL it writes nothing. */
MUST_CHECK enum status candidate_by_join(struct op *op, struct db *db, const struct candidate_source *source,
                                         int64_t *ret_values);

#endif
