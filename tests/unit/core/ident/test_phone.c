#include "support/ident_fixture.h"

Test(phone, reads_international_spellings)
{
    static const struct parse_case cases[] = {
        {"+44 20 7946 0958", "+442079460958", REASON_ok},
        {"+44 (0)20 7946-0958", "+442079460958", REASON_ok},
        {"0044 20 7946 0958", "+442079460958", REASON_ok},
        {"004420 7946 0958", "+442079460958", REASON_ok},
        {"+1 202-555-0143", "+12025550143", REASON_ok},
        {"tel:+1-202-555-0143", "+12025550143", REASON_ok},
        {"\xEF\xBC\x8B"
         "44 20 7946 0958",
         "+442079460958", REASON_ok},
        {"+371 2000 0000", "+37120000000", REASON_ok},
        {"+44 20 7946 0958 ext. 12", "+442079460958", REASON_ok},
        {"+44 7700 900123", "+447700900123", REASON_phone_unassigned}, /* kept free for films */
        {"020 7946 0958", NULL, REASON_phone_country},
        {"+44 20", NULL, REASON_phone_invalid},
        {"+999 123456789", NULL, REASON_phone_invalid},
        {"+44 20 7946 0958 0958 0958", NULL, REASON_phone_invalid},
        {"call us", NULL, REASON_phone_invalid},
        {"+", NULL, REASON_phone_invalid},
    };

    EXPECT_CASES(IDENT_phone, cases, NULL);
}

Test(phone, reads_national_spellings_with_the_country)
{
    static const struct parse_case british[] = {
        {"020 7946 0958", "+442079460958", REASON_ok},
        {"(020) 7946 0958", "+442079460958", REASON_ok},
        {"00 1 202 555 0143", "+12025550143", REASON_ok},
        {"+1 202 555 0143", "+12025550143", REASON_ok},
        {"12", NULL, REASON_phone_invalid},
    };
    static const struct parse_case american[] = {
        {"202-555-0143", "+12025550143", REASON_ok},
        {"1 (202) 555-0143", "+12025550143", REASON_ok},
        {"011 44 20 7946 0958", "+442079460958", REASON_ok},
        {"0044 20 7946 0958", "+442079460958", REASON_ok}, /* not the country's own prefix, but what is meant is plain */
    };
    static const struct parse_case nowhere[] = {
        {"020 7946 0958", NULL, REASON_phone_invalid},
        {"+44 20 7946 0958", "+442079460958", REASON_ok},
    };

    EXPECT_CASES(IDENT_phone, british, "GB");
    EXPECT_CASES(IDENT_phone, british, "gb");
    EXPECT_CASES(IDENT_phone, american, "US");
    EXPECT_CASES(IDENT_phone, nowhere, "QX");
}
