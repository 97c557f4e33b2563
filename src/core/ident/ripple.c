/*
 * ripple: accounts of the XRP Ledger, with the destination tag by which exchanges tell customers apart.
 *
 * Shape   "r..." (Base58Check in Ripple's alphabet), canonical "r..." or "r.../tag"; accepted also "r...?dt=tag", "r...:tag" and
 *         the X-address that holds both ("X...")
 * Errors  address_checksum, address_network, bad_character, structure (tag not 0..4294967295)
 * Source  XRP Ledger: addresses, base58 encodings; XLS-5d (X-address)
 */
#include <string.h>

#include "base/number.h"
#include "core/ident/address.h"
#include "core/ident/base58.h"
#include "core/ident/compact.h"
#include "core/ident/parse.h"

#define ACCOUNT_BYTES 20
#define CLASSIC_BYTES (1 + ACCOUNT_BYTES)
#define X_BYTES (2 + ACCOUNT_BYTES + 1 + 8)

static enum reason fault(struct bytes text)
{
    for (size_t i = 0; i < text.n; i++)
        if (base58_digit(BASE58_RIPPLE, text.p[i]) < 0)
            return REASON_bad_character;
    return REASON_address_checksum;
}

/* Cuts "/tag", ":tag" or "?dt=tag" off. */
static struct bytes take_tag(struct bytes *address)
{
    struct bytes tag = BYTES_NONE;

    for (size_t i = 0; i < address->n; i++)
        if (memchr("/:?", address->p[i], 3) != NULL) {
            tag = bytes_from(*address, i + 1);
            if (address->p[i] == '?')
                tag = bytes_start(tag, BYTES("dt=")) ? bytes_from(tag, 3) : BYTES_NONE;
            *address = bytes_slice(*address, 0, i);
        }
    return tag;
}

/* 05 44, the account, a flag, the tag in 8 bytes with the lowest first; 04 93 is the test network. */
static enum reason read_x_address(const struct base58 *x, uint8_t *account, uint64_t *ret_tag, bool *ret_has_tag)
{
    uint64_t tag = 0;

    if (x->b[0] != 0x05 || x->b[1] != 0x44)
        return REASON_address_network;
    for (size_t i = 8; i-- > 0;)
        tag = tag << 8 | x->b[X_BYTES - 8 + i];
    if (x->b[2 + ACCOUNT_BYTES] > 1 || tag > UINT32_MAX || (x->b[2 + ACCOUNT_BYTES] == 0 && tag != 0))
        return REASON_structure;
    memcpy(account, x->b + 2, ACCOUNT_BYTES);
    *ret_tag = tag;
    *ret_has_tag = x->b[2 + ACCOUNT_BYTES] == 1;
    return REASON_ok;
}

static enum reason read_address(struct bytes text, uint8_t *account, uint64_t *ret_tag, bool *ret_has_tag)
{
    struct base58 raw;

    if (!base58_check_decode(BASE58_RIPPLE, text, &raw))
        return fault(text);
    if (raw.n == X_BYTES)
        return read_x_address(&raw, account, ret_tag, ret_has_tag);
    if (raw.n != CLASSIC_BYTES)
        return REASON_structure;
    if (raw.b[0] != 0)
        return REASON_address_network;
    memcpy(account, raw.b + 1, ACCOUNT_BYTES);
    return REASON_ok;
}

enum reason ripple_parse(const struct ident_data *data, struct arena *arena, struct bytes text,
                         const struct ident_context *context, struct ident *ret)
{
    uint8_t classic[CLASSIC_BYTES] = {0};
    uint64_t tag = 0;
    bool has_tag = false;
    struct bytes tag_text;
    enum reason reason;

    (void)data;
    (void)context;
    text = bytes_equal_fold(bytes_slice(text, 0, 7), BYTES("ripple:")) ? bytes_from(text, 7) : text;
    tag_text = bytes_trim(take_tag(&text));
    reason = read_address(bytes_trim(text), classic + 1, &tag, &has_tag);
    if (reason != REASON_ok)
        return reason;
    if (tag_text.n > 0) {
        if (has_tag || !all_digits(tag_text.p, tag_text.n) || !parse_u64(tag_text, &tag) || tag > UINT32_MAX)
            return REASON_structure;
        has_tag = true;
    }
    ret->value = base58_check_encode(arena, BASE58_RIPPLE, classic, sizeof(classic));
    if (has_tag)
        ret->value = bytes_printf(arena, "%.*s/%llu", (int)ret->value.n, ret->value.p, (unsigned long long)tag);
    return REASON_ok;
}
