/*
 * payment_reference: numbers that name one payment.
 *
 * Shape   arn   23 digits; digits 2-7 name the acquirer, digit 8 the year, 9-11 the day, the last is a Luhn digit
 *         rrn   12 letters or digits (ISO 8583 field 37); some hosts leave leading zeros off: 1 to 12
 *         uetr  a version 4 UUID in lower case with dashes
 *         creditor_reference  "RF", 2 check digits, 1 to 21 letters or digits (MOD 97-10)
 * Errors  structure, too_short, too_long, bad_character, check_digits; doubt luhn (arn)
 * Source  ISO 8583; card schemes' clearing manuals; ISO 20022 UETR, RFC 4122; ISO 11649:2009
 */
#include <string.h>

#include "base/hash.h"
#include "core/ident/check_digit.h"
#include "core/ident/compact.h"
#include "core/ident/parse.h"

#define ARN_DIGITS 23
#define RRN_MOST 12
#define CREDITOR_LEAST 5
#define CREDITOR_MOST 25

enum reason arn_parse(const struct ident_data *data, struct arena *arena, struct bytes text, const struct ident_context *context,
                      struct ident *ret)
{
    struct compact arn;
    enum reason reason = compact_digits(compact_after_word(text, "ARN"), COMPACT_DASH, &arn);

    (void)data;
    (void)context;
    if (reason != REASON_ok)
        return reason;
    if (arn.n != ARN_DIGITS)
        return arn.n < ARN_DIGITS ? REASON_too_short : REASON_too_long;
    if (!luhn_valid(arn.p, arn.n))
        ret->doubt = REASON_luhn;
    ret->value = bytes_copy(arena, compact_bytes(&arn));
    return REASON_ok;
}

enum reason rrn_parse(const struct ident_data *data, struct arena *arena, struct bytes text, const struct ident_context *context,
                      struct ident *ret)
{
    struct compact rrn;
    enum reason reason = compact_upper(compact_after_word(text, "RRN"), 0, &rrn);

    (void)data;
    (void)context;
    if (reason != REASON_ok)
        return reason;
    if (rrn.n > RRN_MOST)
        return REASON_too_long;
    char *value = arena_alloc(arena, RRN_MOST);

    memset(value, '0', RRN_MOST);
    memcpy(value + RRN_MOST - rrn.n, rrn.p, rrn.n);
    ret->value = (struct bytes){value, RRN_MOST};
    return REASON_ok;
}

enum reason uetr_parse(const struct ident_data *data, struct arena *arena, struct bytes text, const struct ident_context *context,
                       struct ident *ret)
{
    struct uuid uuid;

    (void)data;
    (void)context;
    if (!uuid_parse(text, &uuid))
        return REASON_structure;
    if (uuid.b[6] >> 4 != 4 || uuid.b[8] >> 6 != 2)
        return REASON_structure;
    ret->value = uuid_print(arena, &uuid);
    return REASON_ok;
}

enum reason creditor_reference_parse(const struct ident_data *data, struct arena *arena, struct bytes text,
                                     const struct ident_context *context, struct ident *ret)
{
    struct compact reference;
    enum reason reason = compact_upper(text, COMPACT_DASH | COMPACT_DOT | COMPACT_SLASH | COMPACT_COLON, &reference);

    (void)data;
    (void)context;
    if (reason != REASON_ok)
        return reason;
    if (reference.n < CREDITOR_LEAST)
        return REASON_too_short;
    if (reference.n > CREDITOR_MOST)
        return REASON_too_long;
    if (memcmp(reference.p, "RF", 2) != 0 || !all_digits(reference.p + 2, 2))
        return REASON_structure;
    if (mod97(mod97(0, reference.p + 4, reference.n - 4), reference.p, 4) != 1)
        return REASON_check_digits;
    ret->value = bytes_copy(arena, compact_bytes(&reference));
    return REASON_ok;
}
