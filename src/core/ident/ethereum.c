#include "core/ident/ethereum.h"

#include "core/ident/address.h"
#include "core/ident/keccak.h"
#include "core/ident/parse.h"

#define DIGITS 40

/* A letter is a capital where the hash of the lower-case digits has a nibble of 8 or more. */
struct bytes ethereum_print(struct arena *arena, struct bytes value)
{
    char *text = bytes_cstr(arena, value);
    uint8_t hash[KECCAK_BYTES];

    keccak256((const uint8_t *)value.p + 2, DIGITS, hash);
    for (size_t i = 0; i < DIGITS; i++)
        if ((hash[i / 2] >> (i % 2 == 0 ? 4 : 0) & 8) != 0)
            text[2 + i] = (char)ascii_upper(text[2 + i]);
    return (struct bytes){text, value.n};
}

/* The digits of "0x...", "ethereum:0x...@1?value=1", "ethereum:pay-0x...". */
static struct bytes digits_of(struct bytes text)
{
    size_t at;

    text = address_of_uri(text, "ethereum");
    if (bytes_start(text, BYTES("pay-")))
        text = bytes_from(text, 4);
    if (bytes_find(text, '@', &at))
        text = bytes_slice(text, 0, at);
    return bytes_equal_fold(bytes_slice(text, 0, 2), BYTES("0x")) ? bytes_from(text, 2) : text;
}

static enum reason check_hex(struct bytes digits, bool *ret_mixed)
{
    bool lower = false, upper = false;

    if (digits.n != DIGITS)
        return REASON_structure;
    for (size_t i = 0; i < digits.n; i++) {
        if (!ascii_xdigit(digits.p[i]))
            return REASON_bad_character;
        lower = lower || digits.p[i] >= 'a';
        upper = upper || (digits.p[i] >= 'A' && digits.p[i] <= 'F');
    }
    *ret_mixed = lower && upper;
    return REASON_ok;
}

enum reason ethereum_parse(const struct ident_data *data, struct arena *arena, struct bytes text,
                           const struct ident_context *context, struct ident *ret)
{
    struct bytes digits = digits_of(text);
    bool mixed;
    enum reason reason = check_hex(digits, &mixed);

    (void)data;
    (void)context;
    if (reason != REASON_ok)
        return reason;
    char *value = arena_alloc(arena, 2 + DIGITS);

    value[0] = '0';
    value[1] = 'x';
    for (size_t i = 0; i < DIGITS; i++)
        value[2 + i] = (char)ascii_lower(digits.p[i]);
    ret->value = (struct bytes){value, 2 + DIGITS};
    if (!mixed)
        ret->doubt = REASON_address_unverified;
    else if (!bytes_equal(bytes_from(ethereum_print(arena, ret->value), 2), digits))
        return REASON_address_checksum;
    return REASON_ok;
}
