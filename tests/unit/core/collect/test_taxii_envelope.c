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
        {"{}", {{0}, {0}}, NULL, ST_OK, 0, false, NULL, NULL},
        {"{\"objects\":[]}", {{0}, {0}}, NULL, ST_OK, 0, false, NULL, NULL},
        {"{\"more\":false,\"objects\":[{},{\"objects\":[1,2,3]}]}", {{0}, {0}}, LATE, ST_OK, 2, false, LATE, NULL},
        {"{\"more\":true,\"next\":\"7\",\"objects\":[{}]}", {{0}, {0}}, LATE, ST_OK, 1, true, NULL, "7"},
        {"{\"objects\":[{}],\"next\":\"8\",\"more\":true}", {BYTES(EARLY), BYTES("7")}, LATE, ST_OK, 1, true, EARLY, "8"},
        {"{\"objects\":[{}],\"next\":\"8\"}",
         {BYTES(EARLY), BYTES("7")},
         LATE,
         ST_OK,
         1,
         false,
         LATE,
         NULL}, /* there is no more */
        {"{\"more\":true,\"objects\":[{}]}", {BYTES(EARLY), {0}}, LATE, ST_OK, 1, true, LATE, NULL},
        {"{\"more\":true,\"next\":null,\"objects\":[{}]}", {{0}, {0}}, LATE, ST_OK, 1, true, LATE, NULL},
        {"{\"more\":\"yes\",\"objects\":[{}]}", {{0}, {0}}, LATE, ST_OK, 1, false, LATE, NULL},
        {"{\"objects\":[{}]}", {BYTES(LATE), {0}}, EARLY, ST_OK, 1, false, LATE, NULL}, /* it never goes back */
        {"{\"objects\":[{}]}", {BYTES(LATE), {0}}, NULL, ST_OK, 1, false, LATE, NULL},
        {"{\"objects\":[{}]}", {BYTES(LATE), {0}}, "tomorrow", ST_OK, 1, false, LATE, NULL},
        {"{\"objects\":[{}]}", {BYTES("?"), {0}}, EARLY, ST_OK, 1, false, EARLY, NULL},
        {"{\"id\":{\"more\":true,\"next\":\"9\"},\"objects\":{\"a\":1}}", {{0}, {0}}, NULL, ST_OK, 0, false, NULL, NULL},
        {"{\"more\":true,\"next\":\"7\",\"objects\":[{}]}", {{0}, BYTES("7")}, LATE, ST_INPUT, 0, false, NULL, NULL},
        {"{\"more\":true,\"objects\":[{}]}", {BYTES(LATE), {0}}, LATE, ST_INPUT, 0, false, NULL, NULL},
        {"{\"more\":true,\"objects\":[]}", {{0}, {0}}, NULL, ST_INPUT, 0, false, NULL, NULL},
        {"{\"more\":true,\"next\":7}", {{0}, {0}}, NULL, ST_INPUT, 0, false, NULL, NULL},
        {"{\"objects\":[{}", {{0}, {0}}, LATE, ST_INPUT, 0, false, NULL, NULL},
        {"", {{0}, {0}}, NULL, ST_INPUT, 0, false, NULL, NULL},
        {"{} {}", {{0}, {0}}, NULL, ST_INPUT, 0, false, NULL, NULL},
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
