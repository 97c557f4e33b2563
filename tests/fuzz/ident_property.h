/*
 * ident_property.h: what holds for every text that a parser of an identifier takes.
 *
 * A target lists its kinds; the first byte of the input chooses one ('A' the first), the second which of a few contexts, the rest is
 * the text. What is taken is UTF-8 without control characters, parsing the canonical and the printed form gives it again, and so are
 * the details that are read out of it UTF-8.
 */
#ifndef TESTS_FUZZ_IDENT_PROPERTY_H
#define TESTS_FUZZ_IDENT_PROPERTY_H

#include <string.h>

#include "core/ident.h"
#include "fuzz/ident_lists.h"
#include "fuzz/must.h"

static inline const struct ident_context *property_context(uint8_t choice)
{
    static const struct ident_context contexts[] = {
        {.country = {NULL, 0}},
        {.country = {"LV", 2}},
        {.country = {"FR", 2}, .provider = {"paypal", 6}},
        {.country = {"GR", 2}, .memo = {"12345", 5}},
    };

    return &contexts[choice % COUNT_OF(contexts)];
}

static inline bool property_clean(struct bytes text)
{
    if (text.n == 0 || utf8_check(text) != text.n)
        return false;
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] < ' ' || text.p[i] == 0x7F)
            return false;
    return true;
}

/* A memo is added to an endpoint, so it is not given again to the endpoint that has it. */
static inline struct ident_context property_context_again(const struct ident_context *context)
{
    struct ident_context again = *context;

    again.memo = BYTES_NONE;
    return again;
}

static inline void property_check(const struct ident_data *data, struct arena *arena, enum ident_kind kind, struct bytes text,
                                  const struct ident_context *context)
{
    struct ident_context again_context = property_context_again(context);
    struct ident ident = {0}, again = {0};
    struct detail_list details;

    if (ident_parse(data, arena, kind, text, context, &ident) != REASON_ok)
        return;
    MUST(ident.kind == kind && property_clean(ident.value));
    MUST(ident_parse(data, arena, kind, ident.value, &again_context, &again) == REASON_ok);
    MUST(bytes_equal(ident.value, again.value));
    MUST(ident_parse(data, arena, kind, ident_print(arena, &ident), &again_context, &again) == REASON_ok);
    MUST(bytes_equal(ident.value, again.value));
    ident_details(data, arena, &ident, context, &details);
    for (size_t i = 0; i < details.count; i++)
        MUST(details.items[i].value.n > 0 && utf8_check(details.items[i].value) == details.items[i].value.n);
}

static inline int property_run(const enum ident_kind *kinds, size_t count, const uint8_t *input, size_t n)
{
    static struct arena *arena;

    if (n < 2)
        return 0;
    if (arena == NULL)
        arena = arena_new((size_t)64 << 20);
    property_check(ident_lists(), arena, kinds[(input[0] + count - 'A' % count) % count],
                   (struct bytes){(const char *)input + 2, n - 2}, property_context((uint8_t)(input[1] - '0')));
    MUST(!arena_over(arena));
    arena_reset(arena);
    return 0;
}

#endif
