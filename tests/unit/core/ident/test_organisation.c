#include "support/ident_fixture.h"

Test(bic, has_8_or_11_characters_and_a_country)
{
    static const struct parse_case cases[] = {
        {"DEUTDEFF", "DEUTDEFF", REASON_ok},       {"deut de ff xxx", "DEUTDEFF", REASON_ok},
        {"DEUTDEFF500", "DEUTDEFF500", REASON_ok}, {"A1B2XKPP", "A1B2XKPP", REASON_ok},
        {"DEUTDEF", NULL, REASON_bic_structure},   {"DEUTDEFF50", NULL, REASON_bic_structure},
        {"DEUT1EFF", NULL, REASON_bic_structure},  {"DEUTZZFF", NULL, REASON_country_unknown},
        {"DEUT_EFF", NULL, REASON_bad_character},
    };

    EXPECT_CASES(IDENT_bic, cases, NULL);
}

Test(merchant, is_an_id_within_an_acquirer)
{
    static const struct parse_case bins[] = {
        {"412345", "412345", REASON_ok},   {"4123 45", "412345", REASON_ok},        {"12345678901", "12345678901", REASON_ok},
        {"41234", NULL, REASON_too_short}, {"123456789012", NULL, REASON_too_long}, {"41234a", NULL, REASON_structure},
    };
    static const struct parse_case ids[] = {
        {"MERCH0001      ", "MERCH0001", REASON_ok}, {"merch 1", "merch 1", REASON_ok},
        {"1234567890123456", NULL, REASON_too_long}, {"MERCH\xC3\x84", NULL, REASON_bad_character},
        {"MER\tCH", NULL, REASON_bad_character},
    };
    static const struct parse_case merchants[] = {
        {"412345/MERCH0001", "412345/MERCH0001", REASON_ok},
        {" 412345 / A/B ", "412345/A/B", REASON_ok},
        {"412345", NULL, REASON_structure},
        {"412345/", NULL, REASON_structure},
        {"/MERCH", NULL, REASON_empty},
    };

    EXPECT_CASES(IDENT_acquirer_bin, bins, NULL);
    EXPECT_CASES(IDENT_card_acceptor_id, ids, NULL);
    EXPECT_CASES(IDENT_merchant, merchants, NULL);
}

Test(mcc, has_a_name)
{
    static const struct parse_case cases[] = {
        {"5967", "5967", REASON_ok},           {"742", "0742", REASON_ok},     {"3005", "3005", REASON_ok},
        {"0001", "0001", REASON_unknown_code}, {"59", NULL, REASON_too_short}, {"59677", NULL, REASON_too_long},
        {"59a7", NULL, REASON_structure},
    };

    EXPECT_CASES(IDENT_mcc, cases, NULL);
    expect_bytes(ident_mcc_name(fixture_data(), BYTES("7995")), "betting and casinos", "7995");
    expect_bytes(ident_mcc_name(fixture_data(), BYTES("3350")), "airlines (one code each)", "3350");
    expect_bytes(ident_mcc_name(fixture_data(), BYTES("3351")), "car rental (one code each)", "3351");
    cr_assert_eq(ident_mcc_name(fixture_data(), BYTES("0001")).n, 0);
}

Test(lei, has_20_characters_and_a_remainder_of_1)
{
    static const struct parse_case cases[] = {
        {"213800WSAXKM1X8C3K19", NULL, REASON_check_digits},
        {"5493001KJTIIGC8Y1R12", "5493001KJTIIGC8Y1R12", REASON_ok},
        {"LEI: 5493-001K-JTII-GC8Y-1R12", "5493001KJTIIGC8Y1R12", REASON_ok},
        {"5493001KJTIIGC8Y1R13", NULL, REASON_check_digits},
        {"5493001KJTIIGC8Y1R1", NULL, REASON_too_short},
        {"5493001KJTIIGC8Y1R123", NULL, REASON_too_long},
        {"5493001KJTIIGC8Y1RAB", NULL, REASON_structure},
    };

    EXPECT_CASES(IDENT_lei, cases, NULL);
}

Test(sepa_creditor_id, leaves_the_business_code_out_of_the_check_and_of_the_name)
{
    static const struct parse_case cases[] = {
        {"DE98ZZZ09999999999", "DE98ZZZ09999999999", REASON_ok}, {"de98 abc 09999999999", "DE98ZZZ09999999999", REASON_ok},
        {"DE99ZZZ09999999999", NULL, REASON_check_digits},       {"ZZ98ZZZ09999999999", NULL, REASON_country_unknown},
        {"D198ZZZ09999999999", NULL, REASON_structure},          {"DE98ZZZ", NULL, REASON_too_short},
    };

    EXPECT_CASES(IDENT_sepa_creditor_id, cases, NULL);
}

Test(vat_number, has_the_prefix_of_vies)
{
    static const struct parse_case cases[] = {
        {"ATU13585627", "ATU13585627", REASON_ok},
        {"BE 0428.759.497", "BE0428759497", REASON_ok},
        {"BE428759497", "BE0428759497", REASON_ok},
        {"BG175074752", "BG175074752", REASON_ok},
        {"CY-10259033P", "CY10259033P", REASON_ok},
        {"CZ 25123891", "CZ25123891", REASON_ok},
        {"DE 136,695 976", NULL, REASON_bad_character},
        {"DE136695976", "DE136695976", REASON_ok},
        {"DK 13585628", "DK13585628", REASON_ok},
        {"EE 100 931 558", "EE100931558", REASON_ok},
        {"EL 094259216", "EL094259216", REASON_ok},
        {"GR094259216", "EL094259216", REASON_ok},
        {"ES B-58378431", "ESB58378431", REASON_ok},
        {"FI 20774740", "FI20774740", REASON_ok},
        {"FR 40 303 265 045", "FR40303265045", REASON_ok},
        {"FRK7399859412", "FRK7399859412", REASON_ok},
        {"GB 980 7806 84", "GB980780684", REASON_ok},
        {"XI980780684", "XI980780684", REASON_ok},
        {"GBGD001", "GBGD001", REASON_ok},
        {"HR 33392005961", "HR33392005961", REASON_ok},
        {"HU-12892312", "HU12892312", REASON_ok},
        {"IE 6433435F", "IE6433435F", REASON_ok},
        {"IE6433435OA", "IE6433435OA", REASON_ok},
        {"IE 8+54321I", "IE8+54321I", REASON_ok}, /* of before 1991 */
        {"ie8*54321i", "IE8*54321I", REASON_ok},
        {"IE8*54321J", NULL, REASON_check_digits},
        {"DE13669597+", NULL, REASON_bad_character},
        {"US1234*567", NULL, REASON_bad_character},
        {"IT 00743110157", "IT00743110157", REASON_ok},
        {"LT 119511515", "LT119511515", REASON_ok},
        {"LU 150 274 42", "LU15027442", REASON_ok},
        {"LV 4000 3009 497", "LV40003009497", REASON_ok},
        {"LV 161175-19997", "LV16117519997", REASON_ok},
        {"MT 1167-9112", "MT11679112", REASON_ok},
        {"NL4495445B01", NULL, REASON_structure},
        {"NL004495445B01", "NL004495445B01", REASON_ok},
        {"PL 8567346215", "PL8567346215", REASON_ok},
        {"PT 501 964 843", "PT501964843", REASON_ok},
        {"RO 18547290", "RO18547290", REASON_ok},
        {"SE 123456789701", "SE123456789701", REASON_ok},
        {"SI 5022 3054", "SI50223054", REASON_ok},
        {"SK 202 274 96 19", "SK2022749619", REASON_ok},
        {"CHE-123.456.788", "CHE123456788", REASON_unverified},
        {"DE136695977", NULL, REASON_check_digits},
        {"LV40003009498", NULL, REASON_check_digits},
        {"12345", NULL, REASON_country_unknown},
        {"QQ12345", NULL, REASON_country_unknown},
    };
    static const struct parse_case spanish[] = {{"B58378431", "ESB58378431", REASON_ok}, {"X2482300W", "ESX2482300W", REASON_ok}};
    static const struct parse_case greek[] = {{"94259216", "EL094259216", REASON_ok}};

    EXPECT_CASES(IDENT_vat_number, cases, NULL);
    EXPECT_CASES(IDENT_vat_number, spanish, "ES");
    EXPECT_CASES(IDENT_vat_number, greek, "GR");
}

Test(registration_number, belongs_to_its_country)
{
    static const struct parse_case at_home[] = {
        {"4000 300-9497", "LV:40003009497", REASON_ok},
        {"LV:40003009497", "LV:40003009497", REASON_ok},
        {"de:HRB 12345", "DE:HRB12345", REASON_ok},
    };
    static const struct parse_case cases[] = {
        {"HRB 12345", "HRB12345", REASON_ok},
        {"1", NULL, REASON_too_short},
        {"HRB_12345", NULL, REASON_bad_character},
    };
    static const struct parse_case nowhere[] = {{"12345", NULL, REASON_country_unknown}};

    EXPECT_CASES(IDENT_registration_number, at_home, "LV");
    EXPECT_CASES(IDENT_registration_number, cases, NULL);
    EXPECT_CASES(IDENT_registration_number, nowhere, "QQ");
}
