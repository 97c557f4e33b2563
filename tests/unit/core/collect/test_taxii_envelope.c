#include <criterion/criterion.h>

#include "base/annotate.h"
#include "core/taxii_envelope.h"

#define EARLY "2026-03-01T00:00:00.000001Z"
#define LATE "2026-03-01T00:00:00.000002Z"

/* In pieces of `size` bytes. */
static enum status envelope_read(struct op *op, struct bytes text, size_t size, const struct taxii_place *at,
                                 struct bytes last_added, struct taxii_page *ret)
{
    AUTO(json_pick_free) struct json_pick *pick = taxii_envelope_new(op);
    enum status st = ST_OK;

    for (size_t i = 0; i < text.n && st == ST_OK; i += size)
        st = json_pick_feed(pick, bytes_slice(text, i, size));
    return st == ST_OK ? taxii_envelope_end(op, pick, at, last_added, ret) : st;
}

Test(taxii_envelope, says_how_many_objects_there_are_and_how_to_go_on)
{
    static const struct {
        const char *text;
        struct taxii_place at;
        const char *last_added; /* NULL: not said */
        enum status st;
        size_t objects;
        bool more;
        const char *added_after, *next; /* NULL: none */
    } cases[] = {
        {"{}", {{0}, {0}, {0}}, NULL, ST_OK, 0, false, NULL, NULL},
        {"{\"objects\":[]}", {{0}, {0}, {0}}, NULL, ST_OK, 0, false, NULL, NULL},
        {"{\"more\":false,\"objects\":[{},{\"objects\":[1,2,3]}]}", {{0}, {0}, {0}}, LATE, ST_OK, 2, false, LATE, NULL},
        {"{\"more\":true,\"next\":\"7\",\"objects\":[{}]}", {{0}, {0}, {0}}, LATE, ST_OK, 1, true, NULL, "7"},
        {"{\"objects\":[{}],\"next\":\"8\",\"more\":true}", {BYTES(EARLY), BYTES("7"), {0}}, LATE, ST_OK, 1, true, EARLY, "8"},
        {"{\"objects\":[{}],\"next\":\"8\"}",
         {BYTES(EARLY), BYTES("7"), {0}},
         LATE,
         ST_OK,
         1,
         false,
         LATE,
         NULL}, /* there is no more */
        {"{\"more\":true,\"objects\":[{}]}", {BYTES(EARLY), {0}, {0}}, LATE, ST_OK, 1, true, LATE, NULL},
        {"{\"more\":true,\"next\":null,\"objects\":[{}]}", {{0}, {0}, {0}}, LATE, ST_OK, 1, true, LATE, NULL},
        {"{\"more\":\"yes\",\"objects\":[{}]}", {{0}, {0}, {0}}, LATE, ST_OK, 1, false, LATE, NULL},
        {"{\"objects\":[{}]}", {BYTES(LATE), {0}, {0}}, EARLY, ST_OK, 1, false, LATE, NULL}, /* it never goes back */
        {"{\"objects\":[{}]}", {BYTES(LATE), {0}, {0}}, NULL, ST_OK, 1, false, LATE, NULL},
        {"{\"objects\":[{}]}", {BYTES(LATE), {0}, {0}}, "tomorrow", ST_OK, 1, false, LATE, NULL},
        {"{\"objects\":[{}]}", {BYTES("?"), {0}, {0}}, EARLY, ST_OK, 1, false, EARLY, NULL},
        {"{\"id\":{\"more\":true,\"next\":\"9\"},\"objects\":{\"a\":1}}", {{0}, {0}, {0}}, NULL, ST_OK, 0, false, NULL, NULL},
        {"{\"more\":true,\"next\":\"7\",\"objects\":[{}]}", {{0}, BYTES("7"), {0}}, LATE, ST_OK, 1, true, NULL, "7"},
        {"{\"more\":true,\"next\":\"7\",\"objects\":[]}", {{0}, BYTES("7"), {0}}, LATE, ST_INPUT, 0, false, NULL, NULL},
        {"{\"more\":true,\"objects\":[{}]}", {BYTES(LATE), {0}, {0}}, LATE, ST_INPUT, 0, false, NULL, NULL},
        {"{\"more\":true,\"objects\":[]}", {{0}, {0}, {0}}, NULL, ST_INPUT, 0, false, NULL, NULL},
        {"{\"more\":true,\"next\":7}", {{0}, {0}, {0}}, NULL, ST_INPUT, 0, false, NULL, NULL},
        {"{\"objects\":[{}", {{0}, {0}, {0}}, LATE, ST_INPUT, 0, false, NULL, NULL},
        {"", {{0}, {0}, {0}}, NULL, ST_INPUT, 0, false, NULL, NULL},
        {"{} {}", {{0}, {0}, {0}}, NULL, ST_INPUT, 0, false, NULL, NULL},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        for (size_t size = 1; size <= 64; size *= 8) {
            AUTO(arena_free) struct arena *arena = arena_new(1 << 20);
            struct taxii_page page = {.objects = 99};
            struct op op;

            op_init(&op, arena, 0, "test");
            enum status st =
                envelope_read(&op, bytes_of(cases[i].text), size, &cases[i].at, bytes_of(cases[i].last_added), &page);

            cr_expect_eq(st, cases[i].st, "%zu: %s", i, cases[i].text);
            if (st != ST_OK) {
                cr_expect(page.objects == 99 && op.cause[0] != '\0', "%zu: nothing is written but the reason", i);
                continue;
            }
            cr_expect_eq(page.objects, cases[i].objects, "%zu: %s", i, cases[i].text);
            cr_expect_eq(page.more, cases[i].more, "%zu: %s", i, cases[i].text);
            cr_expect(bytes_equal(page.next.added_after, bytes_of(cases[i].added_after)), "%zu: %s", i, cases[i].text);
            cr_expect(bytes_equal(page.next.next, bytes_of(cases[i].next)), "%zu: %s", i, cases[i].text);
        }
}

/* Pages of a long list, and a server that forgets in between where it was. */
Test(taxii_envelope, a_page_that_is_forgotten_is_resumed_where_the_last_one_ended)
{
    static const struct {
        struct taxii_place at;
        const char *added_after;
    } cases[] = {
        {{{0}, BYTES("7"), {0}}, NULL},
        {{BYTES(EARLY), BYTES("7"), {0}}, EARLY},
        {{BYTES(EARLY), BYTES("7"), BYTES(EARLY)}, EARLY},
        {{BYTES(EARLY), BYTES("7"), BYTES(LATE)}, EARLY},
        {{BYTES(LATE), BYTES("7"), BYTES(EARLY)}, LATE},
        {{{0}, BYTES("7"), BYTES(LATE)}, EARLY}, /* others may have been added with the last one: they are asked for again */
        {{BYTES(EARLY), BYTES("7"), BYTES("2026-03-02T01:00:00+01:00")}, "2026-03-01T23:59:59.999999Z"},
        {{BYTES(EARLY), BYTES("7"), BYTES("soon")}, EARLY},
    };
    AUTO(arena_free) struct arena *arena = arena_new(1 << 20);

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct taxii_place place = taxii_place_resume(arena, &cases[i].at);

        cr_expect(bytes_equal(place.added_after, bytes_of(cases[i].added_after)), "%zu: %.*s", i, (int)place.added_after.n,
                  place.added_after.p);
        cr_expect(place.next.n == 0 && place.reached.n == 0);
    }
}

Test(taxii_envelope, what_has_been_reached_grows_from_page_to_page)
{
    AUTO(arena_free) struct arena *arena = arena_new(1 << 20);
    struct taxii_place at = {.next = BYTES_NONE};
    struct taxii_page page = {0};
    struct op op;

    op_init(&op, arena, 0, "test");
    cr_assert_eq(envelope_read(&op, BYTES("{\"more\":true,\"next\":\"1\"}"), 9, &at, BYTES(EARLY), &page), ST_OK);
    cr_expect(bytes_is(page.next.reached, EARLY) && page.next.added_after.n == 0);
    at = page.next;
    cr_assert_eq(envelope_read(&op, BYTES("{\"more\":true,\"next\":\"2\"}"), 9, &at, BYTES_NONE, &page), ST_OK);
    cr_expect(bytes_is(page.next.reached, EARLY), "a page that does not say it changes nothing");
    at = page.next;
    cr_assert_eq(envelope_read(&op, BYTES("{\"more\":true,\"next\":\"3\"}"), 9, &at, BYTES(LATE), &page), ST_OK);
    cr_expect(bytes_is(page.next.reached, LATE));
    at = page.next;
    cr_assert_eq(envelope_read(&op, BYTES("{}"), 9, &at, BYTES_NONE, &page), ST_OK);
    cr_expect(bytes_is(page.next.added_after, LATE) && page.next.reached.n == 0 && !page.more);
}
