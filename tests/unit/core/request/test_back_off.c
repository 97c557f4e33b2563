#include <criterion/criterion.h>

#include "core/back_off.h"

Test(back_off, doubles_up_to_the_most_and_keeps_half)
{
    static const struct back_off schedule = {60, 1000};
    static const int64_t full[] = {60, 120, 240, 480, 960, 1000, 1000};

    for (size_t i = 0; i < sizeof(full) / sizeof(full[0]); i++) {
        int64_t failures = (int64_t)i + 1;

        cr_assert_eq(back_off_us(&schedule, failures, 0), full[i] / 2, "%d", (int)i);
        cr_assert_eq(back_off_us(&schedule, failures, (uint64_t)(full[i] / 2)), full[i], "%d", (int)i);
        for (uint64_t random = 0; random < 5000; random += 7) {
            cr_assert_geq(back_off_us(&schedule, failures, random), full[i] / 2);
            cr_assert_leq(back_off_us(&schedule, failures, random), full[i]);
        }
    }
}

Test(back_off, stays_at_the_most_however_often_it_failed)
{
    static const struct back_off schedule = {1, INT64_MAX / 2};

    cr_assert_leq(back_off_us(&schedule, INT64_MAX, UINT64_MAX), INT64_MAX / 2);
    cr_assert_geq(back_off_us(&schedule, INT64_MAX, UINT64_MAX), INT64_MAX / 4);
    cr_assert_eq(back_off_us(&(struct back_off){100, 10}, 1, 5), 10);
}
