/*
 * The endpoint and the site that a record speaks of.
 *
 * What is wrong with the fields that name the endpoint weighs only when no endpoint comes out of them: one complete name is enough.
 */
#include "core/record/record_check.h"

static struct entity entity_named(const char *class, struct bytes name)
{
    struct bytes parts[] = {bytes_of(class), name};

    return (struct entity){.present = true, .id = uuid_derive(parts, COUNT_OF(parts)), .name = name};
}

struct entity entity_of_endpoint(struct arena *arena, struct bytes canonical_endpoint)
{
    return entity_named("endpoint", bytes_copy(arena, canonical_endpoint));
}

struct entity entity_of_site(struct arena *arena, struct bytes canonical_site)
{
    return entity_named("site", bytes_copy(arena, canonical_site));
}

/* Gives the fault to the field `at_fault` when the name cannot be made. */
static bool endpoint_make(struct check *check, struct bytes scheme, struct bytes account, struct bytes memo, const char *at_fault)
{
    struct ident_context known = {
        .country = check->context.ident.country, .provider = check->context.ident.provider, .memo = memo};
    struct ident ident;
    enum record_field field;
    enum reason reason = ident_endpoint_make(check->context.data, check->context.arena, scheme, account, &known, &ident);

    if (reason == REASON_ok)
        check->record->endpoint = entity_of_endpoint(check->context.arena, ident.value);
    else if (record_field_find(check->record->kind, bytes_of(at_fault), &field))
        check_fault(check, record_field_index(field), field_row_at(check->record->kind, record_field_index(field)), reason);
    return reason == REASON_ok;
}

static bool endpoint_of_card(struct check *check)
{
    const struct value *bin = check_value(check, "acquirer_bin"), *acceptor = check_value(check, "card_acceptor_id");

    if (bin == NULL || acceptor == NULL)
        return false;
    struct bytes account =
        bytes_printf(check->context.arena, "%.*s/%.*s", (int)bin->text.n, bin->text.p, (int)acceptor->text.n, acceptor->text.p);

    return endpoint_make(check, BYTES("card-acceptor"), account, BYTES_NONE, "card_acceptor_id");
}

static bool endpoint_of_iban(struct check *check)
{
    const struct value *iban = check_value(check, "creditor_iban");

    return iban != NULL && endpoint_make(check, BYTES("iban"), iban->text, BYTES_NONE, "creditor_iban");
}

static bool endpoint_of_crypto(struct check *check)
{
    const struct value *address = check_value(check, "crypto_address");
    struct bytes scheme = address == NULL ? BYTES_NONE : bytes_of(ident_kind_name(address->ident.kind));

    return address != NULL && endpoint_make(check, scheme, address->text, BYTES_NONE, "crypto_address");
}

static bool endpoint_of_payment(struct check *check)
{
    return endpoint_of_card(check) || endpoint_of_iban(check) || endpoint_of_crypto(check);
}

static bool endpoint_of_account(struct check *check)
{
    const struct value *scheme = check_value(check, "account_scheme"), *account = check_value(check, "account_id");
    const struct value *memo = check_value(check, "memo");

    return scheme != NULL && account != NULL &&
           endpoint_make(check, scheme->text, account->text, memo == NULL ? BYTES_NONE : memo->text, "account_id");
}

static bool site_of(struct check *check, const char *name)
{
    const struct value *url = check_value(check, name);
    struct ident site;
    enum reason reason;

    if (url == NULL)
        return false;
    reason = ident_site_of_url(check->context.data, check->context.arena, url->text, &site);
    if (reason == REASON_ok) {
        check->record->site = entity_of_site(check->context.arena, site.value);
        return true;
    }
    check_problem(check, bytes_of(name), reason, true);
    return false;
}

static bool site_of_report(struct check *check)
{
    return site_of(check, "url");
}

/* The merchant behind a test purchase is often not known yet. */
static bool site_of_purchase(struct check *check)
{
    endpoint_of_payment(check);
    return site_of(check, "site_url");
}

static const struct {
    bool (*name)(struct check *check);
    enum reason without;
} naming[RECORD_KIND_COUNT] = {
    [RECORD_merchant_flag] = {endpoint_of_card, REASON_no_endpoint},
    [RECORD_transaction_flag] = {endpoint_of_payment, REASON_no_endpoint},
    [RECORD_account_flag] = {endpoint_of_account, REASON_no_endpoint},
    [RECORD_site_report] = {site_of_report, REASON_no_site},
    [RECORD_test_purchase] = {site_of_purchase, REASON_no_site},
};

/* The first field of those that identify which the line lacks. */
static struct bytes lacking_identifier(const struct check *check)
{
    for (size_t i = 0; i < record_field_count(check->record->kind); i++)
        if (field_row_at(check->record->kind, i)->need == NEED_IDENTIFIES && check->present[i] == NULL)
            return field_row_at(check->record->kind, i)->name;
    return BYTES_NONE;
}

static bool faults_report(struct check *check, bool is_error)
{
    bool any = false;

    for (size_t i = 0; i < record_field_count(check->record->kind); i++) {
        if (check->faults[i] == REASON_ok)
            continue;
        check_problem(check, field_row_at(check->record->kind, i)->name, check->faults[i], is_error);
        any = true;
    }
    return any;
}

void check_entities(struct check *check)
{
    enum record_kind kind = check->record->kind;
    bool was_refused = check->record->refused;
    bool named = naming[kind].name(check);
    bool explained = faults_report(check, !named);

    if (!named && !explained && check->record->refused == was_refused)
        check_problem(check, lacking_identifier(check), naming[kind].without, true);
}
