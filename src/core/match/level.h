/*
 * level.h: how well two traits of the same value fit: the levels of a comparison.
 */
#ifndef CORE_MATCH_LEVEL_H
#define CORE_MATCH_LEVEL_H

#include "core/match.h"

/* Microseconds between two periods; 0 when they touch. */
int64_t level_between(int64_t a_first_us, int64_t a_last_us, int64_t b_first_us, int64_t b_last_us);

/* The same between what both sides say. */
int64_t level_apart(const struct evidence *evidence);

bool level_any(const struct evidence *evidence);
bool level_alone(const struct evidence *evidence); /* no other site has the value */
bool level_few(const struct evidence *evidence);   /* one or two others have */
bool level_often(const struct evidence *evidence); /* more have: perhaps they copy it from each other */
bool level_own(const struct evidence *evidence);   /* no other endpoint has the value */
bool level_not_own(const struct evidence *evidence);
bool level_only(const struct evidence *evidence); /* neither another endpoint nor another site has it */
bool level_not_only(const struct evidence *evidence);
bool level_days(const struct evidence *evidence);
bool level_alike(const struct evidence *evidence);   /* names that differ as by a slip or an addition */
bool level_unalike(const struct evidence *evidence); /* all others */

/* How a test purchase and a payment were settled: the first word of the value (core/purchase). */
bool level_paid_odd_minutes(const struct evidence *evidence);
bool level_paid_minutes(const struct evidence *evidence);
bool level_paid_hour(const struct evidence *evidence);
bool level_paid_days(const struct evidence *evidence);
bool level_paid_acquirer(const struct evidence *evidence);
bool level_paid_fee(const struct evidence *evidence);
bool level_paid_contested(const struct evidence *evidence);
bool level_paid_contested_hour(const struct evidence *evidence);

#endif
