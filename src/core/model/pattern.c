#include "core/model_pattern.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/instant.h"

#define FIRST_QUANTUM (int32_t)(MICRO / 16)
#define NEAR_DAYS 7      /* below, lives are one */
#define STEP_DAYS 10     /* the steps of the model are multiples of it */
#define FAR_DAYS 400     /* beyond, the distance speaks against the pair */
#define BEYOND_DAYS 9999 /* stands for all that is further */

static int32_t rounded(int64_t bits, int32_t quantum)
{
    int64_t parts = bits / quantum - (bits % quantum < 0);

    return (int32_t)(parts * quantum);
}

static int64_t rounded_time(int64_t bound_us)
{
    if (bound_us <= 0)
        return bound_us;
    int64_t days = (bound_us + INSTANT_DAY - 1) / INSTANT_DAY;

    if (days <= NEAR_DAYS)
        return NEAR_DAYS * INSTANT_DAY;
    days = (days + STEP_DAYS - 1) / STEP_DAYS * STEP_DAYS;
    return (days > FAR_DAYS ? BEYOND_DAYS : days) * INSTANT_DAY;
}

static struct bytes key_of(const struct pattern *pattern)
{
    return (struct bytes){(const char *)pattern, sizeof(*pattern)};
}

/* Without bytes between the fields that nobody has set. */
static struct pattern clean(const struct pattern *pattern, int32_t quantum)
{
    struct pattern ret;

    memset(&ret, 0, sizeof(ret));
    for (enum match_family family = 0; family < FAMILY_COUNT; family++) {
        ret.parts[family].rule = pattern->parts[family].rule;
        ret.parts[family].base = pattern->parts[family].base;
        ret.parts[family].offset = rounded(pattern->parts[family].offset, quantum);
    }
    ret.extra = rounded(pattern->extra, quantum);
    ret.bound_us = pattern->bound_us;
    ret.group = pattern->group;
    return ret;
}

static void make_slots(struct patterns *patterns, size_t count)
{
    patterns->slots = arena_array(patterns->arena, uint32_t, count);
    patterns->slot_count = count;
}

void patterns_init(struct patterns *patterns, struct arena *arena, size_t limit)
{
    *patterns = (struct patterns){.arena = arena, .limit = limit, .quantum = FIRST_QUANTUM};
    make_slots(patterns, 1024);
}

static size_t slot_of(const struct patterns *patterns, const struct pattern *pattern)
{
    size_t mask = patterns->slot_count - 1, at = hash64(key_of(pattern)) & mask;

    for (; patterns->slots[at] != 0; at = (at + 1) & mask)
        if (bytes_equal(key_of(&patterns->items[patterns->slots[at] - 1].pattern), key_of(pattern)))
            break;
    return at;
}

/* Puts all items into fresh slots; those that have become equal are counted together. */
static void rehash(struct patterns *patterns)
{
    size_t count = patterns->count;

    patterns->count = 0;
    for (size_t i = 0; i < count; i++) {
        struct pattern_count item = patterns->items[i];
        size_t at;

        item.pattern = clean(&item.pattern, patterns->quantum);
        at = slot_of(patterns, &item.pattern);
        if (patterns->slots[at] != 0) {
            patterns->items[patterns->slots[at] - 1].pairs += item.pairs;
            continue;
        }
        patterns->items[patterns->count++] = item;
        patterns->slots[at] = (uint32_t)patterns->count;
    }
}

static void make_coarser(struct patterns *patterns)
{
    patterns->quantum *= 2;
    memset(patterns->slots, 0, patterns->slot_count * sizeof(*patterns->slots));
    rehash(patterns);
}

static void make_room(struct patterns *patterns)
{
    patterns->items = arena_room(patterns->arena, patterns->items, patterns->count, &patterns->room, sizeof(*patterns->items));
    if (patterns->count * 2 >= patterns->slot_count) {
        make_slots(patterns, patterns->slot_count * 2);
        rehash(patterns);
    }
}

void patterns_add_many(struct patterns *patterns, const struct pattern *pattern, int64_t pairs)
{
    struct pattern key = clean(pattern, patterns->quantum);
    size_t at;

    patterns->pairs += pairs;
    make_room(patterns);
    at = slot_of(patterns, &key);
    if (patterns->slots[at] != 0) {
        patterns->items[patterns->slots[at] - 1].pairs += pairs;
        return;
    }
    patterns->items[patterns->count++] = (struct pattern_count){key, pairs};
    patterns->slots[at] = (uint32_t)patterns->count;
    while (patterns->count > patterns->limit && patterns->quantum < 64 * MICRO)
        make_coarser(patterns);
}

void patterns_add(struct patterns *patterns, const struct model *model, const struct match_waterfall *waterfall, uint64_t group)
{
    struct pattern pattern = {.bound_us = rounded_time(waterfall->bound_us), .group = (uint16_t)(group % PATTERN_GROUPS)};
    int64_t direct = 0, hand = 0;

    for (enum match_family family = 0; family < FAMILY_COUNT; family++)
        pattern.parts[family].rule = RULE_COUNT;
    for (size_t i = 0; i < waterfall->count; i++) {
        const struct match_piece *piece = &waterfall->pieces[i];

        if (piece->verdict != VERDICT_counted)
            continue;
        pattern.parts[match_rule_family(piece->rule)] = (struct pattern_part){
            (uint8_t)piece->rule, piece->shared == 0 && piece->listed == 0, (int32_t)(piece->bits - piece->full)};
        *(match_family_direct(match_rule_family(piece->rule)) ? &direct : &hand) += piece->bits;
    }
    pattern.extra = (int32_t)(waterfall->score.bits - match_sum(model, direct, hand, waterfall->bound_us));
    patterns_add_many(patterns, &pattern, 1);
}

static int compare(const void *a, const void *b)
{
    return memcmp(&((const struct pattern_count *)a)->pattern, &((const struct pattern_count *)b)->pattern,
                  sizeof(struct pattern));
}

void patterns_sort(struct patterns *patterns)
{
    if (patterns->count > 0)
        qsort(patterns->items, patterns->count, sizeof(*patterns->items), compare);
    memset(patterns->slots, 0, patterns->slot_count * sizeof(*patterns->slots));
    for (size_t i = 0; i < patterns->count; i++)
        patterns->slots[slot_of(patterns, &patterns->items[i].pattern)] = (uint32_t)i + 1;
}
