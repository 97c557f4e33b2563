#include "support/ident_fixture.h"

#include <string.h>

#include "core/fix/candidate.h"

#define CONTEXT(...) (&(const struct value_context){.data = fixture_data(), .arena = fixture_arena(), __VA_ARGS__})

/* value NULL: no fix is shown. */
struct fix_case {
    const char *text;
    const char *value;
    enum fix_kind kind;
    size_t count;
};

static void expect_fix(const struct value_context *context, enum value_kind kind, const struct fix_case *c)
{
    struct fix fix = fix_value(context, kind, bytes_of(c->text));
    struct value value;

    cr_expect(value_check(context, kind, bytes_of(c->text), &value) != REASON_ok || value.ident.doubt != REASON_ok,
              "%s is no mistake", c->text);
    if (c->value == NULL) {
        cr_expect(fix.kind == FIX_none, "%s: %s by %s, one of %zu", c->text, fix.value.p, fix_code(fix.kind), fix.count);
        return;
    }
    cr_expect(bytes_is(fix.value, c->value), "%s: '%.*s' by %s instead of %s", c->text, (int)fix.value.n,
              fix.value.p == NULL ? "" : fix.value.p, fix_code(fix.kind), c->value);
    cr_expect(fix.kind == c->kind, "%s: by %s instead of %s", c->text, fix_code(fix.kind), fix_code(c->kind));
    cr_expect(fix.count == c->count, "%s: one of %zu instead of %zu", c->text, fix.count, c->count);
}

#define EXPECT_FIXES(context, kind, ...)                                                                                         \
    do {                                                                                                                         \
        const struct fix_case cases[] = {__VA_ARGS__};                                                                           \
        for (size_t case_index = 0; case_index < COUNT_OF(cases); case_index++)                                                  \
            expect_fix((context), (kind), &cases[case_index]);                                                                   \
    } while (0)

Test(fix, finds_what_happened_to_an_iban)
{
    EXPECT_FIXES(CONTEXT(.currency = BYTES_NONE), VALUE_iban,
                 {"DE89 37O4 0044 0532 0130 00", "DE89370400440532013000", FIX_look_alike, 1},
                 {"DE893704OO44O532O13OOO", "DE89370400440532013000", FIX_look_alike, 1},
                 {"DE8937040044053201300", NULL, FIX_none, 0}, {"XX", NULL, FIX_none, 0});
}

/* Norway's national check digit leaves few candidates. */
Test(fix, shows_a_swap_when_the_checks_leave_one_candidate)
{
    EXPECT_FIXES(CONTEXT(.currency = BYTES_NONE), VALUE_iban, {"NO9386011117974", "NO9386011117947", FIX_swapped, 1});
}

Test(fix, reads_dates_as_people_write_them)
{
    EXPECT_FIXES(
        CONTEXT(.currency = BYTES_NONE), VALUE_time, {"2026-31-03T10:00:00Z", "2026-03-31T10:00:00Z", FIX_day_and_month, 1},
        {"31.03.2026 10:00:00Z", "2026-03-31T10:00:00Z", FIX_date_form, 1},
        {"1.3.2026 10:00 +01:00", "2026-03-01T09:00:00Z", FIX_date_form, 1},
        {"01/03/2026 10:00:00Z", "2026-03-01T10:00:00Z", FIX_date_form, 2},
        {"03/31/2026 10:00:00Z", "2026-03-31T10:00:00Z", FIX_date_form, 1},
        {"2026/03/31 10:00:00Z", "2026-03-31T10:00:00Z", FIX_date_form, 1},
        {"2026-03-31T10:00Z", "2026-03-31T10:00:00Z", FIX_date_form, 1},
        {"2O26-03-31T10:00:00Z", "2026-03-31T10:00:00Z", FIX_look_alike, 1}, {"2026-03-31 10:00:00", NULL, FIX_none, 0},
        {"31.03.2026", NULL, FIX_none, 0}, {"yesterday", NULL, FIX_none, 0}, {"2026-02-30T10:00:00Z", NULL, FIX_none, 0});
    EXPECT_FIXES(CONTEXT(.currency = BYTES_NONE), VALUE_date, {"2026-31-03", "2026-03-31", FIX_day_and_month, 1},
                 {"31.3.2026", "2026-03-31", FIX_date_form, 1}, {"02/03/2026", "2026-03-02", FIX_date_form, 2},
                 {"2026-03-31 00:00:00", "2026-03-31", FIX_time_of_day, 1}, {"31.3.26", NULL, FIX_none, 0});
}

Test(fix, reads_amounts_as_people_write_them)
{
    EXPECT_FIXES(CONTEXT(.currency = BYTES("EUR")), VALUE_amount, {"19,95", "19.95", FIX_decimal_comma, 1},
                 {"1.234,56", "1234.56", FIX_decimal_comma, 1}, {"1,234.56", "1234.56", FIX_decimal_comma, 1},
                 {"1 234,56", "1234.56", FIX_decimal_comma, 1}, {"1'234.50", "1234.50", FIX_decimal_comma, 1},
                 {"1.234", "1234.00", FIX_decimal_comma, 1}, {"1.234.567", "1234567.00", FIX_decimal_comma, 1},
                 {"\xE2\x82\xAC 19.95", "19.95", FIX_currency_sign, 1}, {"19,95 EUR", "19.95", FIX_currency_sign, 1},
                 {"19,- \xE2\x82\xAC", NULL, FIX_none, 0}, {"$5", "5.00", FIX_currency_sign, 1},
                 {"l9.95", "19.95", FIX_look_alike, 1}, {"-19.95", NULL, FIX_none, 0}, {"5 pieces", NULL, FIX_none, 0},
                 {"19,9x", NULL, FIX_none, 0});
    EXPECT_FIXES(CONTEXT(.currency = BYTES("BHD")), VALUE_amount, {"1,234", "1.234", FIX_decimal_comma, 2});
    EXPECT_FIXES(CONTEXT(.currency = BYTES("JPY")), VALUE_amount, {"1,234", "1234", FIX_decimal_comma, 1});
}

Test(fix, restores_leading_zeros)
{
    EXPECT_FIXES(CONTEXT(.currency = BYTES_NONE), VALUE_acquirer_bin, {"12345", "012345", FIX_leading_zero, 1},
                 {"412345.0", "412345", FIX_as_number, 1}, {"12345.00", "012345", FIX_as_number, 1},
                 {"4l2345", "412345", FIX_look_alike, 1}, {"412345.5", NULL, FIX_none, 0}, {"12", NULL, FIX_none, 0});
    EXPECT_FIXES(CONTEXT(.currency = BYTES_NONE), VALUE_mcc, {"5967.0", "5967", FIX_as_number, 1});
}

Test(fix, knows_countries_and_currencies_by_name)
{
    EXPECT_FIXES(CONTEXT(.currency = BYTES_NONE), VALUE_country, {"Germany", "DE", FIX_country_name, 1},
                 {"deutschland", "DE", FIX_country_name, 1}, {"UK", "GB", FIX_country_name, 1},
                 {"DEU", "DE", FIX_country_name, 1}, {"EL", "GR", FIX_country_name, 1}, {"Nowhere", NULL, FIX_none, 0});
    EXPECT_FIXES(CONTEXT(.currency = BYTES_NONE), VALUE_currency, {"\xE2\x82\xAC", "EUR", FIX_currency_name, 1},
                 {"Euro", "EUR", FIX_currency_name, 1}, {"978", "EUR", FIX_currency_name, 1}, {"$", "USD", FIX_currency_name, 3},
                 {"EURO-", NULL, FIX_none, 0});
}

Test(fix, knows_words_that_are_nearly_right)
{
    EXPECT_FIXES(CONTEXT(.currency = BYTES_NONE), VALUE_flag_reason, {"chargeback", "chargebacks", FIX_near_choice, 1},
                 {"Suspicious pattern", "suspicious_pattern", FIX_near_choice, 1},
                 {"law-enforcment", "law_enforcement", FIX_near_choice, 1}, {"ohter", "other", FIX_near_choice, 1},
                 {"fraud", NULL, FIX_none, 0});
    EXPECT_FIXES(CONTEXT(.currency = BYTES_NONE), VALUE_boolean, {"Ja", "true", FIX_boolean_word, 1},
                 {"no", "false", FIX_boolean_word, 1}, {"perhaps", NULL, FIX_none, 0});
    EXPECT_FIXES(CONTEXT(.currency = BYTES_NONE), VALUE_handling, {"HO", "H0", FIX_look_alike, 1});
}

Test(fix, repairs_addresses_and_urls)
{
    EXPECT_FIXES(CONTEXT(.currency = BYTES_NONE), VALUE_email, {"help @shop.example", "help@shop.example", FIX_blanks, 1},
                 {"help@shop,example", "help@shop.example", FIX_comma_for_dot, 1},
                 {"help@@shop.example", "help@shop.example", FIX_at_sign, 1}, {"nothing", NULL, FIX_none, 0});
    EXPECT_FIXES(
        CONTEXT(.currency = BYTES_NONE), VALUE_url, {"htp://shop.example/pay", "http://shop.example/pay", FIX_url_beginning, 1},
        {"htttps://shop.example/", "https://shop.example/", FIX_url_beginning, 1},
        {"https//shop.example/", "https://shop.example/", FIX_url_beginning, 1},
        {"http;//shop.example/", "http://shop.example/", FIX_url_beginning, 1}, {"ftp://shop.example/", NULL, FIX_none, 0});
    EXPECT_FIXES(CONTEXT(.currency = BYTES_NONE), VALUE_phone, {"4930901820", "+4930901820", FIX_plus_missing, 1});
}

Test(fix, never_shows_more_than_a_few_of_many)
{
    struct fix fix = fix_value(CONTEXT(.currency = BYTES_NONE), VALUE_iban, BYTES("DE88370400440532013000"));

    cr_expect(fix.count <= FIX_MOST);
    cr_expect((fix.kind == FIX_none) == (fix.count == 0));
}

/* Every swap of neighbours in a list of IBANs: the one that was meant is shown alone, or counted among the others, or nothing is shown. */
Test(fix, an_iban_that_is_shown_alone_is_the_one_that_was_meant)
{
    static const char *const ibans[] = {"DE89370400440532013000",   "FR1420041010050500013M02606", "NO9386011117947",
                                        "ES9121000418450200051332", "IT60X0542811101000000123456", "BE68539007547034",
                                        "NL91ABNA0417164300",       "FI2112345600000785",          "PT50000201231234567890154"};
    size_t alone = 0, wrong = 0, among = 0;

    for (size_t i = 0; i < COUNT_OF(ibans); i++)
        for (size_t at = 4; ibans[i][at + 1] != '\0'; at++) {
            char text[40];
            struct fix fix;

            if (ibans[i][at] == ibans[i][at + 1])
                continue;
            snprintf(text, sizeof(text), "%s", ibans[i]);
            text[at] = ibans[i][at + 1];
            text[at + 1] = ibans[i][at];
            fix = fix_value(CONTEXT(.currency = BYTES_NONE), VALUE_iban, bytes_of(text));
            alone += fix.count == 1 && bytes_is(fix.value, ibans[i]);
            wrong += fix.count == 1 && !bytes_is(fix.value, ibans[i]);
            among += fix.count > 1;
        }
    cr_expect_eq(wrong, 0u);
    cr_expect_gt(alone, 20u, "alone %zu, among others %zu", alone, among);
}

Test(fix, every_row_has_a_code_a_sentence_and_a_rule)
{
    for (int kind = FIX_none + 1; kind < FIX_COUNT; kind++) {
        bool has_rule = false;

#define FIX_RULE(value, fix) has_rule |= FIX_##fix == kind;
#include "core/fix/fix_rule.def"
#undef FIX_RULE
        cr_expect_eq((int)fix_find(bytes_of(fix_code((enum fix_kind)kind))), kind);
        cr_expect_gt(fix_text(fixture_arena(), (enum fix_kind)kind, 1).n, 10u);
        cr_expect(has_rule, "%s belongs to no kind of value", fix_code((enum fix_kind)kind));
    }
    cr_expect(
        bytes_is(fix_text(fixture_arena(), FIX_blanks, 3), "one of 3 values that are possible; here there are blanks inside"));
    cr_expect_eq(fix_find(BYTES("no such code")), FIX_none);
    cr_expect(fix_text(fixture_arena(), FIX_none, 0).p == NULL);
}
