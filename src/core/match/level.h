/*
 * level.h: how well two traits of the same value fit: the levels of a comparison.
 */
#ifndef CORE_MATCH_LEVEL_H
#define CORE_MATCH_LEVEL_H

#include "core/match.h"

/* Microseconds between what both sides say; 0 when the periods touch. */
int64_t level_apart(const struct evidence *evidence);

bool level_any(const struct evidence *evidence);
bool level_days(const struct evidence *evidence);
bool level_hour(const struct evidence *evidence);
bool level_minutes(const struct evidence *evidence);
bool level_odd_minutes(const struct evidence *evidence);

#endif
