#include <criterion/criterion.h>

#include "base/annotate.h"
#include "edge/http/media.h"

static struct arena *arena;

static void make_arena(void)
{
    arena = arena_new(1 << 20);
}

static void free_arena(void)
{
    arena_free(&arena);
}

TestSuite(media, .init = make_arena, .fini = free_arena);

static void expect_text(struct bytes got, const char *expected, const char *what)
{
    cr_expect(expected == NULL ? got.p == NULL : bytes_is(got, expected), "%s: '%.*s' instead of '%s'", what, (int)got.n,
              got.p == NULL ? "" : got.p, expected == NULL ? "nothing" : expected);
}

Test(media, reads_types_and_their_parameters)
{
    static const struct {
        const char *text, *type, *charset, *boundary;
    } cases[] = {
        {"text/csv", "text/csv", NULL, NULL},
        {"Text/CSV; charset=UTF-8", "text/csv", "utf-8", NULL},
        {"text/csv;charset=\"UTF-8\"", "text/csv", "utf-8", NULL},
        {"text/csv ; header=present ; charset=utf-8 ;", "text/csv", "utf-8", NULL},
        {"multipart/form-data; boundary=\"a b;c\"", "multipart/form-data", NULL, "a b;c"},
        {"multipart/form-data; boundary=\"a\\\"b\"", "multipart/form-data", NULL, "a\"b"},
        {"multipart/form-data; Boundary=ABC", "multipart/form-data", NULL, "ABC"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct media media = {0};

        cr_expect(media_parse(arena, bytes_of(cases[i].text), &media), "%s", cases[i].text);
        expect_text(media.type, cases[i].type, cases[i].text);
        expect_text(media.charset, cases[i].charset, cases[i].text);
        expect_text(media.boundary, cases[i].boundary, cases[i].text);
    }
}

Test(media, refuses_what_is_not_well_formed)
{
    static const char *const cases[] = {"",
                                        "text",
                                        "text/",
                                        "/csv",
                                        "te xt/csv",
                                        "text/csv; charset",
                                        "text/csv; charset=",
                                        "text/csv; charset=\"utf-8",
                                        "text/csv; charset=\"utf-8\"x",
                                        "text/csv; =utf-8",
                                        "text/csv; charset=\"utf-8\\"};
    struct media media = {.type = BYTES("untouched")};

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        cr_expect_not(media_parse(arena, bytes_of(cases[i]), &media), "%s", cases[i]);
    cr_expect_not(media_parse(arena, BYTES_NONE, &media));
    cr_expect(bytes_is(media.type, "untouched"));
}

Test(media, chooses_what_the_client_likes_best)
{
    static const char *const types[] = {"application/json", "text/csv"};
    static const struct {
        const char *accept;
        int chosen;
    } cases[] = {
        {"", 0},
        {"*/*", 0},
        {"text/csv", 1},
        {"text/*", 1},
        {"text/csv, application/json", 0},
        {"text/csv;q=0.9, application/json;q=0.8", 1},
        {"text/csv; q=0.5, */*; q=0.1", 1},
        {"*/*;q=0.9, application/json;q=0.1", 1},
        {"application/json;q=0, */*", 1},
        {"image/png", -1},
        {"application/json;q=0", -1},
        {"application/json;q=2", -1},
        {"text/csv;q=nonsense, application/json", 0},
        {"TEXT/CSV", 1},
        {",,text/csv,,", 1},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        cr_expect_eq(accept_choose(arena, bytes_of(cases[i].accept), types, COUNT_OF(types)), cases[i].chosen, "%s",
                     cases[i].accept);
    cr_expect_eq(accept_choose(arena, BYTES_NONE, types, COUNT_OF(types)), 0);
}

Test(media, reads_the_string_of_a_structured_field)
{
    static const struct {
        const char *text, *value; /* NULL: refused */
    } cases[] = {
        {"\"june 1\"", "june 1"},
        {" \"a\\\"b\\\\\" ", "a\"b\\"},
        {"57a6e1b1-2d2d", "57a6e1b1-2d2d"},
        {"12345678", "12345678"},
        {"123456789", NULL},
        {"\"open", NULL},
        {"\"a\" b", NULL},
        {"\"\"", NULL},
        {"", NULL},
        {"\"tab\there\"", NULL},
        {"two words", NULL},
        {"\"\xC3\xA4\"", NULL},
        {"\"12345678\"", "12345678"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct bytes value = BYTES_NONE;
        size_t most = cases[i].text[0] == '1' ? 8 : 20;
        bool taken = item_parse(arena, bytes_of(cases[i].text), most, &value);

        cr_expect_eq(taken, cases[i].value != NULL, "%s", cases[i].text);
        expect_text(value, cases[i].value, cases[i].text);
    }
}
