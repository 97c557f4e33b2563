/*
 * Candidates by a hash join in memory: both sides of the traits are loaded by COPY, values and entities get dense numbers, and each
 * site walks the endpoints that share a value with it.
 *
 * Memory  about 40 bytes for each trait of a value that meets, 64 and its text for each value of a site; given back at the end.
 * Order   sites by their id, so that links are written in the order of their index.
 */
#include <stdlib.h>
#include <string.h>

#include "store/candidate.h"

#define COLUMNS 10
#define BLOCK_BITS 14
#define BLOCK_ROWS (1U << BLOCK_BITS)
#define NONE UINT32_MAX

struct row {
    uint32_t value, entity;
    int32_t records;
    int16_t partners, grade;
    int64_t first_us, last_us;
    enum record_role role;
};

struct shared_value {
    uint64_t hash;
    struct bytes text;
    enum trait_kind kind;
    enum hub_kind hub;
    int32_t endpoints, sites;
    bool joins;
};

/* An array that grows by blocks, so that nothing is copied. */
struct blocks {
    struct arena *arena;
    char **items;
    size_t size, count, room;
};

/* Dense numbers for keys: open addressing over the key's own hash. */
struct slots {
    struct arena *arena;
    uint32_t *items;
    size_t count; /* a power of two */
};

/* Rows in the order of one of their numbers: those of number i are rows[start[i]] to rows[start[i + 1] - 1]. */
struct grouping {
    uint32_t *start, *rows;
};

struct life {
    int64_t first_us, last_us;
};

struct side {
    struct blocks ids, lives, rows; /* struct uuid, struct life beside it, struct row */
    struct slots slots;
    struct grouping by_value, by_entity;
};

/* One of a site's pieces of evidence, in a list for each endpoint. */
struct hit {
    uint32_t site_row, endpoint_row, next;
};

struct join {
    const struct candidate_source *source;
    struct arena *arena;
    struct side endpoint, site;
    struct blocks values; /* struct shared_value */
    struct slots value_slots;
    /* for the site at hand */
    struct hit *hits;
    size_t hit_count, hit_room;
    uint32_t *first_hit; /* of each endpoint, NONE when it shares nothing */
    uint32_t *met;       /* endpoints that are candidates */
    size_t met_count;
    uint32_t *value_rows; /* of each value: the site's first row that has it, NONE */
    uint32_t *row_next;   /* of each of the site's rows: the next with the same value */
    struct evidence *evidence;
    size_t evidence_room;
};

/* ---- arrays and numbers ---- */

static void *blocks_at(const struct blocks *blocks, size_t index)
{
    return blocks->items[index >> BLOCK_BITS] + (index & (BLOCK_ROWS - 1)) * blocks->size;
}

static void *blocks_put(struct blocks *blocks)
{
    size_t number = blocks->count >> BLOCK_BITS, room = blocks->room == 0 ? 64 : blocks->room * 2;

    if (number == blocks->room) {
        blocks->items = arena_grow(blocks->arena, blocks->items, blocks->room * sizeof(char *), room * sizeof(char *));
        blocks->room = room;
    }
    if (blocks->items[number] == NULL)
        blocks->items[number] = arena_alloc(blocks->arena, blocks->size * BLOCK_ROWS);
    return blocks_at(blocks, blocks->count++);
}

static uint64_t hash_of_uuid(const struct uuid *id)
{
    uint64_t hash;

    memcpy(&hash, id->b, sizeof(hash)); /* derived from a SHA-256 */
    return hash;
}

static uint64_t hash_of_item(const struct blocks *items, size_t index, bool uuids)
{
    return uuids ? hash_of_uuid(blocks_at(items, index)) : ((const struct shared_value *)blocks_at(items, index))->hash;
}

static void slots_rehash(struct slots *slots, const struct blocks *items, bool uuids)
{
    slots->count = slots->count == 0 ? 1 << 12 : slots->count * 2;
    slots->items = arena_array(slots->arena, uint32_t, slots->count);
    for (size_t i = 0; i < items->count; i++) {
        size_t at = hash_of_item(items, i, uuids) & (slots->count - 1);

        while (slots->items[at] != 0)
            at = (at + 1) & (slots->count - 1);
        slots->items[at] = (uint32_t)i + 1;
    }
}

static void slots_ready(struct slots *slots, const struct blocks *items, bool uuids)
{
    if (items->count * 2 >= slots->count)
        slots_rehash(slots, items, uuids);
}

static uint32_t entity_find(const struct side *side, const struct uuid *id)
{
    for (size_t at = hash_of_uuid(id) & (side->slots.count - 1); side->slots.count > 0 && side->slots.items[at] != 0;
         at = (at + 1) & (side->slots.count - 1))
        if (uuid_compare(blocks_at(&side->ids, side->slots.items[at] - 1), id) == 0)
            return side->slots.items[at] - 1;
    return NONE;
}

static uint32_t entity_number(struct side *side, struct uuid id)
{
    slots_ready(&side->slots, &side->ids, true);
    size_t at = hash_of_uuid(&id) & (side->slots.count - 1);

    for (; side->slots.items[at] != 0; at = (at + 1) & (side->slots.count - 1))
        if (uuid_compare(blocks_at(&side->ids, side->slots.items[at] - 1), &id) == 0)
            return side->slots.items[at] - 1;
    side->slots.items[at] = (uint32_t)side->ids.count + 1;
    *(struct uuid *)blocks_put(&side->ids) = id;
    *(struct life *)blocks_put(&side->lives) = (struct life){INT64_MIN, INT64_MAX}; /* not known: no distance to others */
    return side->slots.items[at] - 1;
}

/* The place of the value; *ret_slot is where its number belongs when it is new. */
static uint32_t value_find(struct join *join, uint64_t hash, enum trait_kind kind, struct bytes text, size_t *ret_slot)
{
    slots_ready(&join->value_slots, &join->values, false);
    size_t mask = join->value_slots.count - 1, at = hash & mask;

    for (; join->value_slots.items[at] != 0; at = (at + 1) & mask) {
        const struct shared_value *value = blocks_at(&join->values, join->value_slots.items[at] - 1);

        if (value->hash == hash && value->kind == kind && bytes_equal(value->text, text))
            return join->value_slots.items[at] - 1;
    }
    *ret_slot = at;
    return NONE;
}

static uint32_t value_number(struct join *join, uint64_t hash, enum trait_kind kind, struct bytes text)
{
    size_t slot;
    uint32_t number = value_find(join, hash, kind, text, &slot);

    if (number != NONE)
        return number;
    join->value_slots.items[slot] = (uint32_t)join->values.count + 1;
    *(struct shared_value *)blocks_put(&join->values) =
        (struct shared_value){.hash = hash, .text = bytes_copy(join->arena, text), .kind = kind};
    return join->value_slots.items[slot] - 1;
}

/* ---- loading ---- */

/* An entity lived as long as its records name it. */
static void put_life(struct side *side, uint32_t entity, const struct copy_value *v)
{
    struct life *life = blocks_at(&side->lives, entity);
    int64_t first_us = value_instant(&v[8]), last_us = value_instant(&v[9]);

    if (life->first_us == INT64_MIN || first_us < life->first_us)
        life->first_us = first_us;
    if (life->last_us == INT64_MAX || last_us > life->last_us)
        life->last_us = last_us;
}

static void put_row(struct side *side, enum trait_kind own, uint32_t value, const struct copy_value *v)
{
    uint32_t entity = entity_number(side, value_uuid(&v[0]));

    if (value_i16(&v[2]) == (int16_t)own && value_i16(&v[4]) == ROLE_self)
        put_life(side, entity, v);
    if (value == NONE)
        return;

    *(struct row *)blocks_put(&side->rows) = (struct row){.value = value,
                                                          .entity = entity,
                                                          .role = (enum record_role)value_i16(&v[4]),
                                                          .records = value_i32(&v[5]),
                                                          .partners = value_i16(&v[6]),
                                                          .grade = value_i16(&v[7]),
                                                          .first_us = value_instant(&v[8]),
                                                          .last_us = value_instant(&v[9])};
}

static enum status row_check(struct op *op, unsigned columns, const struct copy_value *v)
{
    int16_t kind = columns == COLUMNS ? value_i16(&v[2]) : -1;

    return kind >= 0 && kind < TRAIT_COUNT ? ST_OK : op_fail(op, ST_BUG, "traits: a row cannot be read");
}

static enum status on_site_row(struct op *op, const struct copy_value *v, unsigned columns, void *arg)
{
    struct join *join = arg;
    enum status st = row_check(op, columns, v);

    if (st == ST_OK)
        put_row(&join->site, TRAIT_site,
                value_number(join, (uint64_t)value_i64(&v[1]), (enum trait_kind)value_i16(&v[2]), value_text(&v[3])), v);
    return st;
}

static enum status on_endpoint_row(struct op *op, const struct copy_value *v, unsigned columns, void *arg)
{
    struct join *join = arg;
    enum status st = row_check(op, columns, v);
    size_t slot;
    uint32_t value;

    if (st != ST_OK)
        return st;
    value = value_find(join, (uint64_t)value_i64(&v[1]), (enum trait_kind)value_i16(&v[2]), value_text(&v[3]), &slot);
    put_row(&join->endpoint, TRAIT_endpoint, value, v);
    return ST_OK;
}

/* ---- grouping ---- */

static uint32_t number_of(const struct row *row, bool by_value)
{
    return by_value ? row->value : row->entity;
}

static struct grouping group(struct arena *arena, const struct blocks *rows, bool by_value, size_t numbers)
{
    struct grouping grouping = {arena_array(arena, uint32_t, numbers + 2), arena_array(arena, uint32_t, rows->count + 1)};

    for (size_t i = 0; i < rows->count; i++)
        grouping.start[number_of(blocks_at(rows, i), by_value) + 2]++;
    for (size_t n = 2; n < numbers + 2; n++)
        grouping.start[n] += grouping.start[n - 1];
    for (size_t i = 0; i < rows->count; i++)
        grouping.rows[grouping.start[number_of(blocks_at(rows, i), by_value) + 1]++] = (uint32_t)i;
    return grouping;
}

/* How many different entities have each value: a value may stand in several roles. */
static int32_t distinct(const struct side *side, uint32_t value, uint32_t *seen)
{
    int32_t count = 0;

    for (uint32_t i = side->by_value.start[value]; i < side->by_value.start[value + 1]; i++) {
        const struct row *row = blocks_at(&side->rows, side->by_value.rows[i]);

        count += seen[row->entity] != value + 1;
        seen[row->entity] = value + 1;
    }
    return count;
}

static void prepare_side(struct join *join, struct side *side)
{
    side->by_value = group(join->arena, &side->rows, true, join->values.count);
    side->by_entity = group(join->arena, &side->rows, false, side->ids.count);
}

static void weigh_values(struct join *join)
{
    uint32_t *endpoints_seen = arena_array(join->arena, uint32_t, join->endpoint.ids.count + 1);
    uint32_t *sites_seen = arena_array(join->arena, uint32_t, join->site.ids.count + 1);

    for (uint32_t i = 0; i < join->values.count; i++) {
        struct shared_value *value = blocks_at(&join->values, i);

        value->endpoints = distinct(&join->endpoint, i, endpoints_seen);
        value->sites = value->endpoints == 0 ? 0 : distinct(&join->site, i, sites_seen);
        if (value->endpoints == 0)
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
    prepare_side(join, &join->endpoint);
    prepare_side(join, &join->site);
    weigh_values(join);
    join->first_hit = arena_array(join->arena, uint32_t, join->endpoint.ids.count + 1);
    join->met = arena_array(join->arena, uint32_t, join->endpoint.ids.count + 1);
    join->value_rows = arena_array(join->arena, uint32_t, join->values.count + 1);
    join->row_next = arena_array(join->arena, uint32_t, join->site.rows.count + 1);
    fill_none(join->first_hit, join->endpoint.ids.count);
    fill_none(join->value_rows, join->values.count);
}

/* ---- the values that meet ---- */

static int by_bucket(const void *a, const void *b)
{
    const struct shared_value *x = *(const struct shared_value *const *)a, *y = *(const struct shared_value *const *)b;
    int32_t p = trait_bucket(x->hash), q = trait_bucket(y->hash);

    if (p != q)
        return p < q ? -1 : 1;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

static enum status write_values(struct op *op, struct db *db, struct join *join, int64_t *ret_count)
{
    const struct shared_value **sorted = arena_array(join->arena, const struct shared_value *, join->values.count + 1);
    struct copy *copy;
    enum status st;
    size_t count = 0;

    for (size_t i = 0; i < join->values.count; i++) {
        const struct shared_value *value = blocks_at(&join->values, i);

        if (value->endpoints > 0)
            sorted[count++] = value;
    }
    qsort(sorted, count, sizeof(*sorted), by_bucket);
    st = copy_begin(op, db, &Q_CORRELATE_COPY_VALUE, &copy);
    if (st != ST_OK)
        return st;
    for (size_t i = 0; i < count; i++) {
        copy_row(copy, 6);
        copy_i32(copy, trait_bucket(sorted[i]->hash));
        copy_i64(copy, (int64_t)sorted[i]->hash);
        copy_i16(copy, (int16_t)sorted[i]->kind);
        copy_text(copy, sorted[i]->text);
        copy_i32(copy, sorted[i]->endpoints);
        copy_i32(copy, sorted[i]->sites);
    }
    return copy_end(copy, ret_count);
}

/* ---- pairs ---- */

static void put_hit(struct join *join, uint32_t site_row, uint32_t endpoint_row, uint32_t endpoint)
{
    size_t room = join->hit_room == 0 ? 4096 : join->hit_room * 2;

    if (join->hit_count == join->hit_room) {
        join->hits = arena_grow(join->arena, join->hits, join->hit_room * sizeof(struct hit), room * sizeof(struct hit));
        join->hit_room = room;
    }
    join->hits[join->hit_count] = (struct hit){site_row, endpoint_row, join->first_hit[endpoint]};
    join->first_hit[endpoint] = (uint32_t)join->hit_count++;
}

/* The endpoints that share a value which makes candidates. */
static void meet(struct join *join, uint32_t site_row)
{
    const struct row *row = blocks_at(&join->site.rows, site_row);
    const struct grouping *endpoints = &join->endpoint.by_value;

    for (uint32_t i = endpoints->start[row->value]; i < endpoints->start[row->value + 1]; i++) {
        uint32_t endpoint = ((const struct row *)blocks_at(&join->endpoint.rows, endpoints->rows[i]))->entity;

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
        uint32_t value = ((const struct row *)blocks_at(&join->endpoint.rows, rows->rows[i]))->value;

        for (uint32_t site_row = join->value_rows[value]; site_row != NONE; site_row = join->row_next[site_row])
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

static struct evidence evidence_of(const struct join *join, const struct hit *hit)
{
    const struct row *endpoint = blocks_at(&join->endpoint.rows, hit->endpoint_row);
    const struct row *site = blocks_at(&join->site.rows, hit->site_row);
    const struct shared_value *value = blocks_at(&join->values, site->value);

    return (struct evidence){value->kind, value->hash,       value->text,   value->endpoints, value->sites,
                             value->hub,  side_of(endpoint), side_of(site), RULING_none};
}

static size_t collect(struct join *join, uint32_t endpoint)
{
    size_t count = 0;

    for (uint32_t at = join->first_hit[endpoint]; at != NONE; at = join->hits[at].next) {
        size_t room = join->evidence_room == 0 ? 64 : join->evidence_room * 2, size = sizeof(struct evidence);

        if (count == join->evidence_room) {
            join->evidence = arena_grow(join->arena, join->evidence, count * size, room * size);
            join->evidence_room = room;
        }
        join->evidence[count++] = evidence_of(join, &join->hits[at]);
    }
    return count;
}

static struct match_lives lives_of(const struct join *join, uint32_t endpoint, uint32_t site)
{
    const struct life *e = blocks_at(&join->endpoint.lives, endpoint), *s = blocks_at(&join->site.lives, site);

    return (struct match_lives){e->first_us, e->last_us, s->first_us, s->last_us};
}

static enum status deliver(struct op *op, struct join *join, uint32_t site)
{
    const struct candidate_source *source = join->source;
    const struct uuid *site_id = blocks_at(&join->site.ids, site);
    enum status st = ST_OK;

    for (size_t i = 0; i < join->met_count && st == ST_OK; i++) {
        const struct uuid *endpoint_id = blocks_at(&join->endpoint.ids, join->met[i]);
        size_t count = collect(join, join->met[i]);
        struct match_pair pair = {lives_of(join, join->met[i], site), join->evidence, count};

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
        uint32_t row = rows->rows[i], value = ((const struct row *)blocks_at(&join->site.rows, row))->value;

        if (((const struct shared_value *)blocks_at(&join->values, value))->joins) {
            meet(join, row);
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
        join->value_rows[((const struct row *)blocks_at(&join->site.rows, rows->rows[i]))->value] = NONE;
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

static void init_side(struct side *side, struct arena *arena)
{
    side->ids = (struct blocks){.arena = arena, .size = sizeof(struct uuid)};
    side->lives = (struct blocks){.arena = arena, .size = sizeof(struct life)};
    side->rows = (struct blocks){.arena = arena, .size = sizeof(struct row)};
    side->slots = (struct slots){.arena = arena};
}

enum status candidate_by_join(struct op *op, struct db *db, const struct candidate_source *source, int64_t *ret_values)
{
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct join join = {.source = source, .arena = arena};
    enum status st;

    init_side(&join.endpoint, arena);
    init_side(&join.site, arena);
    join.values = (struct blocks){.arena = arena, .size = sizeof(struct shared_value)};
    join.value_slots = (struct slots){.arena = arena};
    st = db_copy_out(op, db, &Q_CORRELATE_SITE_ROWS, on_site_row, &join);
    if (st == ST_OK)
        st = db_copy_out(op, db, &Q_CORRELATE_ENDPOINT_ROWS, on_endpoint_row, &join);
    if (st != ST_OK)
        return st;
    prepare(&join);
    st = ret_values == NULL ? ST_OK : write_values(op, db, &join, ret_values);
    return st == ST_OK ? walk(op, &join) : st;
}
