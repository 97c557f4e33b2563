/*
 * base58.h: the base 58 numbers of crypto-currency addresses.
 *
 * Shape   digits of an alphabet without 0, O, I, l; a leading zero byte is a leading first digit.
 * Errors  false: another character, or more bytes than there is room for.
 * Source  Bitcoin Core src/base58.cpp describes the encoding; XRP Ledger: base58 encodings (its alphabet)
 */
#ifndef CORE_IDENT_BASE58_H
#define CORE_IDENT_BASE58_H

#include "base/bytes.h"

#define BASE58_MOST 64 /* bytes a number may have here */

enum base58_alphabet { BASE58_BITCOIN, BASE58_RIPPLE };

struct base58 {
    size_t n;
    uint8_t b[BASE58_MOST];
};

bool base58_decode(enum base58_alphabet alphabet, struct bytes text, struct base58 *ret);
struct bytes base58_encode(struct arena *arena, enum base58_alphabet alphabet, const uint8_t *b, size_t n);

/* The value of a digit, -1 when c is none. */
int base58_digit(enum base58_alphabet alphabet, char c);

/* Decodes, checks the 4 bytes of double SHA-256 at the end and takes them off. */
bool base58_check_decode(enum base58_alphabet alphabet, struct bytes text, struct base58 *ret);
struct bytes base58_check_encode(struct arena *arena, enum base58_alphabet alphabet, const uint8_t *b, size_t n);

#endif
