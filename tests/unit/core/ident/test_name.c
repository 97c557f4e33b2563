#include "support/ident_fixture.h"

Test(name, canonical_form_keeps_letters_and_folds_case)
{
    static const struct parse_case cases[] = {
        {"Bright Star Media GmbH", "bright star media gmbh", REASON_ok},
        {"  BRIGHT \t STAR,  Media GmbH. ", "bright star media gmbh", REASON_ok},
        {"\xC2\xAB\xD0\x97\xD0\xB2\xD0\xB5\xD0\xB7\xD0\xB4\xD0\xB0\xC2\xBB", "\xD0\xB7\xD0\xB2\xD0\xB5\xD0\xB7\xD0\xB4\xD0\xB0",
         REASON_ok},
        {"\xEF\xBC\xB3tar\xE3\x80\x80One", "star one", REASON_ok},
        {"shop.example Ltd", "shop.example ltd", REASON_ok},
        {"Stra\xC3\x9F"
         "e AG",
         "strasse ag", REASON_ok},
        {"S.A.R.L. X", "s.a.r.l x", REASON_ok},
        {"\"\"", NULL, REASON_empty},
        {"a\x01"
         "b",
         NULL, REASON_bad_character},
    };

    EXPECT_CASES(IDENT_company_name, cases, NULL);
}

Test(name, a_person_is_turned_round)
{
    static const struct parse_case cases[] = {
        {"Example, Anna Maria", "anna maria example", REASON_ok},
        {"Anna Maria Example", "anna maria example", REASON_ok},
        {"Example,", "example", REASON_ok},
    };

    EXPECT_CASES(IDENT_person_name, cases, NULL);
}

struct words_case {
    const char *name;
    const char *tokens; /* joined by spaces */
    const char *squashed;
};

static struct bytes joined(const struct token_list *list)
{
    struct buf out;

    buf_init(&out, fixture_arena());
    for (size_t i = 0; i < list->count; i++) {
        if (i > 0)
            buf_putc(&out, ' ');
        buf_put(&out, list->items[i]);
    }
    return buf_bytes(&out);
}

Test(name, tokens_are_folded_sorted_and_without_legal_forms)
{
    static const struct words_case cases[] = {
        {"Bright Star Media GmbH", "bright media star", "brightstarmedia"},
        {"SIA \"Zila Zvaigzne\"", "zila zvaigzne", "zilazvaigzne"},
        {"Sinit\xC3\xA4ht O\xC3\x9C", "sinitaht", "sinitaht"},
        {"\xD0\x9E\xD0\x9E\xD0\x9E \xD0\x97\xD0\xB2\xD0\xB5\xD0\xB7\xD0\xB4\xD0\xB0", "zvezda", "zvezda"},
        {"\xCE\x91\xCF\x83\xCF\x84\xCE\xAD\xCF\x81\xCE\xB9 \xCE\x91.\xCE\x95.", "asteri", "asteri"},
        {"Gwiazda Sp. z o.o.", "gwiazda", "gwiazda"},
        {"Gwiazda sp. z o. o. sp. k.", "gwiazda", "gwiazda"},
        {"Hv\xC4\x9Bzda s.r.o.", "hvezda", "hvezda"},
        {"Stella S.\xC3\xA0 r.l.", "stella", "stella"},
        {"Stella S.p.A.", "stella", "stella"},
        {"Stj\xC3\xA4rna AB (publ)", "stjarna", "stjarna"},
        {"Star Beteiligungs GmbH & Co. KG", "beteiligungs star", "starbeteiligungs"},
        {"The A Team Ltd", "team the", "theateam"},
        {"star star STAR", "star", "starstarstar"},
        {"O'Example & Sons", "oexample sons", "oexamplesons"},
        {"A.B.C. Trading Limited", "abc trading", "abctrading"},
        {"SIA", "sia", "sia"},
        {"\xC5\x81\xC3\xB3"
         "d\xC5\xBA",
         "lodz", "lodz"},
        {"\xC3\x86on \xC3\x98re", "aeon ore", "aeonore"},
        {"24 7 Shop", "24 7 shop", "247shop"},
        {"", "", ""},
        {"...", "", ""},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct token_list tokens;

        ident_name_tokens(fixture_data(), fixture_arena(), bytes_of(cases[i].name), &tokens);
        expect_bytes(joined(&tokens), cases[i].tokens, cases[i].name);
        expect_bytes(ident_name_squashed(fixture_data(), fixture_arena(), bytes_of(cases[i].name)), cases[i].squashed,
                     cases[i].name);
    }
}

Test(name, decomposed_and_composed_letters_are_one)
{
    struct bytes composed = ident_name_squashed(fixture_data(), fixture_arena(), BYTES("Hv\xC4\x9Bzda \xD0\x99"));
    struct bytes decomposed = ident_name_squashed(fixture_data(), fixture_arena(), BYTES("Hve\xCC\x8Czda \xD0\x98\xCC\x86"));

    cr_expect(bytes_equal(composed, decomposed), "%.*s %.*s", (int)composed.n, composed.p, (int)decomposed.n, decomposed.p);
}
