/* Statements, notices of booking and payment orders of ISO 20022: an entry, or each of the payments that one entry sums up. */
#include "format/xml/line.h"
#include "format/xml/shape.h"

static const char *const taken[] = {"camt.053.", "camt.054.", "pain.001."};

static bool iso20022_is(const struct xml_element *element, struct bytes parent UNUSED, size_t depth UNUSED,
                        const char **ret_refused)
{
    struct bytes begin = BYTES("urn:iso:std:iso:20022:tech:xsd:");

    if (!bytes_is(element->name, "Document") || !bytes_start(element->space, begin))
        return false;
    for (size_t i = 0; i < COUNT_OF(taken); i++)
        if (bytes_start(bytes_from(element->space, begin.n), bytes_of(taken[i])))
            return true;
    *ret_refused = "of ISO 20022's messages camt.053, camt.054 and pain.001 are taken, and this is another";
    return false;
}

const struct xml_shape xml_shape_iso20022 = {
    .format = FORMAT_iso20022,
    .fits = iso20022_is,
    .units = {"Stmt/Ntry", "Ntfctn/Ntry", "PmtInf/CdtTrfTxInf"},
    .inner = {"NtryDtls/TxDtls"},
    .inner_only = true,
};

const struct format_row format_iso20022 = {.name = "iso20022", .take = xml_line_take, .skip = xml_line_skip};
