#include <criterion/criterion.h>
#include <string.h>

#include "base/instant.h"
#include "core/match.h"
#include "core/purchase.h"
#include "support/ident_fixture.h"

#define AT (INT64_C(1760000400) * INSTANT_SECOND) /* an hour begins */

static struct purchase purchase(const char *words)
{
    struct purchase purchase;
    struct bytes paid = bytes_printf(fixture_arena(), "EUR 000000000001995 0488889 1760000400 %s", words);

    cr_assert(purchase_parse(paid, &purchase));
    return purchase;
}

static struct purchase_payment payment(int64_t amount, int64_t after_us, const char *endpoint)
{
    return (struct purchase_payment){.moment = purchase_moment_print(fixture_arena(), BYTES("EUR"), amount, AT + after_us),
                                     .endpoint_name = bytes_of(endpoint),
                                     .records = 1,
                                     .first_us = AT + after_us,
                                     .last_us = AT + after_us};
}

/* ---- what fits ---- */

Test(purchase, knows_payments_by_amount_and_time)
{
    static const struct {
        int64_t amount, after_us;
        bool fits;
        enum purchase_class class;
    } cases[] = {
        {1995, 0, true, PURCHASE_minutes},
        {1995, -10 * INSTANT_MINUTE, true, PURCHASE_minutes},
        {1995, 11 * INSTANT_MINUTE, true, PURCHASE_hour},
        {1995, -61 * INSTANT_MINUTE, false, 0},
        {1995, 61 * INSTANT_MINUTE, true, PURCHASE_days},
        {1995, 120 * INSTANT_HOUR, true, PURCHASE_days},
        {1995, 121 * INSTANT_HOUR, false, 0},
        {2074, INSTANT_MINUTE, true, PURCHASE_fee},
        {1916, INSTANT_MINUTE, true, PURCHASE_fee},
        {2075, INSTANT_MINUTE, false, 0},
        {2035, 11 * INSTANT_MINUTE, false, 0},
    };
    struct purchase bought = purchase("- - - - -");
    struct purchase_fit fit;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct purchase_payment paid = payment(cases[i].amount, cases[i].after_us, "payto://iban/DE00");

        cr_expect_eq(purchase_fits(&bought, &paid, &fit), cases[i].fits, "case %zu", i);
        cr_expect(!cases[i].fits || fit.class == cases[i].class, "case %zu", i);
    }
}

Test(purchase, never_takes_another_merchants_payment)
{
    struct purchase_payment paid = payment(1995, 0, "payto://card-acceptor/41234599/M1"),
                            other = payment(1995, 0, "payto://iban/DE00");
    struct purchase bought = purchase("- 412345 - - -"), named = purchase("00000000-0000-0000-0000-000000000001 - - - -");
    struct purchase_fit fit, without;

    cr_expect(purchase_fits(&bought, &paid, &fit) && fit.same_acquirer);
    cr_expect_not(purchase_fits(&bought, &other, &fit), "an account has no acquirer");
    cr_expect_not(purchase_fits(&named, &paid, &fit), "it names another endpoint");
    paid.endpoint.b[15] = 1;
    cr_expect(purchase_fits(&named, &paid, &without));
    paid.same_rrn = true;
    cr_expect(purchase_fits(&named, &paid, &fit) && fit.evidence > without.evidence);
}

Test(purchase, knows_no_minute_of_several_payments_of_one_hour)
{
    struct purchase_payment several = payment(1995, 0, "payto://iban/DE00");
    struct purchase bought = purchase("- - - - -");
    struct purchase_fit fit;

    several.records = 2;
    cr_expect(purchase_fits(&bought, &several, &fit) && fit.class == PURCHASE_hour);
}

Test(purchase, refuses_moments_that_would_not_sort)
{
    cr_expect_eq(purchase_moment_print(fixture_arena(), BYTES("EUR"), 0, AT).n, 0);
    cr_expect_eq(purchase_moment_print(fixture_arena(), BYTES("EUR"), 1, -1).n, 0);
    cr_expect_eq(purchase_moment_print(fixture_arena(), BYTES("EUR"), INT64_C(1000000000000000), AT).n, 0);
    cr_expect_eq(purchase_moment_print(fixture_arena(), BYTES("EUR"), INT64_C(999999999999999), AT).n, 27);
}

/* ---- one to one ---- */

static struct purchase_candidate candidate(uint32_t purchase, uint32_t payment, double bits)
{
    return (struct purchase_candidate){.purchase = purchase,
                                       .payment = payment,
                                       .endpoint = payment,
                                       .slots = 1,
                                       .fit.evidence = (int64_t)(bits * (double)MICRO)};
}

Test(purchase, gives_a_payment_to_the_purchase_where_the_whole_has_most_evidence)
{
    struct purchase_candidate items[] = {candidate(0, 0, 9), candidate(0, 1, 8), candidate(1, 0, 8)};

    purchase_settle(fixture_arena(), items, COUNT_OF(items));
    cr_expect(!items[0].settled && items[1].settled && items[2].settled, "9 alone is less than 8 and 8");
    cr_expect_eq(items[1].margin, 7 * MICRO);
    cr_expect_eq(items[1].choices, 2);
    cr_expect_eq(items[2].choices, 1);
}

Test(purchase, contests_what_is_nearly_as_good_and_leaves_open_what_is_as_good)
{
    struct purchase_candidate near[] = {candidate(0, 0, 9), candidate(0, 1, 8)},
                              same[] = {candidate(0, 0, 9), candidate(0, 1, 9)};
    struct purchase_candidate clear[] = {candidate(0, 0, 9), candidate(0, 1, 7)};

    purchase_settle(fixture_arena(), near, 2);
    purchase_settle(fixture_arena(), same, 2);
    purchase_settle(fixture_arena(), clear, 2);
    cr_expect(near[0].settled && near[0].contested && near[0].margin == MICRO);
    cr_expect(!same[0].settled && !same[1].settled);
    cr_expect(clear[0].settled && !clear[0].contested);
    same[1].endpoint = same[0].endpoint;
    purchase_settle(fixture_arena(), same, 2);
    cr_expect(same[0].settled != same[1].settled, "of one endpoint, it does not matter which");
}

Test(purchase, gives_a_folded_payment_to_as_many_purchases_as_it_stands_for)
{
    struct purchase_candidate items[] = {candidate(0, 0, 9), candidate(1, 0, 8), candidate(2, 0, 7)};
    size_t settled = 0;

    for (size_t i = 0; i < COUNT_OF(items); i++)
        items[i].slots = 2;
    purchase_settle(fixture_arena(), items, COUNT_OF(items));
    for (size_t i = 0; i < COUNT_OF(items); i++)
        settled += items[i].settled;
    cr_expect_eq(settled, 2);
    cr_expect(!items[0].contested && items[1].contested && !items[2].settled, "the third would be nearly as good as the second");
}

/* Too many to be solved together: only what is clearly best on both sides is taken, and counts as contested. */
Test(purchase, takes_of_a_group_beyond_the_bound_what_is_best_on_both_sides)
{
    enum { PURCHASES = PURCHASE_GROUP_MOST + 8 };
    struct purchase_candidate items[PURCHASES * 2 + 1];
    size_t count = 0;

    for (uint32_t p = 0; p < PURCHASES; p++) {
        items[count++] = candidate(p, 0, 5); /* ties them all together */
        items[count++] = candidate(p, p + 1, p % 2 == 0 ? 9 : 6);
    }
    purchase_settle(fixture_arena(), items, count);
    for (uint32_t p = 0; p < PURCHASES; p++) {
        cr_expect_not(items[2 * p].settled);
        cr_expect_eq(items[2 * p + 1].settled, p % 2 == 0, "purchase %u", p);
        cr_expect(!items[2 * p + 1].settled || items[2 * p + 1].contested);
    }
}

Test(purchase, says_nothing_by_classes_that_hold_too_many)
{
    struct purchase_candidate items[PURCHASE_FITS_MOST + 3];
    static const int64_t unseen[PURCHASE_CLASS_COUNT] = {[PURCHASE_minutes] = 64};

    for (size_t i = 0; i < COUNT_OF(items); i++) {
        items[i] = candidate(0, (uint32_t)i, 5);
        items[i].fit.class = i < 2 ? PURCHASE_minutes : PURCHASE_days;
    }
    cr_expect_eq(purchase_bound(items, PURCHASE_FITS_MOST, NULL), PURCHASE_FITS_MOST);
    cr_expect_eq(purchase_bound(items, COUNT_OF(items), NULL), 2);
    cr_expect_eq(purchase_bound(items, 2, unseen), 0);
}

Test(purchase, says_in_words_how_it_was_settled)
{
    struct purchase_candidate items[] = {candidate(0, 0, 9), candidate(0, 1, 6)};
    struct uuid site = {{1}}, endpoint = {{2}};
    struct bytes value, text;

    items[0].fit.seconds = 40;
    items[0].fit.permille = 20;
    items[0].fit.class = items[1].fit.class = PURCHASE_fee;
    purchase_settle(fixture_arena(), items, 2);
    value = purchase_settled_print(fixture_arena(), &items[0], BYTES("EUR 000000000001995 0488889 1760000400"), &site, &endpoint);
    cr_assert(bytes_start(value, BYTES("fee 2 40 20 30 EUR ")), "%s", value.p);
    text = purchase_settled_text(fixture_arena(), value);
    cr_expect_str_eq(
        text.p,
        "bought for 19.95 EUR at 2025-10-09T09:00:00Z: one of 2 payments within a minute and 2.0 %; the next best way to pair purchases and payments has 3.0 bits less");
    text = purchase_settled_text(fixture_arena(), BYTES("minutes 1 120 0 30 JPY 000000000001995 0488889 1760000400 - - - - -"));
    cr_expect(bytes_start(text, BYTES("bought for 1995 JPY at 2025-10-09T09:00:00Z: the only payment within 2 minutes")), "%s",
              text.p);
    cr_expect_eq(purchase_settled_print(fixture_arena(), &items[1], BYTES("EUR"), &site, &endpoint).n, 0);
}
