#include "support/ident_fixture.h"

Test(endpoint, gives_each_scheme_its_payto_name)
{
    static const struct parse_case cases[] = {
        {"card-acceptor:412345/MERCH0001", "payto://card-acceptor/412345/MERCH0001", REASON_ok},
        {"card_acceptor: 412345 / MERCH 01 ", "payto://card-acceptor/412345/MERCH%2001", REASON_ok},
        {"card-acceptor:412345/A/B", "payto://card-acceptor/412345/A%2FB", REASON_ok},
        {"iban:be68 5390 0754 7034", "payto://iban/BE68539007547034", REASON_ok},
        {"bitcoin:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa?amount=1", "payto://bitcoin/1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", REASON_ok},
        {"BTC:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "payto://bitcoin/1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", REASON_ok},
        {"litecoin:3GCGJid675vYSynE6JrtGxE5Cfmurbb7os", "payto://litecoin/MNQQcc344CmyFV48CBrE6bUUXNNMsWhJ3a", REASON_ok},
        {"ethereum:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "payto://ethereum/0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
         REASON_ok},
        {"tron:TQUTPEWNhuj7Wz9RZUr1NUZGxwEWU9RkGk", "payto://tron/TQUTPEWNhuj7Wz9RZUr1NUZGxwEWU9RkGk", REASON_ok},
        {"xrp:rf1BiGeXwwQoi8Z2ueFYTEXSwuJYfV2Jpn:7", "payto://ripple/rf1BiGeXwwQoi8Z2ueFYTEXSwuJYfV2Jpn/7", REASON_ok},
        {"paypal:Shop@Shop.Example", "payto://wallet/paypal/shop@shop.example", REASON_ok},
        {"PP:shop@shop.example", "payto://wallet/paypal/shop@shop.example", REASON_ok},
        {"wallet:paypal/shop@shop.example", "payto://wallet/paypal/shop@shop.example", REASON_ok},
        {"some-wallet:Account 7/b", "payto://wallet/some-wallet/Account%207%2Fb", REASON_ok},
        {"sms:lv/1881", "payto://sms/LV/1881", REASON_ok},
        {"sms:LV/1881/key", "payto://sms/LV/1881/KEY", REASON_ok},
        {"phone:+371 2612 3456", "payto://phone/+37126123456", REASON_ok},
        {"voucher:A-1", "payto://voucher/A-1", REASON_ok},
        {"payto://iban/DEUTDEFF/BE68539007547034?amount=EUR:1", "payto://iban/BE68539007547034", REASON_ok},
        {"PAYTO://Bitcoin/1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "payto://bitcoin/1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", REASON_ok},
        {"payto://wallet/paypal/shop%40shop.example", "payto://wallet/paypal/shop@shop.example", REASON_ok},
        {"BE68 5390 0754 7034", "payto://iban/BE68539007547034", REASON_ok},
        {"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "payto://bitcoin/bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", REASON_ok},
        {"https://shop.example/", NULL, REASON_scheme_unknown},
        {"mailto:shop@shop.example", NULL, REASON_scheme_unknown},
        {"payto://ach/122000661/1234", NULL, REASON_scheme_unknown},
        {"shop", NULL, REASON_scheme_unknown},
        {":x", NULL, REASON_scheme_unknown},
        {"iban:", NULL, REASON_empty},
        {"iban:BE69539007547034", NULL, REASON_iban_check_digits},
        {"card-acceptor:412345", NULL, REASON_structure},
        {"card-acceptor:41/MERCH", NULL, REASON_too_short},
        {"sms:1881", NULL, REASON_phone_country},
        {"some wallet:x", NULL, REASON_bad_character},
        {"wallet:x", NULL, REASON_needs_provider},
    };

    EXPECT_CASES(IDENT_endpoint, cases, NULL);
}

static void expect_made(const char *scheme, const char *account, const char *provider, const char *memo, const char *expected)
{
    struct ident_context context = {.provider = bytes_of(provider), .memo = bytes_of(memo)};
    struct ident ident = {0};
    enum reason reason =
        ident_endpoint_make(fixture_data(), fixture_arena(), bytes_of(scheme), bytes_of(account), &context, &ident);

    cr_expect(reason == REASON_ok, "%s: %s", scheme, reason_code(reason));
    expect_bytes(ident.value, expected, scheme);
}

Test(endpoint, is_made_from_the_fields_of_a_record)
{
    expect_made("wallet", "shop@shop.example", "paypal", NULL, "payto://wallet/paypal/shop@shop.example");
    expect_made("wallet", "paypal/shop@shop.example", "paypal", NULL, "payto://wallet/paypal/shop@shop.example");
    expect_made("wallet", "12/34", "other", NULL, "payto://wallet/other/12%2F34");
    expect_made("ripple", "rf1BiGeXwwQoi8Z2ueFYTEXSwuJYfV2Jpn", NULL, "42",
                "payto://ripple/rf1BiGeXwwQoi8Z2ueFYTEXSwuJYfV2Jpn/42");
    expect_made("bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", NULL, "customer 9",
                "payto://bitcoin/1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa/customer%209");
    expect_made("iban", "BE68539007547034", NULL, "invoice", "payto://iban/BE68539007547034");
}

Test(endpoint, gives_the_identifier_behind_it)
{
    static const struct {
        const char *endpoint;
        enum ident_kind kind;
        const char *value;
    } cases[] = {
        {"payto://iban/BE68539007547034", IDENT_iban, "BE68539007547034"},
        {"payto://card-acceptor/412345/A%2FB", IDENT_merchant, "412345/A/B"},
        {"payto://wallet/paypal/shop@shop.example", IDENT_wallet, "paypal/shop@shop.example"},
        {"payto://wallet/paypal/shop@shop.example/memo", IDENT_wallet, "paypal/shop@shop.example"},
        {"payto://bitcoin/1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa/memo", IDENT_bitcoin, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"},
        {"payto://ripple/rf1BiGeXwwQoi8Z2ueFYTEXSwuJYfV2Jpn/42", IDENT_ripple, "rf1BiGeXwwQoi8Z2ueFYTEXSwuJYfV2Jpn/42"},
        {"payto://sms/LV/1881/KEY", IDENT_sms, "LV/1881/KEY"},
        {"payto://phone/+37126123456", IDENT_phone, "+37126123456"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct ident ident = {0};

        cr_expect(ident_of_endpoint(fixture_data(), fixture_arena(), bytes_of(cases[i].endpoint), &ident), "%s",
                  cases[i].endpoint);
        cr_expect_eq(ident.kind, cases[i].kind, "%s", cases[i].endpoint);
        expect_bytes(ident.value, cases[i].value, cases[i].endpoint);
    }
}

/* The name of a kind is a scheme too: code that has an identifier can ask for its endpoint. */
Test(endpoint, knows_its_kinds_by_their_own_names)
{
    static const enum ident_kind kinds[] = {IDENT_iban,   IDENT_bitcoin, IDENT_bitcoin_cash, IDENT_litecoin, IDENT_dogecoin,
                                            IDENT_tron,   IDENT_monero,  IDENT_ripple,       IDENT_solana,   IDENT_ethereum,
                                            IDENT_wallet, IDENT_sms,     IDENT_phone,        IDENT_voucher,  IDENT_merchant};

    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        struct ident ident;
        enum reason reason =
            ident_endpoint_make(fixture_data(), fixture_arena(), bytes_of(ident_kind_name(kinds[i])), BYTES("?"), NULL, &ident);

        cr_expect_neq(reason, REASON_scheme_unknown, "%s", ident_kind_name(kinds[i]));
    }
}

static void expect_wallet(const char *text, const char *value, enum reason doubt)
{
    struct ident ident = {0};
    enum reason reason = ident_parse(fixture_data(), fixture_arena(), IDENT_wallet, bytes_of(text), NULL, &ident);

    cr_expect(reason == REASON_ok, "%s: %s", text, reason_code(reason));
    expect_bytes(ident.value, value, text);
    cr_expect_eq(ident.doubt, doubt, "%s: %s", text, reason_code(ident.doubt));
}

Test(wallet, reads_accounts_as_their_provider_has_them)
{
    expect_wallet("paypal:SHOP@Shop.Example", "paypal/shop@shop.example", REASON_ok);
    expect_wallet("paypal/5gr1800000562", "paypal/5GR1800000562", REASON_ok);
    expect_wallet("cash-app/$SomeName", "cashapp/somename", REASON_ok);
    expect_wallet("webmoney:z1234 5678 9012", "webmoney/Z123456789012", REASON_ok);
    expect_wallet("yandex-money/4100 1234 5678 90", "yoomoney/41001234567890", REASON_ok);
    expect_wallet("mpesa:+254 712 345678", "mpesa/+254712345678", REASON_ok);
    expect_wallet("neteller/4512", "neteller/4512", REASON_structure);
    expect_wallet("nobody-knows:Some  Account", "nobody-knows/Some Account", REASON_ok);
}

Test(wallet, refuses_what_is_no_account)
{
    static const struct parse_case cases[] = {
        {"shop@shop.example", NULL, REASON_needs_provider},
        {"pay pal/x", NULL, REASON_bad_character},
        {"paypal/", NULL, REASON_empty},
        {"other/a\xE2\x80\xAE"
         "b",
         NULL, REASON_bad_character},
        {"other/"
         "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789",
         NULL, REASON_too_long},
    };

    EXPECT_CASES(IDENT_wallet, cases, NULL);
}

Test(sms, needs_a_country_and_a_short_code)
{
    static const struct parse_case cases[] = {
        {"LV/1881", "LV/1881", REASON_ok},           {"lv / 18-81 / Play now", "LV/1881/PLAY NOW", REASON_ok},
        {"XX/1881", NULL, REASON_country_unknown},   {"1881", NULL, REASON_phone_country},
        {"LV/18", NULL, REASON_structure},           {"LV/123456789", NULL, REASON_structure},
        {"LV/18x1", NULL, REASON_structure},         {"LV", NULL, REASON_phone_country},
        {"LV/1881/a/b", NULL, REASON_bad_character},
    };
    static const struct parse_case at_home[] = {{"1881", "LV/1881", REASON_ok}, {"1881/KEY", "LV/1881/KEY", REASON_ok}};

    EXPECT_CASES(IDENT_sms, cases, NULL);
    EXPECT_CASES(IDENT_sms, at_home, "LV");
}

Test(wallet, is_read_from_the_page_on_which_it_is_paid)
{
    static const struct parse_case wallets[] = {
        {"https://www.paypal.me/BrightStar/25EUR", "paypal/brightstar", REASON_ok},
        {"hxxps://paypal[.]com/paypalme/BrightStar?x=1", "paypal/brightstar", REASON_ok},
        {"https://cash.app/$bright", "cashapp/bright", REASON_ok},
        {"https://www.paypal.com/donate/x", NULL, REASON_needs_provider},
        {"https://paypal.me/", NULL, REASON_needs_provider},
        {"https://shop.example/paypal.me/x", NULL, REASON_needs_provider},
    };
    static const struct parse_case endpoints[] = {
        {"https://paypal.me/BrightStar", "payto://wallet/paypal/brightstar", REASON_ok},
        {"https://shop.example/pay", NULL, REASON_scheme_unknown},
    };

    EXPECT_CASES(IDENT_wallet, wallets, NULL);
    EXPECT_CASES(IDENT_endpoint, endpoints, NULL);
}
