/* Payments by amount, currency and hour, and purchases that look for theirs. */
#include "core/purchase.h"
#include "core/trait/derivation.h"

/* A purchase says more than its amount: trait_put_paid(). */
void trait_put_payment(struct derivation *d, enum record_role role, const struct value *value)
{
    const struct value *currency =
        d->record->kind == RECORD_transaction_flag ? derivation_first(d->record, FIELD_transaction_flag_currency) : NULL;

    if (currency != NULL)
        derivation_put(d, TRAIT_payment, role,
                       purchase_moment_print(d->arena, currency->text, value->number, d->record->event_us));
}

/* How the name on the payer's statement begins, as the traits have it. */
static struct bytes statement_start(const struct derivation *d)
{
    for (size_t i = 0; i < d->list.count; i++)
        if (d->list.items[i].kind == TRAIT_name_start && d->list.items[i].role == ROLE_descriptor)
            return d->list.items[i].value;
    return BYTES_NONE;
}

void trait_put_paid(struct derivation *d)
{
    if (d->record->kind == RECORD_test_purchase)
        derivation_put(d, TRAIT_paid, ROLE_payment, purchase_paid_print(d->arena, d->record, statement_start(d)));
}
