/*
 * endpoint: payment endpoints under one name, a payto URI.
 *
 * Shape   "scheme:account" (FORMATS: payment_endpoints) or payto://scheme/account?options (the options are left off);
 *         canonical: payto://scheme/path, the path percent-encoded where RFC 3986 does not allow a character in a path segment.
 *         A memo or tag that tells the customers of one address apart is a further segment.
 *         The URL of a page of payment is the account that is paid there. Without a scheme only what carries a checksum of its own is taken: an IBAN, an address.
 * Errors  scheme_unknown, and the reasons of the kind behind the scheme
 * Source  RFC 8905 (payto), RFC 3986 section 3.3
 */
#include <string.h>

#include "base/buf.h"
#include "base/hash.h"
#include "core/ident/free_text.h"
#include "core/ident/parse.h"
#include "core/ident/payment_page.h"

#define MEMO_MOST 128

struct scheme {
    const char *name;
    enum ident_kind kind;
    size_t parts;
    bool memo;
};

#define MEMO true
#define ALONE false

static const struct scheme schemes[] = {
#define ENDPOINT_SCHEME(name, kind, parts, memo) {name, IDENT_##kind, parts, memo},
#define ENDPOINT_ALIAS(alias, name)
#define ENDPOINT_FOREIGN(name)
#include "core/ident/endpoint_scheme.def"
#undef ENDPOINT_SCHEME
#undef ENDPOINT_ALIAS
};

static const char *const aliases[][2] = {
#define ENDPOINT_SCHEME(name, kind, parts, memo)
#define ENDPOINT_ALIAS(alias, name) {alias, name},
#include "core/ident/endpoint_scheme.def"
#undef ENDPOINT_ALIAS
#undef ENDPOINT_FOREIGN
};

static const char *const foreign[] = {
#define ENDPOINT_ALIAS(alias, name)
#define ENDPOINT_FOREIGN(name) name,
#include "core/ident/endpoint_scheme.def"
#undef ENDPOINT_SCHEME
#undef ENDPOINT_ALIAS
#undef ENDPOINT_FOREIGN
};

static const struct scheme *scheme_named(struct bytes name)
{
    for (size_t i = 0; i < COUNT_OF(schemes); i++)
        if (bytes_equal_fold(name, bytes_of(schemes[i].name)))
            return &schemes[i];
    return NULL;
}

static const struct scheme *scheme_find(struct bytes name)
{
    for (size_t i = 0; i < COUNT_OF(aliases); i++)
        if (bytes_equal_fold(name, bytes_of(aliases[i][0])))
            return scheme_named(bytes_of(aliases[i][1]));
    return scheme_named(name);
}

static const struct scheme *scheme_of_kind(enum ident_kind kind)
{
    for (size_t i = 0; i < COUNT_OF(schemes); i++)
        if (schemes[i].kind == kind)
            return &schemes[i];
    return NULL;
}

static bool is_foreign(struct bytes name)
{
    for (size_t i = 0; i < COUNT_OF(foreign); i++)
        if (bytes_equal_fold(name, bytes_of(foreign[i])))
            return true;
    return false;
}

static bool stands_in_segment(char c)
{
    return ascii_alnum(c) || (c != '\0' && strchr("-._~!$&'()*+,;=:@", c) != NULL);
}

static void put_segment(struct buf *buf, struct bytes segment)
{
    for (size_t i = 0; i < segment.n; i++)
        if (stands_in_segment(segment.p[i]))
            buf_putc(buf, segment.p[i]);
        else
            buf_printf(buf, "%%%02X", (unsigned char)segment.p[i]);
}

static void put_path(struct buf *buf, const struct scheme *scheme, struct bytes value)
{
    struct bytes segment;

    for (size_t part = 1; part < scheme->parts && bytes_next_part(&value, '/', &segment); part++) {
        buf_putc(buf, '/');
        put_segment(buf, segment);
    }
    if (value.p != NULL) {
        buf_putc(buf, '/');
        put_segment(buf, value);
    }
}

static struct bytes percent_decoded(struct arena *arena, struct bytes text)
{
    struct bytes byte;
    struct buf buf;

    buf_init(&buf, arena);
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == '%' && text.n - i > 2 && hex_parse(arena, bytes_slice(text, i + 1, 2), &byte)) {
            buf_put(&buf, byte);
            i += 2;
        } else {
            buf_putc(&buf, text.p[i]);
        }
    return buf_bytes(&buf);
}

/* A currency whose tag is a number has it in its own canonical form; elsewhere the memo is a segment of its own. */
static enum reason with_memo(struct arena *arena, const struct scheme *scheme, struct bytes *account, struct bytes *memo)
{
    if (!scheme->memo || bytes_trim(*memo).n == 0) {
        *memo = BYTES_NONE;
        return REASON_ok;
    }
    if (scheme->kind != IDENT_ripple)
        return free_text_parse(arena, *memo, MEMO_MOST, memo);
    *account = bytes_printf(arena, "%.*s/%.*s", (int)account->n, account->p, (int)memo->n, memo->p);
    *memo = BYTES_NONE;
    return REASON_ok;
}

static enum reason endpoint_build(const struct ident_data *data, struct arena *arena, const struct scheme *scheme,
                                  struct bytes account, const struct ident_context *context, struct ident *ret)
{
    struct bytes memo = context->memo;
    struct ident inner;
    struct buf buf;
    enum reason reason = with_memo(arena, scheme, &account, &memo);

    if (reason == REASON_ok)
        reason = ident_parse(data, arena, scheme->kind, account, context, &inner);
    if (reason != REASON_ok)
        return reason;
    buf_init(&buf, arena);
    buf_puts(&buf, "payto://");
    buf_puts(&buf, scheme->name);
    put_path(&buf, scheme, inner.value);
    if (memo.n > 0) {
        buf_putc(&buf, '/');
        put_segment(&buf, memo);
    }
    *ret = (struct ident){.kind = IDENT_endpoint, .value = buf_bytes(&buf), .doubt = inner.doubt};
    return REASON_ok;
}

enum reason ident_endpoint_make(const struct ident_data *data, struct arena *arena, struct bytes scheme_name,
                                struct bytes account, const struct ident_context *context, struct ident *ret)
{
    static const struct ident_context nothing_known;
    const struct scheme *scheme = scheme_find(scheme_name);
    struct ident_context known = context == NULL ? nothing_known : *context;

    account = bytes_trim(account);
    if (account.n == 0)
        return REASON_empty;
    if (scheme != NULL)
        return endpoint_build(data, arena, scheme, account, &known, ret);
    if (scheme_name.n == 0 || is_foreign(scheme_name))
        return REASON_scheme_unknown;
    known.provider = scheme_name;
    return endpoint_build(data, arena, scheme_of_kind(IDENT_wallet), account, &known, ret);
}

/* The first segments, without the memo behind them. */
static struct bytes without_memo(struct bytes path, size_t parts)
{
    struct bytes rest = path, part;

    for (size_t i = 0; i < parts; i++)
        if (!bytes_next_part(&rest, '/', &part))
            return path;
    return rest.p == NULL ? path : bytes_slice(path, 0, path.n - rest.n - 1);
}

/* payto://scheme/path?options; a memo is whatever follows the parts that the kind has. */
static enum reason parse_payto(const struct ident_data *data, struct arena *arena, struct bytes rest,
                               const struct ident_context *context, struct ident *ret)
{
    struct ident_context known = *context;
    const struct scheme *scheme;
    struct bytes name, account;
    size_t at;

    if (bytes_find(rest, '?', &at))
        rest = bytes_slice(rest, 0, at);
    if (!bytes_next_part(&rest, '/', &name) || (scheme = scheme_find(name)) == NULL)
        return REASON_scheme_unknown;
    if (scheme->kind == IDENT_iban && rest.p != NULL) /* payto://iban/BIC/IBAN */
        while (bytes_find(rest, '/', &at))
            rest = bytes_from(rest, at + 1);
    account = without_memo(rest, scheme->parts);
    if (account.n < rest.n)
        known.memo = percent_decoded(arena, bytes_from(rest, account.n + 1));
    if (scheme->kind == IDENT_wallet)
        known.provider = BYTES_NONE;
    return ident_endpoint_make(data, arena, bytes_of(scheme->name), percent_decoded(arena, account), &known, ret);
}

/* What carries a checksum needs no scheme to be known. */
static enum reason parse_bare(const struct ident_data *data, struct arena *arena, struct bytes text,
                              const struct ident_context *context, struct ident *ret)
{
    static const enum ident_kind self_evident[] = {IDENT_iban,   IDENT_bitcoin, IDENT_litecoin, IDENT_tron,        IDENT_dogecoin,
                                                   IDENT_monero, IDENT_ripple,  IDENT_ethereum, IDENT_bitcoin_cash};

    for (size_t i = 0; i < COUNT_OF(self_evident); i++)
        if (endpoint_build(data, arena, scheme_of_kind(self_evident[i]), text, context, ret) == REASON_ok)
            return REASON_ok;
    return REASON_scheme_unknown;
}

/* The account that a page of payment belongs to, under its name. */
static enum reason parse_page(const struct ident_data *data, struct arena *arena, struct bytes text,
                              const struct ident_context *context, struct ident *ret)
{
    struct ident_context known = {.memo = context->memo};
    struct ident wallet;
    enum reason reason = payment_page_parse(data, arena, text, &wallet);

    return reason == REASON_ok ? endpoint_build(data, arena, scheme_of_kind(IDENT_wallet), wallet.value, &known, ret) : reason;
}

enum reason endpoint_parse(const struct ident_data *data, struct arena *arena, struct bytes text,
                           const struct ident_context *context, struct ident *ret)
{
    struct bytes payto = BYTES("payto://");
    size_t colon;

    if (bytes_equal_fold(bytes_slice(text, 0, payto.n), payto))
        return parse_payto(data, arena, bytes_from(text, payto.n), context, ret);
    if (payment_page_shaped(text))
        return parse_page(data, arena, text, context, ret);
    if (!bytes_find(text, ':', &colon))
        return parse_bare(data, arena, text, context, ret);
    struct bytes account = bytes_from(text, colon + 1);

    if (bytes_start(account, BYTES("//")))
        account = bytes_from(account, 2);
    return ident_endpoint_make(data, arena, bytes_trim(bytes_slice(text, 0, colon)), account, context, ret);
}

bool ident_of_endpoint(const struct ident_data *data, struct arena *arena, struct bytes canonical_endpoint, struct ident *ret)
{
    struct bytes rest = bytes_from(canonical_endpoint, sizeof("payto://") - 1), name;
    const struct scheme *scheme;

    if (!bytes_next_part(&rest, '/', &name) || (scheme = scheme_named(name)) == NULL)
        return false;
    rest = without_memo(rest, scheme->parts);
    return ident_parse(data, arena, scheme->kind, percent_decoded(arena, rest), NULL, ret) == REASON_ok;
}
