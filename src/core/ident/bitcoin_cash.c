/*
 * bitcoin_cash: addresses of Bitcoin Cash.
 *
 * Shape   CashAddr ("bitcoincash:q..." or without the prefix) or the old form of Bitcoin; canonical: CashAddr in lower case without
 *         the prefix
 * Errors  address_checksum, address_network, bad_character, structure
 * Source  Bitcoin Cash specification: CashAddr
 */
#include <string.h>

#include "core/ident/address.h"
#include "core/ident/base58.h"
#include "core/ident/bech32.h"
#include "core/ident/parse.h"

#define CHECKSUM 8
#define HASH_BYTES 20
#define GROUPS 34 /* 5-bit groups of a version byte and a hash of 20 bytes */
#define GROUPS_MOST 104

static const char alphabet[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

static uint64_t checksum_step(uint64_t sum, uint8_t value)
{
    static const uint64_t generator[] = {0x98f2bc8e61, 0x79b76d99e2, 0xf33e5fb3c4, 0xae2eabe2a8, 0x1e4f43e470};
    uint64_t top = sum >> 35;

    sum = (sum & UINT64_C(0x07ffffffff)) << 5 ^ value;
    for (unsigned i = 0; i < COUNT_OF(generator); i++)
        if (top >> i & 1)
            sum ^= generator[i];
    return sum;
}

static uint64_t checksum(struct bytes prefix, const uint8_t *five, size_t n)
{
    uint64_t sum = 1;

    for (size_t i = 0; i < prefix.n; i++)
        sum = checksum_step(sum, (uint8_t)(prefix.p[i] & 31));
    sum = checksum_step(sum, 0);
    for (size_t i = 0; i < n; i++)
        sum = checksum_step(sum, five[i]);
    return sum ^ 1;
}

/* One case only, as in Bech32. */
static bool read_groups(struct bytes text, uint8_t *five)
{
    bool lower = false, upper = false;

    for (size_t i = 0; i < text.n; i++) {
        int value = bech32_value((char)ascii_lower(text.p[i]));

        if (value < 0)
            return false;
        lower = lower || (text.p[i] >= 'a' && text.p[i] <= 'z');
        upper = upper || (text.p[i] >= 'A' && text.p[i] <= 'Z');
        five[i] = (uint8_t)value;
    }
    return !(lower && upper);
}

/* Type in bits 3-6 (0 key, 1 script, 2 and 3 with tokens), size of the hash in bits 0-2. */
static enum reason check_payload(const uint8_t *five, size_t n)
{
    static const size_t sizes[] = {20, 24, 28, 32, 40, 48, 56, 64};
    uint8_t payload[GROUPS_MOST];
    size_t bytes;

    if (!bech32_to_bytes(five, n, payload, &bytes) || bytes == 0 || (payload[0] & 0x80) != 0)
        return REASON_structure;
    return bytes == 1 + sizes[payload[0] & 7] && payload[0] >> 3 <= 3 ? REASON_ok : REASON_structure;
}

static enum reason parse_cashaddr(struct arena *arena, struct bytes text, struct ident *ret)
{
    static const char *const other[] = {"bchtest", "bchreg"};
    uint8_t five[GROUPS_MOST];

    if (text.n < GROUPS + CHECKSUM || text.n > GROUPS_MOST)
        return REASON_structure;
    if (!read_groups(text, five))
        return REASON_bad_character;
    if (checksum(BYTES("bitcoincash"), five, text.n) != 0) {
        for (size_t i = 0; i < COUNT_OF(other); i++)
            if (checksum(bytes_of(other[i]), five, text.n) == 0)
                return REASON_address_network;
        return REASON_address_checksum;
    }
    ret->value = bytes_lower(arena, text);
    return check_payload(five, text.n - CHECKSUM);
}

/* The CashAddr of a version byte and a hash. */
static struct bytes cashaddr_of(struct arena *arena, uint8_t version, const uint8_t *hash)
{
    uint8_t five[GROUPS + CHECKSUM] = {0};
    char *text = arena_alloc(arena, sizeof(five));
    uint32_t bits = version;
    unsigned held = 8;
    size_t n = 0;
    uint64_t sum;

    for (size_t i = 0; n < GROUPS; n++) {
        if (held < 5) {
            bits = (bits << 8 | (i < HASH_BYTES ? hash[i] : 0)) & 0xFFFF;
            held += 8;
            i++;
        }
        held -= 5;
        five[n] = bits >> held & 31;
    }
    sum = checksum(BYTES("bitcoincash"), five, sizeof(five));
    for (size_t i = 0; i < CHECKSUM; i++)
        five[GROUPS + i] = sum >> (5 * (CHECKSUM - 1 - i)) & 31;
    for (size_t i = 0; i < sizeof(five); i++)
        text[i] = alphabet[five[i]];
    return (struct bytes){text, sizeof(five)};
}

static enum reason parse_old(struct arena *arena, struct bytes text, struct ident *ret)
{
    struct base58 address;

    if (!base58_check_decode(BASE58_BITCOIN, text, &address))
        return address_base58_fault(text);
    if (address.n != 1 + HASH_BYTES)
        return REASON_structure;
    if (address.b[0] != 0x00 && address.b[0] != 0x05)
        return REASON_address_network;
    ret->value = cashaddr_of(arena, address.b[0] == 0x05 ? 8 : 0, address.b + 1);
    return REASON_ok;
}

enum reason bitcoin_cash_parse(const struct ident_data *data, struct arena *arena, struct bytes text,
                               const struct ident_context *context, struct ident *ret)
{
    (void)data;
    (void)context;
    text = address_of_uri(text, "bitcoincash");
    if (bytes_equal_fold(bytes_slice(text, 0, 8), BYTES("bchtest:")) ||
        bytes_equal_fold(bytes_slice(text, 0, 7), BYTES("bchreg:")))
        return REASON_address_network;
    return text.n < GROUPS + CHECKSUM ? parse_old(arena, text, ret) : parse_cashaddr(arena, text, ret);
}
