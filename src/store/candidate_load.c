/*
 * Loads both sides of the traits by COPY. Three passes keep out what has nothing on the other side: the hashes of the sites give a filter
 * by which the server sends the endpoints' rows; those give one by which it sends the rows of the sites.
 */
#include <string.h>

#include "candidate_side.h"
#include "hash_filter.h"

#define COLUMNS 10

/* ---- arrays and numbers ---- */

static void *blocks_put(struct blocks *blocks)
{
    size_t number = blocks->count >> BLOCK_BITS;

    blocks->items = arena_room(blocks->arena, blocks->items, number, &blocks->room, sizeof(char *));
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

/* Names that begin alike have one hash. */
static uint64_t hash_of_value(uint64_t hash, enum trait_kind kind, struct bytes text)
{
    return kind == TRAIT_name_squashed ? hash64(text) : hash;
}

static uint64_t hash_of_item(const struct blocks *items, size_t index, bool uuids)
{
    const struct shared_value *value = blocks_at(items, index);

    return uuids ? hash_of_uuid(blocks_at(items, index)) : hash_of_value(value->hash, value->kind, value->text);
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

uint32_t entity_find(const struct side *side, const struct uuid *id)
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
    candidate_life_init(blocks_put(&side->lives));
    return side->slots.items[at] - 1;
}

/* The place of the value; NONE: *ret_slot is where its number belongs. There are slots. */
static uint32_t value_probe(const struct join *join, uint64_t hash, enum trait_kind kind, struct bytes text, size_t *ret_slot)
{
    size_t mask = join->value_slots.count - 1, at = hash_of_value(hash, kind, text) & mask;
    uint32_t number = NONE;

    for (; number == NONE && join->value_slots.items[at] != 0; at = (at + 1) & mask) {
        const struct shared_value *value = blocks_at(&join->values, join->value_slots.items[at] - 1);

        if (value->hash == hash && value->kind == kind && bytes_equal(value->text, text))
            number = join->value_slots.items[at] - 1;
    }
    *ret_slot = at;
    return number;
}

uint32_t join_value_find(const struct join *join, uint64_t hash, enum trait_kind kind, struct bytes text)
{
    size_t slot;

    return join->value_slots.count == 0 ? NONE : value_probe(join, hash, kind, text, &slot);
}

static uint32_t value_number(struct join *join, uint64_t hash, enum trait_kind kind, struct bytes text)
{
    size_t slot;

    slots_ready(&join->value_slots, &join->values, false);
    uint32_t number = value_probe(join, hash, kind, text, &slot);

    if (number != NONE)
        return number;
    join->value_slots.items[slot] = (uint32_t)join->values.count + 1;
    *(struct shared_value *)blocks_put(&join->values) =
        (struct shared_value){.hash = hash, .text = bytes_copy(join->arena, text), .kind = kind};
    return join->value_slots.items[slot] - 1;
}

/* ---- loading ---- */

static void put_row(struct arena *arena, struct side *side, enum trait_kind own, uint32_t value, const struct copy_value *v)
{
    uint32_t entity = entity_number(side, value_uuid(&v[0]));

    candidate_life_take(blocks_at(&side->lives, entity), arena, own, v);
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

enum status join_check(struct op *op, const struct join *join)
{
    return arena_over(join->arena)
               ? op_fail(op, ST_LIMIT, "correlate: the join in memory needs more than it may take (correlate_memory)")
               : ST_OK;
}

static enum status row_check(struct op *op, const struct join *join, unsigned columns, const struct copy_value *v)
{
    int16_t kind = columns == COLUMNS ? value_i16(&v[2]) : -1;
    enum status st = join_check(op, join);

    if (st != ST_OK)
        return st;
    return kind >= 0 && kind < TRAIT_COUNT ? ST_OK : op_fail(op, ST_BUG, "traits: a row cannot be read");
}

/* Kept until their number is known: the filter is made for it. */
static enum status on_hash(struct op *op, const struct copy_value *v, unsigned columns, void *arg)
{
    if (columns != 1)
        return op_fail(op, ST_BUG, "hashes: a row cannot be read");
    *(uint64_t *)blocks_put(arg) = (uint64_t)value_i64(&v[0]);
    return ST_OK;
}

static enum status on_endpoint_row(struct op *op, const struct copy_value *v, unsigned columns, void *arg)
{
    struct join *join = arg;
    enum status st = row_check(op, join, columns, v);

    if (st != ST_OK)
        return st;
    put_row(join->arena, &join->endpoint, TRAIT_endpoint,
            value_number(join, (uint64_t)value_i64(&v[1]), (enum trait_kind)value_i16(&v[2]), value_text(&v[3])), v);
    return ST_OK;
}

/* A name is compared with those that begin as it does, whether an endpoint has it or not. */
static uint32_t site_value_number(struct join *join, uint64_t hash, enum trait_kind kind, struct bytes text)
{
    return kind == TRAIT_name_squashed ? value_number(join, hash, kind, text) : join_value_find(join, hash, kind, text);
}

static enum status on_site_row(struct op *op, const struct copy_value *v, unsigned columns, void *arg)
{
    struct join *join = arg;
    enum status st = row_check(op, join, columns, v);

    if (st != ST_OK)
        return st;
    put_row(join->arena, &join->site, TRAIT_site,
            site_value_number(join, (uint64_t)value_i64(&v[1]), (enum trait_kind)value_i16(&v[2]), value_text(&v[3])), v);
    return ST_OK;
}

/* What a partner's answer says against an endpoint; it may have no trait left. */
static enum status on_contrary_row(struct op *op, const struct copy_value *v, unsigned columns, void *arg)
{
    struct join *join = arg;
    struct uuid id;
    uint32_t entity;

    if (columns != 2)
        return op_fail(op, ST_BUG, "contrary: %u columns", columns);
    id = value_uuid(&v[0]);
    entity = entity_find(&join->endpoint, &id);
    if (entity != NONE)
        ((struct candidate_life *)blocks_at(&join->endpoint.lives, entity))->contrary = (uint32_t)value_i32(&v[1]);
    return ST_OK;
}

/* ---- what the server sends of one side: what the other may have, too ---- */

typedef uint64_t hash_fn(const void *item);

static uint64_t hash_itself(const void *item)
{
    return *(const uint64_t *)item;
}

static uint64_t hash_of_shared(const void *item)
{
    return ((const struct shared_value *)item)->hash;
}

static enum status put_filter(struct op *op, struct db *db, bool site, const struct blocks *items, hash_fn *hash)
{
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct hash_filter filter = hash_filter_new(arena, (int64_t)items->count);

    for (size_t i = 0; i < items->count; i++)
        hash_filter_add(&filter, hash(blocks_at(items, i)));
    struct param params[] = {param_bool(site), param_i64(arena, (int64_t)filter.mask), param_bytea(hash_filter_bytes(&filter))};

    return db_do(op, db, &Q_CORRELATE_PUT_FILTER, params);
}

static enum status put_site_filter(struct op *op, struct db *db)
{
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct blocks hashes = {.arena = arena, .size = sizeof(uint64_t)};
    enum status st = db_copy_out(op, db, &Q_CORRELATE_SITE_HASHES, on_hash, &hashes);

    return st == ST_OK ? put_filter(op, db, true, &hashes, hash_itself) : st;
}

enum status join_load(struct op *op, struct db *db, struct join *join)
{
    enum status st = db_do(op, db, &Q_CORRELATE_MAKE_FILTER, NULL);

    if (st == ST_OK)
        st = db_do(op, db, &Q_CORRELATE_KEEP_FILTER, NULL);
    if (st == ST_OK)
        st = put_site_filter(op, db);
    if (st == ST_OK)
        st = db_copy_out(op, db, &Q_CORRELATE_ENDPOINT_ROWS, on_endpoint_row, join);
    if (st == ST_OK)
        st = put_filter(op, db, false, &join->values, hash_of_shared);
    if (st == ST_OK)
        st = db_copy_out(op, db, &Q_CORRELATE_SITE_ROWS, on_site_row, join);
    return st == ST_OK ? db_copy_out(op, db, &Q_CORRELATE_CONTRARY_ROWS, on_contrary_row, join) : st;
}

static void init_side(struct side *side, struct arena *arena)
{
    side->ids = (struct blocks){.arena = arena, .size = sizeof(struct uuid)};
    side->lives = (struct blocks){.arena = arena, .size = sizeof(struct candidate_life)};
    side->rows = (struct blocks){.arena = arena, .size = sizeof(struct row)};
    side->slots = (struct slots){.arena = arena};
}

void join_init(struct join *join, const struct candidate_source *source, struct arena *arena)
{
    *join = (struct join){.source = source, .arena = arena};
    init_side(&join->endpoint, arena);
    init_side(&join->site, arena);
    join->values = (struct blocks){.arena = arena, .size = sizeof(struct shared_value)};
    join->value_slots = (struct slots){.arena = arena};
}
