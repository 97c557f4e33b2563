/*
 * wallet: accounts at a provider of wallets, and vouchers.
 *
 * Shape   wallet   "provider/account": the provider in lower case, the account as the provider's own form has it
 *                  also the URL of a page on which the account is paid
 *         voucher  free text
 * Errors  needs_provider, bad_character, too_long; doubt structure: a known provider's accounts look otherwise
 */
#include "core/ident/free_text.h"
#include "core/ident/parse.h"
#include "core/ident/payment_page.h"
#include "core/ident/wallet_provider.h"

#define PROVIDER_MOST 32
#define ACCOUNT_MOST 128
#define VOUCHER_MOST 128

/* Lower-case letters, digits, '-', '_' and '.', a letter or digit first. */
static bool provider_shaped(struct bytes text)
{
    if (text.n == 0 || text.n > PROVIDER_MOST || !ascii_alnum(text.p[0]))
        return false;
    for (size_t i = 0; i < text.n; i++)
        if (!ascii_alnum(text.p[i]) && text.p[i] != '-' && text.p[i] != '_' && text.p[i] != '.')
            return false;
    return true;
}

/* "provider/account" and "provider:account"; with a provider known from the context its name may be missing. */
static bool split_provider(struct bytes text, struct bytes known, struct bytes *ret_provider, struct bytes *ret_account)
{
    size_t at = 0;

    while (at < text.n && text.p[at] != '/' && text.p[at] != ':')
        at++;
    struct bytes provider = bytes_trim(bytes_slice(text, 0, at));

    if (at < text.n && (known.n == 0 || bytes_equal_fold(provider, known))) {
        *ret_provider = provider;
        *ret_account = bytes_from(text, at + 1);
        return true;
    }
    *ret_provider = known;
    *ret_account = text;
    return known.n > 0;
}

enum reason wallet_parse(const struct ident_data *data, struct arena *arena, struct bytes text,
                         const struct ident_context *context, struct ident *ret)
{
    struct bytes provider, account;
    const struct wallet_provider *rules;
    enum reason reason;

    if (payment_page_shaped(text)) {
        reason = payment_page_parse(data, arena, text, ret);
        return reason == REASON_scheme_unknown ? REASON_needs_provider : reason;
    }
    if (!split_provider(text, bytes_trim(context->provider), &provider, &account))
        return REASON_needs_provider;
    if (!provider_shaped(provider))
        return REASON_bad_character;
    provider = bytes_lower(arena, provider);
    reason = free_text_parse(arena, account, ACCOUNT_MOST, &account);
    if (reason != REASON_ok)
        return reason;
    rules = wallet_provider_find(data, provider);
    if (rules != NULL)
        provider = rules->name;
    if (!wallet_account_parse(data, arena, rules, account, context, &account) && rules != NULL)
        ret->doubt = REASON_structure;
    ret->value = bytes_printf(arena, "%.*s/%.*s", (int)provider.n, provider.p, (int)account.n, account.p);
    return REASON_ok;
}

enum reason voucher_parse(const struct ident_data *data, struct arena *arena, struct bytes text,
                          const struct ident_context *context, struct ident *ret)
{
    (void)data;
    (void)context;
    return free_text_parse(arena, text, VOUCHER_MOST, &ret->value);
}
