/* Identifiers of the group "account", in the order that the first byte of a seed counts in: append only. */
#include "fuzz/ident_property.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n)
{
    static const enum ident_kind kinds[] = {
        IDENT_iban,        IDENT_bic, IDENT_acquirer_bin, IDENT_card_acceptor_id, IDENT_merchant, IDENT_terminal_id, IDENT_mcc,
        IDENT_card_number, IDENT_sms, IDENT_phone,        IDENT_voucher,          IDENT_wallet,   IDENT_endpoint,
    };

    return property_run(kinds, COUNT_OF(kinds), input, n);
}
