/*
 * model_recapture.h: of what one hand is behind, how much takes its money here: counted from the evidence, without anybody's decision.
 *
 * Shape   that one hand is behind an endpoint and a site shows a payment at most so surely as the model's hand lines say (default.conf), and
 *         how surely is another question in every coalition's cases. Two kinds of evidence show payments themselves and come about without
 *         each other: test purchases, and that the one names the other. How many pairs of the one kind show the other, too, says which part
 *         of all payments is seen; so of pairs of one hand, those that are seen to be payments say how many of the others are. The hand lines
 *         all move by the same step of log-odds until they expect as many. The line `own` stays: there no other endpoint comes into question.
 * Units   bits
 * Bound   the present model counts as a guess that is mostly wrong by less than a bit: where little was seen the lines hardly move.
 * Source  Lincoln, Calculating waterfowl abundance on the basis of banding returns (1930); Chapman, Some properties of the hypergeometric
 *         distribution with applications to zoological sample censuses (1951); Sekar and Deming, On a method of estimating birth and death
 *         rates and the extent of registration (1949). Payments that both kinds see more easily than others make it too cautious.
 */
#ifndef CORE_MODEL_RECAPTURE_H
#define CORE_MODEL_RECAPTURE_H

#include "core/model_pattern.h"

struct recapture_hand {
    int64_t seen, unseen; /* pairs that this line bounds: that are seen to be payments, and the others */
    double payments;      /* expected among the others, once the line has moved */
};

struct recapture {
    double seen;         /* the part of all payments that is seen to be one */
    double shift, error; /* of the hand lines; error: its standard error, before the present model holds it back */
    struct recapture_hand hands[MODEL_HANDS_MOST]; /* in the order of the model */
};

/* Nothing to count: nothing moves. */
void model_recapture(const struct model *model, const struct patterns *patterns, struct recapture *ret);
/* Moves the lines, and with them what a third makes of a pair: the likeliest of such links by as much, the least that is kept not. */
void model_recapture_move(struct model *model, const struct recapture *recapture);

#endif
