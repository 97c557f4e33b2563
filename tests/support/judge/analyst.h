/*
 * analyst.h: what an analyst would decide about links: likely ones more often than unlikely ones, and mistaken in one of MISTAKEN.
 */
#ifndef JUDGE_ANALYST_H
#define JUDGE_ANALYST_H

#include "judge/judge.h"

/* About so many lines of `confirm` or `reject`, endpoint and site. */
void analyst_decide(const struct judge *judge, double count);

#endif
