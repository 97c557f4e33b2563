/*
 * model_learn.h: other weights from links that people confirmed and rejected.
 *
 * Shape   logistic regression over the decided links: the present score is what is expected, each rule that was counted and the prior get
 *         a shift. That analysts look at likely links more than at others does no harm, since the evidence is given.
 * Units   shifts in bits.
 * Bound   each shift is held back as if LEARN_WEIGHT decisions stood for the present model: n decisions move no weight by more than
 *         n / LEARN_WEIGHT / ln 2 bits, so three decisions never move one by more than LEARN_THREE.
 * Source  Cox, The regression analysis of binary sequences (1958); le Cessie and van Houwelingen, Ridge estimators in logistic
 *         regression (1992)
 */
#ifndef CORE_MODEL_LEARN_H
#define CORE_MODEL_LEARN_H

#include "core/match.h"

#define LEARN_WEIGHT 20.0
#define LEARN_THREE 0.22 /* bits */

/* A decided link as the present model sees it. */
struct learn_case {
    uint64_t group; /* decisions of one group say nearly the same: the programme of the site */
    bool confirmed;
    int64_t bits;   /* of its score */
    uint64_t rules; /* counted, one bit for each */
    float effect
        [FAMILY_COUNT]; /* how much of a bit more for the family's rule reaches the score: less where one hand's evidence is bounded */
};

struct learn_weight {
    int64_t confirmed, rejected; /* decisions that it stands on */
    double shift, error;         /* bits */
};

struct learned {
    struct learn_weight rules[RULE_COUNT], prior;
    int64_t confirmed, rejected;
    double deviance_before, deviance_after; /* mean surprise of a decision, in bits */
};

/* What a waterfall says about a decided link. */
struct learn_case learn_case_of(const struct model *model, const struct match_waterfall *waterfall, bool confirmed);
void model_learn(struct arena *arena, const struct learn_case *cases, size_t count, struct learned *ret);
/* What the score of each case would be by what is learned from other groups than its own: LEARN_FOLDS parts, each by the rest. */
#define LEARN_FOLDS 10
void model_learn_apart(struct arena *arena, const struct learn_case *cases, size_t count, int64_t *ret_bits);

#endif
