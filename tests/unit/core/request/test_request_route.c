#include <criterion/criterion.h>

#include "base/annotate.h"
#include "core/request_route.h"

static struct arena *arena;

static void make_arena(void)
{
    arena = arena_new(1 << 20);
}

static void free_arena(void)
{
    arena_free(&arena);
}

TestSuite(request_route, .init = make_arena, .fini = free_arena);

static const char *const table[][3] = {
    {"card-acceptor", "", "scheme-all"},
    {"card-acceptor", "412345", "acquirer-short"},
    {"card-acceptor", "41234567", "acquirer-long"},
    {"iban", "DE37040044", "bank-branch"},
    {"iban", "DE", "bank-country"},
    {"wallet", "paypal", "wallet-one"},
    {"wallet", "paypal/vip", "wallet-vip"},
    {"sms", "GB", "operator-gb"},
    {"sms", "GB/80", "operator-80"},
    {"bitcoin", "", "exchange-b"},
    {"bitcoin", "", "exchange-a"},
    {"phone", "+44", "operator-gb"},
};

/* The partners in order, with spaces between. */
static const char *order(const char *endpoint)
{
    struct request_route routes[COUNT_OF(table)];
    const char *text = "";
    size_t count;

    for (size_t i = 0; i < COUNT_OF(table); i++)
        routes[i] = (struct request_route){bytes_of(table[i][0]), bytes_of(table[i][1]), bytes_of(table[i][2])};
    count = request_route_order(arena, bytes_of(endpoint), routes, COUNT_OF(table));
    for (size_t i = 0; i < count; i++)
        text = arena_printf(arena, "%s%s%.*s", text, i == 0 ? "" : " ", (int)routes[i].partner.n, routes[i].partner.p);
    return text;
}

Test(request_route, takes_the_longest_prefix_first_and_the_whole_scheme_last)
{
    static const char *const cases[][2] = {
        {"payto://card-acceptor/41234567/M1", "acquirer-long acquirer-short scheme-all"},
        {"payto://card-acceptor/412345/M1", "acquirer-short scheme-all"},
        {"payto://card-acceptor/400000/M1", "scheme-all"},
        {"payto://iban/DE89370400440532013000", "bank-branch bank-country"},
        {"payto://iban/DE02500105170137075030", "bank-country"},
        {"payto://iban/FR1420041010050500013M02606", ""},
        {"payto://wallet/paypal/someone", "wallet-one"},
        {"payto://wallet/paypal/vip", "wallet-vip wallet-one"},
        {"payto://wallet/paypals/someone", ""},
        {"payto://sms/GB/80", "operator-80 operator-gb"},
        {"payto://sms/GB/80808", "operator-gb"},
        {"payto://sms/GB/80/WORD", "operator-80 operator-gb"},
        {"payto://bitcoin/1BoatSLRHtKNngkdXEeobR76b53LETtpyT", "exchange-a exchange-b"},
        {"payto://phone/+441632960961", "operator-gb"},
        {"payto://monero/4", ""},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        cr_assert_str_eq(order(cases[i][0]), cases[i][1], "%s: %s", cases[i][0], order(cases[i][0]));
}

Test(request_route, knows_what_is_no_name_of_an_endpoint)
{
    static const char *const bad[] = {"",          "payto://",      "payto:///x", "payto://iban", "payto://iban/",
                                      "iban/DE89", "https://iban/x"};
    struct bytes scheme, account;

    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        cr_assert_not(request_route_split(bytes_of(bad[i]), &scheme, &account), "%s", bad[i]);
        cr_assert_str_eq(order(bad[i]), "");
    }
    cr_assert(request_route_split(BYTES("payto://wallet/paypal/x"), &scheme, &account));
    cr_assert(bytes_is(scheme, "wallet") && bytes_is(account, "paypal/x"));
}

Test(request_route, names_a_partner_with_two_fitting_routes_once)
{
    struct request_route routes[] = {{BYTES("iban"), BYTES("DE"), BYTES("bank")},
                                     {BYTES("iban"), BYTES("DE3704"), BYTES("bank")}};

    cr_assert_eq(request_route_order(arena, BYTES("payto://iban/DE89370400440532013000"), routes, 2), 1);
    cr_assert(bytes_is(routes[0].prefix, "DE3704"));
}
