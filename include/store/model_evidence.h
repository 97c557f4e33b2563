/*
 * model_evidence.h: what a model is estimated from, learns from and is compared by: the evidence of all pairs, and people's decisions.
 *
 * Order   one snapshot of the database; nothing is written.
 * Memory  the join of the traits in memory, as for a rebuild, and the result.
 */
#ifndef STORE_MODEL_EVIDENCE_H
#define STORE_MODEL_EVIDENCE_H

#include "core/model_learn.h"
#include "core/model_pattern.h"
#include "core/model_trial.h"
#include "store/model_store.h"

struct model_sample {
    struct patterns patterns;
    int64_t endpoints, sites;
};

/* All pairs that share a value which is as rare as its rule takes it for, or which make candidates. */
MUST_CHECK enum status model_sample_get(struct op *op, struct db *db, const struct ident_data *data, const struct model *model,
                                        struct arena *arena, struct model_sample *ret);

/* Decided links as the model in use sees them now. Those that are not made any more, by the evidence of the two or by way of a third,
 * teach nothing about its weights and are left out. Each decision teaches once: those that the model in use has learned from are not
 * among them. */
struct model_decisions {
    struct learn_case *cases;
    int64_t *other_bits; /* of the scores by another model */
    size_t count, left_out;
};
/* other: NULL, or the other model. */
MUST_CHECK enum status model_decisions_get(struct op *op, struct db *db, const struct ident_data *data, const struct model *other,
                                           struct model_decisions *ret);
/* new_bits: of each decision's score by the model that is tried. */
void model_decisions_try(struct arena *arena, const struct model_decisions *decisions, const int64_t *new_bits,
                         struct model_trial *ret);

/* A link that lies on one side of a threshold by one model, on the other by the other. */
struct model_crossing {
    struct uuid endpoint, site;
    int64_t old_bits, new_bits; /* INT64_MIN: no link is kept */
    bool old_hops, new_hops;    /* by way of a third */
};

struct model_difference {
    struct model_crossing *items; /* the largest change of probability first */
    size_t count;
    int64_t old_links, new_links; /* that each model makes, those by way of a third among them */
};

/* thresholds: bits. */
MUST_CHECK enum status model_difference_get(struct op *op, struct db *db, const struct ident_data *data,
                                            const struct model *old_model, const struct model *new_model,
                                            const int64_t *thresholds, size_t threshold_count, struct arena *arena,
                                            struct model_difference *ret);

/* Names of some of the crossings: rows of endpoint, site and what people decided, in the same order. */
MUST_CHECK enum status model_crossing_names(struct op *op, struct db *db, const struct model_crossing *items, size_t count,
                                            PGresult **ret);

#endif
