/*
 * decoded.h: tables of cases for decoders: a text and what it must give, in one piece and byte by byte.
 */
#ifndef TESTS_UNIT_FORMAT_DECODED_H
#define TESTS_UNIT_FORMAT_DECODED_H

#include <criterion/criterion.h>

#include "support/decoded_print.h"

struct decoded_case {
    const char *in;
    const char *out;
};

static inline void expect_decoded(enum format format, struct bytes in, struct bytes out)
{
    static const size_t pieces[] = {SIZE_MAX / 2, 1, 2, 3, 7};

    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        struct arena *arena = arena_new(SIZE_MAX);
        struct bytes got = decoded_print(arena, format, in, pieces[i]);

        cr_expect(bytes_equal(got, out), "%.*s\nin pieces of %zu gives\n%.*sinstead of\n%.*s", (int)in.n, in.p, pieces[i],
                  (int)got.n, got.p, (int)out.n, out.p);
        arena_free(&arena);
    }
}

#define EXPECT_DECODED(format, cases)                                                                                            \
    do {                                                                                                                         \
        for (size_t case_index = 0; case_index < COUNT_OF(cases); case_index++)                                                  \
            expect_decoded((format), bytes_of((cases)[case_index].in), bytes_of((cases)[case_index].out));                       \
    } while (0)

#endif
