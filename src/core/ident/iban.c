#include "core/ident/iban.h"

#include <string.h>

#include "core/ident/check_digit.h"
#include "core/ident/compact.h"
#include "core/ident/parse.h"

#define COUNTRY_INDEX(first, second) (((first) - 'A') * 26 + ((second) - 'A'))

static const struct iban_country countries[26 * 26] = {
#define IBAN_COUNTRY(a, b, length, bban, bank_offset, bank_n, branch_offset, branch_n, national)                                 \
    [COUNTRY_INDEX(a, b)] = {length, bank_offset, bank_n, branch_offset, branch_n, IBAN_NATIONAL_##national, bban},
#include "core/ident/iban_country.def"
#undef IBAN_COUNTRY
};

const struct iban_country *iban_country_find(char first, char second)
{
    const struct iban_country *country;

    if (!all_upper(&first, 1) || !all_upper(&second, 1))
        return NULL;
    country = &countries[COUNTRY_INDEX(first, second)];
    return country->length == 0 ? NULL : country;
}

static bool class_matches(char class, const char *text, size_t n)
{
    return class == 'n' ? all_digits(text, n) : class == 'a' ? all_upper(text, n) : true;
}

static bool structure_matches(const char *structure, const char *bban)
{
    while (*structure != '\0') {
        size_t n = 0;

        while (ascii_digit(*structure))
            n = n * 10 + (size_t)(*structure++ - '0');
        if (!class_matches(*structure++, bban, n))
            return false;
        bban += n;
    }
    return true;
}

static bool check_digits_valid(const char *text, size_t n)
{
    static const char never[3][2] = {{'0', '0'}, {'0', '1'}, {'9', '9'}};

    for (size_t i = 0; i < COUNT_OF(never); i++)
        if (memcmp(text + 2, never[i], 2) == 0)
            return false;
    return mod97(mod97(0, text + 4, n - 4), text, 4) == 1;
}

enum reason iban_check(const char *text, size_t n)
{
    const struct iban_country *country = n < 4 ? NULL : iban_country_find(text[0], text[1]);

    if (country == NULL)
        return n < 4 ? REASON_too_short : REASON_iban_country;
    if (n != country->length)
        return REASON_iban_length;
    if (!all_digits(text + 2, 2) || !structure_matches(country->bban, text + 4))
        return REASON_iban_structure;
    return check_digits_valid(text, n) ? REASON_ok : REASON_iban_check_digits;
}

enum reason iban_parse(const struct ident_data *data, struct arena *arena, struct bytes text, const struct ident_context *context,
                       struct ident *ret)
{
    struct compact compact;
    enum reason reason = compact_upper(compact_after_word(text, "IBAN"), COMPACT_DASH | COMPACT_DOT, &compact);

    (void)data;
    (void)context;
    if (reason == REASON_ok)
        reason = iban_check(compact.p, compact.n);
    if (reason != REASON_ok)
        return reason;
    if (!iban_national_valid(iban_country_find(compact.p[0], compact.p[1])->national, compact.p + 4, compact.n - 4))
        ret->doubt = REASON_iban_national_check;
    ret->value = bytes_copy(arena, compact_bytes(&compact));
    return REASON_ok;
}

struct iban_parts ident_iban_parts(struct bytes canonical_iban)
{
    const struct iban_country *country =
        canonical_iban.n < 4 ? NULL : iban_country_find(canonical_iban.p[0], canonical_iban.p[1]);
    struct bytes bban = bytes_from(canonical_iban, 4);

    if (country == NULL || canonical_iban.n != country->length)
        return (struct iban_parts){BYTES_NONE, BYTES_NONE, BYTES_NONE};
    return (struct iban_parts){
        .country = bytes_slice(canonical_iban, 0, 2),
        .bank = bytes_slice(bban, country->bank_offset, country->bank_n),
        .branch = country->branch_n == 0 ? BYTES_NONE : bytes_slice(bban, country->branch_offset, country->branch_n),
    };
}

struct bytes iban_print(struct arena *arena, struct bytes value)
{
    char *text = arena_alloc(arena, value.n + value.n / 4 + 1);
    size_t n = 0;

    for (size_t i = 0; i < value.n; i++) {
        if (i > 0 && i % 4 == 0)
            text[n++] = ' ';
        text[n++] = value.p[i];
    }
    return (struct bytes){text, n};
}
