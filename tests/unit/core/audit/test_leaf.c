#include <criterion/criterion.h>
#include <string.h>

#include "core/leaf.h"

Test(leaf, sorts_the_keys_of_the_detail_on_every_level)
{
    AUTO(arena_free) struct arena *arena = arena_new(1 << 20);
    static const struct {
        const char *json;
        const char *expected;
    } rows[] = {
        {"{\"b\":1,\"a\":2}", "{\"a\":2,\"b\":1}"},
        {" { \"z\" : { \"y\" : [ 3 , 1 ] , \"x\" : null } , \"a\" : true } ", "{\"a\":true,\"z\":{\"x\":null,\"y\":[3,1]}}"},
        {"{\"n\": 1.50e3}", "{\"n\":1.50e3}"},
        {"\"\\u00e9\\/\"", "\"\xC3\xA9/\""},
        {"[]", "[]"},
        {"{}", "{}"},
        {"{\"ab\":1,\"a\":2,\"B\":3}", "{\"B\":3,\"a\":2,\"ab\":1}"},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct bytes got, again;
        struct op op;

        op_init(&op, arena, 0, "");
        cr_assert_eq(leaf_detail(&op, bytes_of(rows[i].json), &got), ST_OK);
        cr_expect(bytes_is(got, rows[i].expected), "%s gives %.*s", rows[i].json, (int)got.n, got.p);
        cr_assert_eq(leaf_detail(&op, got, &again), ST_OK);
        cr_expect(bytes_equal(got, again), "the canonical form is its own");
    }
}

Test(leaf, refuses_a_detail_that_is_not_json)
{
    AUTO(arena_free) struct arena *arena = arena_new(1 << 20);
    static const char *const rows[] = {"", "{", "{\"a\":1,\"a\":2}", "{} {}", "nul"};

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct bytes got = BYTES("untouched");
        struct op op;

        op_init(&op, arena, 0, "");
        cr_expect_eq(leaf_detail(&op, bytes_of(rows[i]), &got), ST_INPUT, "%s", rows[i]);
        cr_expect(bytes_is(got, "untouched"));
    }
}

Test(leaf, prints_its_five_parts_in_order)
{
    AUTO(arena_free) struct arena *arena = arena_new(1 << 20);
    struct leaf leaf = {
        .at_us = INT64_C(1772366400000001), .actor = BYTES("a \"b\"\n"), .action = BYTES("x.y"), .subject = BYTES("s")};
    struct bytes text = leaf_print(arena, &leaf);

    cr_expect(bytes_is(text,
                       "{\"action\":\"x.y\",\"actor\":\"a \\\"b\\\"\\n\",\"at\":\"2026-03-01T12:00:00.000001Z\",\"detail\":null,"
                       "\"subject\":\"s\"}"),
              "%.*s", (int)text.n, text.p);
    leaf.detail = BYTES("{\"n\":1}");
    text = leaf_print(arena, &leaf);
    cr_expect(bytes_end(text, BYTES("\"detail\":{\"n\":1},\"subject\":\"s\"}")));
}

Test(leaf, tells_rows_apart_by_every_cell_and_its_borders)
{
    AUTO(arena_free) struct arena *arena = arena_new(1 << 20);
    static const struct bytes rows[][3] = {
        {BYTES("ab"), BYTES("c"), BYTES("")}, {BYTES("a"), BYTES("bc"), BYTES("")}, {BYTES("ab"), BYTES("c"), {NULL, 0}},
        {BYTES("ab"), {NULL, 0}, BYTES("c")}, {BYTES("ab"), BYTES(""), BYTES("c")}, {BYTES("2:ab"), BYTES("c"), BYTES("")},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        for (size_t j = 0; j < COUNT_OF(rows); j++)
            cr_expect_eq(bytes_equal(leaf_row_hash(arena, rows[i], 3), leaf_row_hash(arena, rows[j], 3)), i == j, "%zu and %zu",
                         i, j);
    cr_expect(bytes_is(leaf_row_hash(arena, rows[2], 3), "1dd301e46ccd6e24495927253b588ecc57daa963bfff645aa3ea27056117207b"));
}
