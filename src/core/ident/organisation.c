/*
 * organisation: numbers that name a firm.
 *
 * Shape   lei                  18 letters or digits and 2 check digits (MOD 97-10)
 *         sepa_creditor_id     country, 2 check digits, 3 for the line of business, the national number (at most 28); the
 *                              business code is free, so it is put to "ZZZ": one creditor, one canonical id
 *         registration_number  "CC:NUMBER", the country from the context or from "CC-NUMBER"; without a country just the number
 * Errors  structure, too_short, too_long, bad_character, check_digits, country_unknown
 * Source  ISO 17442-1:2020; EPC262-08 Creditor Identifier Overview
 */
#include <string.h>

#include "core/country.h"
#include "core/ident/check_digit.h"
#include "core/ident/compact.h"
#include "core/ident/parse.h"

#define LEI_LENGTH 20
#define CREDITOR_LEAST 8
#define CREDITOR_MOST 35
#define REGISTRATION_MOST 40

enum reason lei_parse(const struct ident_data *data, struct arena *arena, struct bytes text, const struct ident_context *context,
                      struct ident *ret)
{
    struct compact lei;
    enum reason reason = compact_upper(compact_after_word(text, "LEI"), COMPACT_DASH, &lei);

    (void)data;
    (void)context;
    if (reason != REASON_ok)
        return reason;
    if (lei.n != LEI_LENGTH)
        return lei.n < LEI_LENGTH ? REASON_too_short : REASON_too_long;
    if (!all_digits(lei.p + LEI_LENGTH - 2, 2))
        return REASON_structure;
    if (!mod97_10_valid(lei.p, lei.n))
        return REASON_check_digits;
    ret->value = bytes_copy(arena, compact_bytes(&lei));
    return REASON_ok;
}

enum reason sepa_creditor_parse(const struct ident_data *data, struct arena *arena, struct bytes text,
                                const struct ident_context *context, struct ident *ret)
{
    struct compact id;
    enum reason reason = compact_upper(text, COMPACT_DASH | COMPACT_DOT | COMPACT_SLASH | COMPACT_COLON, &id);

    (void)data;
    (void)context;
    if (reason != REASON_ok)
        return reason;
    if (id.n < CREDITOR_LEAST)
        return REASON_too_short;
    if (id.n > CREDITOR_MOST)
        return REASON_too_long;
    if (!all_upper(id.p, 2) || !all_digits(id.p + 2, 2))
        return REASON_structure;
    if (!country_known(bytes_slice(compact_bytes(&id), 0, 2)))
        return REASON_country_unknown;
    if (mod97(mod97(0, id.p + 7, id.n - 7), id.p, 4) != 1)
        return REASON_check_digits;
    memcpy(id.p + 4, "ZZZ", 3);
    ret->value = bytes_copy(arena, compact_bytes(&id));
    return REASON_ok;
}

/* Takes "CC:" off the front when CC is a country. */
static bool take_country(struct bytes *text, struct bytes *ret_country, struct arena *arena)
{
    struct bytes code = bytes_upper(arena, bytes_slice(*text, 0, 2));

    if (text->n < 4 || text->p[2] != ':' || !country_known(code))
        return false;
    *ret_country = code;
    *text = bytes_from(*text, 3);
    return true;
}

enum reason registration_parse(const struct ident_data *data, struct arena *arena, struct bytes text,
                               const struct ident_context *context, struct ident *ret)
{
    struct bytes country = bytes_upper(arena, context->country);
    struct compact number;
    enum reason reason;

    (void)data;
    if (!take_country(&text, &country, arena) && country.n > 0 && !country_known(country))
        return REASON_country_unknown;
    reason = compact_upper(text, COMPACT_DASH | COMPACT_DOT | COMPACT_SLASH, &number);
    if (reason != REASON_ok)
        return reason;
    if (number.n > REGISTRATION_MOST)
        return REASON_too_long;
    if (number.n < 2)
        return REASON_too_short;
    ret->value = country.n == 0 ? bytes_copy(arena, compact_bytes(&number))
                                : bytes_printf(arena, "%.2s:%.*s", country.p, (int)number.n, number.p);
    return REASON_ok;
}
