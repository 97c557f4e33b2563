/*
 * bic: Business Identifier Codes.
 *
 * Shape   4 letters or digits (business), 2 letters (country), 2 (place), perhaps 3 (branch); canonical: capitals, 8 or 11.
 *         "XXX" is the head office and is left off, so that both spellings of it are one.
 * Errors  bic_structure, country_unknown
 * Source  ISO 9362:2022
 */
#include "core/country.h"
#include "core/ident/compact.h"
#include "core/ident/parse.h"

enum reason bic_parse(const struct ident_data *data, struct arena *arena, struct bytes text, const struct ident_context *context,
                      struct ident *ret)
{
    struct compact bic;
    enum reason reason = compact_upper(text, COMPACT_DASH, &bic);

    (void)data;
    (void)context;
    if (reason != REASON_ok)
        return reason;
    if ((bic.n != 8 && bic.n != 11) || !all_upper(bic.p + 4, 2))
        return REASON_bic_structure;
    if (!country_known(bytes_slice(compact_bytes(&bic), 4, 2)))
        return REASON_country_unknown;
    if (bytes_end(compact_bytes(&bic), BYTES("XXX")) && bic.n == 11)
        bic.n = 8;
    ret->value = bytes_copy(arena, compact_bytes(&bic));
    return REASON_ok;
}
