/*
 * report.h: what efc-judge prints about a list of links.
 */
#ifndef JUDGE_REPORT_H
#define JUDGE_REPORT_H

#include "judge/judge.h"

void report_scores(const struct judge *judge);
void report_calibration(const struct judge *judge);
void report_wrong(const struct judge *judge, size_t most);
void report_missed(const struct judge *judge, size_t most);
void report_brief(const struct judge *judge);

#endif
