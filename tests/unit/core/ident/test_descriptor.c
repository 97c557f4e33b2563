#include "support/ident_fixture.h"

Test(descriptor, canonical_form_is_upper_case_and_single_spaced)
{
    static const struct parse_case cases[] = {
        {"PayPal  *BrightStar", "PAYPAL *BRIGHTSTAR", REASON_ok},
        {"  shop.example \t 123 ", "SHOP.EXAMPLE 123", REASON_ok},
        {"a\x02", NULL, REASON_bad_character},
    };

    EXPECT_CASES(IDENT_descriptor, cases, NULL);
}

struct parts_case {
    const char *text;
    const char *country;
    const char *processor;
    const char *idents; /* "kind value, kind value" */
    const char *name;
};

static struct bytes idents_of(const struct ident_list *list)
{
    struct buf out;

    buf_init(&out, fixture_arena());
    for (size_t i = 0; i < list->count; i++)
        buf_printf(&out, "%s%s%s %.*s", i == 0 ? "" : ", ", list->items[i].ident.doubt == REASON_domain_cut ? "cut " : "",
                   ident_kind_name(list->items[i].ident.kind), (int)list->items[i].ident.value.n, list->items[i].ident.value.p);
    return buf_bytes(&out);
}

Test(descriptor, is_taken_apart)
{
    static const struct parts_case cases[] = {
        {"BRIGHT STAR MEDIA", NULL, "", "", "bright star media"},
        {"PAYPAL *BRIGHTSTAR", NULL, "paypal", "", "brightstar"},
        {"PAYPAL*BRIGHTSTAR", NULL, "paypal", "", "brightstar"},
        {"PP * BRIGHTSTAR", NULL, "paypal", "", "brightstar"},
        {"SQ *BRIGHT STAR RIGA LV", "LV", "square", "", "bright star"},
        {"SUMUP  *BRIGHT STAR", NULL, "sumup", "", "bright star"},
        {"SP * BRIGHTSTAR.EXAMPLE", NULL, "shopify", "site brightstar.example", ""},
        {"STAR*SHINE", NULL, "", "", "star shine"},
        {"BRIGHTSTAR.EXAMPLE +442079460958", NULL, "", "site brightstar.example, phone +442079460958", ""},
        {"BRIGHTSTAR 2025550143", "US", "", "phone +12025550143", "brightstar"},
        {"BRIGHTSTAR 202-555-0143 DC", "US", "", "phone +12025550143", "brightstar dc"},
        {"BRIGHTSTAR 2025550143", NULL, "", "", "brightstar"},
        {"INFO@BRIGHTSTAR.EXAMPLE", NULL, "", "email INFO@brightstar.example", ""},
        {"BRIGHT STAR #0042 LONDON GB", "GB", "", "", "bright star"},
        {"BRIGHT STAR FRANKFURT AM MAIN", NULL, "", "", "bright star"},
        {"PARIS", NULL, "", "", "paris"},
        {"BRIGHT STAR LTD BERLIN", NULL, "", "", "bright star"},
        {"WWW.BRIGHTSTAR.EXAMPLE/PAY", NULL, "", "site brightstar.example", ""},
        {"PAYPAL *SQ *BRIGHTSTAR", NULL, "square", "", "brightstar"},
        {"PAYPAL *BRIGHTSTARS.CO", NULL, "paypal", "cut site brightstars.co",
         "brightstars"}, /* 22 characters: of .com, perhaps */
        {"PAYPAL *BRIGHTSTARS.CO        RIGA", NULL, "paypal", "cut site brightstars.co", "brightstars"},
        {"PAYPAL *BRIGHTSTAR.COM", NULL, "paypal", "cut site brightstar.com", "brightstar"},
        {"PAYPAL *BRIGHTSTR.COM", NULL, "paypal", "site brightstr.com", ""},
        {"PAYPAL *BRIGHTSTAR.EXA", NULL, "paypal", "", "brightstar"},
        {"WWW.BRIGHTSTARSHINE.EX", NULL, "", "", "brightstarshine"},
        {"WWW.BRIGHTSTARSHINES.DE", NULL, "", "site brightstarshines.de", ""},
        {"MAIL@BRIGHTSTARSHINE.C", NULL, "", "cut email MAIL@brightstarshine.c", "brightstarshine"},
        {"MAIL@BRIGHTSTARSHI.COM", NULL, "", "cut email MAIL@brightstarshi.com", "brightstarshi"},
        {"BRIGHTSTARSHINE.EXAMPLE/P", NULL, "", "site brightstarshine.example", ""},
        {"BRIGHT STAR SHINE S.R.L", NULL, "", "", "bright star shine"},
        {"BRIGHT STAR SHINIGS.R.L", NULL, "", "", "bright star shinigs rl"},
        {"BRIGHT STAR SHIN 192.0.2", NULL, "", "", "bright star shin"},
        {"", NULL, "", "", ""},
        {"*", NULL, "", "", ""},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct ident_context context = fixture_country(cases[i].country);
        struct descriptor_parts parts;

        ident_descriptor_parts(fixture_data(), fixture_arena(), bytes_of(cases[i].text), &context, &parts);
        expect_bytes(parts.processor, cases[i].processor, cases[i].text);
        expect_bytes(idents_of(&parts.idents), cases[i].idents, cases[i].text);
        expect_bytes(parts.name, cases[i].name, cases[i].text);
    }
}
