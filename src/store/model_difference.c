/* Which links two models put on different sides of a threshold: by what the two have in common themselves, and by way of a third. */
#include <math.h>
#include <stdlib.h>

#include "model_pairs.h"
#include "store/hop_store.h"
#include "store/model_evidence.h"

#define NO_LINK INT64_MIN

/* A pair of which at least one model keeps a link. */
struct comparing {
    const struct model *old_model, *new_model;
    const int64_t *thresholds;
    size_t threshold_count;
    struct arena *arena; /* of the result */
    struct arena *scratch;
    struct model_crossing *pairs;
    size_t count, room;
    struct model_difference *difference;
    size_t crossing_room;
};

/* ---- what the two have in common themselves ---- */

static int64_t kept_bits(const struct model *model, const struct match_pair *pair)
{
    struct match_score score;

    match_score(model, pair, &score);
    return score.candidate && score.bits >= model->keep ? score.bits : NO_LINK;
}

static enum status keep_pair(UNUSED struct op *op, const struct uuid *endpoint, const struct uuid *site,
                             const struct match_pair *pair, void *arg)
{
    struct comparing *comparing = arg;
    struct model_crossing both = {*endpoint, *site, kept_bits(comparing->old_model, pair), kept_bits(comparing->new_model, pair),
                                  false,     false};

    if (both.old_bits == NO_LINK && both.new_bits == NO_LINK)
        return ST_OK;
    comparing->pairs =
        arena_room(comparing->scratch, comparing->pairs, comparing->count, &comparing->room, sizeof(struct model_crossing));
    comparing->pairs[comparing->count++] = both;
    return ST_OK;
}

/* ---- what comes by way of a third ---- */

struct ways {
    struct hop_link *items;
    size_t count;
};

static enum status find_ways(struct op *op, struct db *db, struct comparing *comparing, bool of_new, struct ways *ret)
{
    struct hop_link *links = arena_array(comparing->scratch, struct hop_link, comparing->count + 1);
    size_t count = 0;

    for (size_t i = 0; i < comparing->count; i++) {
        const struct model_crossing *pair = &comparing->pairs[i];
        int64_t bits = of_new ? pair->new_bits : pair->old_bits;

        if (bits != NO_LINK)
            links[count++] = (struct hop_link){pair->site, pair->endpoint, bits};
    }
    return hop_find(op, db, of_new ? comparing->new_model : comparing->old_model, links, count, comparing->scratch, &ret->items,
                    &ret->count);
}

/* ---- both together ---- */

static int compare_names(const struct uuid *site, const struct uuid *endpoint, const struct uuid *other_site,
                         const struct uuid *other_endpoint)
{
    int order = uuid_compare(site, other_site);

    return order != 0 ? order : uuid_compare(endpoint, other_endpoint);
}

static int by_name(const void *a, const void *b)
{
    const struct model_crossing *x = a, *y = b;

    return compare_names(&x->site, &x->endpoint, &y->site, &y->endpoint);
}

static bool crosses(const struct comparing *comparing, int64_t a, int64_t b)
{
    for (size_t i = 0; i < comparing->threshold_count; i++)
        if ((a >= comparing->thresholds[i]) != (b >= comparing->thresholds[i]))
            return true;
    return false;
}

static void judge(struct comparing *comparing, const struct model_crossing *pair)
{
    struct model_difference *difference = comparing->difference;

    difference->old_links += pair->old_bits != NO_LINK;
    difference->new_links += pair->new_bits != NO_LINK;
    if (!crosses(comparing, pair->old_bits, pair->new_bits))
        return;
    difference->items = arena_room(comparing->arena, difference->items, difference->count, &comparing->crossing_room,
                                   sizeof(struct model_crossing));
    difference->items[difference->count++] = *pair;
}

/* The way of the pair, when it is the next; the lists are in one order. */
static const struct hop_link *take_way(const struct ways *ways, size_t *at, const struct model_crossing *pair)
{
    const struct hop_link *way = &ways->items[*at];

    if (*at == ways->count || compare_names(&way->site, &way->endpoint, &pair->site, &pair->endpoint) != 0)
        return NULL;
    (*at)++;
    return way;
}

/* Takes the lowest name of the three lists: a pair that has a link, or a way alone. */
static bool next_pair(const struct comparing *comparing, size_t at, const struct ways *ways, const size_t *ways_at,
                      struct model_crossing *ret)
{
    bool found = at < comparing->count;

    if (found)
        *ret = comparing->pairs[at];
    for (int side = 0; side < 2; side++) {
        const struct hop_link *way = &ways[side].items[ways_at[side]];

        if (ways_at[side] == ways[side].count ||
            (found && compare_names(&ret->site, &ret->endpoint, &way->site, &way->endpoint) <= 0))
            continue;
        *ret = (struct model_crossing){way->endpoint, way->site, NO_LINK, NO_LINK, false, false};
        found = true;
    }
    return found;
}

/* Where a way says more, it stands in place of the link; hop_find leaves out the others. */
static void judge_all(struct comparing *comparing, const struct ways *ways)
{
    size_t at = 0, ways_at[2] = {0, 0};
    struct model_crossing pair;

    while (next_pair(comparing, at, ways, ways_at, &pair)) {
        const struct hop_link *old_way, *new_way;

        at += at < comparing->count && by_name(&pair, &comparing->pairs[at]) == 0;
        if ((old_way = take_way(&ways[0], &ways_at[0], &pair)) != NULL)
            pair.old_bits = old_way->bits, pair.old_hops = true;
        if ((new_way = take_way(&ways[1], &ways_at[1], &pair)) != NULL)
            pair.new_bits = new_way->bits, pair.new_hops = true;
        judge(comparing, &pair);
    }
}

static enum status compare_all(struct op *op, struct db *db, void *arg)
{
    struct comparing *comparing = arg;
    struct ways ways[2] = {{NULL, 0}, {NULL, 0}};
    enum status st = find_ways(op, db, comparing, false, &ways[0]);

    if (st == ST_OK)
        st = find_ways(op, db, comparing, true, &ways[1]);
    if (st != ST_OK)
        return st;
    if (comparing->count > 0)
        qsort(comparing->pairs, comparing->count, sizeof(*comparing->pairs), by_name);
    judge_all(comparing, ways);
    return ST_OK;
}

/* ---- the result ---- */

static double probability_of(int64_t bits)
{
    return bits == NO_LINK ? 0 : match_probability(bits);
}

static int by_change(const void *a, const void *b)
{
    const struct model_crossing *x = a, *y = b;
    double p = fabs(probability_of(x->new_bits) - probability_of(x->old_bits)),
           q = fabs(probability_of(y->new_bits) - probability_of(y->old_bits));

    if (p != q)
        return p > q ? -1 : 1;
    return by_name(a, b);
}

static void join_either(struct model *model, const struct model *other)
{
    for (enum trait_kind kind = 0; kind < TRAIT_COUNT; kind++)
        for (int32_t e = 0; e <= MATCH_CLASS_MOST; e++)
            for (int32_t s = 0; s <= MATCH_CLASS_MOST; s++)
                model->kinds[kind].joins[e][s] |= match_joins(other, kind, e, s);
}

enum status model_difference_get(struct op *op, struct db *db, const struct ident_data *data, const struct model *old_model,
                                 const struct model *new_model, const int64_t *thresholds, size_t threshold_count,
                                 struct arena *arena, struct model_difference *ret)
{
    AUTO(arena_free) struct arena *scratch = arena_new(SIZE_MAX);
    struct model_difference difference = {0};
    struct comparing comparing = {.old_model = old_model,
                                  .new_model = new_model,
                                  .thresholds = thresholds,
                                  .threshold_count = threshold_count,
                                  .arena = arena,
                                  .scratch = scratch,
                                  .difference = &difference};
    struct model *either = arena_new_of(op->arena, struct model);
    struct model_reading reading = {data, either, keep_pair, compare_all, &comparing, NULL, NULL};
    enum status st;

    *either = *old_model;
    join_either(either, new_model);
    st = model_read_pairs(op, db, &reading);
    if (st != ST_OK)
        return st;
    if (difference.count > 0)
        qsort(difference.items, difference.count, sizeof(*difference.items), by_change);
    *ret = difference;
    return ST_OK;
}

enum status model_crossing_names(struct op *op, struct db *db, const struct model_crossing *items, size_t count, PGresult **ret)
{
    struct uuid *endpoints = arena_array(op->arena, struct uuid, count + 1);
    struct uuid *sites = arena_array(op->arena, struct uuid, count + 1);

    for (size_t i = 0; i < count; i++) {
        endpoints[i] = items[i].endpoint;
        sites[i] = items[i].site;
    }
    struct param params[] = {param_uuid_array(op->arena, endpoints, count), param_uuid_array(op->arena, sites, count)};

    return db_run(op, db, &Q_MODEL_NAME_PAIR, params, ret);
}
