#include "support/ident_fixture.h"

Test(arn, has_23_digits_and_doubts_a_wrong_last_one)
{
    static const struct parse_case cases[] = {
        {"74537604221431003881865", "74537604221431003881865", REASON_ok},
        {"ARN 7453760 4221 43100388186 5", "74537604221431003881865", REASON_ok},
        {"74537604221431003881866", "74537604221431003881866", REASON_luhn},
        {"7453760422143100388186", NULL, REASON_too_short},
        {"745376042214310038818655", NULL, REASON_too_long},
        {"7453760422143100388186x", NULL, REASON_structure},
    };

    EXPECT_CASES(IDENT_arn, cases, NULL);
}

Test(rrn, has_12_characters)
{
    static const struct parse_case cases[] = {
        {"123456789012", "123456789012", REASON_ok},
        {"1a2", "0000000001A2", REASON_ok},
        {"1234567890123", NULL, REASON_too_long},
        {"12_4", NULL, REASON_bad_character},
    };

    EXPECT_CASES(IDENT_rrn, cases, NULL);
}

Test(uetr, is_a_version_4_uuid)
{
    static const struct parse_case cases[] = {
        {"EB6305C9-1F7F-49DE-AED0-16487C27B42D", "eb6305c9-1f7f-49de-aed0-16487c27b42d", REASON_ok},
        {"eb6305c9-1f7f-19de-aed0-16487c27b42d", NULL, REASON_structure},
        {"eb6305c9-1f7f-49de-ced0-16487c27b42d", NULL, REASON_structure},
        {"eb6305c91f7f49deaed016487c27b42d", NULL, REASON_structure},
    };

    EXPECT_CASES(IDENT_uetr, cases, NULL);
}

Test(creditor_reference, follows_iso_11649)
{
    static const struct parse_case cases[] = {
        {"RF18 5390 0754 7034", "RF18539007547034", REASON_ok},
        {"rf45 g72u ur", "RF45G72UUR", REASON_ok},
        {"RF19539007547034", NULL, REASON_check_digits},
        {"RG18539007547034", NULL, REASON_structure},
        {"RF18", NULL, REASON_too_short},
        {"RF181234567890123456789012", NULL, REASON_too_long},
    };

    EXPECT_CASES(IDENT_creditor_reference, cases, NULL);
}

Test(card_number, leaves_as_its_first_6_and_last_4_digits)
{
    static const struct parse_case refused[] = {
        {"4111111111111112", NULL, REASON_luhn},
        {"1111111111111117", NULL, REASON_unknown_code},
        {"41111111111", NULL, REASON_too_short},
        {"41111111111111111111", NULL, REASON_too_long},
        {"411111******11111111", NULL, REASON_bad_character},
    };
    struct ident ident = {0};

    EXPECT_CASES(IDENT_card_number, refused, NULL);
    cr_assert_eq(ident_parse(fixture_data(), fixture_arena(), IDENT_card_number, BYTES("4111 1111-1111 1111"), NULL, &ident),
                 REASON_ok);
    cr_assert(bytes_is(ident.value, "411111******1111"));
    cr_assert_eq(ident.doubt, REASON_card_number);
    cr_assert_eq(ident_parse(fixture_data(), fixture_arena(), IDENT_card_number, ident.value, NULL, &ident), REASON_ok);
    cr_assert(bytes_is(ident.value, "411111******1111"));
    cr_assert_eq(ident.doubt, REASON_ok);
}

Test(artefact, reads_what_an_operator_leaves)
{
    static const char hash[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    static const struct parse_case certificates[] = {
        {"sha256 Fingerprint=E3:B0:C4:42:98:FC:1C:14:9A:FB:F4:C8:99:6F:B9:24:27:AE:41:E4:64:9B:93:4C:A4:95:99:1B:78:52:B8:55",
         "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", REASON_ok},
        {"E3:B0:C4:42:98:FC:1C:14:9A:FB:F4:C8:99:6F:B9:24:27:AE:41:E4:64:9B:93:4C:A4:95:99:1B:78:52:B8:55", hash, REASON_ok},
        {"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", hash, REASON_ok},
        {"e3b0", NULL, REASON_too_short},
        {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855e", NULL, REASON_too_long},
        {"g3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", NULL, REASON_bad_character},
    };
    static const struct parse_case transactions[] = {
        {"0xE3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", hash, REASON_ok},
        {"5VERv8NMvzbJMEkV8xnrLkEaWRtSz9CosKDYjCJjBRnbJLgp8uirBgmQpjKhoR4tjF3ZpRzrFmBV6UjKdiSZkQUW",
         "5VERv8NMvzbJMEkV8xnrLkEaWRtSz9CosKDYjCJjBRnbJLgp8uirBgmQpjKhoR4tjF3ZpRzrFmBV6UjKdiSZkQUW", REASON_ok},
        {"0xe3b0", NULL, REASON_too_short},
    };
    static const struct parse_case networks[] = {
        {"AS64496", "AS64496", REASON_ok}, {"asn 64496", "AS64496", REASON_ok},      {"4294967295", "AS4294967295", REASON_ok},
        {"AS0", NULL, REASON_structure},   {"AS4294967296", NULL, REASON_structure}, {"ASX", NULL, REASON_structure},
    };

    EXPECT_CASES(IDENT_tls_sha256, certificates, NULL);
    EXPECT_CASES(IDENT_txid, transactions, NULL);
    EXPECT_CASES(IDENT_asn, networks, NULL);
}

Test(analytics_id, names_the_account_that_sites_share)
{
    static const struct parse_case cases[] = {
        {"UA-123456-1", "UA-123456", REASON_ok},
        {"ua-123456-22", "UA-123456", REASON_ok},
        {"G-ABCDEF1234", "G-ABCDEF1234", REASON_ok},
        {"gtm-abcd12", "GTM-ABCD12", REASON_ok},
        {"AW-123456789", "AW-123456789", REASON_ok},
        {"ca-pub-1234567890123456", "PUB-1234567890123456", REASON_ok},
        {"ym-12345678", "YANDEX-12345678", REASON_ok},
        {"yandex:12345678", "YANDEX-12345678", REASON_ok},
        {"fb:123456789012345", "META-123456789012345", REASON_ok},
        {"matomo:Stats.Example:7", "MATOMO-stats.example/7", REASON_ok},
        {"UA-12-1", NULL, REASON_structure},
        {"UA-12345X-1", NULL, REASON_bad_character},
        {"matomo:7", NULL, REASON_structure},
        {"12345678", NULL, REASON_structure},
    };

    EXPECT_CASES(IDENT_analytics_id, cases, NULL);
}
