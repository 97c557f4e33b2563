/* A delta is written: all at once when its turn has come, and before that what nobody else has to do with. */
#include <stdlib.h>
#include <string.h>

#include "trait_delta.h"

#define ADD_ROWS 2000                           /* traits of one statement: bounds the memory of both sides */
#define AGAIN_ENTITIES 50                       /* entities that are derived again together, as a whole */
#define AHEAD_ENTITIES 400                      /* entities that are written together before their turn */
#define POSTGRES_EPOCH INT64_C(946684800000000) /* 2000-01-01 in microseconds since 1970 */

struct side_queries {
    const struct query *put_entity, *change, *add;
};

static const struct side_queries queries[SIDE_COUNT] = {
    [SIDE_ENDPOINT] = {&Q_ENTITY_PUT_ENDPOINT, &Q_ENTITY_CHANGE_ENDPOINT, &Q_TRAIT_ADD_ENDPOINT},
    [SIDE_SITE] = {&Q_ENTITY_PUT_SITE, &Q_ENTITY_CHANGE_SITE, &Q_TRAIT_ADD_SITE},
};

/* ---- what is to be written ---- */

struct part_trait {
    const struct folded_trait *trait; /* comes first: trait_row.h sorts by it */
    const struct touched *touched;    /* whose it is */
};

/* Entities of one side, in the order of their ids (parallel transactions take their locks in the same order), and their traits. */
struct part {
    enum side side;
    struct touched **items;
    size_t count;
    struct part_trait *traits;
    size_t trait_count;
};

static int touched_order(const void *a, const void *b)
{
    return uuid_compare(&(*(struct touched *const *)a)->id, &(*(struct touched *const *)b)->id);
}

/* other: a delta that has not been committed yet; what it touches has to wait, and what is derived again. */
static bool is_chosen(const struct touched *touched, enum side side, const struct trait_delta *other)
{
    if (touched->written || other == NULL)
        return !touched->written;
    return !touched->derive_again && !touched->takes_back && !trait_delta_knows(other, side, &touched->id);
}

static void entities_choose(struct op *op, const struct trait_delta *delta, const struct trait_delta *other, struct part *part)
{
    const struct map *map = &delta->entities[part->side];

    part->items = arena_array(op->arena, struct touched *, map_count(map) + 1);
    for (size_t i = 0; i < map_count(map); i++) {
        struct touched *touched = map_at(map, i)->value;

        touched->chosen = is_chosen(touched, part->side, other);
        if (touched->chosen)
            part->items[part->count++] = touched;
    }
    qsort(part->items, part->count, sizeof(struct touched *), touched_order);
}

static void traits_choose(struct op *op, struct trait_delta *delta, struct part *part)
{
    const struct fold *fold = delta->folds[part->side];

    part->traits = arena_array(op->arena, struct part_trait, fold_count(fold) + 1);
    for (size_t i = 0; i < fold_count(fold); i++) {
        const struct folded_trait *trait = fold_at(fold, i);
        const struct touched *touched = trait_delta_touch(delta, part->side, &trait->entity);

        if (touched->chosen)
            part->traits[part->trait_count++] = (struct part_trait){trait, touched};
    }
}

static void traits_sort(struct part *part, int (*order)(const void *, const void *))
{
    qsort(part->traits, part->trait_count, sizeof(*part->traits), order);
}

static struct part part_choose(struct op *op, struct trait_delta *delta, enum side side, const struct trait_delta *other)
{
    struct part part = {.side = side};

    entities_choose(op, delta, other, &part);
    traits_choose(op, delta, &part);
    return part;
}

/* Takes the first entities off, with their traits, which are in the order of entities. */
static struct part part_split(struct part *part, size_t most)
{
    struct part first = *part;

    first.count = part->count < most ? part->count : most;
    first.trait_count = 0;
    while (first.trait_count < part->trait_count &&
           uuid_compare(&part->traits[first.trait_count].trait->entity, &part->items[first.count - 1]->id) <= 0)
        first.trait_count++;
    part->items += first.count;
    part->count -= first.count;
    part->traits += first.trait_count;
    part->trait_count -= first.trait_count;
    return first;
}

/* ---- entities ---- */

static enum status put_entities(struct op *op, struct db *db, struct trait_delta *delta, const struct part *part)
{
    struct uuid *ids = arena_array(op->arena, struct uuid, part->count + 1);
    struct bytes *names = arena_array(op->arena, struct bytes, part->count + 1);
    AUTO(pg_clear) PGresult *res = NULL;
    size_t named = 0;

    for (size_t i = 0; i < part->count; i++)
        if (part->items[i]->name.p != NULL) {
            ids[named] = part->items[i]->id;
            names[named++] = part->items[i]->name;
        }
    struct param params[] = {param_uuid_array(op->arena, ids, named), param_text_array(op->arena, names, named)};
    enum status st = db_run(op, db, queries[part->side].put_entity, params, &res);

    for (int row = 0; st == ST_OK && row < PQntuples(res); row++) {
        struct uuid id = cell_uuid(res, row, 0);

        trait_delta_touch(delta, part->side, &id)->is_new = true;
    }
    return st;
}

/* Puts them on the list of changes, where they are locked. */
static enum status put_changed(struct op *op, struct db *db, const struct part *part)
{
    struct uuid *ids = arena_array(op->arena, struct uuid, part->count + 1);

    for (size_t i = 0; i < part->count; i++)
        ids[i] = part->items[i]->id;
    struct param params[] = {param_uuid_array(op->arena, ids, part->count)};

    return part->count == 0 ? ST_OK : db_do(op, db, queries[part->side].change, params);
}

/* ---- rows of traits ---- */

/* Behind every id of a record: stands for an example that is not there. */
static struct uuid uuid_largest(void)
{
    struct uuid largest;

    memset(largest.b, 0xff, sizeof(largest.b));
    return largest;
}

/* The columns of trait/add_*. */
struct columns {
    int64_t *hashes, *kinds, *roles, *records, *first, *last, *grades;
    struct bytes *values;
    struct uuid *entities, *examples[FOLD_EXAMPLE_LIMIT];
};

static struct columns columns_make(struct op *op, const struct folded_trait **traits, size_t count)
{
    struct columns c;
    int64_t **const numbers[] = {&c.hashes, &c.kinds, &c.roles, &c.records, &c.first, &c.last, &c.grades};

    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        *numbers[i] = arena_array(op->arena, int64_t, count);
    for (size_t e = 0; e < FOLD_EXAMPLE_LIMIT; e++)
        c.examples[e] = arena_array(op->arena, struct uuid, count);
    c.values = arena_array(op->arena, struct bytes, count);
    c.entities = arena_array(op->arena, struct uuid, count);
    for (size_t i = 0; i < count; i++) {
        const struct folded_trait *trait = traits[i];

        c.hashes[i] = (int64_t)trait->hash;
        c.kinds[i] = trait->kind;
        c.roles[i] = trait->role;
        c.values[i] = trait->value;
        c.entities[i] = trait->entity;
        c.records[i] = trait->records;
        c.first[i] = trait->first_us - POSTGRES_EPOCH;
        c.last[i] = trait->last_us - POSTGRES_EPOCH;
        c.grades[i] = trait->grade;
        for (size_t e = 0; e < FOLD_EXAMPLE_LIMIT; e++)
            c.examples[e][i] = e < trait->example_count ? trait->examples[e] : uuid_largest();
    }
    return c;
}

/* Adds to the traits that are there, then writes those that are not. */
static enum status add_slice(struct op *op, struct db *db, enum side side, const struct folded_trait **traits, size_t count,
                             int16_t partner_number)
{
    struct columns c = columns_make(op, traits, count);
    const struct folded_trait **missing = arena_array(op->arena, const struct folded_trait *, count);
    struct param params[] = {param_i64_array(op->arena, c.hashes, count),
                             param_i64_array(op->arena, c.kinds, count),
                             param_i64_array(op->arena, c.roles, count),
                             param_text_array(op->arena, c.values, count),
                             param_uuid_array(op->arena, c.entities, count),
                             param_i64_array(op->arena, c.records, count),
                             param_i64(op->arena, partner_number),
                             param_i64_array(op->arena, c.first, count),
                             param_i64_array(op->arena, c.last, count),
                             param_i64_array(op->arena, c.grades, count),
                             param_uuid_array(op->arena, c.examples[0], count),
                             param_uuid_array(op->arena, c.examples[1], count),
                             param_uuid_array(op->arena, c.examples[2], count)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, queries[side].add, params, &res);
    size_t missing_count = 0;

    for (int row = 0; st == ST_OK && row < PQntuples(res); row++)
        traits[cell_i64(res, row, 0) - 1] = NULL;
    for (size_t i = 0; i < count; i++)
        if (traits[i] != NULL)
            missing[missing_count++] = traits[i];
    return st == ST_OK ? trait_rows_put(op, db, side, missing, missing_count) : st;
}

static enum status add_known(struct op *op, struct db *db, enum side side, const struct folded_trait **traits, size_t count,
                             int16_t partner_number)
{
    AUTO(arena_free) struct arena *scratch = arena_new(SIZE_MAX);
    struct op inner = *op;
    enum status st = ST_OK;

    inner.arena = scratch;
    for (size_t at = 0; at < count && st == ST_OK; at += ADD_ROWS) {
        st = add_slice(&inner, db, side, traits + at, count - at < ADD_ROWS ? count - at : ADD_ROWS, partner_number);
        arena_reset(scratch);
    }
    return st == ST_OK ? ST_OK : op_fail(op, st, "%s", inner.cause);
}

static bool is_gone(const struct trait_delta *delta, enum side side, const struct folded_trait *trait)
{
    struct trait key = {.kind = trait->kind, .role = trait->role, .value = trait->value, .hash = trait->hash};

    return fold_has(delta->gone[side], &trait->entity, &key);
}

/* The traits of the part whose entity is new, or is not, in their order; those that are derived again are left out. */
static const struct folded_trait **traits_of(struct op *op, const struct trait_delta *delta, const struct part *part, bool is_new,
                                             size_t *ret_count)
{
    const struct folded_trait **list = arena_array(op->arena, const struct folded_trait *, part->trait_count + 1);
    size_t count = 0;

    for (size_t i = 0; i < part->trait_count; i++) {
        const struct part_trait *of = &part->traits[i];

        if (!of->touched->derive_again && of->touched->is_new == is_new && !is_gone(delta, part->side, of->trait))
            list[count++] = of->trait;
    }
    *ret_count = count;
    return list;
}

static enum status add_traits(struct op *op, struct db *db, const struct trait_delta *delta, struct part *part,
                              int16_t partner_number)
{
    size_t count;

    traits_sort(part, trait_row_order);
    const struct folded_trait **traits = traits_of(op, delta, part, true, &count);
    enum status st = trait_rows_put(op, db, part->side, traits, count);

    if (st != ST_OK)
        return st;
    traits = traits_of(op, delta, part, false, &count);
    return add_known(op, db, part->side, traits, count, partner_number);
}

/* Entities that are locked, and what is added to their traits. */
static enum status put_part(struct op *op, struct db *db, struct trait_delta *delta, struct part *part, int16_t partner_number)
{
    enum status st = part->count == 0 ? ST_OK : put_entities(op, db, delta, part);

    if (st == ST_OK && part->count > 0)
        st = add_traits(op, db, delta, part, partner_number);
    for (size_t i = 0; i < part->count && st == ST_OK; i++)
        part->items[i]->written = true;
    return st;
}

/* ---- all of it ---- */

static enum status derive_again(struct op *op, struct db *db, const struct trait_delta *delta, const struct part *part)
{
    AUTO(arena_free) struct arena *scratch = arena_new(SIZE_MAX);
    struct uuid ids[AGAIN_ENTITIES];
    struct op inner = *op;
    enum status st = ST_OK;
    size_t n = 0;

    inner.arena = scratch;
    for (size_t i = 0; i < part->count && st == ST_OK; i++) {
        if (part->items[i]->derive_again)
            ids[n++] = part->items[i]->id;
        if (n == 0 || (n < AGAIN_ENTITIES && i + 1 < part->count))
            continue;
        st = traits_derive(&inner, db, delta->data, part->side, ids, n);
        arena_reset(scratch);
        n = 0;
    }
    return st == ST_OK ? ST_OK : op_fail(op, st, "%s", inner.cause);
}

static enum status put_side(struct op *op, struct db *db, struct trait_delta *delta, struct part *part, int16_t partner_number)
{
    enum status st = put_part(op, db, delta, part, partner_number);

    if (st == ST_OK)
        st = traits_take_back(op, db, delta->data, part->side, delta->gone[part->side]);
    return st == ST_OK ? derive_again(op, db, delta, part) : st;
}

enum status trait_delta_put(struct op *op, struct db *db, struct trait_delta *delta, int16_t partner_number)
{
    struct part parts[SIDE_COUNT];
    enum status st = ST_OK;

    for (int side = 0; side < SIDE_COUNT && st == ST_OK; side++) {
        parts[side] = part_choose(op, delta, (enum side)side, NULL);
        st = put_changed(op, db, &parts[side]);
    }
    atomic_store(&delta->is_locked, st == ST_OK);
    for (int side = 0; side < SIDE_COUNT && st == ST_OK; side++)
        st = put_side(op, db, delta, &parts[side], partner_number);
    if (st == ST_OK && map_count(&delta->entities[SIDE_ENDPOINT]) + map_count(&delta->entities[SIDE_SITE]) > 0)
        st = db_do(op, db, &Q_SUBMISSION_NOTIFY, NULL);
    return st;
}

/* ---- ahead of its turn ---- */

static enum status put_ahead(struct op *op, struct db *db, struct trait_delta *delta, struct part *part, int16_t partner_number)
{
    enum status st = put_changed(op, db, part);

    return st == ST_OK ? put_part(op, db, delta, part, partner_number) : st;
}

enum status trait_delta_put_ahead(struct op *op, struct db *db, struct trait_delta *delta, const struct trait_delta *other,
                                  int16_t partner_number, bool (*is_turn)(const void *arg), const void *arg)
{
    AUTO(arena_free) struct arena *scratch = arena_new(SIZE_MAX);
    struct op inner = *op;
    enum status st = ST_OK;

    inner.arena = scratch;
    for (int side = 0; side < SIDE_COUNT && st == ST_OK; side++) {
        struct part part = part_choose(op, delta, (enum side)side, other);

        traits_sort(&part, trait_entity_order);
        while (part.count > 0 && st == ST_OK && !is_turn(arg)) {
            struct part first = part_split(&part, AHEAD_ENTITIES);

            st = put_ahead(&inner, db, delta, &first, partner_number);
            arena_reset(scratch);
        }
    }
    return st == ST_OK ? ST_OK : op_fail(op, st, "%s", inner.cause);
}
