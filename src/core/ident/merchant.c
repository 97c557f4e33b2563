/*
 * merchant: what names a merchant and its terminals in card messages.
 *
 * Shape   acquirer_bin      6 to 11 digits (ISO 8583 field 32)
 *         card_acceptor_id  1 to 15 printable ASCII characters (field 42); the padding spaces are left off, case is kept: the
 *                           field is compared byte by byte everywhere
 *         merchant          "<acquirer_bin>/<card_acceptor_id>": the id means something within its acquirer only
 *         terminal_id       1 to 16 printable ASCII characters (field 41 has 8; terminals of newer formats up to 16)
 * Errors  structure, too_long, too_short, bad_character
 * Source  ISO 8583:1993 fields 32, 41, 42; ISO/IEC 7812-1
 */
#include "core/ident/compact.h"
#include "core/ident/parse.h"

#define ACQUIRER_LEAST 6
#define ACQUIRER_MOST 11
#define ACCEPTOR_MOST 15
#define TERMINAL_MOST 16

enum reason acquirer_bin_parse(const struct ident_data *data, struct arena *arena, struct bytes text,
                               const struct ident_context *context, struct ident *ret)
{
    struct compact digits;
    enum reason reason = compact_digits(text, COMPACT_DASH, &digits);

    (void)data;
    (void)context;
    if (reason != REASON_ok)
        return reason;
    if (digits.n < ACQUIRER_LEAST)
        return REASON_too_short;
    if (digits.n > ACQUIRER_MOST)
        return REASON_too_long;
    ret->value = bytes_copy(arena, compact_bytes(&digits));
    return REASON_ok;
}

static enum reason printable(struct arena *arena, struct bytes text, size_t most, struct ident *ret)
{
    if (text.n > most)
        return REASON_too_long;
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] < ' ' || text.p[i] > '~')
            return REASON_bad_character;
    ret->value = bytes_copy(arena, text);
    return REASON_ok;
}

enum reason card_acceptor_parse(const struct ident_data *data, struct arena *arena, struct bytes text,
                                const struct ident_context *context, struct ident *ret)
{
    (void)data;
    (void)context;
    return printable(arena, text, ACCEPTOR_MOST, ret);
}

enum reason terminal_parse(const struct ident_data *data, struct arena *arena, struct bytes text,
                           const struct ident_context *context, struct ident *ret)
{
    (void)data;
    (void)context;
    return printable(arena, text, TERMINAL_MOST, ret);
}

enum reason merchant_parse(const struct ident_data *data, struct arena *arena, struct bytes text,
                           const struct ident_context *context, struct ident *ret)
{
    struct bytes acceptor = text, acquirer;
    struct ident bin, id;
    enum reason reason;

    if (!bytes_next_part(&acceptor, '/', &acquirer) || bytes_trim(acceptor).n == 0)
        return REASON_structure;
    reason = ident_parse(data, arena, IDENT_acquirer_bin, acquirer, context, &bin);
    if (reason == REASON_ok)
        reason = ident_parse(data, arena, IDENT_card_acceptor_id, acceptor, context, &id);
    if (reason == REASON_ok)
        ret->value = bytes_printf(arena, "%.*s/%.*s", (int)bin.value.n, bin.value.p, (int)id.value.n, id.value.p);
    return reason;
}
