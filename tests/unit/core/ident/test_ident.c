#include "support/ident_fixture.h"

Test(ident, every_kind_has_a_name_that_finds_it_and_a_label)
{
    for (int i = IDENT_none + 1; i < IDENT_COUNT; i++) {
        enum ident_kind kind = (enum ident_kind)i, found = IDENT_none;

        cr_expect(ident_kind_find(bytes_of(ident_kind_name(kind)), &found) && found == kind, "%s", ident_kind_name(kind));
        cr_expect(strlen(ident_kind_label(kind)) > 2, "%s", ident_kind_name(kind));
    }
    enum ident_kind found = IDENT_none;

    cr_expect_not(ident_kind_find(BYTES("none"), &found));
    cr_expect_not(ident_kind_find(BYTES(""), &found));
    cr_expect_not(ident_kind_find(BYTES("IBAN"), &found));
}

Test(ident, every_kind_refuses_nothing_too_much_and_bytes_that_are_no_text)
{
    char *much = memset(arena_alloc(fixture_arena(), 20000), 'a', 20000);

    for (int i = IDENT_none + 1; i < IDENT_COUNT; i++) {
        enum ident_kind kind = (enum ident_kind)i;
        struct ident ident = {.kind = IDENT_none};

        cr_expect_eq(ident_parse(fixture_data(), fixture_arena(), kind, BYTES_NONE, NULL, &ident), REASON_empty);
        cr_expect_eq(ident_parse(fixture_data(), fixture_arena(), kind, BYTES(" \t\n"), NULL, &ident), REASON_empty);
        cr_expect_eq(ident_parse(fixture_data(), fixture_arena(), kind, (struct bytes){much, 20000}, NULL, &ident),
                     REASON_too_long);
        cr_expect_eq(ident_parse(fixture_data(), fixture_arena(), kind, BYTES("a\xFF\xFE"), NULL, &ident), REASON_invalid_utf8);
        cr_expect_eq(ident_parse(fixture_data(), fixture_arena(), kind, BYTES("a\0b"), NULL, &ident), REASON_nul_byte);
        cr_expect_eq(ident.kind, IDENT_none, "%s: the result was touched", ident_kind_name(kind));
    }
}

Test(ident, strength_and_privacy_are_those_of_the_table)
{
    cr_expect_eq(ident_kind_strength(IDENT_iban), STRENGTH_CHECKED);
    cr_expect_eq(ident_kind_strength(IDENT_solana), STRENGTH_STRUCTURED);
    cr_expect_eq(ident_kind_strength(IDENT_person_name), STRENGTH_FREE);
    cr_expect(ident_kind_personal(IDENT_email) && ident_kind_personal(IDENT_card_number));
    cr_expect_not(ident_kind_personal(IDENT_site));
    cr_expect(ident_kind_pivot(IDENT_endpoint));
    cr_expect_not(ident_kind_pivot(IDENT_mcc));
}

/* ---- properties of every kind ---- */

struct sample {
    enum ident_kind kind;
    const char *text;
    struct ident_context context;
};

#define SAMPLE(kind, text)                                                                                                       \
    {                                                                                                                            \
        IDENT_##kind, text,                                                                                                      \
        {                                                                                                                        \
            {NULL, 0}, {NULL, 0},                                                                                                \
            {                                                                                                                    \
                NULL, 0                                                                                                          \
            }                                                                                                                    \
        }                                                                                                                        \
    }
#define SAMPLE_OF(kind, text, code)                                                                                              \
    {                                                                                                                            \
        IDENT_##kind, text,                                                                                                      \
        {                                                                                                                        \
            {code, 2}, {NULL, 0},                                                                                                \
            {                                                                                                                    \
                NULL, 0                                                                                                          \
            }                                                                                                                    \
        }                                                                                                                        \
    }
#define TLS "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static const struct sample samples[] = {
    SAMPLE(iban, "be68 5390 0754 7034"),
    SAMPLE(iban, "GB29-NWBK-6016-1331-9268-19"),
    SAMPLE(bic, "deutdeff"),
    SAMPLE(bic, "DEUTDEFF500"),
    SAMPLE(acquirer_bin, "412345"),
    SAMPLE(card_acceptor_id, " merch 001 "),
    SAMPLE(merchant, "412345/MERCH0000000001"),
    SAMPLE(merchant, "412345/M 1/sub 2"),
    SAMPLE(terminal_id, "term0001"),
    SAMPLE(mcc, "5967"),
    SAMPLE(arn, "74537604221431003881865"),
    SAMPLE(rrn, "012345678901"),
    SAMPLE(uetr, "97ED4827-7B6F-4491-A06F-B548D5A7512D"),
    SAMPLE(lei, "5493001KJTIIGC8Y1R12"),
    SAMPLE(sepa_creditor_id, "DE98ZZZ09999999999"),
    SAMPLE(creditor_reference, "RF18 5390 0754 7034"),
    SAMPLE(vat_number, "DE 136 695 976"),
    SAMPLE_OF(vat_number, "6433435F", "IE"),
    SAMPLE_OF(registration_number, "HRB 12345", "DE"),
    SAMPLE(card_number, "4111 1111 1111 1111"),
    SAMPLE(card_number, "411111******1111"),
    SAMPLE(bitcoin, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
    SAMPLE(bitcoin, "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4"),
    SAMPLE(litecoin, "LVuDpNCSSj6pQ7t9Pv6d6sUkLKoqDEVUnJ"),
    SAMPLE(bitcoin_cash, "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a"),
    SAMPLE(dogecoin, "DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L"),
    SAMPLE(ethereum, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
    SAMPLE(tron, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
    SAMPLE(monero, "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A"),
    SAMPLE(ripple, "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh"),
    SAMPLE(ripple, "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh?dt=12345"),
    SAMPLE(solana, "4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T"),
    SAMPLE(txid, "4A5E1E4BAAB89F3A32518A88C31BC87F618F76673E2CC77AB2127B7AFDEDA33B"),
    SAMPLE(phone, "+44 20 7946 0958"),
    SAMPLE_OF(phone, "020 7946 0958", "GB"),
    SAMPLE(sms, "de/12345/Star"),
    SAMPLE(wallet, "PayPal/Shop@Shop.example"),
    SAMPLE(voucher, "Paysafe 0123 4567"),
    SAMPLE(email, "Info+x@B\u00fccher.example"),
    SAMPLE(url, "HXXPS://User@B\u00fccher[.]example:443/a/../b?q#f"),
    SAMPLE(host, "WWW.B\u00fccher.example."),
    SAMPLE(site, "https://www.b\u00fccher.example/x"),
    SAMPLE(site, "https://t.me/Some_Channel/12"),
    SAMPLE(site, "http://[2001:DB8::1]:8080/"),
    SAMPLE(ip, "2001:0DB8:0:0:0:0:0:1"),
    SAMPLE(ip, "192[.]0[.]2[.]1"),
    SAMPLE(nameserver, "NS1.Shop.example."),
    SAMPLE(asn, "as64500"),
    SAMPLE(tls_sha256, "E3:B0:C4:42:98:FC:1C:14:9A:FB:F4:C8:99:6F:B9:24:27:AE:41:E4:64:9B:93:4C:A4:95:99:1B:78:52:B8:55"),
    SAMPLE(tls_sha256, TLS),
    SAMPLE(analytics_id, "ua-1234567-2"),
    SAMPLE(analytics_id, "G-ABCDEF1234"),
    SAMPLE(analytics_id, "gtm-abc1234"),
    SAMPLE(analytics_id, "matomo:stats.shop.example/7"),
    SAMPLE(analytics_id, "yandex:12345678"),
    SAMPLE(analytics_id, "meta:1234567890123456"),
    SAMPLE(endpoint, "payto://iban/BE68539007547034"),
    SAMPLE(endpoint, "paypal:Shop@Shop.example"),
    SAMPLE(endpoint, "sms:DE/12345/Star"),
    SAMPLE(descriptor, "PayPal  *Br\u00fcght Star"),
    SAMPLE(company_name, "  \u201eBr\u00fcght\u201c  Star, GmbH. "),
    SAMPLE(person_name, "D\u00f6e,  Jane"),
};

Test(ident, every_kind_is_sampled)
{
    for (int kind = IDENT_none + 1; kind < IDENT_COUNT; kind++) {
        size_t count = 0;

        for (size_t i = 0; i < COUNT_OF(samples); i++)
            count += samples[i].kind == (enum ident_kind)kind;
        cr_expect(count > 0, "no sample of %s", ident_kind_name((enum ident_kind)kind));
    }
}

static struct ident parsed(const struct sample *sample, struct bytes text, const char *what)
{
    struct ident ident = {.kind = IDENT_none};
    enum reason reason = ident_parse(fixture_data(), fixture_arena(), sample->kind, text, &sample->context, &ident);

    cr_assert(reason == REASON_ok, "%s %s: %s: %s", ident_kind_name(sample->kind), sample->text, what, reason_code(reason));
    return ident;
}

Test(ident, parsing_the_canonical_form_or_what_people_read_gives_the_same)
{
    for (size_t i = 0; i < COUNT_OF(samples); i++) {
        struct ident first = parsed(&samples[i], bytes_of(samples[i].text), "as written");
        struct ident again = parsed(&samples[i], first.value, "its canonical form");
        struct ident read = parsed(&samples[i], ident_print(fixture_arena(), &first), "its form for people");

        cr_expect_eq(first.kind, samples[i].kind);
        cr_expect(first.value.n > 0 && first.doubt != REASON_empty);
        cr_expect(bytes_equal(again.value, first.value), "%s: %.*s", samples[i].text, (int)again.value.n, again.value.p);
        cr_expect(bytes_equal(read.value, first.value), "%s: %.*s", samples[i].text, (int)read.value.n, read.value.p);
    }
}
