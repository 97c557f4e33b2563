/* Endpoints: accounts, addresses, wallets and numbers that money is sent to. */
#include "core/trait/derivation.h"

#define MERCHANT_NUMBER_LEAST 6 /* signs without zeros before them */

/* Numbers are padded with zeros in one place and not in another; a shorter one is one of many. */
static void put_merchant_number(struct derivation *d, enum record_role role, struct bytes number)
{
    while (number.n > 0 && *number.p == '0')
        number = bytes_from(number, 1);
    if (number.n >= MERCHANT_NUMBER_LEAST)
        derivation_put(d, TRAIT_merchant_number, role, bytes_upper(d->arena, number));
}

/* Many wallets are named by their holder's address or number. */
static void put_account_name(struct derivation *d, enum record_role role, const struct ident *inner)
{
    struct bytes provider, account = inner->value;
    struct ident found;

    if (inner->kind == IDENT_phone)
        derivation_put(d, TRAIT_phone, role, inner->value);
    if (inner->kind == IDENT_merchant && bytes_next_part(&account, '/', &provider))
        put_merchant_number(d, role, account);
    if (inner->kind != IDENT_wallet || !bytes_next_part(&account, '/', &provider))
        return;
    if (ident_parse(d->data, d->arena, IDENT_email, account, NULL, &found) == REASON_ok)
        trait_put_email_text(d, role, found.value);
    else if (account.n > 0 && *account.p == '+' &&
             ident_parse(d->data, d->arena, IDENT_phone, account, NULL, &found) == REASON_ok)
        derivation_put(d, TRAIT_phone, role, found.value);
}

/* A keyword of a short code, or the memo of an exchange's address, may be left out by one side. */
static struct bytes without_last_part(struct bytes name, size_t parts)
{
    struct bytes rest = bytes_from(name, sizeof("payto://") - 1), part;

    for (size_t i = 0; i < parts; i++)
        if (!bytes_next_part(&rest, '/', &part))
            return BYTES_NONE;
    return rest.n == 0 ? BYTES_NONE : bytes_slice(name, 0, name.n - rest.n - 1);
}

void trait_put_endpoint_name(struct derivation *d, enum record_role role, struct bytes name)
{
    struct ident inner;
    bool known = ident_of_endpoint(d->data, d->arena, name, &inner);

    derivation_put(d, TRAIT_endpoint, role, name);
    if (known)
        put_account_name(d, role, &inner);
    if (known && inner.kind == IDENT_sms)
        derivation_put(d, TRAIT_endpoint, role, without_last_part(name, 3));
}

void trait_put_endpoint(struct derivation *d, enum record_role role, const struct value *value)
{
    trait_put_endpoint_name(d, role, value->text);
}

void trait_put_page_account(struct derivation *d, enum record_role role, struct bytes canonical_url)
{
    struct bytes parameters = ident_checkout_parameters(canonical_url);
    struct ident payee;

    if (ident_payment_page(d->data, d->arena, canonical_url, &payee) == REASON_ok)
        trait_put_payable(d, role, &payee);
    while (ident_checkout_next(d->data, d->arena, &parameters, &payee)) {
        if (payee.kind == IDENT_card_acceptor_id)
            put_merchant_number(d, role, payee.value);
        else
            trait_put_payable(d, role, &payee);
    }
}

/* The scheme is the kind's own name; a kind that is no endpoint's would be taken for a provider of wallets. */
void trait_put_payable(struct derivation *d, enum record_role role, const struct ident *ident)
{
    struct ident endpoint, inner;

    if (ident_endpoint_make(d->data, d->arena, bytes_of(ident_kind_name(ident->kind)), ident->value, NULL, &endpoint) ==
            REASON_ok &&
        ident_of_endpoint(d->data, d->arena, endpoint.value, &inner) && inner.kind == ident->kind)
        trait_put_endpoint_name(d, role, endpoint.value);
}

void trait_put_account(struct derivation *d, enum record_role role, const struct value *value)
{
    trait_put_payable(d, role, &value->ident);
}
