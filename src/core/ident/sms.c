/*
 * sms: premium short codes, which mean nothing without their country.
 *
 * Shape   "CC/shortcode" or "CC/shortcode/KEYWORD": 3 to 8 digits, the keyword in capitals; the country may come from the context
 * Errors  structure, country_unknown, phone_country (no country), bad_character, too_long
 */
#include "core/country.h"
#include "core/ident/compact.h"
#include "core/ident/free_text.h"
#include "core/ident/parse.h"

#define CODE_LEAST 3
#define CODE_MOST 8
#define KEYWORD_MOST 32

static enum reason parse_country(struct arena *arena, struct bytes *rest, struct bytes known, struct bytes *ret)
{
    struct bytes part;

    if (rest->n > 2 && ascii_alpha(rest->p[0])) {
        bytes_next_part(rest, '/', &part);
        known = bytes_trim(part);
    }
    if (known.n == 0)
        return REASON_phone_country;
    *ret = bytes_upper(arena, known);
    return country_known(*ret) ? REASON_ok : REASON_country_unknown;
}

static enum reason parse_code(struct bytes *rest, struct compact *ret)
{
    struct bytes part;
    enum reason reason;

    if (!bytes_next_part(rest, '/', &part))
        return REASON_structure;
    reason = compact_digits(part, COMPACT_DASH, ret);
    if (reason != REASON_ok)
        return reason;
    return ret->n < CODE_LEAST || ret->n > CODE_MOST ? REASON_structure : REASON_ok;
}

static enum reason parse_keyword(struct arena *arena, struct bytes rest, struct bytes *ret)
{
    struct bytes keyword;
    size_t slash;
    enum reason reason = free_text_parse(arena, rest, KEYWORD_MOST, &keyword);

    if (reason == REASON_ok && bytes_find(keyword, '/', &slash))
        return REASON_bad_character;
    if (reason == REASON_ok)
        *ret = bytes_upper(arena, keyword);
    return reason;
}

enum reason sms_parse(const struct ident_data *data, struct arena *arena, struct bytes text, const struct ident_context *context,
                      struct ident *ret)
{
    struct bytes country = BYTES_NONE, keyword = BYTES_NONE, rest = text;
    struct compact code;
    enum reason reason = parse_country(arena, &rest, context->country, &country);

    (void)data;
    if (reason == REASON_ok)
        reason = parse_code(&rest, &code);
    if (reason == REASON_ok && bytes_trim(rest).n > 0)
        reason = parse_keyword(arena, rest, &keyword);
    if (reason != REASON_ok)
        return reason;
    ret->value = bytes_printf(arena, "%.2s/%.*s%s%.*s", country.p, (int)code.n, code.p, keyword.n > 0 ? "/" : "", (int)keyword.n,
                              keyword.n > 0 ? keyword.p : "");
    return REASON_ok;
}
