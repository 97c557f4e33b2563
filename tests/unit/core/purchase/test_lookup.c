#include <criterion/criterion.h>

#include "base/instant.h"
#include "core/purchase.h"
#include "support/ident_fixture.h"

#define PURCHASES 300
#define PAYMENTS 2000
#define NOWHERE PURCHASE_PLACE_COUNT

static uint64_t state = 7;

static int64_t below(int64_t n)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)(state >> 33) % n;
}

struct moment {
    const char *currency;
    int64_t amount, hour;
};

static struct moment some_moment(void)
{
    static const char *const currencies[] = {"EUR", "USD"};

    return (struct moment){currencies[below(2)], below(3) == 0 ? 1995 : 1900 + below(200), 489000 + below(300)};
}

static struct bytes print(struct moment moment)
{
    return purchase_moment_print(fixture_arena(), bytes_of(moment.currency), moment.amount, moment.hour * INSTANT_HOUR);
}

static enum purchase_place place_of(struct moment purchase, struct moment payment)
{
    int64_t off = payment.amount - purchase.amount, later = payment.hour - purchase.hour;

    if (purchase.currency != payment.currency || later < -1)
        return NOWHERE;
    if (off == 0)
        return later <= 1 ? PLACE_near : later <= 121 ? PLACE_later : NOWHERE;
    if (later > 1 || (off < 0 ? -off : off) > purchase.amount * 40 / 1000)
        return NOWHERE;
    return later < 0 ? PLACE_fee_before : later == 0 ? PLACE_fee_same : PLACE_fee_after;
}

static void note(void *arg, uint32_t number, enum purchase_place place)
{
    enum purchase_place *places = arg;

    cr_assert_eq(places[number], NOWHERE, "purchase %u is found once", number);
    places[number] = place;
}

Test(purchase_lookup, finds_what_looking_at_each_purchase_finds)
{
    struct moment purchases[PURCHASES];
    struct bytes names[PURCHASES];
    size_t found = 0;

    for (size_t i = 0; i < PURCHASES; i++) {
        purchases[i] = some_moment();
        names[i] = bytes_printf(fixture_arena(), "%s 1760000400", print(purchases[i]).p);
    }
    struct purchase_lookup *lookup = purchase_lookup_new(fixture_arena(), names, PURCHASES);

    for (size_t i = 0; i < PAYMENTS; i++) {
        struct moment payment = some_moment();
        enum purchase_place places[PURCHASES];

        for (size_t p = 0; p < PURCHASES; p++)
            places[p] = NOWHERE;
        purchase_lookup(lookup, print(payment), note, places);
        for (size_t p = 0; p < PURCHASES; p++) {
            cr_expect_eq(places[p], place_of(purchases[p], payment), "%s and %s", names[p].p, print(payment).p);
            found += places[p] != NOWHERE;
        }
    }
    cr_expect(found > PAYMENTS);
}

Test(purchase_lookup, finds_nothing_for_what_is_no_moment)
{
    const struct bytes names[] = {BYTES("EUR 000000000001995 0489000 1760000400"), BYTES("no purchase")};
    struct purchase_lookup *lookup = purchase_lookup_new(fixture_arena(), names, COUNT_OF(names));
    enum purchase_place places[COUNT_OF(names)] = {NOWHERE, NOWHERE};

    purchase_lookup(lookup, BYTES("EUR 000000000001995"), note, places);
    purchase_lookup(lookup, BYTES_NONE, note, places);
    purchase_lookup(purchase_lookup_new(fixture_arena(), NULL, 0), names[0], note, places);
    cr_expect(places[0] == NOWHERE && places[1] == NOWHERE);
    purchase_lookup(lookup, BYTES("EUR 000000000001995 0489000"), note, places);
    cr_expect(places[0] == PLACE_near && places[1] == NOWHERE);
}
