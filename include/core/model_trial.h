/*
 * model_trial.h: whether another model would have been less surprised by what people decided.
 *
 * Shape   decided links, each as the model in use and as the other one sees it; the surprise of a decision is -log2 of the probability that
 *         the model gave it. The other must not have been made from the decision that it is tried on (model_learn_apart()).
 * Units   bits for one decision. A probability counts as no nearer to 0 or 1 than TRIAL_MISTAKEN: people err, too.
 * Groups  decisions about one programme say nearly the same, so the error goes by the programmes and not by the decisions.
 * Lifted  a link from TRIAL_SURE on is acted upon. A model that lifts links over it which people have rejected is worse, however little the
 *         rest surprises: when so many are rejected that TRIAL_SURE_WRONG of them would explain it less often than TRIAL_CHANCE.
 * Limits  what people never looked at is not tried: they decide about links that the model in use made.
 * Source  Good, Rational Decisions (1952); Liang and Zeger, Longitudinal data analysis using generalized linear models (1986)
 */
#ifndef CORE_MODEL_TRIAL_H
#define CORE_MODEL_TRIAL_H

#include "core/match.h"

#define TRIAL_MISTAKEN 0.001
#define TRIAL_DECISIONS_LEAST 20 /* fewer say nothing */
#define TRIAL_EACH_LEAST 5       /* confirmed, and rejected: a model that says yes to everything must not pass */
#define TRIAL_GROUPS_LEAST 5
#define TRIAL_SURE 0.9
#define TRIAL_SURE_WRONG 0.04 /* one in fifty may be wrong, and people are in as many */
#define TRIAL_CHANCE 0.02

struct trial_case {
    uint64_t group; /* the programme of its site */
    bool confirmed;
    int64_t old_bits, new_bits;
};

struct model_trial {
    int64_t confirmed, rejected, groups;
    double old_surprise, new_surprise; /* means */
    double error;                      /* of their difference */
    int64_t lifted, lifted_rejected;   /* decided links that the new model alone puts from TRIAL_SURE on */
};

enum trial_verdict { TRIAL_unknown, TRIAL_alike, TRIAL_better, TRIAL_worse };

/* Brings the cases into another order. */
void model_trial_make(struct trial_case *cases, size_t count, struct model_trial *ret);
/* Better or worse by more than the error, or worse by what it lifts. */
enum trial_verdict model_trial_verdict(const struct model_trial *trial);
const char *trial_verdict_name(enum trial_verdict verdict);
/* Whether a model of this origin may come into use with it: what is learned must not be worse, what is estimated must be better. */
bool model_trial_passes(struct bytes origin, enum trial_verdict verdict);
/* "worse: the mean surprise of 200 decisions about 41 programmes is ...", for people. */
struct bytes model_trial_text(struct arena *arena, const struct model_trial *trial);

#endif
