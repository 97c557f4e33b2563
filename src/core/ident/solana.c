/*
 * solana: addresses of Solana.
 *
 * Shape   32 bytes in base 58 (32 to 44 characters); there is no checksum
 * Errors  structure, bad_character; doubt address_unverified always
 * Source  Solana documentation: accounts
 */
#include "core/ident/address.h"
#include "core/ident/base58.h"
#include "core/ident/parse.h"

#define KEY_BYTES 32

enum reason solana_parse(const struct ident_data *data, struct arena *arena, struct bytes text,
                         const struct ident_context *context, struct ident *ret)
{
    struct base58 key;

    (void)data;
    (void)context;
    text = address_of_uri(text, "solana");
    if (!base58_decode(BASE58_BITCOIN, text, &key))
        return address_base58_fault(text) == REASON_bad_character ? REASON_bad_character : REASON_structure;
    if (key.n != KEY_BYTES)
        return REASON_structure;
    ret->value = bytes_copy(arena, text);
    ret->doubt = REASON_address_unverified;
    return REASON_ok;
}
