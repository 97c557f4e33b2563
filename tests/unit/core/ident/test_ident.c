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
