/*
 * coin: addresses of Bitcoin and of the currencies that took its form.
 *
 * Shape   Base58Check with a version byte and 20 bytes of hash, or a segregated witness address; canonical: as written, Bech32
 *         in lower case. Litecoin's old script addresses ("3...") become the new spelling ("M...") of the same hash.
 *         Tron also in hex ("41..."), which becomes Base58Check.
 *         Litecoin's stealth addresses ("ltcmweb1...") are Bech32 of two public keys.
 * Errors  address_checksum, address_network (test networks, other currencies), bad_character, structure
 * Source  Bitcoin Core chainparams, Litecoin Core chainparams, Dogecoin Core chainparams; BIP-173, BIP-350; TRON: address format
 */
#include "base/hash.h"
#include "core/ident/address.h"
#include "core/ident/base58.h"
#include "core/ident/bech32.h"
#include "core/ident/parse.h"

#define HASH_BYTES 20
#define KEY_BYTES 33 /* a compressed public key: 2 or 3, then 32 bytes */

struct coin {
    const char *scheme;
    const char *readable; /* of segregated witness addresses, NULL when there are none */
    const char *stealth;  /* readable part of addresses that are two public keys, NULL when there are none */
    uint8_t versions[2];
    uint8_t old_script; /* a version that is written anew as versions[1]; 0 when there is none */
};

static const struct coin bitcoin = {"bitcoin", "bc", NULL, {0x00, 0x05}, 0};
static const struct coin litecoin = {"litecoin", "ltc", "ltcmweb", {0x30, 0x32}, 0x05};
static const struct coin dogecoin = {"dogecoin", NULL, NULL, {0x1e, 0x16}, 0};
static const struct coin tron = {"tron", NULL, NULL, {0x41, 0x41}, 0};

/* Readable parts of segregated witness addresses: a text that begins with one of them and '1' is no base 58. */
static const char *const readables[] = {"bc", "tb", "bcrt", "ltc", "tltc", "rltc", "ltcmweb", "tmweb"};

static bool has_readable(struct bytes text)
{
    for (size_t i = 0; i < COUNT_OF(readables); i++) {
        struct bytes readable = bytes_of(readables[i]);

        if (text.n > readable.n && text.p[readable.n] == '1' && bytes_equal_fold(bytes_slice(text, 0, readable.n), readable))
            return true;
    }
    return false;
}

/* Version 0, then the scan key and the spend key (Litecoin Improvement Proposal 4, MWEB). */
static bool is_stealth(const struct bech32 *address)
{
    uint8_t keys[BECH32_LONG_MOST];
    size_t n;

    return address->constant == BECH32_PLAIN && address->n > 1 && address->five[0] == 0 &&
           bech32_to_bytes(address->five + 1, address->n - 1, keys, &n) && n == 2 * KEY_BYTES && (keys[0] & 0xFE) == 2 &&
           (keys[KEY_BYTES] & 0xFE) == 2;
}

static enum reason parse_stealth(const struct coin *coin, struct arena *arena, struct bytes text, struct ident *ret)
{
    struct bech32 address;

    if (!bech32_decode_long(text, &address))
        return REASON_address_checksum;
    if (!bytes_equal_fold(address.readable, bytes_of(coin->stealth)))
        return REASON_address_network;
    if (!is_stealth(&address))
        return REASON_structure;
    ret->value = bytes_lower(arena, text);
    return REASON_ok;
}

static enum reason parse_segwit(const struct coin *coin, struct arena *arena, struct bytes text, struct ident *ret)
{
    struct bech32 address;

    if (!bech32_decode(text, &address))
        return REASON_address_checksum;
    if (coin->readable == NULL || !bytes_equal_fold(address.readable, bytes_of(coin->readable)))
        return REASON_address_network;
    if (!bech32_is_segwit(&address))
        return REASON_structure;
    ret->value = bytes_lower(arena, text);
    return REASON_ok;
}

static enum reason parse_base58(const struct coin *coin, struct arena *arena, struct bytes text, struct ident *ret)
{
    struct base58 address;

    if (!base58_check_decode(BASE58_BITCOIN, text, &address))
        return address_base58_fault(text);
    if (address.n != 1 + HASH_BYTES)
        return REASON_structure;
    if (coin->old_script != 0 && address.b[0] == coin->old_script) {
        address.b[0] = coin->versions[1];
        ret->value = base58_check_encode(arena, BASE58_BITCOIN, address.b, address.n);
        return REASON_ok;
    }
    if (address.b[0] != coin->versions[0] && address.b[0] != coin->versions[1])
        return REASON_address_network;
    ret->value = bytes_copy(arena, text);
    return REASON_ok;
}

static enum reason coin_parse(const struct coin *coin, struct arena *arena, struct bytes text, struct ident *ret)
{
    text = address_of_uri(text, coin->scheme);
    if (coin->stealth != NULL && text.n > BECH32_MOST)
        return parse_stealth(coin, arena, text, ret);
    return has_readable(text) ? parse_segwit(coin, arena, text, ret) : parse_base58(coin, arena, text, ret);
}

enum reason bitcoin_parse(const struct ident_data *data, struct arena *arena, struct bytes text,
                          const struct ident_context *context, struct ident *ret)
{
    (void)data;
    (void)context;
    return coin_parse(&bitcoin, arena, text, ret);
}

enum reason litecoin_parse(const struct ident_data *data, struct arena *arena, struct bytes text,
                           const struct ident_context *context, struct ident *ret)
{
    (void)data;
    (void)context;
    return coin_parse(&litecoin, arena, text, ret);
}

enum reason dogecoin_parse(const struct ident_data *data, struct arena *arena, struct bytes text,
                           const struct ident_context *context, struct ident *ret)
{
    (void)data;
    (void)context;
    return coin_parse(&dogecoin, arena, text, ret);
}

/* 21 bytes of hex that begin with the version, perhaps behind 0x. */
static bool tron_hex(struct arena *arena, struct bytes text, struct bytes *ret)
{
    if (text.n == 2 * (2 + HASH_BYTES) && bytes_equal_fold(bytes_slice(text, 0, 2), BYTES("0x")))
        text = bytes_from(text, 2);
    return text.n == 2 * (1 + HASH_BYTES) && hex_parse(arena, text, ret) && (uint8_t)ret->p[0] == tron.versions[0];
}

enum reason tron_parse(const struct ident_data *data, struct arena *arena, struct bytes text, const struct ident_context *context,
                       struct ident *ret)
{
    struct bytes raw;

    (void)data;
    (void)context;
    if (tron_hex(arena, text, &raw)) {
        ret->value = base58_check_encode(arena, BASE58_BITCOIN, (const uint8_t *)raw.p, raw.n);
        ret->doubt = REASON_address_unverified;
        return REASON_ok;
    }
    return coin_parse(&tron, arena, text, ret);
}
