/*
 * proposal_store.h: from links to the proposal of a request: which links tie an endpoint to sites, the partner that can close it, the
 * message and the evidence as they are now.
 *
 * Rule    a rejected link never counts; a link without one strong rule (core/request_evidence.h) never counts.
 * Memory  results live in op->arena.
 */
#ifndef STORE_PROPOSAL_STORE_H
#define STORE_PROPOSAL_STORE_H

#include "store/link_store.h"
#include "store/request_store.h"

#define PROPOSAL_SITE_LIMIT 20 /* of one request, the most probable */

struct proposal_link {
    struct uuid site_id;
    struct bytes site;
    int64_t bits;
};

/* An endpoint with its links, best first. */
struct proposal_case {
    struct uuid endpoint_id;
    struct bytes endpoint;
    struct proposal_link links[PROPOSAL_SITE_LIMIT];
    size_t link_count;
};

struct proposal_list {
    struct proposal_case **items; /* by their best link */
    size_t count;
    size_t left_out; /* links over the probability that were rejected or rest on weak evidence alone */
};

/* endpoint: NULL for all. */
MUST_CHECK enum status proposal_cases(struct op *op, struct db *db, double least_probability, const struct uuid *endpoint,
                                      struct proposal_list *ret);
/* Whether a request about the endpoint was made before, other than one that was withdrawn. */
MUST_CHECK enum status proposal_was_made(struct op *op, struct db *db, const struct uuid *endpoint, bool *ret);
/* Fills everything but the partner, the deadlines and who proposes. */
MUST_CHECK enum status proposal_make(struct op *op, struct db *db, const struct ident_data *data,
                                     const struct proposal_case *item, struct request_proposal *ret);

#endif
