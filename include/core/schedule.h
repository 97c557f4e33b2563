/*
 * schedule.h: when a source is due: every so often, or at times of the day.
 *
 * Shape   durations are "90s", "15m", "6h", "1d"; times of the day "06:30".
 * Units   microseconds; times of the day in minutes from midnight of the calendar's zone.
 * Errors  false when a text is none of these; *ret is then untouched.
 */
#ifndef CORE_SCHEDULE_H
#define CORE_SCHEDULE_H

#include "base/bytes.h"

#define SCHEDULE_TIMES_MOST 48

struct schedule {
    int64_t every_us; /* 0: at times of the day */
    int times[SCHEDULE_TIMES_MOST];
    size_t time_count;
};

bool duration_parse(struct bytes text, int64_t *ret_us);
bool time_of_day_parse(struct bytes text, int *ret_minutes);

/* The first moment after `after_us` at which the source is due again. `calendar` is that of a profile; NULL: UTC. A time of the day that
 * a zone leaves out is the moment that takes its place. */
int64_t schedule_next(const struct schedule *schedule, void *calendar, int64_t after_us);

#endif
