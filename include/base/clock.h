/*
 * clock.h: the only place that reads the time.
 *
 * EFC_CLOCK, when set, is an RFC 3339 time at which the program believes to be (tests and rehearsals); monotonic time is always real.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

int64_t clock_now_us(void);       /* wall clock, microseconds since 1970 UTC */
int64_t clock_monotonic_us(void); /* for measuring durations */

#endif
