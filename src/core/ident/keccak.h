/*
 * keccak.h: Keccak-256 as Ethereum and Monero use it (padding 01, before FIPS 202 changed it).
 */
#ifndef CORE_IDENT_KECCAK_H
#define CORE_IDENT_KECCAK_H

#include "base/bytes.h"

#define KECCAK_BYTES 32
#define KECCAK_TEXT_MOST 135 /* one block */

/* Of at most KECCAK_TEXT_MOST bytes. */
void keccak256(const uint8_t *text, size_t n, uint8_t ret[KECCAK_BYTES]);

#endif
