#include <string.h>

#include "core/ident/data.h"
#include "core/ident/defang.h"
#include "core/ident/parse.h"
#include "core/ident/phone_number.h"

#define TEXT_MOST 64 /* bytes; a number with its punctuation, a label such as "tel:" and an extension */
#define DIGITS_LEAST 5

static size_t count_digits(struct bytes text)
{
    size_t digits = 0;

    for (size_t i = 0; i < text.n; i++)
        digits += ascii_digit(text.p[i]);
    return digits;
}

static const char *country_code(const struct ident_context *context, char ret[3])
{
    if (context->country.n != 2 || !ascii_alpha(context->country.p[0]) || !ascii_alpha(context->country.p[1]))
        return "ZZ";
    ret[0] = (char)ascii_upper(context->country.p[0]);
    ret[1] = (char)ascii_upper(context->country.p[1]);
    ret[2] = '\0';
    return ret;
}

/* "00" for "+" is the habit of most countries; tried when the number is none by the country's own plan. */
static enum phone_verdict read_with_00(struct arena *arena, struct bytes text, char *ret_e164)
{
    struct bytes rest;

    if (!bytes_start(text, BYTES("00")))
        return PHONE_NONE;
    rest = bytes_printf(arena, "+%.*s", (int)text.n - 2, text.p + 2);
    return phone_number_read(rest.p, rest.n, "ZZ", ret_e164);
}

/* The library lets numbers pass for possible whose E.164 form it then reads differently. */
static bool is_stable(const char *e164)
{
    char again[PHONE_E164_ROOM];

    return phone_number_read(e164, strlen(e164), "ZZ", again) != PHONE_NONE && strcmp(e164, again) == 0;
}

static enum phone_verdict read_number(struct arena *arena, struct bytes text, const char *country, char *ret_e164)
{
    char other[PHONE_E164_ROOM];
    enum phone_verdict verdict = phone_number_read(text.p, text.n, country, ret_e164), without_country;

    if (verdict == PHONE_VALID)
        return verdict;
    without_country = read_with_00(arena, text, other);
    if (without_country > verdict) {
        memcpy(ret_e164, other, sizeof(other));
        verdict = without_country;
    }
    return verdict == PHONE_POSSIBLE && !is_stable(ret_e164) ? PHONE_NONE : verdict;
}

enum reason phone_parse(UNUSED const struct ident_data *data, struct arena *arena, struct bytes text,
                        const struct ident_context *context, struct ident *ret)
{
    char country[3], e164[PHONE_E164_ROOM];
    enum phone_verdict verdict;

    text = defang(arena, text, DEFANG_HOST);
    if (text.n > TEXT_MOST)
        return REASON_too_long;
    if (text.n == 0 || count_digits(text) < DIGITS_LEAST)
        return REASON_phone_invalid;
    verdict = read_number(arena, text, country_code(context, country), e164);
    if (verdict == PHONE_NONE || strlen(e164) < 1 + DIGITS_LEAST)
        return *text.p != '+' && context->country.n == 0 ? REASON_phone_country : REASON_phone_invalid;
    ret->value = bytes_copy(arena, bytes_of(e164));
    ret->doubt = verdict == PHONE_VALID ? REASON_ok : REASON_phone_unassigned;
    return REASON_ok;
}
