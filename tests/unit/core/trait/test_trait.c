#include "support/record_fixture.h"

#include "core/trait.h"

enum side { ENDPOINT, SITE };

static struct trait_list traits_of(const struct record *record, enum side side)
{
    struct trait_list lists[2];

    cr_assert(!record->refused, "the record is refused: %s",
              record->problem_count == 0 ? "" : reason_code(record->problems[0].reason));
    trait_derive(fixture_data(), fixture_arena(), record, &lists[ENDPOINT], &lists[SITE]);
    return lists[side];
}

static struct bytes lines_of(const struct trait_list *list)
{
    struct buf out;

    buf_init(&out, fixture_arena());
    for (size_t i = 0; i < list->count; i++)
        buf_printf(&out, "%s %s %.*s\n", trait_kind_name(list->items[i].kind), record_role_name(list->items[i].role),
                   (int)list->items[i].value.n, list->items[i].value.p);
    return buf_bytes(&out);
}

static void expect_traits(const struct record *record, enum side side, const char *expected)
{
    struct trait_list list = traits_of(record, side);

    expect_bytes(lines_of(&list), expected, side == ENDPOINT ? "endpoint" : "site");
}

static bool has(const struct record *record, enum side side, const char *line)
{
    struct trait_list list = traits_of(record, side);
    struct bytes lines = lines_of(&list), wanted = bytes_printf(fixture_arena(), "%s\n", line);
    const char *at = lines.n == 0 ? NULL : memmem(lines.p, lines.n, wanted.p, wanted.n);

    return at != NULL && (at == lines.p || at[-1] == '\n');
}

/* ---- each kind, with every field that says something ---- */

static const struct record *merchant(void)
{
    return CHECK(merchant_flag, MERCHANT_NAMED, "merchant_name=Bright Star", "legal_name=Bright Star Media GmbH",
                 "descriptor=SQ *BRIGHTSTAR 02079460957", "mcc=5967", "merchant_country=GB", "merchant_city=Berlin",
                 "merchant_url=https://www.bright-star.example/shop|https://t.me/Bright_Star",
                 "support_email=Help+me@Bright-Star.example", "support_phone=(020) 7946 0958",
                 "settlement_iban=DE89370400440532013000", "settlement_bic=COBADEFFXXX", "registration_number=HRB 12345",
                 "lei=5493001KJTIIGC8Y1R12", "vat_number=DE136695976", "facilitator_id=F1", "sub_merchant_id=S1",
                 "principal=Doe, Jane|John Q. Roe", "note=ask sales@other.example");
}

static const struct record *payment(void)
{
    return CHECK(transaction_flag, PAYMENT, "acquirer_bin=412345", "card_acceptor_id=M1", "terminal_id=T1",
                 "descriptor=PAYPAL *BRIGHT-STAR.EXAMPLE", "mcc=5967", "arn=74537604221431003881865", "rrn=012345678901",
                 "referrer_url=https://www.bright-star.example/pay?session=1", "creditor_name=Bright Star Ltd",
                 "creditor_scheme_id=DE98ZZZ09999999999", "remittance_info=order 7 at https://shop.example/o/7",
                 "end_to_end_id=E1", "uetr=97ed4827-7b6f-4491-a06f-b548d5a7512d", "note=to IBAN DE89 3704 0044 0532 0130 00",
                 "txid=4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b");
}

static const struct record *account(void)
{
    return CHECK(account_flag, ACCOUNT, "account_scheme=wallet", "wallet_provider=paypal", "account_id=Jane@Bright-Star.example",
                 "holder_name=Doe, Jane", "holder_email=jane@mail.example", "holder_phone=+44 20 7946 0958", "holder_country=GB",
                 "+related_account=iban:DE89370400440532013000|phone:+442079460959",
                 "note=also 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa");
}

static const struct record *report(void)
{
    return CHECK(site_report, REPORT, "hosting_country=DE", "ip=192.0.2.7", "isp=Host", "brand=Bright Star",
                 "+payment_methods=card", "+payment_endpoints=bitcoin:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa|sms:DE/12345/STAR",
                 "contact_email=help@bright-star.example", "contact_phone=+442079460958", "registrant_email=reg@mail.example",
                 "+nameservers=ns1.bright-star.example", "+redirect_chain=https://go.example/x|https://www.shop.example/pay",
                 "+analytics_id=UA-1234567-2", "tls_sha256=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                 "note=also at mirror.example");
}

static const struct record *purchase(void)
{
    return CHECK(test_purchase, PURCHASE, "+checkout_url=https://pay.example/c/1", "descriptor=BRIGHTSTAR", "acquirer_bin=412345",
                 "card_acceptor_id=M1", "arn=74537604221431003881865", "rrn=012345678901",
                 "receipt_email=help@bright-star.example", "receipt_phone=+442079460958", "note=sold by other.example");
}

Test(trait, merchant_flag_says_names_web_contact_settlement_and_owner)
{
    expect_traits(merchant(), SITE, "");
    expect_traits(merchant(), ENDPOINT,
                  "endpoint self payto://card-acceptor/412345/MERCH0000000001\n"
                  "merchant_number self MERCH0000000001\n"
                  "email note sales@other.example\n"
                  "site note other.example\n"
                  "name_token name bright\n"
                  "name_token name star\n"
                  "name_squashed name brightstar\n"
                  "name_start name brightst\n"
                  "name_token owner bright\n"
                  "name_token owner media\n"
                  "name_token owner star\n"
                  "name_squashed owner brightstarmedia\n"
                  "name_start owner brightst\n"
                  "owner owner brightstarmedia\n"
                  "phone descriptor +442079460957\n"
                  "name_token descriptor brightstar\n"
                  "name_squashed descriptor brightstar\n"
                  "name_start descriptor brightst\n"
                  "site declared bright-star.example\n"
                  "url declared https://www.bright-star.example/shop\n"
                  "site declared t.me/bright_star\n"
                  "url declared https://t.me/Bright_Star\n"
                  "email support help@bright-star.example\n"
                  "site support bright-star.example\n"
                  "phone support +442079460958\n"
                  "endpoint settlement payto://iban/DE89370400440532013000\n"
                  "registration_number owner GB:HRB12345\n"
                  "lei owner 5493001KJTIIGC8Y1R12\n"
                  "vat_number owner DE136695976\n"
                  "owner owner doe jane\n"
                  "name_squashed owner doejane\n"
                  "owner owner john roe\n"
                  "name_squashed owner johnqroe\n"
                  "name_start owner johnqroe\n");
}

/* The referrer's path is one visitor's and no trait; the hour is 2026-03-01T12 since 1970. */
Test(trait, transaction_flag_says_referrer_descriptor_and_the_payment)
{
    expect_traits(payment(), SITE, "");
    expect_traits(payment(), ENDPOINT,
                  "endpoint self payto://card-acceptor/412345/M1\n"
                  "endpoint note payto://iban/DE89370400440532013000\n"
                  "payment payment EUR 000000000001995 0492324\n"
                  "site descriptor bright-star.example\n"
                  "arn payment 74537604221431003881865\n"
                  "rrn payment 012345678901\n"
                  "site referrer bright-star.example\n"
                  "name_token name bright\n"
                  "name_token name star\n"
                  "name_squashed name brightstar\n"
                  "name_start name brightst\n"
                  "sepa_creditor_id owner DE98ZZZ09999999999\n"
                  "site note shop.example\n"
                  "url note https://shop.example/o/7\n"
                  "uetr payment 97ed4827-7b6f-4491-a06f-b548d5a7512d\n"
                  "txid payment 4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b\n");
}

/* The wallet is named by an address: that is a trait, too, and so is its domain. */
Test(trait, account_flag_says_holder_and_related_accounts)
{
    expect_traits(account(), SITE, "");
    expect_traits(account(), ENDPOINT,
                  "endpoint self payto://wallet/paypal/jane@bright-star.example\n"
                  "email self jane@bright-star.example\n"
                  "site self bright-star.example\n"
                  "endpoint note payto://bitcoin/1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa\n"
                  "owner owner doe jane\n"
                  "name_squashed owner doejane\n"
                  "email support jane@mail.example\n"
                  "site support mail.example\n"
                  "phone support +442079460958\n"
                  "endpoint settlement payto://iban/DE89370400440532013000\n"
                  "endpoint settlement payto://phone/+442079460959\n"
                  "phone settlement +442079460959\n");
}

Test(trait, site_report_says_what_the_site_publishes_and_where_it_lies)
{
    expect_traits(report(), ENDPOINT, "");
    expect_traits(report(), SITE,
                  "site self shop.example\n"
                  "name_squashed self shop\n"
                  "name_token self shop\n"
                  "site note mirror.example\n"
                  "url self https://www.shop.example/pay\n"
                  "ip hosting 192.0.2.7\n"
                  "name_token name bright\n"
                  "name_token name star\n"
                  "name_squashed name brightstar\n"
                  "name_start name brightst\n"
                  "endpoint published payto://bitcoin/1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa\n"
                  "endpoint published payto://sms/DE/12345/STAR\n"
                  "endpoint published payto://sms/DE/12345\n"
                  "email contact help@bright-star.example\n"
                  "site contact bright-star.example\n"
                  "phone contact +442079460958\n"
                  "email registrant reg@mail.example\n"
                  "site registrant mail.example\n"
                  "nameserver hosting ns1.bright-star.example\n"
                  "site redirect go.example\n"
                  "url redirect https://go.example/x\n"
                  "url redirect https://www.shop.example/pay\n"
                  "analytics_id artefact UA-1234567\n"
                  "tls_sha256 artefact e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n");
}

Test(trait, test_purchase_ties_both_sides_and_leaves_the_rest_to_the_site)
{
    const struct record *record = purchase();
    struct bytes tie = bytes_printf(fixture_arena(), "purchase payment %s",
                                    bytes_cstr(fixture_arena(), uuid_print(fixture_arena(), &record->id)));

    expect_traits(
        record, ENDPOINT,
        bytes_cstr(fixture_arena(), bytes_printf(fixture_arena(), "endpoint self payto://card-acceptor/412345/M1\n%s\n", tie.p)));
    static const char *const lines[] = {
        "site self shop.example",
        "name_squashed self shop",
        "name_token self shop",
        "acquirer payment 412345",
        "site redirect pay.example",
        "url redirect https://pay.example/c/1",
        "name_token descriptor brightstar",
        "name_squashed descriptor brightstar",
        "name_start descriptor brightst",
        "arn payment 74537604221431003881865",
        "rrn payment 012345678901",
        "email contact help@bright-star.example",
        "site contact bright-star.example",
        "site note other.example",
        "phone contact +442079460958",
    };
    struct bytes paid = bytes_printf(
        fixture_arena(), "paid payment EUR 000000000001995 0492324 %lld %s 412345 012345678901 %s brightst",
        (long long)(record->event_us / 1000000), uuid_print(fixture_arena(), &record->endpoint.id).p, "74537604221431003881865");

    for (size_t i = 0; i < COUNT_OF(lines); i++)
        cr_expect(has(record, SITE, lines[i]), "%s", lines[i]);
    cr_expect(has(record, SITE, tie.p));
    cr_expect(has(record, SITE, paid.p), "%s", paid.p);
    cr_expect_eq(traits_of(record, SITE).count, COUNT_OF(lines) + 2);
}

/* A purchase without a known merchant says nothing about an endpoint. */
Test(trait, test_purchase_without_an_endpoint_ties_nothing)
{
    const struct record *record = CHECK(test_purchase, PURCHASE);

    expect_traits(record, ENDPOINT, "");
    cr_expect_not(has(record, SITE,
                      bytes_cstr(fixture_arena(), bytes_printf(fixture_arena(), "purchase payment %s",
                                                               uuid_print(fixture_arena(), &record->id).p))));
}

/* The samples above leave out no field that has a role, and every one of these roles comes out. */
Test(trait, every_field_with_a_role_is_sampled_and_says_something)
{
    const struct record *const samples[] = {merchant(), payment(), account(), report(), purchase()};
    static const char *const elsewhere[] = {"creditor_iban", "crypto_address"}; /* they name the endpoint */

    _Static_assert(COUNT_OF(samples) == RECORD_KIND_COUNT, "a sample of each kind");
    for (size_t i = 0; i < COUNT_OF(samples); i++) {
        bool said[ROLE_COUNT] = {false};

        for (int side = ENDPOINT; side <= SITE; side++) {
            struct trait_list list = traits_of(samples[i], (enum side)side);

            for (size_t t = 0; t < list.count; t++)
                said[list.items[t].role] = true;
        }
        for (size_t f = 0; f < record_field_count(samples[i]->kind); f++) {
            enum record_field field = record_field_at(samples[i]->kind, f);
            enum record_role role = record_field_role(field);

            cr_expect(role == ROLE_none || samples[i]->fields[f].count > 0, "no sample of %s", record_field_name(field));
            cr_expect(role == ROLE_none || said[role], "%s says nothing", record_field_name(field));
            for (size_t e = 0; e < COUNT_OF(elsewhere); e++)
                cr_expect(role == ROLE_none || strcmp(record_field_name(field), elsewhere[e]) != 0);
        }
    }
}

/* What was found of a site is known only when it was said. */
Test(trait, a_report_says_what_was_found_of_the_site)
{
    const struct record *record = CHECK(site_report, REPORT, "commercial=true", "assessed_illegal=false");

    cr_expect(has(record, SITE, "assessment self commercial"));
    cr_expect(has(record, SITE, "assessment self not illegal"));
    cr_expect_not(has(CHECK(site_report, REPORT), SITE, "assessment self not commercial"));
}

Test(trait, a_page_of_payment_says_the_account_that_is_paid_there)
{
    const struct record *record = CHECK(site_report, REPORT, "+payment_endpoints=https://www.paypal.me/BrightStar/25EUR",
                                        "note=or at cash.app/$bright, DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L, "
                                        "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a, RF18 5390 0754 7034",
                                        "+redirect_chain=https://www.paypal.com/paypalme/other");

    cr_expect(has(record, SITE, "endpoint published payto://wallet/paypal/brightstar"));
    cr_expect(has(record, SITE, "endpoint note payto://wallet/cashapp/bright"));
    cr_expect(has(record, SITE, "endpoint redirect payto://wallet/paypal/other"));
    cr_expect(has(record, SITE, "endpoint note payto://dogecoin/DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L"));
    cr_expect(has(record, SITE, "endpoint note payto://bitcoincash/qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a"));
    struct trait_list list = traits_of(record, SITE);

    for (size_t i = 0; i < list.count; i++) /* a reference of a creditor is no wallet's provider */
        cr_expect(!bytes_find(list.items[i].value, 'R', &(size_t){0}) || list.items[i].kind != TRAIT_endpoint ||
                  memmem(list.items[i].value.p, list.items[i].value.n, "RF18", 4) == NULL);
}

Test(trait, a_checkout_says_whom_its_parameters_name)
{
    const struct record *record = CHECK(
        test_purchase, PURCHASE,
        "+checkout_url=https://pay.example/c?lang=de&MID=000004711081500&sum=9|https://www.skrill.example/?pay_to_email=a%40b.example",
        "note=https://pay.example/?merchant_id=ab%2d123456 or ?mid=12345");

    cr_expect(has(record, SITE, "merchant_number redirect 4711081500"));
    cr_expect(has(record, SITE, "endpoint redirect payto://wallet/skrill/a@b.example"));
    cr_expect(has(record, SITE, "merchant_number note AB-123456"));
    cr_expect_not(has(record, SITE, "merchant_number note 12345"), "short numbers are everybody's");
    cr_expect(has(merchant(), ENDPOINT, "merchant_number self MERCH0000000001"));
}

/* ---- hubs ---- */

Test(trait, a_domain_of_mail_that_many_share_says_nothing)
{
    static const struct {
        const char *email;
        const char *line;
        bool expected;
    } cases[] = {
        {"support_email=a@bright-star.example", "site support bright-star.example", true},
        {"support_email=bright.star@gmail.com", "site support gmail.com", false},
        {"support_email=bright.star+x@gmail.com", "email support brightstar@gmail.com", true},
        {"support_email=a@mailinator.com", "site support mailinator.com", false},
        {"support_email=help@mail.paypal.com", "site support paypal.com", false},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        cr_expect_eq(has(CHECK(merchant_flag, MERCHANT_NAMED, cases[i].email), ENDPOINT, cases[i].line), cases[i].expected,
                     "%s: %s", cases[i].email, cases[i].line);
}

/* A shared platform's own name is nobody's; a page on it is. Shorteners and their like stay: the score damps them. */
Test(trait, a_site_on_a_platform_is_host_and_path)
{
    const struct record *record =
        CHECK(merchant_flag, MERCHANT_NAMED,
              "merchant_url=https://t.me/one|https://t.me/two/7|https://shop.github.io/x|https://bit.ly/abc");

    cr_expect(has(record, ENDPOINT, "site declared t.me/one"));
    cr_expect(has(record, ENDPOINT, "site declared t.me/two"));
    cr_expect(has(record, ENDPOINT, "site declared shop.github.io"));
    cr_expect_not(has(record, ENDPOINT, "site declared t.me"));
    cr_expect_not(has(record, ENDPOINT, "site declared github.io"));
}

/* ---- text ---- */

Test(trait, a_note_says_what_is_found_in_it)
{
    const struct record *record = CHECK(
        site_report, REPORT,
        "note=Pay 0.1 to bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4 or IBAN DE89 3704 0044 0532 0130 00, write to info [at] other [dot] example, call "
        "+44 20 7946 0958, see hxxps://third[.]example/a and fourth.example, server 192.0.2.1, not DE89 3704 0044 0532 0130 01. "
        "UETR 97ed4827-7b6f-4491-a06f-b548d5a7512d, tag GTM-ABC1234.");

    static const char *const lines[] = {
        "endpoint note payto://bitcoin/bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
        "endpoint note payto://iban/DE89370400440532013000",
        "email note info@other.example",
        "site note other.example",
        "phone note +442079460958",
        "site note third.example",
        "url note https://third.example/a",
        "site note fourth.example",
        "ip note 192.0.2.1",
        "uetr note 97ed4827-7b6f-4491-a06f-b548d5a7512d",
        "analytics_id note GTM-ABC1234",
    };
    struct trait_list list = traits_of(record, SITE);
    size_t noted = 0;

    for (size_t i = 0; i < COUNT_OF(lines); i++)
        cr_expect(has(record, SITE, lines[i]), "%s", lines[i]);
    for (size_t i = 0; i < list.count; i++)
        noted += list.items[i].role == ROLE_note;
    cr_expect_eq(noted, COUNT_OF(lines));
}

Test(trait, a_descriptor_gives_phone_mail_and_domain_apart_from_the_name)
{
    static const struct {
        const char *descriptor;
        const char *line;
        bool expected;
    } cases[] = {
        {"descriptor=PAYPAL *BRIGHTSTAR", "name_squashed descriptor brightstar", true},
        {"descriptor=PAYPAL *BRIGHTSTAR", "name_token descriptor paypal", false},
        {"descriptor=BRIGHTSTAR.EXAMPLE", "site descriptor brightstar.example", true},
        {"descriptor=BRIGHTSTAR.EXAMPLE", "name_squashed descriptor brightstarexample", false},
        {"descriptor=A@BRIGHTSTAR.EXAMPLE", "email descriptor a@brightstar.example", true},
        {"descriptor=A@BRIGHTSTAR.EXAMPLE", "site descriptor brightstar.example", true},
        {"descriptor=BRIGHTSTAR+442079460958", "phone descriptor +442079460958", true},
        {"descriptor=BRIGHTSTAR 0042", "name_squashed descriptor brightstar", true},
        {"descriptor=PAYPAL *BRIGHTSTARS.CO", "site descriptor brightstars.co", false}, /* cut at 22: of .com, perhaps */
        {"descriptor=PAYPAL *BRIGHTSTARS.CO", "name_squashed descriptor brightstars", true},
        {"descriptor=PAYPAL *BRIGHTSTAR.EXA", "name_squashed descriptor brightstar", true},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        cr_expect_eq(has(CHECK(merchant_flag, MERCHANT_NAMED, cases[i].descriptor), ENDPOINT, cases[i].line), cases[i].expected,
                     "%s: %s", cases[i].descriptor, cases[i].line);
}

/* ---- sites ---- */

static const struct record *report_of(const char *url)
{
    return CHECK(site_report, "source_ref=S-1", "reported_at=2026-03-01T12:00:00Z", url);
}

Test(trait, a_site_in_look_alike_letters_meets_the_plain_name)
{
    const struct record *site = report_of("url=https://xn--pypl-53dc.example/");                    /* with two Cyrillic a */
    const struct record *latin = report_of("url=https://\u0440\u0430\u0443\u0440\u0430l.example/"); /* spelled in Latin: raural */
    const struct record *plain = report_of("url=https://monster.example/");
    const struct record *brand = CHECK(merchant_flag, MERCHANT_NAMED, "merchant_name=PayPal", "descriptor=MONSTER");

    cr_expect(has(site, SITE, "name_squashed self paypal"));
    cr_expect(has(latin, SITE, "name_squashed self paypal"));
    cr_expect(has(latin, SITE, "name_squashed self raural"));
    cr_expect(has(brand, ENDPOINT, "name_squashed name paypal"));
    cr_expect(has(plain, SITE, "name_squashed self monster"));
    cr_expect_not(has(plain, SITE, "name_squashed self rnonster"));
    cr_expect(has(report_of("url=https://\u043Conster.example/"), SITE, "name_squashed self monster"));
    cr_expect(has(brand, ENDPOINT, "name_squashed descriptor monster"));
}

Test(trait, the_words_of_a_domain_label_are_parted_by_dashes)
{
    const struct record *record = report_of("url=https://bright-star-media.example/");

    cr_expect(has(record, SITE, "name_token self bright"));
    cr_expect(has(record, SITE, "name_token self media"));
    cr_expect(has(record, SITE, "name_squashed self brightstarmedia"));
    cr_expect(has(record, SITE, "name_start self brightst"));
}

Test(trait, an_address_or_onion_service_has_no_name)
{
    expect_traits(report_of("url=http://192.0.2.9:8080/"), SITE, "site self 192.0.2.9\n");
}

/* ---- all of them ---- */

Test(trait, holds_while_the_account_was_open_else_at_the_moment)
{
    static const struct {
        const char *opened, *closed;
        int64_t first_us, last_us;
    } cases[] = {
        {"opened_on=", "closed_on=", INT64_C(1772362800000000), INT64_C(1772362800000000)},
        {"opened_on=2026-01-01", "closed_on=", INT64_C(1767225600000000), INT64_C(1772362800000000)},
        {"opened_on=2026-01-01", "closed_on=2026-01-31", INT64_C(1767225600000000), INT64_C(1769903999999999)},
        {"opened_on=2026-04-01", "closed_on=", INT64_C(1772362800000000), INT64_C(1772362800000000)},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct trait_list list = traits_of(CHECK(merchant_flag, MERCHANT_NAMED, cases[i].opened, cases[i].closed), ENDPOINT);

        cr_assert(list.count > 0);
        cr_expect_eq(list.items[0].first_us, cases[i].first_us, "%s %s", cases[i].opened, cases[i].closed);
        cr_expect_eq(list.items[0].last_us, cases[i].last_us, "%s %s", cases[i].opened, cases[i].closed);
    }
}

Test(trait, is_listed_once_and_its_hash_is_that_of_kind_and_value)
{
    struct trait_list list = traits_of(
        CHECK(merchant_flag, MERCHANT_NAMED, "merchant_name=Star Star", "merchant_url=http://star.example|https://star.example"),
        ENDPOINT);

    for (size_t i = 0; i < list.count; i++) {
        cr_expect_eq(list.items[i].hash, trait_hash(list.items[i].kind, list.items[i].value));
        for (size_t k = 0; k < i; k++)
            cr_expect_not(list.items[i].kind == list.items[k].kind && list.items[i].role == list.items[k].role &&
                          bytes_equal(list.items[i].value, list.items[k].value));
    }
    cr_expect_neq(trait_hash(TRAIT_site, BYTES("a")), trait_hash(TRAIT_url, BYTES("a")));
}

Test(trait, names_that_begin_alike_have_the_hash_of_their_beginning)
{
    uint64_t start = trait_hash(TRAIT_name_start, BYTES("brightst"));

    cr_expect_eq(trait_hash(TRAIT_name_squashed, BYTES("brightstar")), start);
    cr_expect_eq(trait_hash(TRAIT_name_squashed, BYTES("brightst")), start);
    cr_expect_neq(trait_hash(TRAIT_name_squashed, BYTES("brights")), start);
    cr_expect_neq(trait_hash(TRAIT_name_squashed, BYTES("a")), trait_hash(TRAIT_name_squashed, BYTES("b")));
    cr_expect_neq(trait_hash(TRAIT_name_token, BYTES("brightst")), start);
}

Test(trait, a_value_too_long_for_an_index_becomes_its_hash)
{
    struct buf url;

    buf_init(&url, fixture_arena());
    buf_puts(&url, "merchant_url=https://shop.example/");
    for (int i = 0; i < 600; i++)
        buf_putc(&url, 'a');
    struct trait_list list =
        traits_of(CHECK(merchant_flag, MERCHANT_NAMED, bytes_cstr(fixture_arena(), buf_bytes(&url))), ENDPOINT);
    bool found = false;

    for (size_t i = 0; i < list.count; i++) {
        cr_expect(list.items[i].value.n <= 512);
        found = found || (list.items[i].kind == TRAIT_url && bytes_start(list.items[i].value, BYTES("sha256:")));
    }
    cr_expect(found);
}
