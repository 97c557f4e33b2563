/*
 * ident_fixture.h: the data of config/ident/ and the machine's public suffix list, and tables of cases over them.
 *
 * Memory  made once in a test process, never freed: each test runs in a process of its own.
 */
#ifndef TESTS_SUPPORT_IDENT_FIXTURE_H
#define TESTS_SUPPORT_IDENT_FIXTURE_H

#include <criterion/criterion.h>

#include "support/ident_files.h"

static struct arena *fixture_arena(void)
{
    static struct arena *arena;

    if (arena == NULL)
        arena = arena_new((size_t)1 << 30);
    return arena;
}

static inline struct bytes fixture_read(const char *path)
{
    return ident_file_read(fixture_arena(), path);
}

static inline size_t fixture_files(struct ident_file *ret)
{
    return ident_files_read(fixture_arena(), ret);
}

static inline const struct ident_data *fixture_data(void)
{
    static struct ident_data *data;
    struct ident_file files[IDENT_FILES_MOST];
    struct op op;

    if (data == NULL) {
        op_init(&op, fixture_arena(), 0, "test");
        cr_assert(ident_data_new(&op, files, fixture_files(files), &data) == ST_OK, "%s", op.cause);
    }
    return data;
}

static inline struct ident_context fixture_country(const char *country)
{
    return (struct ident_context){.country = bytes_of(country)};
}

/* in gives out (reason ok, the doubt as named), or, when out is NULL, is refused with the reason. */
struct parse_case {
    const char *in;
    const char *out;
    enum reason reason; /* of the refusal, or the doubt */
};

static inline void expect_case(enum ident_kind kind, const struct parse_case *c, const char *country)
{
    struct ident_context context = fixture_country(country);
    struct ident ident = {0}, again = {0};
    enum reason reason = ident_parse(fixture_data(), fixture_arena(), kind, bytes_of(c->in), &context, &ident);

    if (c->out == NULL) {
        cr_expect(reason == c->reason, "%s: %s instead of %s", c->in, reason_code(reason), reason_code(c->reason));
        return;
    }
    cr_expect(reason == REASON_ok, "%s: refused: %s", c->in, reason_code(reason));
    cr_expect(bytes_is(ident.value, c->out), "%s: %.*s instead of %s", c->in, (int)ident.value.n, ident.value.p, c->out);
    cr_expect(ident.doubt == c->reason, "%s: doubt %s instead of %s", c->in, reason_code(ident.doubt), reason_code(c->reason));
    reason = ident_parse(fixture_data(), fixture_arena(), kind, ident.value, &context, &again);
    cr_expect(reason == REASON_ok && bytes_equal(ident.value, again.value), "%s: parsing the canonical form changes it", c->in);
}

#define EXPECT_CASES(kind, cases, country)                                                                                       \
    do {                                                                                                                         \
        for (size_t case_index = 0; case_index < COUNT_OF(cases); case_index++)                                                  \
            expect_case((kind), &(cases)[case_index], (country));                                                                \
    } while (0)

static inline void expect_bytes(struct bytes got, const char *expected, const char *what)
{
    cr_expect(bytes_is(got, expected), "%s: '%.*s' instead of '%s'", what, (int)got.n, got.p == NULL ? "" : got.p, expected);
}

#endif
