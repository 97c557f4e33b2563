#include "support/record_fixture.h"

#include <string.h>

#include "base/json.h"

static void expect_problem(const struct record *record, const char *field, enum reason reason, bool is_error)
{
    for (size_t i = 0; i < record->problem_count; i++)
        if (bytes_is(record->problems[i].field, field) && record->problems[i].reason == reason &&
            record->problems[i].is_error == is_error) {
            cr_expect_eq(record->problems[i].line, 7u);
            return;
        }
    cr_expect_fail("no problem %s with %s among %zu", reason_code(reason), field, record->problem_count);
}

static void expect_clean(const struct record *record)
{
    cr_expect_eq(record->problem_count, 0u, "%s: %s", record->problem_count == 0 ? "" : record->problems[0].field.p,
                 record->problem_count == 0 ? "" : reason_code(record->problems[0].reason));
    cr_expect_not(record->refused);
}

Test(record, keeps_its_fields_in_canonical_form_and_in_the_order_of_the_table)
{
    const struct record *record =
        CHECK(merchant_flag, MERCHANT_NAMED, "merchant_name=  Bright Star GmbH ", "settlement_iban=de89 3704 0044 0532 0130 00",
              "merchant_url=HXXP://Bright-Star[.]example|https://other.example/x", "mcc=5967", "source_grade=b", "info_grade=2");

    expect_clean(record);
    expect_bytes(record->content,
                 "{\"source_ref\":\"MF-1\",\"source_grade\":\"B\",\"info_grade\":\"2\",\"flagged_at\":\"2026-03-01T11:00:00Z\","
                 "\"reason\":\"content\",\"acquirer_bin\":\"412345\",\"card_acceptor_id\":\"MERCH0000000001\","
                 "\"merchant_name\":\"Bright Star GmbH\",\"mcc\":\"5967\","
                 "\"merchant_url\":[\"http://bright-star.example/\",\"https://other.example/x\"],"
                 "\"settlement_iban\":\"DE89370400440532013000\"}",
                 "content");
    cr_expect_eq(record->event_us, INT64_C(1772362800000000));
    cr_expect_eq(record->grade, 22);
}

Test(record, has_an_id_that_partner_kind_and_reference_decide)
{
    const struct record *one = CHECK(merchant_flag, MERCHANT_NAMED), *same = CHECK(merchant_flag, MERCHANT_NAMED, "note=x");
    const struct record *other = CHECK(account_flag, "source_ref=MF-1", "flagged_at=2026-03-01T12:00:00Z", "reason=content",
                                       "account_scheme=iban", "account_id=DE89370400440532013000");

    cr_expect_eq(uuid_compare(&one->id, &same->id), 0);
    cr_expect_neq(uuid_compare(&one->id, &other->id), 0);
    cr_expect_neq(memcmp(&one->content_hash, &same->content_hash, sizeof(one->content_hash)), 0);
}

Test(record, names_the_endpoint_of_each_kind)
{
    const struct {
        enum record_kind kind;
        const char *const *pairs;
        const char *name;
    } cases[] = {
        {RECORD_merchant_flag, (const char *const[]){MERCHANT_NAMED, NULL}, "payto://card-acceptor/412345/MERCH0000000001"},
        {RECORD_transaction_flag, (const char *const[]){PAYMENT, "acquirer_bin=412345", "card_acceptor_id=M1", NULL},
         "payto://card-acceptor/412345/M1"},
        {RECORD_transaction_flag, (const char *const[]){PAYMENT, "creditor_iban=DE89370400440532013000", NULL},
         "payto://iban/DE89370400440532013000"},
        {RECORD_transaction_flag,
         (const char *const[]){PAYMENT, "crypto_chain=btc", "crypto_address=1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", NULL},
         "payto://bitcoin/1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"},
        {RECORD_transaction_flag, (const char *const[]){PAYMENT, "crypto_address=1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", NULL},
         "payto://bitcoin/1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"},
        {RECORD_account_flag,
         (const char *const[]){ACCOUNT, "account_scheme=IBAN", "account_id=DE89 3704 0044 0532 0130 00", NULL},
         "payto://iban/DE89370400440532013000"},
        {RECORD_account_flag,
         (const char *const[]){ACCOUNT, "account_scheme=wallet", "account_id=Shop7", "wallet_provider=PayPal", NULL},
         "payto://wallet/paypal/shop7"},
        {RECORD_account_flag,
         (const char *const[]){
             ACCOUNT, "account_scheme=monero",
             "account_id=44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3R"
             "VGQBEP3A",
             "memo=12345", NULL},
         "payto://monero/"
         "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A/12345"},
        {RECORD_account_flag, (const char *const[]){ACCOUNT, "account_scheme=sms", "account_id=de/66245", NULL},
         "payto://sms/DE/66245"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct record *record = check(cases[i].kind, cases[i].pairs);

        expect_clean(record);
        cr_expect(record->endpoint.present, "case %zu", i);
        expect_bytes(record->endpoint.name, cases[i].name, "endpoint");
        cr_expect_not(record->site.present);
    }
}

Test(record, names_the_site_that_a_report_is_about)
{
    const struct record *record = CHECK(site_report, "source_ref=S-1", "reported_at=2026-03-01T12:00:00Z",
                                        "url=hxxps://www.Shop.Bright-Star[.]example/x?y=1", "commercial=TRUE",
                                        "payment_endpoints=iban:DE89370400440532013000|paypal:Shop7");

    expect_clean(record);
    expect_bytes(record->site.name, "bright-star.example", "site");
    cr_expect_not(record->endpoint.present);
    cr_expect_eq(record_field_get(record, FIELD_site_report_payment_endpoints)->count, 2u);
    cr_expect_eq(record_field_get(record, FIELD_site_report_commercial)->items[0].number, 1);
}

Test(record, takes_a_test_purchase_with_and_without_a_merchant)
{
    const struct record *with =
        CHECK(test_purchase, "source_ref=P-1", "purchased_at=2026-03-01T12:00:00Z", "site_url=https://bright-star.example/",
              "amount=5", "currency=JPY", "acquirer_bin=412345", "card_acceptor_id=M1");
    const struct record *without = CHECK(test_purchase, "source_ref=P-1", "purchased_at=2026-03-01T12:00:00Z",
                                         "site_url=https://bright-star.example/", "amount=5.1", "currency=EUR");

    expect_clean(with);
    expect_clean(without);
    cr_expect(with->endpoint.present && with->site.present);
    cr_expect(!without->endpoint.present && without->site.present);
    cr_expect_eq(record_field_get(without, FIELD_test_purchase_amount)->items[0].number, 510);
    expect_bytes(record_field_get(without, FIELD_test_purchase_amount)->items[0].text, "5.10", "amount");
}

Test(record, is_refused_without_a_required_field)
{
    static const char *const fields[] = {"source_ref", "flagged_at", "reason"};

    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        const char *all[] = {MERCHANT_NAMED, NULL}, *pairs[PAIRS_MOST] = {NULL};
        size_t count = 0;

        for (size_t p = 0; all[p] != NULL; p++)
            if (strncmp(all[p], fields[i], strlen(fields[i])) != 0)
                pairs[count++] = all[p];
        const struct record *record = check(RECORD_merchant_flag, pairs);

        cr_expect(record->refused);
        expect_problem(record, fields[i], REASON_required, true);
    }
}

Test(record, is_refused_when_no_endpoint_comes_out_and_says_which_field_is_wrong)
{
    const struct record *missing = CHECK(merchant_flag, MERCHANT, "card_acceptor_id=M1");
    const struct record *wrong = CHECK(transaction_flag, PAYMENT, "creditor_iban=DE89370400440532013001");
    const struct record *empty = CHECK(merchant_flag, MERCHANT, "acquirer_bin=", "card_acceptor_id=M1");
    const struct record *scheme = CHECK(account_flag, ACCOUNT, "account_scheme=gold", "account_id=x");

    cr_expect(missing->refused && wrong->refused && empty->refused && scheme->refused);
    expect_problem(missing, "acquirer_bin", REASON_no_endpoint, true);
    expect_problem(wrong, "creditor_iban", REASON_iban_check_digits, true);
    expect_problem(empty, "acquirer_bin", REASON_no_endpoint, true);
    expect_problem(scheme, "account_scheme", REASON_choice_unknown, true);
}

Test(record, warns_of_a_second_endpoint_that_is_wrong_when_the_first_names_it)
{
    const struct record *record =
        CHECK(transaction_flag, PAYMENT, "acquirer_bin=412345", "card_acceptor_id=M1", "creditor_iban=DE89370400440532013001");

    cr_expect_not(record->refused);
    expect_problem(record, "creditor_iban", REASON_iban_check_digits, false);
    cr_expect_eq(record_field_get(record, FIELD_transaction_flag_creditor_iban)->count, 0u);
}

Test(record, drops_a_wrong_optional_field_with_a_warning)
{
    static const struct {
        const char *pair;
        const char *field;
        enum reason reason;
    } cases[] = {
        {"settlement_iban=DE89370400440532013001", "settlement_iban", REASON_iban_check_digits},
        {"merchant_country=XY", "merchant_country", REASON_country_unknown},
        {"opened_on=2026-02-30", "opened_on", REASON_date_invalid},
        {"source_grade=D", "source_grade", REASON_choice_unknown},
        {"tlp=PURPLE", "tlp", REASON_choice_unknown},
        {"support_email=nobody", "support_email", REASON_email_invalid},
        {"merchant_city=a\x01z", "merchant_city", REASON_bad_character},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct record *record = CHECK(merchant_flag, MERCHANT_NAMED, cases[i].pair);

        cr_expect_not(record->refused, "%s", cases[i].pair);
        expect_problem(record, cases[i].field, cases[i].reason, false);
    }
}

Test(record, keeps_the_good_values_of_a_list)
{
    const struct record *record = CHECK(
        merchant_flag, MERCHANT_NAMED, "+merchant_url=https://a.example/|ftp://b.example/|https://c.example/|https://a.example/");

    cr_expect_not(record->refused);
    cr_expect_eq(record->problem_count, 1u);
    expect_problem(record, "merchant_url", REASON_url_scheme, false);
    cr_expect_eq(record_field_get(record, FIELD_merchant_flag_merchant_url)->count, 2u);
}

Test(record, checks_amounts_by_the_digits_of_the_currency)
{
    static const struct {
        const char *amount, *currency;
        enum reason reason;
        int64_t minor;
    } cases[] = {
        {"amount=19.95", "currency=eur", REASON_ok, 1995},
        {"amount=19", "currency=EUR", REASON_ok, 1900},
        {"amount=1995", "currency=JPY", REASON_ok, 1995},
        {"amount=1.234", "currency=KWD", REASON_ok, 1234},
        {"amount=19.955", "currency=EUR", REASON_amount_invalid, 0},
        {"amount=19,95", "currency=EUR", REASON_amount_invalid, 0},
        {"amount=1.5", "currency=JPY", REASON_amount_invalid, 0},
        {"amount=-1", "currency=EUR", REASON_amount_invalid, 0},
        {"amount=1e3", "currency=EUR", REASON_amount_invalid, 0},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct record *record =
            CHECK(transaction_flag, "source_ref=T-1", "transacted_at=2026-03-01T12:00:00Z", cases[i].amount, cases[i].currency,
                  "reason=content", "creditor_iban=DE89370400440532013000");

        if (cases[i].reason != REASON_ok) {
            expect_problem(record, "amount", cases[i].reason, true);
            continue;
        }
        expect_clean(record);
        cr_expect_eq(record_field_get(record, FIELD_transaction_flag_amount)->items[0].number, cases[i].minor, "%s",
                     cases[i].amount);
    }
}

Test(record, wants_times_with_an_offset)
{
    static const char *const bad[] = {"flagged_at=2026-03-01", "flagged_at=2026-03-01T12:00:00", "flagged_at=01.03.2026 12:00",
                                      "flagged_at=2026-13-01T12:00:00Z", "flagged_at=9999-01-01T00:00:00Z"};

    for (size_t i = 0; i < COUNT_OF(bad); i++)
        expect_problem(
            CHECK(merchant_flag, "source_ref=M-1", bad[i], "reason=content", "acquirer_bin=412345", "card_acceptor_id=M1"),
            "flagged_at", REASON_time_invalid, true);
}

Test(record, is_refused_when_its_reference_is_a_card_number_whole_or_truncated)
{
    static const char *const references[] = {"source_ref=4111111111111111", "source_ref=4111 1111 1111 1111",
                                             "source_ref=411111******1111"};

    for (size_t i = 0; i < COUNT_OF(references); i++) {
        const struct record *record = CHECK(merchant_flag, references[i], "flagged_at=2026-03-01T12:00:00Z", "reason=content",
                                            "acquirer_bin=412345", "card_acceptor_id=M1");

        cr_expect(record->refused, "%s", references[i]);
        expect_problem(record, "source_ref", REASON_card_number_in_key, true);
        cr_expect_eq(record->source_ref.n, 0u);
    }
}

Test(record, is_refused_with_a_forbidden_field_and_its_text_is_withheld)
{
    static const char *const pairs[] = {"victim_age=9",    "Victim Name=x", "page_content=x",
                                        "screenshot=aGk=", "cvv2=123",      "CVC=1"};

    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        const struct record *record = CHECK(merchant_flag, MERCHANT_NAMED, pairs[i]);

        cr_expect(record->refused && record->withheld, "%s", pairs[i]);
        cr_expect_eq(record->problems[0].reason, REASON_forbidden_field);
    }
    expect_clean(CHECK(merchant_flag, MERCHANT_NAMED, "victim_age=", "colour=red"));
}

Test(record, is_refused_when_it_says_it_is_of_another_kind)
{
    expect_problem(CHECK(merchant_flag, MERCHANT_NAMED, "record_kind=site_report"), "record_kind", REASON_wrong_kind, true);
    expect_clean(CHECK(merchant_flag, MERCHANT_NAMED, "record_kind=merchant_flag"));
}

Test(record, takes_no_list_for_a_single_value_and_no_boolean_for_a_text)
{
    const struct record *list = CHECK(merchant_flag, MERCHANT_NAMED, "+mcc=5967|5968");
    struct raw_value yes = {BYTES("true"), false};
    struct raw_field fields[] = {field_of("source_ref=S-1"),
                                 field_of("reported_at=2026-03-01T12:00:00Z"),
                                 field_of("url=https://a.example/"),
                                 {BYTES("commercial"), &yes, 1, false},
                                 {BYTES("isp"), &yes, 1, false}};
    struct raw_record raw = {.line = 7, .fields = fields, .count = COUNT_OF(fields)};
    struct record record;

    expect_problem(list, "mcc", REASON_json_type, false);
    record_check(fixture_data(), fixture_arena(), RECORD_site_report, BYTES("hotline"), &raw, &record);
    expect_problem(&record, "isp", REASON_json_type, false);
    cr_expect_eq(record_field_get(&record, FIELD_site_report_commercial)->count, 1u);
}

Test(record, comes_back_the_same_from_what_is_stored)
{
    const struct record *records[] = {
        CHECK(merchant_flag, MERCHANT_NAMED, "merchant_name=Bright \"Star\" GmbH",
              "merchant_url=https://a.example/|http://b.example/", "support_phone=0301234567", "merchant_country=DE",
              "opened_on=2020-01-31"),
        CHECK(transaction_flag, PAYMENT, "crypto_chain=eth", "crypto_address=0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
              "pan=411111******1111"),
        CHECK(account_flag, ACCOUNT, "account_scheme=wallet", "account_id=Shop7", "wallet_provider=PayPal", "memo=a b"),
        CHECK(site_report, "source_ref=S-1", "reported_at=2026-03-01T12:00:00.5Z", "url=https://www.a.example/x", "online=false"),
    };
    struct op op;

    op_init(&op, fixture_arena(), 0, "test");
    for (size_t i = 0; i < COUNT_OF(records); i++) {
        struct record again;

        expect_clean(records[i]);
        cr_assert_eq(record_restore(&op, fixture_data(), records[i]->kind, BYTES("bank-one"), records[i]->content, &again), ST_OK,
                     "%s", op.cause);
        cr_expect(bytes_equal(again.content, records[i]->content), "%.*s became %.*s", (int)records[i]->content.n,
                  records[i]->content.p, (int)again.content.n, again.content.p);
        cr_expect_eq(uuid_compare(&again.id, &records[i]->id), 0);
        cr_expect(bytes_equal(again.endpoint.name, records[i]->endpoint.name));
        cr_expect(bytes_equal(again.site.name, records[i]->site.name));
        cr_expect_eq(again.event_us, records[i]->event_us);
    }
}

Test(record, checks_the_columns_of_a_table)
{
    static const struct {
        enum record_kind kind;
        const char *columns;
        enum reason reason;
        const char *column;
    } cases[] = {
        {RECORD_merchant_flag, "reason,source_ref,flagged_at,card_acceptor_id,acquirer_bin,colour", REASON_ok, ""},
        {RECORD_merchant_flag, "source_ref,flagged_at,reason,acquirer_bin", REASON_missing_column, "card_acceptor_id"},
        {RECORD_merchant_flag, "source_ref,reason,acquirer_bin,card_acceptor_id", REASON_missing_column, "flagged_at"},
        {RECORD_merchant_flag, "source_ref,flagged_at,reason,reason,acquirer_bin,card_acceptor_id", REASON_duplicate_column,
         "reason"},
        {RECORD_merchant_flag, "source_ref,flagged_at,reason,acquirer_bin,card_acceptor_id,victim_name", REASON_forbidden_field,
         "victim_name"},
        {RECORD_merchant_flag, "source_ref,reported_at,url", REASON_wrong_kind, "flagged_at"},
        {RECORD_transaction_flag, "source_ref,transacted_at,amount,currency,reason,crypto_address", REASON_ok, ""},
        {RECORD_transaction_flag, "source_ref,transacted_at,amount,currency,reason", REASON_missing_column, "acquirer_bin"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct bytes names[16], rest = bytes_of(cases[i].columns), column = BYTES("");
        size_t count = 0;

        while (bytes_next_part(&rest, ',', &names[count]))
            count++;
        enum reason reason = record_columns_check(cases[i].kind, names, count, &column);

        cr_expect_eq(reason, cases[i].reason, "case %zu: %s", i, reason_code(reason));
        if (reason != REASON_ok)
            expect_bytes(column, cases[i].column, "column");
    }
}

Test(record_field, has_a_place_of_its_own_for_each_field_of_a_kind)
{
    size_t fields = 0;

    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        cr_assert_leq(record_field_count((enum record_kind)kind), (size_t)RECORD_FIELD_LIMIT);
        fields += record_field_count((enum record_kind)kind);
        for (size_t i = 0; i < record_field_count((enum record_kind)kind); i++) {
            enum record_field field = record_field_at((enum record_kind)kind, i), found;

            cr_expect_eq(record_field_index(field), i);
            cr_expect(record_field_find((enum record_kind)kind, bytes_of(record_field_name(field)), &found));
            cr_expect_eq(found, field, "%s", record_field_name(field));
        }
    }
    cr_expect_eq(fields, (size_t)FIELD_COUNT);
}

Test(record_field, of_no_kind_is_itself_forbidden)
{
    for (int field = 0; field < FIELD_COUNT; field++)
        cr_expect_not(record_field_forbidden(bytes_of(record_field_name((enum record_field)field))), "%s",
                      record_field_name((enum record_field)field));
}
