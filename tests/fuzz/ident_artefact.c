/* Identifiers of the group "artefact", in the order that the first byte of a seed counts in: append only. */
#include "fuzz/ident_property.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n)
{
    static const enum ident_kind kinds[] = {
        IDENT_txid,
        IDENT_asn,
        IDENT_tls_sha256,
        IDENT_analytics_id,
    };

    return property_run(kinds, COUNT_OF(kinds), input, n);
}
