#include "support/ident_fixture.h"

Test(email, keeps_the_local_part_and_canonicalises_the_domain)
{
    static const struct parse_case cases[] = {
        {"Info@Shop.EXAMPLE", "Info@shop.example", REASON_ok},
        {"info@b\xC3\xBC"
         "cher.example",
         "info@xn--bcher-kva.example", REASON_ok},
        {"inf\xC3\xB6@shop.example", "inf\xC3\xB6@shop.example", REASON_ok},
        {"info\xCC\x88@shop.example", "inf\xC3\xB6@shop.example", REASON_ok}, /* decomposed */
        {"a.b+c=d!#$%&'*/?^_`{|}~-@shop.example", "a.b+c=d!#$%&'*/?^_`{|}~-@shop.example", REASON_ok},
        {"mailto:info@shop.example?subject=x", "info@shop.example", REASON_ok},
        {"Shop Support <info@shop.example>", "info@shop.example", REASON_ok},
        {"\"Support, Shop\" <info@shop.example>", "info@shop.example", REASON_ok},
        {"info[at]shop[.]example", "info@shop.example", REASON_ok},
        {"info (at) shop (dot) example", "info@shop.example", REASON_ok},
        {"info AT shop DOT example", "info@shop.example", REASON_ok},
        {"info{at}shop.example", "info@shop.example", REASON_ok},
        {"info[@]shop.example", "info@shop.example", REASON_ok},
        {"info\xEF\xBC\xA0shop.example", "info@shop.example", REASON_ok},
        {"info&#64;shop&#46;example", "info@shop.example", REASON_ok},
        {"\"john smith\"@shop.example", "\"john smith\"@shop.example", REASON_ok},
        {"\"info\"@shop.example", "info@shop.example", REASON_ok},
        {"\"in\\fo\"@shop.example", "info@shop.example", REASON_ok},
        {"\"a\\\"b\"@shop.example", "\"a\\\"b\"@shop.example", REASON_ok},
        {"\"a@b\"@shop.example", "\"a@b\"@shop.example", REASON_ok},
        {"info@shop.example.", "info@shop.example", REASON_ok},
    };

    EXPECT_CASES(IDENT_email, cases, NULL);
}

Test(email, refuses_what_no_server_takes)
{
    static const struct parse_case cases[] = {
        {"info", NULL, REASON_email_invalid},
        {"@shop.example", NULL, REASON_email_invalid},
        {"info@", NULL, REASON_host_invalid},
        {"info@shop", NULL, REASON_host_invalid},
        {"info@192.0.2.1", NULL, REASON_host_invalid},
        {"info@[192.0.2.1]", NULL, REASON_ip_invalid},
        {"a b@shop.example", NULL, REASON_email_invalid},
        {".info@shop.example", NULL, REASON_email_invalid},
        {"info.@shop.example", NULL, REASON_email_invalid},
        {"in..fo@shop.example", NULL, REASON_email_invalid},
        {"a@b@shop.example", NULL, REASON_email_invalid},
        {"\"info@shop.example", NULL, REASON_email_invalid},
        {"\"in\"fo\"@shop.example", NULL, REASON_email_invalid},
        {"\"\"@shop.example", NULL, REASON_email_invalid},
        {"info@shop..example", NULL, REASON_host_invalid},
        {"info@-shop.example", NULL, REASON_host_invalid},
        {"aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff12345@shop.example", NULL, REASON_email_invalid},
        {"inf\xFFo@shop.example", NULL, REASON_invalid_utf8},
    };

    EXPECT_CASES(IDENT_email, cases, NULL);
}

Test(email, folds_what_the_provider_folds)
{
    static const char *const cases[][2] = {
        {"Some.One+shop@gmail.com", "someone@gmail.com"},   {"someone@googlemail.com", "someone@gmail.com"},
        {"some.one@shop.example", "some.one@shop.example"}, {"Info+Tag@shop.example", "info@shop.example"},
        {"+tag@shop.example", "+tag@shop.example"},         {"some-one@yahoo.com", "some@yahoo.com"},
        {"some-one@shop.example", "some-one@shop.example"}, {"\"A b+c\"@shop.example", "\"a b+c\"@shop.example"},
        {"\xC3\x96@shop.example", "\xC3\xB6@shop.example"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct bytes folded = ident_email_folded(fixture_data(), fixture_arena(), bytes_of(cases[i][0]));

        expect_bytes(folded, cases[i][1], cases[i][0]);
        expect_bytes(ident_email_folded(fixture_data(), fixture_arena(), folded), cases[i][1], "folded twice");
    }
    expect_bytes(ident_email_domain(BYTES("\"a@b\"@shop.example")), "shop.example", "domain");
    expect_bytes(ident_email_domain(BYTES("nothing")), "", "domain of nothing");
}
