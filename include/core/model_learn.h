/*
 * model_learn.h: other weights from links that people confirmed and rejected.
 *
 * Shape   logistic regression over the decided links: the present score is what is expected. Each rule that was counted gets a shift, and so
 *         do the prior, what one hand shows at most (each line of the model), and how much a link by way of a third is worth. A weight learns
 *         from a decision as much as reaches its score: what a bound hides teaches about the bound. That analysts look at likely links
 *         more than at others does no harm, since the evidence is given.
 * Units   shifts in bits; of `third` in bits for each bit.
 * Bound   each shift is held back as if LEARN_WEIGHT decisions stood for the present model: three decisions never move one by more than
 *         LEARN_THREE. From LEARN_FREE on the pull becomes less again, as of a guess that was wrong: how many sites of one hand an endpoint
 *         serves is different from one coalition's cases to the next, and many decisions shall have their way. The prior is held back
 *         as if LEARN_PRIOR_WEIGHT decisions stood for it, and always: many decisions about names must not lift what a site publishes.
 * Third   links by way of a third are stretched from the least that is kept of them on, so that decisions about likely ones do not bring up
 *         others that nobody has seen. The third's own link and kinship stay as they are.
 * Source  Cox, The regression analysis of binary sequences (1958); le Cessie and van Houwelingen, Ridge estimators in logistic
 *         regression (1992); priors with heavy tails: Gelman and others, A weakly informative default prior distribution for logistic
 *         and other regression models (2008)
 */
#ifndef CORE_MODEL_LEARN_H
#define CORE_MODEL_LEARN_H

#include "core/match.h"

#define LEARN_WEIGHT 20.0
#define LEARN_PRIOR_WEIGHT 100.0
#define LEARN_THREE 0.22      /* bits */
#define LEARN_FREE 0.2        /* nats */
#define LEARN_THIRD_REACH 5.2 /* bits from the least to the likeliest links by way of a third */

/* A decided link as the present model sees it. */
struct learn_case {
    uint64_t group; /* decisions of one group say nearly the same: the programme of the site */
    bool confirmed;
    bool two_hops;  /* by way of a third: no rule was counted */
    int64_t bits;   /* of its score */
    uint64_t rules; /* counted, one bit for each */
    int64_t over;   /* by how many bits prior and evidence of one hand pass what one hand shows at most; < 0: not at all */
    size_t step;    /* of model->hands, which says how much that is */
};

struct learn_weight {
    int64_t confirmed, rejected; /* decisions that it stands on */
    double shift, error;         /* in bits, of third for each bit */
};

struct learned {
    struct learn_weight rules[RULE_COUNT], prior, third;
    struct learn_weight hands[MODEL_HANDS_MOST]; /* in the order of the model */
    int64_t confirmed, rejected;
    double deviance_before, deviance_after; /* mean surprise of a decision, in bits */
};

/* What a waterfall says about a decided link. */
struct learn_case learn_case_of(const struct model *model, const struct match_waterfall *waterfall, bool confirmed);
/* The same of a link by way of a third. */
struct learn_case learn_case_of_hop(const struct model *model, const struct match_hop *hop, bool confirmed);
void model_learn(struct arena *arena, const struct model *model, const struct learn_case *cases, size_t count,
                 struct learned *ret);
/* What the score of each case would be by what is learned from other groups than its own: LEARN_FOLDS parts, each by the rest. */
#define LEARN_FOLDS 10
void model_learn_apart(struct arena *arena, const struct model *model, const struct learn_case *cases, size_t count,
                       int64_t *ret_bits);

#endif
