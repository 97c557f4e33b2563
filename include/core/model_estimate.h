/*
 * model_estimate.h: m and u of each rule from the evidence that all pairs show, without anybody's decision.
 *
 * Shape   the families are independent given whether a pair belongs together, and each shows one of its rules or is silent: a latent class
 *         model with two classes. u is how often a rule shows among all pairs of an endpoint and a site (their frequency), less the pairs
 *         that probably belong together; m and the prior come from expectation and maximisation.
 *         What one hand shows (match_family.def) is weighed by the probability of one hand, the rest by that of a payment.
 * Units   probabilities; bits are log2(m/u).
 * Prior   the present model stands for `hold` times as many observations as it finds matches, and for a few at least: what the data do not
 *         show stays as it is. Evidence is not independent as this takes it to be, and with more data that does not become less.
 * Errors  standard errors, the larger of two: by the jackknife (the estimate is made again without each of PATTERN_GROUPS parts of the
 *         sites), and by how many pairs there are of which it is known what they are.
 * Source  Winkler, Using the EM algorithm for weight computation (1988); Efron, The Jackknife (1982); Louis, Finding the observed
 *         information matrix when using the EM algorithm (1982)
 */
#ifndef CORE_MODEL_ESTIMATE_H
#define CORE_MODEL_ESTIMATE_H

#include "core/model_pattern.h"

struct estimate_rule {
    int64_t pairs;     /* that show it with a rare value; 0: it stays as it was */
    double matches;    /* of them, how many are expected to belong together */
    double m, u, bits; /* bits: log2(m / u) */
    double m_error;    /* of log2 m */
    double u_error;    /* of log2 u */
    double bits_error;
};

struct estimate {
    struct estimate_rule rules[RULE_COUNT];
    double prior, prior_error; /* error of log2 prior */
    double matches;            /* expected among all pairs */
    int iterations;
    bool converged;
};

/* `pairs`: endpoints times sites; those that are in no pattern show nothing. The patterns are sorted. */
void model_estimate(struct arena *arena, const struct model *model, const struct patterns *patterns, int64_t pairs, double hold,
                    struct estimate *ret);

#endif
