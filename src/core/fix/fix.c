#include "core/fix.h"

#include <string.h>

#include "core/fix/candidate.h"

static const struct {
    const char *code;
    fix_generator *generate;
    const char *text;
} fixes[FIX_COUNT] = {
    [FIX_none] = {"", NULL, ""},
#define FIX(name, generate, text) [FIX_##name] = {#name, generate, text},
#include "core/fix.def"
#undef FIX
};

static const struct {
    enum value_kind kind;
    enum fix_kind fix;
} rules[] = {
#define FIX_RULE(kind, fix) {VALUE_##kind, FIX_##fix},
#include "core/fix/fix_rule.def"
#undef FIX_RULE
};

const char *fix_code(enum fix_kind kind)
{
    return fixes[kind].code;
}

enum fix_kind fix_find(struct bytes code)
{
    for (int i = FIX_none + 1; i < FIX_COUNT; i++)
        if (bytes_is(code, fixes[i].code))
            return (enum fix_kind)i;
    return FIX_none;
}

struct bytes fix_text(struct arena *arena, enum fix_kind kind, size_t count)
{
    if (kind == FIX_none)
        return BYTES_NONE;
    if (count <= 1)
        return bytes_of(fixes[kind].text);
    return bytes_printf(arena, "one of %zu values that are possible; here %s", count, fixes[kind].text);
}

static bool is_found(const struct candidates *candidates, struct bytes text)
{
    for (size_t i = 0; i < candidates->count; i++)
        if (bytes_equal(candidates->found[i], text))
            return true;
    return false;
}

void candidate_offer(struct candidates *candidates, struct bytes text)
{
    struct value value;

    if (candidates->count > FIX_MOST || text.n == 0 || text.n > FIX_TEXT_MOST)
        return;
    if (value_check(candidates->context, candidates->kind, text, &value) != REASON_ok || value.ident.doubt != REASON_ok ||
        is_found(candidates, value.text))
        return;
    candidates->found[candidates->count] = value.text;
    candidates->found_by[candidates->count++] = candidates->fix;
}

struct fix fix_value(const struct value_context *context, enum value_kind kind, struct bytes text)
{
    struct candidates candidates = {.context = context, .kind = kind};

    text = bytes_trim(text);
    if (text.n == 0 || text.n > FIX_TEXT_MOST)
        return (struct fix){.kind = FIX_none};
    for (size_t i = 0; i < COUNT_OF(rules) && candidates.count <= FIX_MOST; i++) {
        if (rules[i].kind != kind)
            continue;
        candidates.fix = rules[i].fix;
        fixes[rules[i].fix].generate(&candidates, text);
    }
    if (candidates.count == 0 || candidates.count > FIX_MOST)
        return (struct fix){.kind = FIX_none};
    return (struct fix){candidates.found_by[0], candidates.found[0], candidates.count};
}
