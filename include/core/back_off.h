/*
 * back_off.h: how long to wait before something that failed is tried again.
 *
 * Shape   the wait doubles from `first_us` with each failure up to `most_us`; of it a half is kept and the other half is random,
 *         so that many that failed together do not come back together.
 * Units   microseconds.
 */
#ifndef CORE_BACK_OFF_H
#define CORE_BACK_OFF_H

#include <stdint.h>

struct back_off {
    int64_t first_us;
    int64_t most_us;
};

/* `failures` so far, at least 1; `random` is any number, evenly spread. */
int64_t back_off_us(const struct back_off *back_off, int64_t failures, uint64_t random);

#endif
