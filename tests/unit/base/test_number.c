#include <criterion/criterion.h>
#include <math.h>

#include "base/annotate.h"
#include "base/instant.h"
#include "base/number.h"

Test(number, takes_whole_texts_of_its_range_only)
{
    int64_t i = 7;
    uint64_t u = 7;

    cr_assert(parse_i64(BYTES("-9223372036854775808"), &i));
    cr_assert_eq(i, INT64_MIN);
    cr_assert_not(parse_i64(BYTES("9223372036854775808"), &i));
    cr_assert(parse_u64(BYTES("18446744073709551615"), &u));
    cr_assert_eq(u, UINT64_MAX);
    static const char *const wrong[] = {"", "-", "1 ", " 1", "+1", "0x1", "1.0", "18446744073709551616", "--1"};

    for (size_t k = 0; k < COUNT_OF(wrong); k++) {
        i = 7;
        cr_assert_not(parse_i64(bytes_of(wrong[k]), &i), "%s", wrong[k]);
        cr_assert_eq(i, 7, "untouched on failure");
    }
}

Test(number, reads_amounts_in_minor_units_without_rounding)
{
    static const struct {
        const char *text;
        unsigned digits;
        bool good;
        int64_t minor;
    } cases[] = {
        {"19.95", 2, true, 1995},
        {"19.9", 2, true, 1990},
        {"19", 2, true, 1900},
        {"1500", 0, true, 1500},
        {"0.001", 3, true, 1},
        {"19.955", 2, false, 0},
        {"19.", 2, false, 0},
        {".95", 2, false, 0},
        {"1500.0", 0, false, 0},
        {"-5.00", 2, true, -500},
        {"1e3", 2, false, 0},
        {"1,50", 2, false, 0},
        {"92233720368547758.07", 2, true, INT64_MAX},
        {"92233720368547758.08", 2, false, 0},
        {"1.-5", 2, false, 0},
    };

    for (size_t k = 0; k < COUNT_OF(cases); k++) {
        int64_t minor = 0;

        cr_assert_eq(parse_decimal(bytes_of(cases[k].text), cases[k].digits, &minor), cases[k].good, "%s", cases[k].text);
        cr_assert_eq(minor, cases[k].minor, "%s", cases[k].text);
    }
}

Test(number, refuses_what_is_no_finite_decimal)
{
    double d = 1;

    cr_assert(parse_double(BYTES("0.25"), &d));
    cr_assert_eq(d, 0.25);
    cr_assert_not(parse_double(BYTES("nan"), &d));
    cr_assert_not(parse_double(BYTES("inf"), &d));
    cr_assert_not(parse_double(BYTES("1e999"), &d));
    cr_assert_not(parse_double(BYTES("0x1p3"), &d));
    cr_assert_not(parse_double(BYTES(""), &d));
}

struct instant_case {
    const char *text;
    bool good;
    int64_t us;
};

/* The examples of RFC 3339 section 5.8, and what must not pass. */
Test(instant, reads_rfc_3339)
{
    static const struct instant_case cases[] = {
        {"1985-04-12T23:20:50.52Z", true, INT64_C(482196050520000)},
        {"1996-12-19T16:39:57-08:00", true, INT64_C(851042397000000)},
        {"1990-12-31T23:59:60Z", true, INT64_C(662688000000000)},
        {"1990-12-31T15:59:60-08:00", true, INT64_C(662688000000000)},
        {"1937-01-01T12:00:27.87+00:20", true, INT64_C(-1041337172130000)},
        {"2026-03-01", true, INT64_C(1772323200000000)},
        {"2024-02-29T00:00:00z", true, INT64_C(1709164800000000)},
        {"2023-02-29T00:00:00Z", false, 0},
        {"2026-13-01T00:00:00Z", false, 0},
        {"2026-03-01T24:00:00Z", false, 0},
        {"2026-03-01T12:00:00", false, 0},
        {"2026-03-01T12:00:00.Z", false, 0},
        {"2026-03-01T12:00:00+0100", false, 0},
        {"01.03.2026 12:00:00Z", false, 0},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int64_t us = 0;

        cr_assert_eq(instant_parse(bytes_of(cases[i].text), &us), cases[i].good, "%s", cases[i].text);
        cr_assert_eq(us, cases[i].us, "%s", cases[i].text);
    }
}

Test(instant, prints_what_it_reads)
{
    AUTO(arena_free) struct arena *arena = arena_new(1 << 20);

    for (int64_t us = INT64_C(-62135596800000000); us < INT64_C(253402300799000000); us += INT64_C(1234567890123457)) {
        int64_t again = 0;

        cr_assert(instant_parse(instant_print(arena, us), &again));
        cr_assert_eq(again, us);
    }
    cr_assert(bytes_is(date_print(arena, -1), "1969-12-31"));
}
