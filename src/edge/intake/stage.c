#include "stage.h"

#include "base/clock.h"

int64_t stage_end(const struct intake *intake, enum intake_stage stage, int64_t since_us)
{
    int64_t now_us = clock_monotonic_us();

    if (intake->times != NULL)
        intake->times->us[stage] += now_us - since_us;
    return now_us;
}
