#include <criterion/criterion.h>

#include "core/hub_ruling.h"

static struct uuid id(uint8_t number)
{
    return (struct uuid){{number}};
}

static struct hub_ruling ruling(uint8_t site, uint8_t endpoint, const char *value, int64_t number, enum match_ruling what)
{
    return (struct hub_ruling){id(site), id(endpoint), TRAIT_phone, 7, bytes_of(value), number, what};
}

Test(hub_ruling, marks_the_evidence_of_its_pair_and_no_other)
{
    struct hub_ruling items[] = {ruling(2, 1, "b", 5, RULING_no_hub), ruling(1, 9, "a", 2, RULING_hub),
                                 ruling(2, 1, "b", 6, RULING_hub), ruling(2, 3, "a", 1, RULING_no_hub)};
    struct hub_rulings rulings = {items, 4};
    struct {
        uint8_t site, endpoint;
        const char *value;
        enum match_ruling expected;
    } rows[] = {{2, 1, "b", RULING_hub},  {2, 1, "a", RULING_none}, {2, 3, "a", RULING_no_hub},
                {2, 2, "a", RULING_none}, {1, 9, "a", RULING_hub},  {3, 1, "b", RULING_none}};

    hub_rulings_sort(&rulings);
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct evidence evidence = {.kind = TRAIT_phone, .hash = 7, .value = bytes_of(rows[i].value)};
        struct uuid site = id(rows[i].site), endpoint = id(rows[i].endpoint);

        hub_rulings_apply(&rulings, &endpoint, &site, &evidence, 1);
        cr_expect_eq(evidence.ruling, rows[i].expected, "row %zu", i);
    }
    struct uuid two = id(2), one = id(1);

    cr_expect_eq(hub_rulings_of(&rulings, &two, NULL).count, 3);
    cr_expect_eq(hub_rulings_of(&rulings, &two, &one).count, 2);
    cr_expect_eq(hub_rulings_of(NULL, &two, NULL).count, 0);
}
