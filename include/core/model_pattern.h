/*
 * model_pattern.h: what pairs have in common, counted: so many pairs show the same evidence.
 *
 * Shape   of each family the piece that was counted: its rule, whether the value is as rare as the rule takes it for (base), and the bits
 *         that were added or taken off besides; what chose the bound on one hand (MATCH_OWN, or how far the lives lie apart); what was added to the whole.
 * Memory  at most PATTERN_LIMIT patterns: when they are more, the bits are rounded more coarsely and like patterns become one.
 * Order   any order of the same pairs ends in the same patterns.
 */
#ifndef CORE_MODEL_PATTERN_H
#define CORE_MODEL_PATTERN_H

#include "core/match.h"

#define PATTERN_LIMIT (1U << 20)
#define PATTERN_GROUPS 20 /* parts of the data, by site: how much an estimate changes without one of them says how sure it is */

struct pattern_part {
    uint8_t rule; /* RULE_COUNT: the family is silent */
    bool base;
    int32_t offset; /* micro-bits, rounded */
};

struct pattern {
    struct pattern_part parts[FAMILY_COUNT];
    int32_t extra;    /* micro-bits, rounded */
    int64_t bound_us; /* rounded */
    uint16_t group;
};

struct pattern_count {
    struct pattern pattern;
    int64_t pairs;
};

struct patterns {
    struct arena *arena;
    struct pattern_count *items;
    size_t count, room;
    uint32_t *slots; /* number of the item and one, 0: free */
    size_t slot_count, limit;
    int32_t quantum; /* micro-bits */
    int64_t pairs;
};

void patterns_init(struct patterns *patterns, struct arena *arena, size_t limit);
/* One pair, as the model explains it. */
void patterns_add(struct patterns *patterns, const struct model *model, const struct match_waterfall *waterfall, uint64_t group);
void patterns_add_many(struct patterns *patterns, const struct pattern *pattern, int64_t pairs);
/* In an order of their own that does not depend on how they came. */
void patterns_sort(struct patterns *patterns);

#endif
