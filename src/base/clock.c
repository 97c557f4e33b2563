#include "base/clock.h"

#include <stdlib.h>
#include <time.h>

#include "base/instant.h"

static int64_t read_clock(clockid_t id)
{
    struct timespec now;

    clock_gettime(id, &now);
    return (int64_t)now.tv_sec * INSTANT_SECOND + now.tv_nsec / 1000;
}

int64_t clock_now_us(void)
{
    int64_t pretended;

    if (instant_parse(bytes_of(getenv("EFC_CLOCK")), &pretended))
        return pretended;
    return read_clock(CLOCK_REALTIME);
}

int64_t clock_monotonic_us(void)
{
    return read_clock(CLOCK_MONOTONIC);
}
