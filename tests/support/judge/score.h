/*
 * score.h: how good a list of links is.
 */
#ifndef JUDGE_SCORE_H
#define JUDGE_SCORE_H

#include "judge/judge.h"

#define BINS 10

struct score {
    double probability; /* the lowest that is taken */
    size_t listed, right, found;
    double precision, recall, f1;
};

struct bin {
    size_t links, right;
    double probability; /* sum */
    double spread;      /* sum of the variances of right and wrong, if the probabilities are true */
};

struct score score_from(const struct judge *judge, double probability);
struct score score_best(const struct judge *judge);
/* Of all links, or of those that precision counts. */
double calibration_error(const struct judge *judge, bool all, struct bin bins[BINS]);
/* What it would be on average if each link were right as often as it says, and none knew of another: less cannot be expected. */
double calibration_error_by_chance(const struct bin bins[BINS]);

#endif
