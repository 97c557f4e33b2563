/*
 * Candidates by a hash join in memory: both sides of the traits are loaded by COPY, values and entities get dense numbers, and each
 * site walks the endpoints that share a value with it.
 *
 * Memory  about 40 bytes for each trait of a value that meets, 64 and its text for each value of a site; given back at the end.
 * Order   sites by their id, so that links are written in the order of their index.
 */
#include <stdlib.h>
#include <string.h>

#include "candidate_side.h"

/* ---- grouping ---- */

typedef bool keep_fn(const struct shared_value *value);

static bool keep_all(UNUSED const struct shared_value *value)
{
    return true;
}

/* What candidates share besides: a value that makes candidates has been met already. */
static bool is_shared_besides(const struct shared_value *value)
{
    return shared_value_meets(value) && !value->joins;
}

static bool is_name(const struct shared_value *value)
{
    return value->kind == TRAIT_name_squashed;
}

static uint32_t number_of(const struct row *row, bool by_value)
{
    return by_value ? row->value : row->entity;
}

/* The rows of the values that are kept. */
static struct grouping group(const struct join *join, const struct side *side, bool by_value, keep_fn *keep)
{
    size_t numbers = by_value ? join->values.count : side->ids.count, count = side->rows.count;
    struct grouping grouping = {arena_array(join->arena, uint32_t, numbers + 2), arena_array(join->arena, uint32_t, count + 1),
                                arena_array(join->arena, uint32_t, count + 1)};

    for (size_t i = 0; i < count; i++) {
        const struct row *row = blocks_at(&side->rows, i);

        grouping.start[number_of(row, by_value) + 2] += keep(blocks_at(&join->values, row->value));
    }
    for (size_t n = 2; n < numbers + 2; n++)
        grouping.start[n] += grouping.start[n - 1];
    for (size_t i = 0; i < count; i++) {
        const struct row *row = blocks_at(&side->rows, i);

        if (!keep(blocks_at(&join->values, row->value)))
            continue;
        uint32_t at = grouping.start[number_of(row, by_value) + 1]++;

        grouping.rows[at] = (uint32_t)i;
        grouping.others[at] = number_of(row, !by_value);
    }
    return grouping;
}

/* How many different entities have each value: a value may stand in several roles. */
static int32_t distinct(const struct side *side, uint32_t value, uint32_t *seen)
{
    int32_t count = 0;

    for (uint32_t i = side->by_value.start[value]; i < side->by_value.start[value + 1]; i++) {
        uint32_t entity = side->by_value.others[i];

        count += seen[entity] != value + 1;
        seen[entity] = value + 1;
    }
    return count;
}

static void weigh_values(struct join *join)
{
    uint32_t *endpoints_seen = arena_array(join->arena, uint32_t, join->endpoint.ids.count + 1);
    uint32_t *sites_seen = arena_array(join->arena, uint32_t, join->site.ids.count + 1);

    for (uint32_t i = 0; i < join->values.count; i++) {
        struct shared_value *value = blocks_at(&join->values, i);

        value->endpoints = distinct(&join->endpoint, i, endpoints_seen);
        value->sites = distinct(&join->site, i, sites_seen);
        if (!shared_value_meets(value))
            continue;
        value->hub = match_hub(join->source->data, value->kind, value->text);
        value->joins = match_joins(join->source->model, value->kind, match_class(value->endpoints), match_class(value->sites));
    }
}

static void fill_none(uint32_t *items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        items[i] = NONE;
}

static void prepare(struct join *join)
{
    join->endpoint.by_value = group(join, &join->endpoint, true, keep_all);
    join->site.by_value = group(join, &join->site, true, keep_all);
    weigh_values(join);
    join->endpoint.by_entity = group(join, &join->endpoint, false, is_shared_besides);
    join->site.by_entity = group(join, &join->site, false, shared_value_meets);
    join->endpoint.names = group(join, &join->endpoint, false, is_name);
    join->site.names = group(join, &join->site, false, is_name);
    join->first_hit = arena_array(join->arena, uint32_t, join->endpoint.ids.count + 1);
    join->met = arena_array(join->arena, uint32_t, join->endpoint.ids.count + 1);
    join->value_rows = arena_array(join->arena, uint32_t, join->values.count + 1);
    join->row_next = arena_array(join->arena, uint32_t, join->site.rows.count + 1);
    fill_none(join->first_hit, join->endpoint.ids.count);
    fill_none(join->value_rows, join->values.count);
}

/* ---- pairs ---- */

static void put_hit(struct join *join, uint32_t site_row, uint32_t endpoint_row, uint32_t endpoint)
{
    join->hits = arena_room(join->arena, join->hits, join->hit_count, &join->hit_room, sizeof(*join->hits));
    join->hits[join->hit_count] = (struct hit){site_row, endpoint_row, join->first_hit[endpoint]};
    join->first_hit[endpoint] = (uint32_t)join->hit_count++;
}

/* The endpoints that share a value which makes candidates. */
static void meet(struct join *join, uint32_t site_row, uint32_t value)
{
    const struct grouping *endpoints = &join->endpoint.by_value;

    for (uint32_t i = endpoints->start[value]; i < endpoints->start[value + 1]; i++) {
        uint32_t endpoint = endpoints->others[i];

        if (join->first_hit[endpoint] == NONE)
            join->met[join->met_count++] = endpoint;
        put_hit(join, site_row, endpoints->rows[i], endpoint);
    }
}

/* What a candidate shares besides: values that are too common to make candidates. */
static void meet_again(struct join *join, uint32_t endpoint)
{
    const struct grouping *rows = &join->endpoint.by_entity;

    for (uint32_t i = rows->start[endpoint]; i < rows->start[endpoint + 1]; i++) {
        for (uint32_t site_row = join->value_rows[rows->others[i]]; site_row != NONE; site_row = join->row_next[site_row])
            put_hit(join, site_row, rows->rows[i], endpoint);
    }
}

/* Pairs that an analyst wants to be looked at though what they share is a hub. */
static void meet_ruled(struct join *join, uint32_t site)
{
    struct hub_rulings ruled = hub_rulings_of(join->source->rulings, blocks_at(&join->site.ids, site), NULL);
    uint32_t last = NONE; /* they are in the order of their endpoints */

    for (size_t i = 0; i < ruled.count; i++) {
        uint32_t endpoint = entity_find(&join->endpoint, &ruled.items[i].endpoint);

        if (ruled.items[i].ruling != RULING_no_hub || endpoint == NONE || endpoint == last || join->first_hit[endpoint] != NONE)
            continue;
        join->met[join->met_count++] = last = endpoint;
    }
}

static struct match_side side_of(const struct row *row)
{
    return (struct match_side){row->role, row->records, row->partners, row->grade, row->first_us, row->last_us};
}

struct names {
    struct bytes items[MATCH_NAMES_MOST];
    size_t count;
};

/* Keeps the first by their bytes, each once. */
static void put_name(struct names *names, struct bytes name)
{
    size_t at = 0;

    while (at < names->count && bytes_compare(names->items[at], name) < 0)
        at++;
    if (at == MATCH_NAMES_MOST || (at < names->count && bytes_equal(names->items[at], name)))
        return;
    names->count += names->count < MATCH_NAMES_MOST;
    memmove(names->items + at + 1, names->items + at, (names->count - 1 - at) * sizeof(name));
    names->items[at] = name;
}

/* Those that begin alike have one hash. */
static void find_names(const struct join *join, const struct side *side, uint32_t entity, uint64_t hash, struct names *ret)
{
    ret->count = 0;
    for (uint32_t i = side->names.start[entity]; i < side->names.start[entity + 1]; i++) {
        const struct shared_value *value = blocks_at(&join->values, side->names.others[i]);

        if (value->hash == hash)
            put_name(ret, value->text);
    }
}

static void liken(const struct join *join, uint32_t endpoint, uint32_t site, struct evidence *evidence)
{
    struct names endpoints, sites;

    find_names(join, &join->endpoint, endpoint, evidence->hash, &endpoints);
    find_names(join, &join->site, site, evidence->hash, &sites);
    for (size_t i = 0; i < endpoints.count; i++)
        for (size_t k = 0; k < sites.count; k++)
            match_liken(evidence, endpoints.items[i], sites.items[k]);
}

static struct evidence evidence_of(const struct join *join, const struct hit *hit)
{
    const struct row *endpoint = blocks_at(&join->endpoint.rows, hit->endpoint_row);
    const struct row *site = blocks_at(&join->site.rows, hit->site_row);
    const struct shared_value *value = blocks_at(&join->values, site->value);

    struct evidence evidence = {.kind = value->kind,
                                .hash = value->hash,
                                .value = value->text,
                                .endpoints = value->endpoints,
                                .sites = value->sites,
                                .hub = value->hub,
                                .endpoint = side_of(endpoint),
                                .site = side_of(site)};

    if (value->kind == TRAIT_name_start)
        liken(join, endpoint->entity, site->entity, &evidence);
    return evidence;
}

static size_t collect(struct join *join, uint32_t endpoint)
{
    size_t count = 0;

    for (uint32_t at = join->first_hit[endpoint]; at != NONE; at = join->hits[at].next) {
        join->evidence = arena_room(join->arena, join->evidence, count, &join->evidence_room, sizeof(*join->evidence));
        join->evidence[count++] = evidence_of(join, &join->hits[at]);
    }
    return count;
}

static enum status deliver(struct op *op, struct join *join, uint32_t site)
{
    const struct candidate_source *source = join->source;
    const struct uuid *site_id = blocks_at(&join->site.ids, site);
    enum status st = ST_OK;

    for (size_t i = 0; i < join->met_count && st == ST_OK; i++) {
        const struct uuid *endpoint_id = blocks_at(&join->endpoint.ids, join->met[i]);
        size_t count = collect(join, join->met[i]);
        struct match_pair pair = {.evidence = join->evidence, .count = count};

        candidate_life_compare(blocks_at(&join->endpoint.lives, join->met[i]), blocks_at(&join->site.lives, site), &pair);

        hub_rulings_apply(source->rulings, endpoint_id, site_id, join->evidence, count);
        if (count > 0)
            st = source->pair(op, endpoint_id, site_id, &pair, source->arg);
    }
    for (size_t i = 0; i < join->met_count; i++)
        join->first_hit[join->met[i]] = NONE;
    join->met_count = join->hit_count = 0;
    return st;
}

static enum status walk_site(struct op *op, struct join *join, uint32_t site)
{
    const struct grouping *rows = &join->site.by_entity;
    enum status st;

    for (uint32_t i = rows->start[site]; i < rows->start[site + 1]; i++) {
        uint32_t row = rows->rows[i], value = rows->others[i];

        if (((const struct shared_value *)blocks_at(&join->values, value))->joins) {
            meet(join, row, value);
        } else {
            join->row_next[row] = join->value_rows[value];
            join->value_rows[value] = row;
        }
    }
    meet_ruled(join, site);
    for (size_t i = 0; i < join->met_count; i++)
        meet_again(join, join->met[i]);
    st = deliver(op, join, site);
    for (uint32_t i = rows->start[site]; i < rows->start[site + 1]; i++)
        join->value_rows[rows->others[i]] = NONE;
    return st;
}

static int by_id(const void *a, const void *b, void *arg)
{
    const struct blocks *ids = arg;

    return uuid_compare(blocks_at(ids, *(const uint32_t *)a), blocks_at(ids, *(const uint32_t *)b));
}

static enum status walk(struct op *op, struct join *join)
{
    size_t count = join->site.ids.count;
    uint32_t *order = arena_array(join->arena, uint32_t, count + 1);
    enum status st = ST_OK;

    for (size_t i = 0; i < count; i++)
        order[i] = (uint32_t)i;
    qsort_r(order, count, sizeof(*order), by_id, &join->site.ids);
    for (size_t i = 0; i < count && st == ST_OK; i++)
        st = walk_site(op, join, order[i]);
    return st;
}

/* ---- all of it ---- */

enum status candidate_by_join(struct op *op, struct db *db, const struct candidate_source *source, int64_t *ret_values)
{
    AUTO(arena_free) struct arena *arena = arena_new(source->memory == 0 ? SIZE_MAX : source->memory);
    struct join join;
    enum status st;

    join_init(&join, source, arena);
    st = join_load(op, db, &join);
    if (st != ST_OK)
        return st;
    prepare(&join);
    st = join_check(op, &join);
    if (st != ST_OK)
        return st;
    st = ret_values == NULL ? ST_OK : candidate_value_write(op, db, &join, ret_values);
    return st == ST_OK ? walk(op, &join) : st;
}
