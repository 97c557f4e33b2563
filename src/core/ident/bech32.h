/*
 * bech32.h: Bech32 and Bech32m, and the segregated witness addresses written in them.
 *
 * Shape   a readable part, '1', then 5-bit characters of which the last 6 are a checksum; one case only; at most 90 characters, of
 *         which the checksum surely finds four errors; longer ones are read where a currency uses them.
 * Errors  false: another shape, or the checksum does not match.
 * Source  BIP-173, BIP-350
 */
#ifndef CORE_IDENT_BECH32_H
#define CORE_IDENT_BECH32_H

#include "base/bytes.h"

#define BECH32_MOST 90       /* characters, BIP-173 */
#define BECH32_LONG_MOST 128 /* characters; a stealth address of Litecoin has 121 */
#define BECH32_PLAIN 1u
#define BECH32_M 0x2bc830a3u /* BIP-350 */

struct bech32 {
    struct bytes readable; /* points into the text, in the text's case */
    uint32_t constant;     /* what the checksum gave: BECH32_PLAIN, BECH32_M */
    size_t n;
    uint8_t five[BECH32_LONG_MOST]; /* 5-bit groups without the checksum */
};

bool bech32_decode(struct bytes text, struct bech32 *ret);
bool bech32_decode_long(struct bytes text, struct bech32 *ret);

/* The value of a character of the 32, -1 when c is none; lower case. */
int bech32_value(char c);

/* Eight-bit bytes from five-bit groups; false when bits other than zero are left over, or more than four. */
bool bech32_to_bytes(const uint8_t *five, size_t n, uint8_t *ret, size_t *ret_n);

/* Whether the decoded text is a segregated witness address: version 0 in Bech32 with 20 or 32 bytes, 1 to 16 in Bech32m. */
bool bech32_is_segwit(const struct bech32 *address);

#endif
