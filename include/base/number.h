/*
 * number.h: numbers from text, whole text or nothing.
 *
 * Errors  false when the text is not exactly one number of the range; *ret is then untouched.
 */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include "base/bytes.h"

bool parse_i64(struct bytes text, int64_t *ret);
bool parse_u64(struct bytes text, uint64_t *ret);
bool parse_double(struct bytes text, double *ret); /* finite, decimal, '.' as the point, in every locale */

/* "19.95" with digits = 2 gives 1995. No sign but '-', no exponent, at most `digits` decimals. */
bool parse_decimal(struct bytes text, unsigned digits, int64_t *ret_minor);

#endif
