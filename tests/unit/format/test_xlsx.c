#include <criterion/criterion.h>

#include "base/annotate.h"
#include "format/xlsx/cell.h"

Test(xlsx, writes_numbers_out_with_the_digits_that_a_spreadsheet_keeps)
{
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"1.0E+15", "1000000000000000"},
        {"1E3", "1000"},
        {"1.2345E-3", "0.0012345"},
        {"19.949999999999999", "19.95"},
        {"0.30000000000000004", "0.3"},
        {"-7.50", "-7.5"},
        {"0", "0"},
        {"-0.0", "0"},
        {"9.9999999999999999", "10"},
        {"20260000000001", "20260000000001"},
        {"12345678901234567890123", "12345678901234567890123"}, /* written digit by digit */
        {"4.1111111111111103E+15", "411111******1110"},         /* a card number without its last digit */
        {"4111111111111110", "411111******1110"},
        {"1e999", "1e999"},
        {"abc", "abc"},
    };
    struct arena *arena = arena_new(SIZE_MAX);

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct bytes got = number_print(arena, bytes_of(cases[i].in));

        cr_expect(bytes_is(got, cases[i].out), "%s: %.*s", cases[i].in, (int)got.n, got.p);
    }
    arena_free(&arena);
}

Test(xlsx, reads_the_days_of_both_date_systems)
{
    static const struct {
        const char *in;
        enum number_look look;
        bool from_1904;
        const char *out;
    } cases[] = {
        {"1", LOOK_DATE, false, "1900-01-01"},
        {"59", LOOK_DATE, false, "1900-02-28"},
        {"61", LOOK_DATE, false, "1900-03-01"},
        {"46082", LOOK_DATE, false, "2026-03-01"},
        {"44620", LOOK_DATE, true, "2026-03-01"},
        {"46082.5", LOOK_TIME, false, "2026-03-01T12:00:00"},
        {"46082.5", LOOK_DATE, false, "2026-03-01T12:00:00"},
        {"46082", LOOK_TIME, false, "2026-03-01T00:00:00"},
        {"46081.999999999", LOOK_TIME, false, "2026-03-01T00:00:00"},
        {"0.75", LOOK_TIME, false, "18:00:00"},
        {"-1", LOOK_DATE, false, "-1"},
        {"46082", LOOK_NUMBER, false, "46082"},
        {"3000000", LOOK_DATE, false, "3000000"},
    };
    struct arena *arena = arena_new(SIZE_MAX);

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct bytes got = serial_print(arena, bytes_of(cases[i].in), cases[i].look, cases[i].from_1904);

        cr_expect(bytes_is(got, cases[i].out), "%s: %.*s", cases[i].in, (int)got.n, got.p);
    }
    arena_free(&arena);
}

Test(xlsx, tells_dates_from_numbers_by_their_format)
{
    static const struct {
        unsigned id;
        const char *code;
        enum number_look look;
    } cases[] = {
        {0, NULL, LOOK_NUMBER},
        {4, NULL, LOOK_NUMBER},
        {14, NULL, LOOK_DATE},
        {22, NULL, LOOK_TIME},
        {164, "dd.mm.yyyy", LOOK_DATE},
        {164, "[$-407]d. mmmm yyyy;@", LOOK_DATE},
        {164, "yyyy\\-mm\\-dd hh:mm", LOOK_TIME},
        {164, "#,##0.00 \"days\"", LOOK_NUMBER},
        {164, "[Red]0.00", LOOK_NUMBER},
        {164, "General", LOOK_NUMBER},
        {164, "\"", LOOK_NUMBER},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        cr_expect_eq(number_look(cases[i].id, bytes_of(cases[i].code)), cases[i].look, "case %zu", i);
}

Test(xlsx, takes_escapes_out_of_texts)
{
    struct arena *arena = arena_new(SIZE_MAX);

    cr_expect(bytes_is(cell_text_plain(arena, BYTES("4_x0031_11 a\nb _x00e4_ _x0")), "4111 a b _x00e4_ _x0"));
    arena_free(&arena);
}
