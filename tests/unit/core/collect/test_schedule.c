#include <criterion/criterion.h>
#include <string.h>

#include "base/annotate.h"
#include "base/instant.h"
#include "core/profile.h"
#include "core/schedule.h"

static struct arena *arena;

static void setup(void)
{
    arena = arena_new(SIZE_MAX);
}

static void teardown(void)
{
    arena_free(&arena);
}

TestSuite(schedule, .init = setup, .fini = teardown);

static int64_t us(const char *text)
{
    int64_t at = 0;

    cr_assert(instant_parse(bytes_of(text), &at), "%s", text);
    return at;
}

static struct schedule daily(const char *const *times, size_t count)
{
    struct schedule schedule = {.every_us = 0};

    for (size_t i = 0; i < count; i++)
        cr_assert(time_of_day_parse(bytes_of(times[i]), &schedule.times[schedule.time_count++]), "%s", times[i]);
    return schedule;
}

static struct profile zone(const char *name)
{
    struct profile profile = {.calendar = NULL};
    struct op op;

    op_init(&op, arena, 0, "test");
    cr_assert_eq(profile_zone_set(&op, &profile, bytes_of(name)), ST_OK, "%s", name);
    return profile;
}

Test(schedule, durations_are_a_number_and_a_unit)
{
    static const struct {
        const char *text;
        int64_t us;
    } good[] = {
        {"90s", 90 * INSTANT_SECOND},     {"15m", 15 * INSTANT_MINUTE}, {"6h", 6 * INSTANT_HOUR}, {"1d", INSTANT_DAY}, {"0s", 0},
        {"999999d", 999999 * INSTANT_DAY}};
    static const char *const bad[] = {"", "s", "5", "5 m", "-5m", "+5m", "5M", "1.5h", "1h30m", "9999999d", "5mm", " 5m"};
    int64_t got;

    for (size_t i = 0; i < COUNT_OF(good); i++) {
        cr_assert(duration_parse(bytes_of(good[i].text), &got), "%s", good[i].text);
        cr_expect_eq(got, good[i].us, "%s", good[i].text);
    }
    got = 7;
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        cr_expect_not(duration_parse(bytes_of(bad[i]), &got), "%s", bad[i]);
    cr_expect_eq(got, 7, "nothing is written");
}

Test(schedule, times_of_the_day_have_hours_and_minutes)
{
    static const char *const bad[] = {"",         "6:30",  "24:00", "23:60", "0630", "06:3",
                                      "06:30:00", "aa:bb", "-1:30", "06.30", "+6:30"};
    int got;

    cr_expect(time_of_day_parse(BYTES("00:00"), &got) && got == 0);
    cr_expect(time_of_day_parse(BYTES("23:59"), &got) && got == 1439);
    cr_expect(time_of_day_parse(BYTES("06:30"), &got) && got == 390);
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        cr_expect_not(time_of_day_parse(bytes_of(bad[i]), &got), "%s", bad[i]);
}

Test(schedule, every_so_often_does_not_ask_the_clocks_of_a_zone)
{
    struct schedule schedule = {.every_us = 15 * INSTANT_MINUTE};
    struct profile profile = zone("Europe/Berlin");

    cr_expect_eq(schedule_next(&schedule, profile.calendar, us("2026-03-29T00:50:00Z")), us("2026-03-29T01:05:00Z"));
    cr_expect_eq(schedule_next(&schedule, profile.calendar, us("2026-10-25T00:55:00Z")), us("2026-10-25T01:10:00Z"));
    profile_done(&profile);
}

/* after, the next: of a source that is due at `at` in `zone`. */
Test(schedule, times_of_the_day_are_those_of_the_zone_through_the_changes_of_its_clocks)
{
    static const struct {
        const char *zone, *at, *after, *next;
    } cases[] = {
        {NULL, "06:30", "2026-03-01T06:29:59Z", "2026-03-01T06:30:00Z"},
        {NULL, "06:30", "2026-03-01T06:30:00Z", "2026-03-02T06:30:00Z"},
        {NULL, "00:00", "2026-12-31T00:00:00Z", "2027-01-01T00:00:00Z"},
        {NULL, "23:59", "1969-12-31T23:58:00Z", "1969-12-31T23:59:00Z"},
        {"Europe/Berlin", "06:30", "2026-01-15T00:00:00Z", "2026-01-15T05:30:00Z"},
        {"Europe/Berlin", "06:30", "2026-07-15T00:00:00Z", "2026-07-15T04:30:00Z"},
        {"Europe/Berlin", "00:15", "2026-07-14T22:00:00Z", "2026-07-14T22:15:00Z"}, /* another day there than in UTC */
        /* 02:00 becomes 03:00: 02:30 is left out, and its place taken by the moment 30 minutes after the change */
        {"Europe/Berlin", "02:30", "2026-03-28T12:00:00Z", "2026-03-29T01:30:00Z"},
        {"Europe/Berlin", "02:30", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"},
        {"Europe/Berlin", "03:00", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z"},
        /* 03:00 becomes 02:00: 02:30 is there twice, and the source due once */
        {"Europe/Berlin", "02:30", "2026-10-24T12:00:00Z", "2026-10-25T01:30:00Z"},
        {"Europe/Berlin", "02:30", "2026-10-25T01:30:00Z", "2026-10-26T01:30:00Z"},
        {"Europe/Berlin", "02:30", "2026-10-25T00:45:00Z", "2026-10-25T01:30:00Z"},
        {"America/New_York", "01:30", "2026-11-01T00:00:00Z", "2026-11-01T06:30:00Z"},
        {"America/Santiago", "00:30", "2026-09-05T12:00:00Z", "2026-09-06T04:30:00Z"},    /* midnight is left out */
        {"Australia/Lord_Howe", "02:15", "2026-10-03T12:00:00Z", "2026-10-03T15:45:00Z"}, /* by half an hour */
        {"Asia/Kathmandu", "06:30", "2026-03-01T00:00:00Z", "2026-03-01T00:45:00Z"},
        {"Pacific/Kiritimati", "08:00", "2026-03-01T17:00:00Z", "2026-03-01T18:00:00Z"},
        {"Pacific/Apia", "12:00", "2011-12-30T01:00:00Z", "2011-12-30T22:00:00Z"}, /* the 30th is left out */
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct schedule schedule = daily(&cases[i].at, 1);
        struct profile profile = {.calendar = NULL};

        if (cases[i].zone != NULL)
            profile = zone(cases[i].zone);
        int64_t next = schedule_next(&schedule, profile.calendar, us(cases[i].after));

        cr_expect_eq(next, us(cases[i].next), "%s in %s after %s: %lld s off", cases[i].at,
                     cases[i].zone == NULL ? "UTC" : cases[i].zone, cases[i].after,
                     (long long)((next - us(cases[i].next)) / INSTANT_SECOND));
        profile_done(&profile);
    }
}

/* Going from one to the next through a year meets each day once; what lies between has the same next. */
Test(schedule, a_year_has_as_many_runs_as_days_and_none_is_skipped)
{
    static const char *const zones[] = {"Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "Africa/Casablanca",
                                        "Asia/Tokyo"};
    static const char *const times[] = {"02:30", "14:00"};
    struct schedule schedule = daily(times, COUNT_OF(times));

    for (size_t i = 0; i < COUNT_OF(zones); i++) {
        struct profile profile = zone(zones[i]);
        int64_t at = us("2026-01-01T12:00:00Z"), end = at + 365 * INSTANT_DAY;
        int runs = 0;

        while (at < end) {
            int64_t next = schedule_next(&schedule, profile.calendar, at);

            cr_assert(next > at && next - at <= 14 * INSTANT_HOUR, "%s", zones[i]);
            cr_expect_eq(schedule_next(&schedule, profile.calendar, next - 1), next, "%s", zones[i]);
            cr_expect_eq(schedule_next(&schedule, profile.calendar, at + (next - at) / 2), next, "%s", zones[i]);
            at = next;
            runs += at < end;
        }
        cr_expect_eq(runs, 730, "%s has %d", zones[i], runs);
        profile_done(&profile);
    }
}
