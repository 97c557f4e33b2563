/*
 * artefact: traces that an operator leaves on his sites and in his networks.
 *
 * Shape   tls_sha256    64 hex digits of a certificate's SHA-256, perhaps with ':' between bytes; canonical: lower case
 *         txid          64 hex digits, perhaps behind 0x, in lower case; a Solana signature (87 or 88 digits of base 58) as it is
 *         asn           "AS" and 1 to 4294967295
 * Errors  structure, too_short, too_long, bad_character
 * Source  FIPS 180-4; RFC 6793 (AS numbers of 32 bits); Solana documentation: transactions
 */
#include <string.h>

#include "base/number.h"
#include "core/ident/base58.h"
#include "core/ident/compact.h"
#include "core/ident/parse.h"

#define SHA256_DIGITS 64
#define FINGERPRINT_WORDS_MOST 24 /* bytes that OpenSSL prints before the digits */
#define SOLANA_SIGNATURE 64       /* bytes */

/* Hex digits in lower case; ':' and spaces are left out. */
static enum reason hex64(struct arena *arena, struct bytes text, struct bytes *ret)
{
    char *value = arena_alloc(arena, SHA256_DIGITS);
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == ':' || ascii_space(text.p[i]))
            continue;
        if (!ascii_xdigit(text.p[i]))
            return REASON_bad_character;
        if (n == SHA256_DIGITS)
            return REASON_too_long;
        value[n++] = (char)ascii_lower(text.p[i]);
    }
    if (n < SHA256_DIGITS)
        return REASON_too_short;
    *ret = (struct bytes){value, n};
    return REASON_ok;
}

enum reason tls_sha256_parse(const struct ident_data *data, struct arena *arena, struct bytes text,
                             const struct ident_context *context, struct ident *ret)
{
    size_t equals;

    (void)data;
    (void)context;
    if (bytes_find(text, '=', &equals) && equals < FINGERPRINT_WORDS_MOST) /* "sha256 Fingerprint=E3:B0:..." */
        text = bytes_from(text, equals + 1);
    return hex64(arena, compact_after_word(text, "sha256"), &ret->value);
}

enum reason txid_parse(const struct ident_data *data, struct arena *arena, struct bytes text, const struct ident_context *context,
                       struct ident *ret)
{
    struct base58 signature;

    (void)data;
    (void)context;
    if (bytes_equal_fold(bytes_slice(text, 0, 2), BYTES("0x")))
        return hex64(arena, bytes_from(text, 2), &ret->value);
    if (text.n > SHA256_DIGITS && base58_decode(BASE58_BITCOIN, text, &signature) && signature.n == SOLANA_SIGNATURE) {
        ret->value = bytes_copy(arena, text);
        return REASON_ok;
    }
    return hex64(arena, text, &ret->value);
}

enum reason asn_parse(const struct ident_data *data, struct arena *arena, struct bytes text, const struct ident_context *context,
                      struct ident *ret)
{
    struct compact asn;
    uint64_t number;
    enum reason reason = compact_upper(text, 0, &asn);
    struct bytes digits = compact_bytes(&asn);

    (void)data;
    (void)context;
    if (reason != REASON_ok)
        return reason;
    digits = bytes_start(digits, BYTES("ASN"))  ? bytes_from(digits, 3)
             : bytes_start(digits, BYTES("AS")) ? bytes_from(digits, 2)
                                                : digits;
    if (!all_digits(digits.p, digits.n) || !parse_u64(digits, &number))
        return REASON_structure;
    if (number == 0 || number > UINT32_MAX)
        return REASON_structure;
    ret->value = bytes_printf(arena, "AS%llu", (unsigned long long)number);
    return REASON_ok;
}
