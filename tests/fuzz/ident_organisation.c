/* Identifiers of the group "organisation", in the order that the first byte of a seed counts in: append only. */
#include "fuzz/ident_property.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n)
{
    static const enum ident_kind kinds[] = {
        IDENT_lei,
        IDENT_sepa_creditor_id,
        IDENT_creditor_reference,
        IDENT_vat_number,
        IDENT_registration_number,
        IDENT_arn,
        IDENT_rrn,
        IDENT_uetr,
    };

    return property_run(kinds, COUNT_OF(kinds), input, n);
}
