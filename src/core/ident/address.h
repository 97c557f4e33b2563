/*
 * address.h: what the addresses of all crypto-currencies have in common.
 */
#ifndef CORE_IDENT_ADDRESS_H
#define CORE_IDENT_ADDRESS_H

#include "core/ident.h"

/* Takes "bitcoin:" and the like off the front and "?amount=..." off the end (BIP-21, EIP-681). */
struct bytes address_of_uri(struct bytes text, const char *scheme);

/* Why text that does not decode is refused: a character that base 58 does not have, or else the checksum. */
enum reason address_base58_fault(struct bytes text);

#endif
