#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool parse_u64(struct bytes text, uint64_t *ret)
{
    uint64_t number = 0;

    if (text.n == 0)
        return false;
    for (size_t i = 0; i < text.n; i++) {
        if (!ascii_digit(text.p[i]) || __builtin_mul_overflow(number, 10, &number) ||
            __builtin_add_overflow(number, (uint64_t)(text.p[i] - '0'), &number))
            return false;
    }
    *ret = number;
    return true;
}

bool parse_i64(struct bytes text, int64_t *ret)
{
    bool negative = text.n > 0 && text.p[0] == '-';
    uint64_t magnitude;

    if (!parse_u64(bytes_from(text, negative ? 1 : 0), &magnitude) || magnitude > (uint64_t)INT64_MAX + negative)
        return false;
    *ret = negative ? (int64_t)(0 - magnitude) : (int64_t)magnitude;
    return true;
}

/* Digits, at most one point, at most one exponent: what strtod accepts in every locale that writes a point. */
static bool is_plain_number(struct bytes text)
{
    for (size_t i = 0; i < text.n; i++)
        if (!ascii_digit(text.p[i]) && strchr("+-.eE", text.p[i]) == NULL)
            return false;
    return text.n > 0 && text.n < 64;
}

bool parse_double(struct bytes text, double *ret)
{
    char copy[64];
    char *end;
    double number;

    if (!is_plain_number(text))
        return false;
    memcpy(copy, text.p, text.n);
    copy[text.n] = '\0';
    number = strtod(copy, &end);
    if (*end != '\0' || !isfinite(number))
        return false;
    *ret = number;
    return true;
}

bool parse_decimal(struct bytes text, unsigned digits, int64_t *ret_minor)
{
    struct bytes rest = text, whole, fraction = BYTES_NONE;
    char joined[40];
    size_t n;

    if (!bytes_next_part(&rest, '.', &whole) || whole.n == 0 || whole.n > 19)
        return false;
    if (rest.p != NULL)
        fraction = rest;
    if ((rest.p != NULL && fraction.n == 0) || fraction.n > digits || digits > 8)
        return false;
    memcpy(joined, whole.p, whole.n);
    n = whole.n;
    for (unsigned i = 0; i < digits; i++)
        joined[n++] = i < fraction.n ? fraction.p[i] : '0';
    return parse_i64((struct bytes){joined, n}, ret_minor);
}
