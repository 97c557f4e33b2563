/* Amounts and currencies as people write them. */
#include <string.h>

#include "core/currency.h"
#include "core/fix/candidate.h"

static const struct {
    struct bytes written; /* as people write it, in small letters */
    const char *code;
} signs[] = {
#define CURRENCY_SIGN(written, code) {{written, sizeof(written) - 1}, code},
#include "core/fix/currency_sign.def"
#undef CURRENCY_SIGN
};

/* ---- amounts ---- */

/* The number in a text that may have a currency beside it: from its first to its last digit. */
static struct bytes number_part(struct bytes text)
{
    size_t from = 0, to = text.n;

    while (from < text.n && !ascii_digit(text.p[from]))
        from++;
    while (to > from && !ascii_digit(text.p[to - 1]))
        to--;
    return bytes_slice(text, from, to - from);
}

/* The text with one separator as the decimal point and all others left out; SIZE_MAX: all are left out. */
static struct bytes with_point(struct arena *arena, struct bytes number, size_t point)
{
    char *p = arena_alloc(arena, number.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < number.n; i++) {
        if (ascii_digit(number.p[i]))
            p[n++] = number.p[i];
        else if (i == point)
            p[n++] = '.';
    }
    return (struct bytes){p, n};
}

static bool is_grouping(unsigned char c)
{
    return c == '.' || c == ',' || c == '\'' || c == ' ' || c >= 0x80; /* a no-break or thin space in UTF-8 */
}

/* The last point or comma is the decimal one, or it groups thousands as the others do. */
static void number_offer(struct candidates *candidates, struct bytes number)
{
    struct arena *arena = candidates->context->arena;
    size_t last = SIZE_MAX, groups = 0;

    for (size_t i = 0; i < number.n; i++) {
        if (!ascii_digit(number.p[i]) && !is_grouping((unsigned char)number.p[i]))
            return;
        if (number.p[i] == '.' || number.p[i] == ',') {
            groups += last != SIZE_MAX && number.p[last] == number.p[i];
            last = i;
        }
    }
    if (groups == 0)
        candidate_offer(candidates, with_point(arena, number, last));
    if (last != SIZE_MAX && number.n - last - 1 == 3)
        candidate_offer(candidates, with_point(arena, number, SIZE_MAX));
}

void fix_decimal_comma(struct candidates *candidates, struct bytes text)
{
    if (ascii_digit(text.p[0]) && ascii_digit(text.p[text.n - 1]))
        number_offer(candidates, text);
}

static bool currency_known(struct arena *arena, struct bytes text)
{
    struct bytes lower = bytes_lower(arena, text);
    unsigned digits;

    for (size_t i = 0; i < COUNT_OF(signs); i++)
        if (bytes_equal(lower, signs[i].written))
            return true;
    return currency_digits(bytes_upper(arena, text), &digits);
}

/* What stands beside the number is a currency: "-5" and "5 pieces" are something else. */
void fix_currency_sign(struct candidates *candidates, struct bytes text)
{
    struct arena *arena = candidates->context->arena;
    struct bytes number = number_part(text), before, after;

    if (number.n == 0)
        return;
    before = bytes_trim(bytes_slice(text, 0, (size_t)(number.p - text.p)));
    after = bytes_trim(bytes_from(text, (size_t)(number.p - text.p) + number.n));
    if (bytes_equal(after, BYTES(",-")) || bytes_equal(after, BYTES(".-")))
        after = BYTES("");
    if ((before.n == 0 || currency_known(arena, before)) && (after.n == 0 || currency_known(arena, after)))
        number_offer(candidates, number);
}

/* ---- currencies ---- */

void fix_currency_name(struct candidates *candidates, struct bytes text)
{
    struct bytes lower = bytes_lower(candidates->context->arena, text);

    for (size_t i = 0; i < COUNT_OF(signs); i++)
        if (bytes_equal(lower, signs[i].written))
            candidate_offer(candidates, bytes_of(signs[i].code));
}
