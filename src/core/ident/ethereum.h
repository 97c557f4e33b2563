/*
 * ethereum.h: addresses of Ethereum and of the chains that share its form.
 *
 * Shape   20 bytes of hex, with or without 0x; canonical: 0x and lower case. Mixed case carries the checksum of ERC-55.
 * Errors  address_checksum, bad_character, structure; doubt address_unverified when all letters are of one case
 * Source  ERC-55; EIP-681
 */
#ifndef CORE_IDENT_ETHEREUM_H
#define CORE_IDENT_ETHEREUM_H

#include "core/ident.h"

/* The address in the mixed case of ERC-55. */
struct bytes ethereum_print(struct arena *arena, struct bytes value);

#endif
