#include "core/request_evidence.h"

static const uint64_t weak = MATCH_TWO_HOPS
#define REQUEST_WEAK_RULE(name) | UINT64_C(1) << RULE_##name
#include "core/request_weak_rule.def"
#undef REQUEST_WEAK_RULE
    ;

bool request_evidence_suffices(uint64_t rules)
{
    return (rules & ~weak) != 0;
}
