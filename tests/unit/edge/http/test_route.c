#include <criterion/criterion.h>
#include <string.h>

#include "base/annotate.h"
#include "edge/route.h"

static struct arena *arena;

static void make_arena(void)
{
    arena = arena_new(1 << 20);
}

static void free_arena(void)
{
    arena_free(&arena);
}

TestSuite(route, .init = make_arena, .fini = free_arena);

static enum route_found find(const char *method, const char *path, enum route_symbol *ret, struct bytes *parameters)
{
    return route_find(arena, bytes_of(method), bytes_of(path), ret, parameters);
}

Test(route, finds_the_handler_and_what_stands_in_the_path)
{
    static const struct {
        const char *method, *path;
        enum route_symbol route;
        const char *first, *second;
    } cases[] = {
        {"GET", "/health", ROUTE_health, NULL, NULL},
        {"HEAD", "/health", ROUTE_health, NULL, NULL},
        {"POST", "/v1/submissions", ROUTE_submission_put, NULL, NULL},
        {"GET", "/v1/submissions/abc", ROUTE_submission_get, "abc", NULL},
        {"GET", "/v1/submissions/a%20b/problems", ROUTE_problem_list, "a b", NULL},
        {"POST", "/v1/submissions/abc/corrections", ROUTE_correction_put, "abc", NULL},
        {"DELETE", "/v1/records/merchant_flag/MF%2F1", ROUTE_record_withdraw, "merchant_flag", "MF/1"},
        {"DELETE", "/v1/records/merchant_flag/M%C3%A4", ROUTE_record_withdraw, "merchant_flag", "M\xC3\xA4"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct bytes parameters[ROUTE_PARAMETER_MOST] = {BYTES_NONE, BYTES_NONE};
        enum route_symbol route = ROUTE_COUNT;

        cr_expect(find(cases[i].method, cases[i].path, &route, parameters) == ROUTE_OK, "%s", cases[i].path);
        cr_expect_eq(route, cases[i].route, "%s", cases[i].path);
        cr_expect(cases[i].first == NULL || bytes_is(parameters[0], cases[i].first), "%s", cases[i].path);
        cr_expect(cases[i].second == NULL || bytes_is(parameters[1], cases[i].second), "%s", cases[i].path);
    }
}

Test(route, says_whether_it_is_the_path_or_the_method)
{
    static const struct {
        const char *method, *path;
        enum route_found found;
    } cases[] = {
        {"PUT", "/v1/submissions", ROUTE_NO_METHOD},
        {"GET", "/v1/submissions", ROUTE_NO_METHOD},
        {"HEAD", "/v1/submissions", ROUTE_NO_METHOD},
        {"get", "/health", ROUTE_NO_METHOD},
        {"GET", "/v1/submissions/", ROUTE_NO_PATH},
        {"GET", "/v1/submissions/abc/", ROUTE_NO_PATH},
        {"GET", "/v1/submissions//problems", ROUTE_NO_PATH},
        {"GET", "/v1/submissions/abc/problems/more", ROUTE_NO_PATH},
        {"GET", "//health", ROUTE_NO_PATH},
        {"GET", "/Health", ROUTE_NO_PATH},
        {"GET", "/health%00", ROUTE_NO_PATH},
        {"GET", "/v1/submissions/%", ROUTE_NO_PATH},
        {"GET", "/v1/submissions/%zz", ROUTE_NO_PATH},
        {"GET", "/v1/submissions/%ff", ROUTE_NO_PATH},
        {"GET", "/v1/submissions/%00", ROUTE_NO_PATH},
        {"GET", "", ROUTE_NO_PATH},
        {"GET", "/", ROUTE_NO_PATH},
    };
    struct bytes parameters[ROUTE_PARAMETER_MOST];
    enum route_symbol route;

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        cr_expect_eq(find(cases[i].method, cases[i].path, &route, parameters), cases[i].found, "%s %s", cases[i].method,
                     cases[i].path);
    cr_expect_str_eq(route_methods(arena, BYTES("/v1/submissions")), "POST");
    cr_expect_str_eq(route_methods(arena, BYTES("/v1/submissions/abc")), "GET");
    cr_expect_str_eq(route_methods(arena, BYTES("/nothing")), "");
}

/* Each row is reached by its own method and a path made of its own pattern. */
Test(route, every_row_is_reached)
{
    for (int i = 0; i < ROUTE_COUNT; i++) {
        struct bytes rest = bytes_of(routes[i].path), part, parameters[ROUTE_PARAMETER_MOST];
        struct bytes path = BYTES("");
        enum route_symbol route = ROUTE_COUNT;

        bytes_next_part(&rest, '/', &part);
        while (bytes_next_part(&rest, '/', &part))
            path = bytes_printf(arena, "%.*s/%.*s", (int)path.n, path.p, part.p[0] == '{' ? 5 : (int)part.n,
                                part.p[0] == '{' ? "value" : part.p);
        cr_expect(find(method_name(routes[i].method), path.p, &route, parameters) == ROUTE_OK, "%s", routes[i].path);
        cr_expect_eq((int)route, i, "%s", routes[i].path);
    }
}

Test(route, encodes_and_decodes_any_text)
{
    struct bytes text = BYTES("a /%+&=?#\xC3\xA4\xE2\x82\xAC~-._\n\x7F"), decoded;

    cr_assert(percent_decode(arena, percent_encode(arena, text), false, &decoded));
    cr_expect(bytes_equal(decoded, text));
    cr_expect(percent_decode(arena, BYTES("a+b"), true, &decoded) && bytes_is(decoded, "a b"));
    cr_expect(percent_decode(arena, BYTES("a+b"), false, &decoded) && bytes_is(decoded, "a+b"));
    cr_expect_not(percent_decode(arena, BYTES("a%4"), true, &decoded));
    cr_expect_not(percent_decode(arena, BYTES("%c3%28"), true, &decoded));
}

Test(route, reads_a_query_parameter_once)
{
    struct bytes value;

    cr_expect(query_find(arena, BYTES("month=2026-01&limit=5"), "limit", &value) && bytes_is(value, "5"));
    cr_expect(query_find(arena, BYTES("month=2026-01"), "limit", &value) && value.p == NULL);
    cr_expect(query_find(arena, BYTES_NONE, "limit", &value) && value.p == NULL);
    cr_expect(query_find(arena, BYTES("q=a%26b+c"), "q", &value) && bytes_is(value, "a&b c"));
    cr_expect(query_find(arena, BYTES("%71=x"), "q", &value) && bytes_is(value, "x"));
    cr_expect_not(query_find(arena, BYTES("q=1&q=2"), "q", &value));
    cr_expect_not(query_find(arena, BYTES("q=%zz"), "q", &value));
}

Test(route, knows_its_scopes)
{
    enum scope scope;

    for (int i = SCOPE_none + 1; i < SCOPE_COUNT; i++)
        cr_expect(scope_find(bytes_of(scope_name((enum scope)i)), &scope) && (int)scope == i);
    cr_expect_not(scope_find(BYTES("none"), &scope));
    cr_expect_not(scope_find(BYTES("admin"), &scope));
}
