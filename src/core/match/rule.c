#include "core/match/rule.h"

#include "core/match/level.h"

const struct rule_row rule_rows[RULE_COUNT] = {
#define RULE(name, family, kind, endpoint_roles, site_roles, level, text)                                                        \
    {#name, FAMILY_##family, TRAIT_##kind, endpoint_roles, site_roles, level, text},
#include "core/match_rule.def"
#undef RULE
};
_Static_assert(RULE_COUNT <= 62, "the counted rules are stored as bits of a bigint, beside MATCH_TWO_HOPS");

static const struct {
    const char *name;
    bool direct;
    const char *text;
} families[] = {
#define DIRECT true
#define HAND false
#define FAMILY(name, shows, text) {#name, shows, text},
#include "core/match_family.def"
#undef FAMILY
#undef DIRECT
#undef HAND
};

const char *match_rule_name(enum match_rule rule)
{
    return rule_rows[rule].name;
}

const char *match_rule_text(enum match_rule rule)
{
    return rule_rows[rule].text;
}

bool match_rule_find(struct bytes name, enum match_rule *ret)
{
    for (enum match_rule rule = 0; rule < RULE_COUNT; rule++)
        if (bytes_is(name, rule_rows[rule].name)) {
            *ret = rule;
            return true;
        }
    return false;
}

enum match_family match_rule_family(enum match_rule rule)
{
    return rule_rows[rule].family;
}

enum trait_kind match_rule_kind(enum match_rule rule)
{
    return rule_rows[rule].kind;
}

const char *match_family_name(enum match_family family)
{
    return families[family].name;
}

const char *match_family_text(enum match_family family)
{
    return families[family].text;
}

bool match_family_direct(enum match_family family)
{
    return families[family].direct;
}
