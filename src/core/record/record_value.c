/* The checks of record_value.def. Each gets text without spaces at its ends that is not empty. */
#include "core/record/record_value.h"

#include <string.h>

#include "base/instant.h"
#include "base/number.h"
#include "core/country.h"
#include "core/currency.h"
#include "core/record/record_choice.h"

#define REFERENCE_MOST 128
#define TEXT_MOST 4096
#define PROVIDER_MOST 32
#define DIGITS_WITHOUT_CURRENCY 2
#define EARLIEST_US (-25567 * INSTANT_DAY) /* 1900-01-01 */
#define LATEST_US (84006 * INSTANT_DAY)    /* 2200-01-01 */

typedef enum reason checker(const struct value_context *context, struct bytes text, struct value *ret);

/* ---- text ---- */

static bool has_control(struct bytes text, bool lines)
{
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];

        if ((c < ' ' && !(lines && (c == '\n' || c == '\r' || c == '\t'))) || c == 0x7F)
            return true;
    }
    return false;
}

static enum reason keep(const struct value_context *context, struct bytes text, struct value *ret)
{
    ret->text = bytes_copy(context->arena, text);
    return REASON_ok;
}

static enum reason check_text(const struct value_context *context, struct bytes text, struct value *ret)
{
    if (text.n > TEXT_MOST)
        return REASON_too_long;
    if (has_control(text, true))
        return REASON_bad_character;
    return keep(context, text, ret);
}

/* "411111******1111": what is left of a card number once it was truncated. */
static bool is_truncated_card(struct bytes text)
{
    size_t stars = 0, at = 6;

    if (text.n < 12 || text.n > 19)
        return false;
    while (at + stars < text.n && text.p[at + stars] == '*')
        stars++;
    for (size_t i = 0; i < text.n; i++)
        if ((i < at || i >= at + stars) && !ascii_digit(text.p[i]))
            return false;
    return stars > 0 && at + stars + 4 == text.n;
}

bool looks_like_card_number(struct arena *arena, struct bytes text)
{
    bool masked = false;

    if (text.n < 12)
        return false;
    card_mask_text(arena, text, &masked);
    return masked || is_truncated_card(text);
}

static enum reason check_reference(const struct value_context *context, struct bytes text, struct value *ret)
{
    if (text.n > REFERENCE_MOST)
        return REASON_too_long;
    if (has_control(text, false))
        return REASON_bad_character;
    if (looks_like_card_number(context->arena, text))
        return REASON_card_number_in_key;
    return keep(context, text, ret);
}

/* ---- times, amounts, countries ---- */

static bool is_plausible(int64_t us)
{
    return us >= EARLIEST_US && us < LATEST_US;
}

static enum reason check_time(const struct value_context *context, struct bytes text, struct value *ret)
{
    int64_t us;

    if (text.n == sizeof("2026-03-01") - 1 || !instant_parse(text, &us) || !is_plausible(us))
        return REASON_time_invalid;
    ret->number = us;
    ret->text = instant_print(context->arena, us);
    return REASON_ok;
}

static enum reason check_date(const struct value_context *context, struct bytes text, struct value *ret)
{
    int64_t us;

    if ((!date_parse(text, &us) && !instant_parse(text, &us)) || !is_plausible(us))
        return REASON_date_invalid;
    ret->number = us;
    ret->text = date_print(context->arena, us);
    return REASON_ok;
}

static struct bytes decimal_print(struct arena *arena, int64_t minor, unsigned digits)
{
    static const int64_t powers[] = {1, 10, 100, 1000, 10000};

    if (digits == 0)
        return bytes_printf(arena, "%lld", (long long)minor);
    return bytes_printf(arena, "%lld.%0*lld", (long long)(minor / powers[digits]), (int)digits,
                        (long long)(minor % powers[digits]));
}

static enum reason check_amount(const struct value_context *context, struct bytes text, struct value *ret)
{
    unsigned digits = DIGITS_WITHOUT_CURRENCY;
    int64_t minor;

    currency_digits(context->currency, &digits);
    if (!parse_decimal(text, digits, &minor) || minor < 0)
        return REASON_amount_invalid;
    ret->number = minor;
    ret->text = decimal_print(context->arena, minor, digits);
    return REASON_ok;
}

static enum reason check_currency(const struct value_context *context, struct bytes text, struct value *ret)
{
    unsigned digits;

    text = bytes_upper(context->arena, text);
    if (!currency_digits(text, &digits))
        return REASON_currency_unknown;
    ret->text = text;
    return REASON_ok;
}

static enum reason check_country(const struct value_context *context, struct bytes text, struct value *ret)
{
    text = bytes_upper(context->arena, text);
    if (!country_known(text))
        return REASON_country_unknown;
    ret->text = text;
    return REASON_ok;
}

static enum reason check_boolean(const struct value_context *context, struct bytes text, struct value *ret)
{
    (void)context;
    if (!bytes_equal_fold(text, BYTES("true")) && !bytes_equal_fold(text, BYTES("false")))
        return REASON_boolean_invalid;
    ret->number = ascii_lower(text.p[0]) == 't';
    ret->text = ret->number ? BYTES("true") : BYTES("false");
    return REASON_ok;
}

/* ---- choices ---- */

static enum reason check_flag_reason(const struct value_context *context, struct bytes text, struct value *ret)
{
    (void)context;
    return choice_find(VALUE_flag_reason, text, &ret->text);
}

static enum reason check_source_grade(const struct value_context *context, struct bytes text, struct value *ret)
{
    (void)context;
    return choice_find(VALUE_source_grade, text, &ret->text);
}

static enum reason check_info_grade(const struct value_context *context, struct bytes text, struct value *ret)
{
    (void)context;
    return choice_find(VALUE_info_grade, text, &ret->text);
}

static enum reason check_handling(const struct value_context *context, struct bytes text, struct value *ret)
{
    (void)context;
    return choice_find(VALUE_handling, text, &ret->text);
}

static enum reason check_tlp(const struct value_context *context, struct bytes text, struct value *ret)
{
    struct bytes prefix = BYTES("TLP:");

    (void)context;
    if (bytes_equal_fold(bytes_slice(text, 0, prefix.n), prefix))
        text = bytes_from(text, prefix.n);
    return choice_find(VALUE_tlp, text, &ret->text);
}

static enum reason check_account_scheme(const struct value_context *context, struct bytes text, struct value *ret)
{
    (void)context;
    return choice_find(VALUE_account_scheme, text, &ret->text);
}

/* ---- what names an endpoint ---- */

static enum reason check_provider(const struct value_context *context, struct bytes text, struct value *ret)
{
    if (text.n > PROVIDER_MOST)
        return REASON_too_long;
    if (has_control(text, false))
        return REASON_bad_character;
    ret->text = bytes_lower(context->arena, text);
    return REASON_ok;
}

static enum reason check_chain(const struct value_context *context, struct bytes text, struct value *ret)
{
    enum ident_kind kind;

    if (!ident_chain_find(text, &kind))
        return REASON_unknown_code;
    ret->text = bytes_lower(context->arena, text);
    return REASON_ok;
}

/* The identifier behind an account: its own canonical form is what is kept. */
static enum reason check_account(const struct value_context *context, struct bytes scheme, struct bytes text, struct value *ret)
{
    struct ident_context known = {.provider = context->ident.provider, .country = context->ident.country};
    struct ident endpoint, inner;
    enum reason reason = ident_endpoint_make(context->data, context->arena, scheme, text, &known, &endpoint);

    if (reason != REASON_ok)
        return reason;
    if (!ident_of_endpoint(context->data, context->arena, endpoint.value, &inner))
        return REASON_structure;
    inner.doubt = endpoint.doubt;
    ret->ident = inner;
    ret->text = inner.value;
    return REASON_ok;
}

static enum reason check_account_id(const struct value_context *context, struct bytes text, struct value *ret)
{
    if (context->scheme.n == 0)
        return REASON_scheme_unknown;
    return check_account(context, context->scheme, text, ret);
}

static enum reason check_crypto_address(const struct value_context *context, struct bytes text, struct value *ret)
{
    enum ident_kind kind;
    struct ident ident, inner;
    enum reason reason;

    if (ident_chain_find(context->chain, &kind)) {
        reason = ident_parse(context->data, context->arena, kind, text, NULL, &inner);
    } else {
        reason = ident_parse(context->data, context->arena, IDENT_endpoint, text, NULL, &ident);
        if (reason == REASON_ok && !ident_of_endpoint(context->data, context->arena, ident.value, &inner))
            reason = REASON_structure;
    }
    if (reason != REASON_ok)
        return reason == REASON_scheme_unknown ? REASON_address_checksum : reason;
    ret->ident = inner;
    ret->text = inner.value;
    return REASON_ok;
}

/* A truncated number is what may be kept; that it came whole is no fault of the line. */
static enum reason check_pan(const struct value_context *context, struct bytes text, struct value *ret)
{
    enum reason reason = ident_parse(context->data, context->arena, IDENT_card_number, text, NULL, &ret->ident);

    if (reason != REASON_ok)
        return reason;
    ret->ident.doubt = REASON_ok;
    ret->text = ret->ident.value;
    return REASON_ok;
}

/* ---- all of them ---- */

static checker *const checkers[VALUE_KIND_COUNT] = {
#define VALUE(name, check) [VALUE_##name] = check,
#include "core/record_value.def"
#undef VALUE
};

static const enum ident_kind ident_kinds[VALUE_KIND_COUNT] = {
#define IDENT(name, label, parse, strength, personal, pivot) [VALUE_##name] = IDENT_##name,
#include "core/ident_kind.def"
#undef IDENT
};

/* Names are compared folded and kept in their letters: people read them. */
static const bool keeps_letters[VALUE_KIND_COUNT] = {
    [VALUE_company_name] = true, [VALUE_person_name] = true, [VALUE_descriptor] = true};

enum reason value_check(const struct value_context *context, enum value_kind kind, struct bytes text, struct value *ret)
{
    struct value value = {.text = BYTES_NONE};
    enum reason reason;

    text = bytes_trim(text);
    if (text.n == 0)
        return REASON_empty;
    if (checkers[kind] != NULL) {
        reason = checkers[kind](context, text, &value);
    } else {
        reason = ident_parse(context->data, context->arena, ident_kinds[kind], text, &context->ident, &value.ident);
        value.text = value.ident.value;
        if (reason == REASON_ok && keeps_letters[kind])
            keep(context, text, &value);
    }
    if (reason == REASON_ok)
        *ret = value;
    return reason;
}
