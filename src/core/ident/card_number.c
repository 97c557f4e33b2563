#include "core/ident/card_number.h"

#include <string.h>

#include "core/ident/check_digit.h"
#include "core/ident/compact.h"
#include "core/ident/parse.h"

#define LENGTH(n) (1u << (n))
#define LENGTHS(least, most) ((LENGTH((most) + 1) - 1) & ~(LENGTH(least) - 1))

struct issuer {
    unsigned first, last;
    unsigned prefix_digits;
    unsigned lengths; /* bit n: numbers of n digits */
};

static const struct issuer issuers[] = {
#define CARD_ISSUER(first, last, digits, lengths) {first, last, digits, lengths},
#include "core/ident/card_issuer.def"
#undef CARD_ISSUER
};

bool card_issuer_known(const char *digits, size_t n)
{
    static const unsigned cut[] = {10000, 1000, 100, 10, 1};
    unsigned four = 0;

    if (n < CARD_LEAST || n > CARD_MOST)
        return false;
    for (size_t i = 0; i < 4; i++)
        four = four * 10 + (unsigned)(digits[i] - '0');
    for (size_t i = 0; i < COUNT_OF(issuers); i++) {
        unsigned prefix = four / cut[issuers[i].prefix_digits];

        if (prefix >= issuers[i].first && prefix <= issuers[i].last && (issuers[i].lengths & LENGTH(n)) != 0)
            return true;
    }
    return false;
}

bool card_number_valid(const char *digits, size_t n)
{
    return card_issuer_known(digits, n) && luhn_valid(digits, n);
}

/* A number that was truncated before, perhaps in groups, with '*' or X for each digit that is gone. */
static bool truncated_parse(struct bytes text, struct compact *ret)
{
    struct compact number = {.n = 0};

    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == ' ' || text.p[i] == '-')
            continue;
        if (number.n == CARD_MOST)
            return false;
        number.p[number.n++] = ascii_upper(text.p[i]) == 'X' ? '*' : text.p[i];
    }
    if (number.n < CARD_LEAST || !all_digits(number.p, CARD_HEAD) || !all_digits(number.p + number.n - CARD_TAIL, CARD_TAIL))
        return false;
    for (size_t i = CARD_HEAD; i < number.n - CARD_TAIL; i++)
        if (number.p[i] != '*')
            return false;
    *ret = number;
    return true;
}

enum reason card_number_parse(const struct ident_data *data, struct arena *arena, struct bytes text,
                              const struct ident_context *context, struct ident *ret)
{
    struct compact number;
    enum reason reason;

    (void)data;
    (void)context;
    if (truncated_parse(text, &number)) {
        ret->value = bytes_copy(arena, compact_bytes(&number));
        return REASON_ok;
    }
    reason = compact_digits(text, COMPACT_DASH, &number);
    if (reason != REASON_ok)
        return reason;
    if (number.n < CARD_LEAST || number.n > CARD_MOST)
        return number.n < CARD_LEAST ? REASON_too_short : REASON_too_long;
    if (!card_issuer_known(number.p, number.n))
        return REASON_unknown_code;
    if (!luhn_valid(number.p, number.n))
        return REASON_luhn;
    memset(number.p + CARD_HEAD, '*', number.n - CARD_HEAD - CARD_TAIL);
    ret->value = bytes_copy(arena, compact_bytes(&number));
    ret->doubt = REASON_card_number;
    return REASON_ok;
}
