#include "support/ident_fixture.h"
#include "support/lines.h"

#include "core/ident/iban.h"

#define COUNTRIES 89 /* SWIFT IBAN registry, release 103 */

static enum reason parse(struct bytes text, struct ident *ret)
{
    return ident_parse(fixture_data(), fixture_arena(), IDENT_iban, text, NULL, ret);
}

static bool refused(const char *text, size_t n)
{
    struct ident ident;

    return parse((struct bytes){text, n}, &ident) != REASON_ok;
}

Test(iban, accepts_an_example_of_every_country_with_its_bank_and_branch)
{
    struct bytes rest = fixture_read(SOURCE_DIR "/tests/unit/core/ident/vector/iban.csv"), line, iban, bank;
    size_t count = 0;

    for (; lines_next(&rest, &line); count++) {
        struct iban_parts parts;
        struct ident ident;

        bytes_next_part(&line, ',', &iban);
        bytes_next_part(&line, ',', &bank);
        cr_expect(parse(iban, &ident) == REASON_ok && bytes_equal(ident.value, iban), "%.*s", (int)iban.n, iban.p);
        parts = ident_iban_parts(iban);
        cr_expect(bytes_equal(parts.bank, bank), "%.2s: bank", iban.p);
        cr_expect(bytes_equal(parts.branch, line), "%.2s: branch", iban.p);
        cr_expect(bytes_equal(parts.country, bytes_slice(iban, 0, 2)));
    }
    cr_assert_eq(count, COUNTRIES);
}

/* Exchanging a letter and a digit leaves the number as it is where the letter counts eleven times the digit (B1, M2, X3): MOD 97-10
 * cannot see it. */
static bool spells_the_same(char a, char b)
{
    return (a == 'B' && b == '1') || (a == 'M' && b == '2') || (a == 'X' && b == '3');
}

Test(iban, refuses_every_changed_digit_and_every_exchange_of_neighbours)
{
    struct bytes rest = fixture_read(SOURCE_DIR "/tests/unit/core/ident/vector/iban.csv"), line, iban;
    size_t changed = 0, exchanged = 0;

    while (lines_next(&rest, &line)) {
        char text[IBAN_MOST];

        bytes_next_part(&line, ',', &iban);
        memcpy(text, iban.p, iban.n);
        for (size_t i = 0; i < iban.n; i++) {
            for (char c = '0'; c <= '9' && ascii_digit(iban.p[i]); c++)
                if (c != iban.p[i]) {
                    text[i] = c;
                    cr_expect(refused(text, iban.n), "%.*s: place %zu is %c", (int)iban.n, iban.p, i, c);
                    changed++;
                }
            text[i] = iban.p[i];
            if (i == 0 || text[i] == text[i - 1] || spells_the_same(text[i], text[i - 1]) ||
                spells_the_same(text[i - 1], text[i]))
                continue;
            text[i] = iban.p[i - 1];
            text[i - 1] = iban.p[i];
            cr_expect(refused(text, iban.n), "%.*s: places %zu and %zu exchanged", (int)iban.n, iban.p, i - 1, i);
            text[i - 1] = iban.p[i - 1];
            text[i] = iban.p[i];
            exchanged++;
        }
    }
    cr_assert_gt(changed, 10000);
    cr_assert_gt(exchanged, 800);
}

Test(iban, reads_groups_lower_case_and_spaces_of_every_kind)
{
    static const struct parse_case cases[] = {
        {"\uFF24\uFF25\uFF18\uFF19 3704 0044 0532 0130 \uFF10\uFF10", "DE89370400440532013000", REASON_ok}, /* wide */
        {"GB29 NWBK 6016 1331 9268 19", "GB29NWBK60161331926819", REASON_ok},
        {"gb29nwbk60161331926819", "GB29NWBK60161331926819", REASON_ok},
        {"IBAN: BE68 5390 0754 7034", "BE68539007547034", REASON_ok},
        {"iban BE68-5390-0754-7034", "BE68539007547034", REASON_ok},
        {"BE68\xC2\xA0"
         "5390\xE2\x80\xAF"
         "0754\xE2\x80\x8B"
         "7034",
         "BE68539007547034", REASON_ok},
        {" BE68.5390.0754.7034\n", "BE68539007547034", REASON_ok},
    };

    EXPECT_CASES(IDENT_iban, cases, NULL);
}

Test(iban, says_what_is_wrong)
{
    static const struct parse_case cases[] = {
        {"", NULL, REASON_empty},
        {" - ", NULL, REASON_empty},
        {"BE6", NULL, REASON_too_short},
        {"US68539007547034", NULL, REASON_iban_country},
        {"1268539007547034", NULL, REASON_iban_country},
        {"BE6853900754703", NULL, REASON_iban_length},
        {"BE685390075470344", NULL, REASON_iban_length},
        {"BE68539O07547034", NULL, REASON_iban_structure},
        {"BEA8539007547034", NULL, REASON_iban_structure},
        {"BE69539007547034", NULL, REASON_iban_check_digits},
        {"BE68_539007547034", NULL, REASON_bad_character},
        {"BE68\xFF"
         "539007547034",
         NULL, REASON_invalid_utf8},
        {"BE68 5390 0754 7034 5390 0754 7034 5390 0754 7034 5390 0754 7034 5390 0754 7034 5390 0754 7034", NULL, REASON_too_long},
    };

    EXPECT_CASES(IDENT_iban, cases, NULL);
}

/* The calculation gives 02 to 98, so 00, 01 and 99 are never right although 97 more or less leaves the remainder as it is. */
Test(iban, refuses_check_digits_that_the_calculation_never_gives)
{
    static const char *const never[] = {"00", "01", "99"};
    char text[] = "BE00000000000000";
    size_t tried = 0;

    for (unsigned account = 0; account < 1000; account++) {
        snprintf(text + 4, sizeof(text) - 4, "%012u", account);
        for (size_t i = 0; i < COUNT_OF(never); i++) {
            memcpy(text + 2, never[i], 2);
            tried += iban_check(text, 16) == REASON_iban_check_digits;
        }
    }
    cr_assert_eq(tried, 3000);
}

Test(iban, doubts_wrong_national_check_digits)
{
    static const char *const bbans[] = {
        "BE539007547035",         "FR20041010050500013M02607", "ES21000418440200051332", "ITY0542811101000000123456",
        "NO86011117948",          "SI263300012039087",         "FI12345600000784",       "PL109010150000071219812874",
        "CZ08000000192000145398", "EE2200221020145686",        "HR10010051863000161"};

    for (size_t i = 0; i < COUNT_OF(bbans); i++) {
        bool found = false;

        for (int check = 2; check < 99; check++) {
            struct bytes text = bytes_printf(fixture_arena(), "%.2s%02d%s", bbans[i], check, bbans[i] + 2);
            struct ident ident;

            if (parse(text, &ident) != REASON_ok)
                continue;
            found = true;
            cr_expect(ident.doubt == REASON_iban_national_check, "%s", bbans[i]);
        }
        cr_expect(found, "%s is no BBAN", bbans[i]);
    }
}

Test(iban, prints_in_groups_of_four)
{
    struct ident ident = {IDENT_iban, BYTES("BE68539007547034"), REASON_ok};

    expect_bytes(ident_print(fixture_arena(), &ident), "BE68 5390 0754 7034", "IBAN");
    ident.value = BYTES("GR1601101250000000012300695");
    expect_bytes(ident_print(fixture_arena(), &ident), "GR16 0110 1250 0000 0001 2300 695", "IBAN");
}
