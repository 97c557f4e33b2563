/*
 * candidate_side.h: both sides of the traits in memory, with dense numbers for entities and values, as the join walks them.
 *
 * Memory  in the arena of the join.
 */
#ifndef STORE_CANDIDATE_SIDE_H
#define STORE_CANDIDATE_SIDE_H

#include "candidate_life.h"
#include "store/candidate.h"

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
    bool stored; /* in meeting_value, with these counts */
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

/* Rows in the order of one of their numbers: those of number i are rows[start[i]] to rows[start[i + 1] - 1]. Beside each row stands its
 * other number, so that whoever walks a group stays in one place of the memory. */
struct grouping {
    uint32_t *start, *rows, *others;
};

struct side {
    struct blocks ids, lives, rows; /* struct uuid, struct candidate_life beside it, struct row */
    struct slots slots;
    struct grouping by_value, by_entity;
    struct grouping names; /* rows of names, by entity, in the order of their bytes */
};

/* One of a site's pieces of evidence, in a list for each endpoint. */
struct hit {
    uint32_t site_row, endpoint_row, next;
};

/* The whole join: what was loaded, and what is needed for the site at hand. */
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

static inline void *blocks_at(const struct blocks *blocks, size_t index)
{
    return blocks->items[index >> BLOCK_BITS] + (index & (BLOCK_ROWS - 1)) * blocks->size;
}

static inline bool shared_value_meets(const struct shared_value *value)
{
    return value->endpoints > 0 && value->sites > 0;
}

uint32_t entity_find(const struct side *side, const struct uuid *id); /* NONE when it has no row */
/* NONE when no row has it. */
uint32_t join_value_find(const struct join *join, uint64_t hash, enum trait_kind kind, struct bytes text);
void join_init(struct join *join, const struct candidate_source *source, struct arena *arena);
/* ST_LIMIT when it holds more than it may. */
MUST_CHECK enum status join_check(struct op *op, const struct join *join);
/* Loads the traits of values that both sides have, and those that say when an entity lived. Some values turn out to have no site. */
MUST_CHECK enum status join_load(struct op *op, struct db *db, struct join *join);
/* Brings meeting_value up to date with the values that meet, and counts them. */
MUST_CHECK enum status candidate_value_write(struct op *op, struct db *db, struct join *join, int64_t *ret_count);

#endif
