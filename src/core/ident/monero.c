/*
 * monero: addresses of Monero.
 *
 * Shape   95 characters (standard and sub-address) or 106 (with a payment id inside): base 58 in blocks of 8 bytes, a network
 *         byte in front, 4 bytes of Keccak-256 behind
 * Errors  address_checksum, address_network, bad_character, structure
 * Source  Monero documentation: standard, sub- and integrated address; CryptoNote standard CNS007 (block base 58)
 */
#include <string.h>

#include "core/ident/address.h"
#include "core/ident/base58.h"
#include "core/ident/keccak.h"
#include "core/ident/parse.h"

#define BLOCK_BYTES 8
#define BLOCK_DIGITS 11
#define CHECKSUM_BYTES 4
#define STANDARD_DIGITS 95
#define INTEGRATED_DIGITS 106
#define BYTES_MOST 80

/* Digits that a last block of so many bytes takes; the place is the number of bytes. */
static const unsigned char block_digits[] = {0, 2, 3, 5, 6, 7, 9, 10, 11};

static size_t block_bytes(size_t digits)
{
    for (size_t n = 1; n < sizeof(block_digits); n++)
        if (block_digits[n] == digits)
            return n;
    return 0;
}

static bool decode_block(struct bytes text, uint8_t *ret, size_t n)
{
    uint64_t number = 0;

    for (size_t i = 0; i < text.n; i++) {
        int digit = base58_digit(BASE58_BITCOIN, text.p[i]);

        if (digit < 0 || __builtin_mul_overflow(number, 58, &number) || __builtin_add_overflow(number, (uint64_t)digit, &number))
            return false;
    }
    if (n < BLOCK_BYTES && number >> (8 * n) != 0)
        return false;
    for (size_t i = 0; i < n; i++)
        ret[i] = (uint8_t)(number >> (8 * (n - 1 - i)));
    return true;
}

/* text.n is one of the two lengths, so a last block of 7 digits (5 bytes) remains. */
static bool decode(struct bytes text, uint8_t *ret, size_t *ret_n)
{
    size_t n = 0;

    for (size_t i = 0; i < text.n; i += BLOCK_DIGITS) {
        struct bytes block = bytes_slice(text, i, BLOCK_DIGITS);
        size_t size = block_bytes(block.n);

        if (size == 0 || !decode_block(block, ret + n, size))
            return false;
        n += size;
    }
    *ret_n = n;
    return true;
}

/* Network bytes: 18 standard, 42 sub-address, 19 integrated. */
static bool main_network(uint8_t network, size_t digits)
{
    return digits == INTEGRATED_DIGITS ? network == 19 : network == 18 || network == 42;
}

enum reason monero_parse(const struct ident_data *data, struct arena *arena, struct bytes text,
                         const struct ident_context *context, struct ident *ret)
{
    uint8_t address[BYTES_MOST], hash[KECCAK_BYTES];
    size_t n;

    (void)data;
    (void)context;
    text = address_of_uri(text, "monero");
    if (text.n != STANDARD_DIGITS && text.n != INTEGRATED_DIGITS)
        return REASON_structure;
    if (!decode(text, address, &n))
        return address_base58_fault(text);
    keccak256(address, n - CHECKSUM_BYTES, hash);
    if (memcmp(hash, address + n - CHECKSUM_BYTES, CHECKSUM_BYTES) != 0)
        return REASON_address_checksum;
    if (!main_network(address[0], text.n))
        return REASON_address_network;
    ret->value = bytes_copy(arena, text);
    return REASON_ok;
}
