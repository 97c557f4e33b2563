#include <criterion/criterion.h>

#include "core/profile/mark.h"

static const struct raw_value yes[] = {{{"Yes", 3}, true}}, space[] = {{{"  ", 2}, true}},
                              several[] = {{{"red", 3}, true}, {{" Blue ", 6}, true}};
static const struct raw_field fields[] = {
    {.name = {"Flagged", 7}, .values = (struct raw_value *)yes, .count = 1},
    {.name = {"Empty", 5}, .values = (struct raw_value *)space, .count = 1},
    {.name = {"Colours", 7}, .values = (struct raw_value *)several, .count = 2, .is_list = true}};
static const struct raw_record record = {.line = 1, .fields = (struct raw_field *)fields, .count = 3};

static bool fits(const char *rule)
{
    struct bytes items[] = {bytes_of(rule)};
    struct texts rules = {.items = items, .count = 1};

    return mark_fits(&rules, &record);
}

Test(mark, asks_what_a_rule_says)
{
    static const struct {
        const char *rule;
        bool fits;
    } cases[] = {
        {"Flagged", true},
        {"flagged=YES", true},
        {"flagged = yes", true},
        {"flagged=no", false},
        {"flagged!=no", true},
        {"flagged!=yes", false},
        {"flagged~e", true},
        {"flagged~es", true},
        {"flagged~yess", false},
        {"empty", false},
        {"empty!=x", true},
        {"missing", false},
        {"missing=x", false},
        {"missing!=x", true},
        {"missing~x", false},
        {"colours=blue", true},
        {"colours=red", true},
        {"colours!=red", false},
        {"colours=green", false},
        {"colours~lu", true},
        {"flagged & colours", true},
        {"flagged & empty", false},
        {"flagged=yes & colours=blue", true},
        {"flagged=yes & colours=green", false},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        cr_expect_eq(fits(cases[i].rule), cases[i].fits, "%s", cases[i].rule);
}

Test(mark, is_met_by_one_of_several_rules)
{
    struct bytes items[] = {BYTES("flagged=no"), BYTES("colours=red")};
    struct texts rules = {.items = items, .count = 2}, none = {.count = 0};

    cr_expect(mark_fits(&rules, &record));
    rules.count = 1;
    cr_expect_not(mark_fits(&rules, &record));
    cr_expect_not(mark_fits(&none, &record));
}

Test(mark, names_the_columns_that_it_looks_at)
{
    struct bytes items[] = {BYTES("flagged=no & Kind~x"), BYTES("colours")};
    struct texts rules = {.items = items, .count = 2};

    cr_expect(mark_names_column(&rules, BYTES("FLAGGED")));
    cr_expect(mark_names_column(&rules, BYTES("kind")));
    cr_expect(mark_names_column(&rules, BYTES("Colours")));
    cr_expect_not(mark_names_column(&rules, BYTES("no")));
    cr_expect_not(mark_names_column(&rules, BYTES("empty")));
}
