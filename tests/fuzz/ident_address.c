/* Identifiers of the group "address", in the order that the first byte of a seed counts in: append only. */
#include "fuzz/ident_property.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n)
{
    static const enum ident_kind kinds[] = {
        IDENT_bitcoin, IDENT_litecoin, IDENT_bitcoin_cash, IDENT_dogecoin, IDENT_ethereum,
        IDENT_tron,    IDENT_monero,   IDENT_ripple,       IDENT_solana,
    };

    return property_run(kinds, COUNT_OF(kinds), input, n);
}
