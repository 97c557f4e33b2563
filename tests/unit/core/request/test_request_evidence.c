#include <criterion/criterion.h>

#include "core/request_evidence.h"

#define BIT(name) (UINT64_C(1) << RULE_##name)

Test(request_evidence, does_not_rest_on_weak_rules_however_many)
{
    uint64_t weak = 0
#define REQUEST_WEAK_RULE(name) | BIT(name)
#include "core/request_weak_rule.def"
#undef REQUEST_WEAK_RULE
        ;

    cr_assert_not(request_evidence_suffices(0));
    cr_assert_not(request_evidence_suffices(weak));
    cr_assert_not(request_evidence_suffices(BIT(name) | BIT(address) | BIT(payment_days)));
}

Test(request_evidence, rests_on_one_strong_rule)
{
    cr_assert(request_evidence_suffices(BIT(published)));
    cr_assert(request_evidence_suffices(BIT(test_purchase) | BIT(name)));
    cr_assert(request_evidence_suffices(BIT(email)));
}

Test(request_evidence, takes_every_rule_of_names_and_infrastructure_for_weak)
{
    for (int rule = 0; rule < RULE_COUNT; rule++) {
        enum match_family family = match_rule_family((enum match_rule)rule);

        if (family == FAMILY_name || family == FAMILY_hosting)
            cr_assert_not(request_evidence_suffices(UINT64_C(1) << rule), "%s", match_rule_name((enum match_rule)rule));
    }
}
