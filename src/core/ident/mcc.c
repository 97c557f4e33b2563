/*
 * mcc: merchant category codes.
 *
 * Shape   4 digits; a leading zero that a spreadsheet ate is put back
 * Errors  structure; doubt unknown_code
 * Source  ISO 18245:2023
 */
#include <string.h>

#include "core/ident/compact.h"
#include "core/ident/parse.h"

#define DIGITS 4

enum reason mcc_parse(const struct ident_data *data, struct arena *arena, struct bytes text, const struct ident_context *context,
                      struct ident *ret)
{
    struct compact code;
    enum reason reason = compact_digits(text, 0, &code);

    (void)data;
    (void)context;
    if (reason != REASON_ok)
        return reason;
    if (code.n != DIGITS && code.n != DIGITS - 1)
        return code.n < DIGITS ? REASON_too_short : REASON_too_long;
    char *value = arena_alloc(arena, DIGITS);

    value[0] = '0';
    memcpy(value + DIGITS - code.n, code.p, code.n);
    ret->value = (struct bytes){value, DIGITS};
    return REASON_ok;
}
