/*
 * rule.h: the rows of match_rule.def.
 */
#ifndef CORE_MATCH_RULE_H
#define CORE_MATCH_RULE_H

#include "core/match.h"

struct rule_row {
    const char *name;
    enum match_family family;
    enum trait_kind kind;
    uint32_t endpoint_roles, site_roles;
    bool (*level)(const struct evidence *evidence);
    const char *text;
};

extern const struct rule_row rule_rows[RULE_COUNT];

#endif
