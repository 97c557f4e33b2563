#include "core/ident/vat.h"

#include <string.h>

#include "core/country.h"
#include "core/ident/compact.h"
#include "core/ident/parse.h"

#define OTHER_LEAST 4
#define OTHER_MOST 20

struct vat_country {
    const char *prefix;
    const char *country;
    const char *shapes;
    bool (*valid)(const char *p, size_t n);
};

static const struct vat_country countries[] = {
#define VAT_COUNTRY(prefix, country, shapes, check) {prefix, country, shapes, vat_##check##_valid},
#include "core/ident/vat_country.def"
#undef VAT_COUNTRY
};

/* By the prefix of VIES or the code of ISO 3166. */
static const struct vat_country *country_find(struct bytes code)
{
    for (size_t i = 0; i < COUNT_OF(countries); i++)
        if (bytes_is(code, countries[i].prefix) || bytes_is(code, countries[i].country))
            return &countries[i];
    return NULL;
}

static bool class_matches(char class, char c)
{
    switch (class) {
    case 'n':
        return ascii_digit(c);
    case 'a':
        return ascii_alpha(c);
    case 'c':
        return ascii_alnum(c);
    default:
        return c == class;
    }
}

static bool shape_matches(struct bytes shape, struct bytes number)
{
    if (shape.n != number.n)
        return false;
    for (size_t i = 0; i < shape.n; i++)
        if (!class_matches(shape.p[i], number.p[i]))
            return false;
    return true;
}

static enum reason check_number(const struct vat_country *country, struct bytes number)
{
    struct bytes shapes = bytes_of(country->shapes), shape;

    while (bytes_next_part(&shapes, '|', &shape))
        if (shape_matches(shape, number))
            return country->valid(number.p, number.n) ? REASON_ok : REASON_check_digits;
    return REASON_structure;
}

/* Older numbers of Belgium and Greece lack a leading zero. */
static struct bytes with_all_digits(struct arena *arena, const struct vat_country *country, struct bytes number)
{
    bool lacks = (bytes_is(bytes_of(country->prefix), "BE") && number.n == 9) ||
                 (bytes_is(bytes_of(country->prefix), "EL") && number.n == 8);

    return lacks ? bytes_printf(arena, "0%.*s", (int)number.n, number.p) : number;
}

static enum reason parse_national(struct arena *arena, const struct vat_country *country, struct bytes number, struct ident *ret)
{
    enum reason reason;

    number = with_all_digits(arena, country, number);
    reason = check_number(country, number);
    if (reason == REASON_ok)
        ret->value = bytes_printf(arena, "%s%.*s", country->prefix, (int)number.n, number.p);
    return reason;
}

/* A country whose rules are not known here: its code and at least a few digits. */
static enum reason parse_other(struct arena *arena, struct bytes code, struct bytes number, struct ident *ret)
{
    size_t digits = 0;

    for (size_t i = 0; i < number.n; i++)
        digits += ascii_digit(number.p[i]);
    if (number.n > OTHER_MOST)
        return REASON_too_long;
    if (digits < OTHER_LEAST)
        return REASON_structure;
    ret->value = bytes_printf(arena, "%.2s%.*s", code.p, (int)number.n, number.p);
    ret->doubt = REASON_unverified;
    return REASON_ok;
}

enum reason vat_parse(const struct ident_data *data, struct arena *arena, struct bytes text, const struct ident_context *context,
                      struct ident *ret)
{
    struct compact compact;
    struct bytes number, code, known = bytes_upper(arena, bytes_trim(context->country));
    const struct vat_country *country;
    enum reason reason = compact_upper(text, COMPACT_DASH | COMPACT_DOT | COMPACT_SLASH | COMPACT_SIGN, &compact);

    (void)data;
    if (reason != REASON_ok)
        return reason;
    number = compact_bytes(&compact);
    if (!all_alnum(number.p, number.n) && !bytes_start(number, BYTES("IE")) && !bytes_is(known, "IE"))
        return REASON_bad_character; /* signs stand in Irish numbers only */
    code = bytes_slice(number, 0, 2);
    country = country_find(code);
    reason = REASON_country_unknown;
    if (country != NULL)
        reason = parse_national(arena, country, bytes_from(number, 2), ret);
    if (reason != REASON_ok && (country = country_find(known)) != NULL)
        if (parse_national(arena, country, number, ret) == REASON_ok || reason == REASON_country_unknown)
            return parse_national(arena, country, number, ret);
    if (reason != REASON_country_unknown)
        return reason;
    if (country_known(code))
        return parse_other(arena, code, bytes_from(number, 2), ret);
    return country_known(known) ? parse_other(arena, known, number, ret) : REASON_country_unknown;
}
