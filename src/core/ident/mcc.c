#include "core/ident/mcc.h"
#include <string.h>

#include "base/number.h"
#include "core/ident/compact.h"
#include "core/ident/parse.h"

#define DIGITS 4

enum reason mcc_parse(const struct ident_data *data, struct arena *arena, struct bytes text, const struct ident_context *context,
                      struct ident *ret)
{
    struct compact code;
    enum reason reason = compact_digits(text, 0, &code);

    (void)context;
    if (reason != REASON_ok)
        return reason;
    if (code.n != DIGITS && code.n != DIGITS - 1)
        return code.n < DIGITS ? REASON_too_short : REASON_too_long;
    char *value = arena_alloc(arena, DIGITS);

    value[0] = '0';
    memcpy(value + DIGITS - code.n, code.p, code.n);
    ret->value = (struct bytes){value, DIGITS};
    if (ident_mcc_name(data, ret->value).n == 0)
        ret->doubt = REASON_unknown_code;
    return REASON_ok;
}

static bool read_code(struct bytes text, uint64_t *ret)
{
    return text.n == DIGITS && parse_u64(text, ret);
}

enum reason mcc_read(struct ident_data *data, struct bytes line, int argument)
{
    struct bytes codes = data_cell(&line), first_text, *name = arena_new_of(data->arena, struct bytes);
    uint64_t first, last;

    (void)argument;
    *name = data_cell(&line);
    if (!bytes_next_part(&codes, '-', &first_text) || name->n == 0)
        return REASON_too_few_fields;
    if (!read_code(first_text, &first) || !read_code(codes.p == NULL ? first_text : codes, &last))
        return REASON_structure;
    for (uint64_t code = first; code <= last; code++)
        *map_put(&data->mcc_names, bytes_printf(data->arena, "%04u", (unsigned)code)) = name;
    return REASON_ok;
}

struct bytes ident_mcc_name(const struct ident_data *data, struct bytes canonical_mcc)
{
    const struct bytes *name = map_find(&data->mcc_names, canonical_mcc);

    return name == NULL ? BYTES_NONE : *name;
}
