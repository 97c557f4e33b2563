#include <criterion/criterion.h>

#include "base/annotate.h"
#include "base/buf.h"

Test(bytes, cuts_parts_at_the_separator_and_keeps_empty_ones)
{
    struct bytes rest = BYTES("a||b|"), part;
    const char *const expected[] = {"a", "", "b", ""};
    size_t count = 0;

    while (bytes_next_part(&rest, '|', &part)) {
        cr_assert_lt(count, COUNT_OF(expected));
        cr_assert(bytes_is(part, expected[count++]));
    }
    cr_assert_eq(count, COUNT_OF(expected));
}

Test(bytes, orders_by_unsigned_bytes_and_then_by_length)
{
    cr_assert_lt(bytes_compare(BYTES("a"), BYTES("ab")), 0);
    cr_assert_gt(bytes_compare(BYTES("\xC3"), BYTES("z")), 0);
    cr_assert_eq(bytes_compare(BYTES("ab"), BYTES("ab")), 0);
}

Test(bytes, slices_never_reach_past_the_end)
{
    struct bytes text = BYTES("abc");

    cr_assert_eq(bytes_from(text, 99).n, 0);
    cr_assert(bytes_is(bytes_slice(text, 1, 99), "bc"));
    cr_assert(bytes_is(bytes_trim(BYTES(" \t x \r\n")), "x"));
    cr_assert_eq(bytes_trim(BYTES("  ")).n, 0);
}

struct utf8_case {
    struct bytes text;
    size_t good;
};

/* Examples of Unicode 15, section 3.9, tables 3-8 to 3-11, and the edges of table 3-7. */
Test(utf8, finds_the_first_byte_that_is_not_well_formed)
{
    static const struct utf8_case cases[] = {
        {{"", 0}, 0},
        {{"plain text of more than eight bytes", 35}, 35},
        {{"\xC3\xA9", 2}, 2},
        {{"\xF4\x8F\xBF\xBF", 4}, 4},
        {{"\xF4\x90\x80\x80", 4}, 0}, /* above U+10FFFF */
        {{"\xC0\xAF", 2}, 0},         /* overlong */
        {{"\xE0\x9F\xBF", 3}, 0},     /* overlong */
        {{"\xED\xA0\x80", 3}, 0},     /* surrogate */
        {{"\xEF\xBF\xBF", 3}, 3},
        {{"\xF0\x8F\xBF\xBF", 4}, 0}, /* overlong */
        {{"\xE2\x82", 2}, 0},         /* cut off */
        {{"12345678\xFF", 9}, 8},
        {{"1234567\xC3\xA9\x80", 10}, 9},
        {{"\x80", 1}, 0},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        cr_assert_eq(utf8_check(cases[i].text), cases[i].good, "case %zu", i);
}

Test(utf8, reads_code_points)
{
    uint32_t point = 0;

    cr_assert_eq(utf8_next(BYTES("\xE2\x82\xAC"), &point), 3);
    cr_assert_eq(point, 0x20AC);
    cr_assert_eq(utf8_next(BYTES("\xF0\x9F\x98\x80"), &point), 4);
    cr_assert_eq(point, 0x1F600);
    cr_assert_eq(utf8_next(BYTES(""), &point), 0);
}

Test(buf, holds_what_was_put_and_ends_as_a_c_string)
{
    AUTO(arena_free) struct arena *arena = arena_new(1 << 20);
    struct buf buf;

    buf_init(&buf, arena);
    for (int i = 0; i < 1000; i++)
        buf_printf(&buf, "%d,", i);
    buf_putc(&buf, '.');
    cr_assert(bytes_end(buf_bytes(&buf), BYTES("998,999,.")));
    cr_assert_eq(strlen(buf_cstr(&buf)), buf.n);
}
