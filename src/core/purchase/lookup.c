/* Purchases by amount and by hour: which of them a payment may be is found in a few steps, however many there are. */
#include <stdlib.h>

#include "base/number.h"
#include "core/purchase.h"

struct moment {
    uint32_t currency;
    int64_t amount, hour;
};

struct place {
    struct moment moment;
    uint32_t number;
};

struct purchase_lookup {
    struct place *by_amount, *by_hour; /* within a currency: amount, hour; and hour, amount */
    size_t count;
};

static bool moment_parse(struct bytes text, struct moment *ret)
{
    struct bytes rest = text, currency, amount, hour;

    if (!bytes_next_part(&rest, ' ', &currency) || !bytes_next_part(&rest, ' ', &amount) || !bytes_next_part(&rest, ' ', &hour) ||
        currency.n != 3 || !parse_i64(amount, &ret->amount) || !parse_i64(hour, &ret->hour))
        return false;
    ret->currency = (uint32_t)(uint8_t)currency.p[0] << 16 | (uint32_t)(uint8_t)currency.p[1] << 8 | (uint8_t)currency.p[2];
    return true;
}

static int compare(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

static int amount_order(const struct moment *a, const struct moment *b)
{
    if (a->currency != b->currency)
        return compare(a->currency, b->currency);
    return a->amount != b->amount ? compare(a->amount, b->amount) : compare(a->hour, b->hour);
}

static int hour_order(const struct moment *a, const struct moment *b)
{
    if (a->currency != b->currency)
        return compare(a->currency, b->currency);
    return a->hour != b->hour ? compare(a->hour, b->hour) : compare(a->amount, b->amount);
}

static int by_amount(const void *a, const void *b)
{
    return amount_order(&((const struct place *)a)->moment, &((const struct place *)b)->moment);
}

static int by_hour(const void *a, const void *b)
{
    return hour_order(&((const struct place *)a)->moment, &((const struct place *)b)->moment);
}

struct purchase_lookup *purchase_lookup_new(struct arena *arena, const struct bytes *names, size_t count)
{
    struct purchase_lookup *lookup = arena_new_of(arena, struct purchase_lookup);

    lookup->by_amount = arena_array(arena, struct place, count + 1);
    lookup->by_hour = arena_array(arena, struct place, count + 1);
    for (size_t i = 0; i < count; i++)
        if (moment_parse(names[i], &lookup->by_amount[lookup->count].moment))
            lookup->by_amount[lookup->count++].number = (uint32_t)i;
    for (size_t i = 0; i < lookup->count; i++)
        lookup->by_hour[i] = lookup->by_amount[i];
    qsort(lookup->by_amount, lookup->count, sizeof(struct place), by_amount);
    qsort(lookup->by_hour, lookup->count, sizeof(struct place), by_hour);
    return lookup;
}

/* The first place that does not lie before the moment. */
static const struct place *first(const struct place *places, size_t count, const struct moment *least,
                                 int (*order)(const struct moment *a, const struct moment *b))
{
    size_t from = 0, to = count;

    while (from < to) {
        size_t middle = from + (to - from) / 2;

        if (order(&places[middle].moment, least) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return places + from;
}

static void find_same_amount(const struct purchase_lookup *lookup, const struct moment *payment, purchase_found *found, void *arg)
{
    struct moment least = *payment, most = *payment;

    least.hour -= PURCHASE_CLEARING_HOURS + 1;
    most.hour += PURCHASE_NEAR_HOURS;
    for (const struct place *p = first(lookup->by_amount, lookup->count, &least, amount_order);
         p < lookup->by_amount + lookup->count && amount_order(&p->moment, &most) <= 0; p++)
        found(arg, p->number, payment->hour - p->moment.hour <= PURCHASE_NEAR_HOURS ? PLACE_near : PLACE_later);
}

static int64_t fee_most(int64_t amount)
{
    return amount * PURCHASE_FEE_PERMILLE / 1000;
}

/* Purchases of this hour that the payment is a little more or less than. */
static void find_fee(const struct purchase_lookup *lookup, const struct moment *payment, int64_t hour, purchase_found *found,
                     void *arg)
{
    struct moment least = *payment, most = *payment;

    least.hour = most.hour = hour;
    least.amount = payment->amount * 1000 / (1000 + PURCHASE_FEE_PERMILLE) - 1;
    most.amount = payment->amount * 1000 / (1000 - PURCHASE_FEE_PERMILLE) + 1;
    for (const struct place *p = first(lookup->by_hour, lookup->count, &least, hour_order);
         p < lookup->by_hour + lookup->count && hour_order(&p->moment, &most) <= 0; p++) {
        int64_t off = p->moment.amount - payment->amount;

        if (off != 0 && (off < 0 ? -off : off) <= fee_most(p->moment.amount))
            found(arg, p->number, (enum purchase_place)(PLACE_fee_same + (payment->hour - hour)));
    }
}

void purchase_lookup(const struct purchase_lookup *lookup, struct bytes moment, purchase_found *found, void *arg)
{
    struct moment payment;

    if (!moment_parse(moment, &payment))
        return;
    find_same_amount(lookup, &payment, found, arg);
    for (int64_t hour = payment.hour - PURCHASE_NEAR_HOURS; hour <= payment.hour + PURCHASE_NEAR_HOURS; hour++)
        find_fee(lookup, &payment, hour, found, arg);
}
