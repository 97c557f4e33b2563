/* Payments by amount, currency and hour. */
#include "base/instant.h"
#include "core/trait/derivation.h"

#define CLEARING_HOURS 48 /* a payment may be booked so much later than it was made */

static int64_t floor_hour(int64_t us)
{
    int64_t hour = us / INSTANT_HOUR;

    return hour * INSTANT_HOUR > us ? hour - 1 : hour;
}

static struct bytes currency_of(const struct record *record)
{
    enum record_field field =
        record->kind == RECORD_test_purchase ? FIELD_test_purchase_currency : FIELD_transaction_flag_currency;
    const struct field_values *values = record_field_get(record, field);

    return values->count == 0 ? BYTES_NONE : values->items[0].text;
}

/* A payment has its hour; a purchase looks from the hour before (clocks differ) to the last in which it may be booked. Purchases are
 * few, payments many: so the purchase carries the window. */
void trait_put_payment(struct derivation *d, enum record_role role, const struct value *value)
{
    struct bytes currency = currency_of(d->record);
    int64_t hour = floor_hour(d->record->event_us);
    int64_t from = d->record->kind == RECORD_test_purchase ? hour - 1 : hour;
    int64_t to = d->record->kind == RECORD_test_purchase ? hour + CLEARING_HOURS : hour;

    if (currency.n == 0)
        return;
    for (int64_t h = from; h <= to; h++)
        derivation_put(
            d, TRAIT_payment, role,
            bytes_printf(d->arena, "%.*s %lld %lld", (int)currency.n, currency.p, (long long)value->number, (long long)h));
}
