#include "store/trait_store.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "trait_row.h"

#define ADD_ROWS 2000                           /* traits of one statement: bounds the memory of both sides */
#define AGAIN_ENTITIES 50                       /* entities that are derived again together, as a whole */
#define POSTGRES_EPOCH INT64_C(946684800000000) /* 2000-01-01 in microseconds since 1970 */

struct side_queries {
    const struct query *put_entity, *change, *add;
};

static const struct side_queries queries[SIDE_COUNT] = {
    [SIDE_ENDPOINT] = {&Q_ENTITY_PUT_ENDPOINT, &Q_ENTITY_CHANGE_ENDPOINT, &Q_TRAIT_ADD_ENDPOINT},
    [SIDE_SITE] = {&Q_ENTITY_PUT_SITE, &Q_ENTITY_CHANGE_SITE, &Q_TRAIT_ADD_SITE},
};

struct touched {
    struct uuid id;
    struct bytes name; /* BYTES_NONE: it is on file */
    bool is_new;
    bool derive_again;
};

struct trait_delta {
    struct arena *arena;
    const struct ident_data *data;
    struct map entities[SIDE_COUNT]; /* id → struct touched */
    struct fold *folds[SIDE_COUNT];
    struct fold *gone[SIDE_COUNT]; /* what records said that are no longer in force */
};

struct trait_delta *trait_delta_new(struct arena *arena, const struct ident_data *data)
{
    struct trait_delta *delta = arena_new_of(arena, struct trait_delta);

    delta->arena = arena;
    delta->data = data;
    for (int side = 0; side < SIDE_COUNT; side++) {
        map_init(&delta->entities[side], arena);
        delta->folds[side] = fold_new(arena);
        delta->gone[side] = fold_new(arena);
    }
    return delta;
}

const struct ident_data *trait_delta_data(const struct trait_delta *delta)
{
    return delta->data;
}

static struct touched *touch(struct trait_delta *delta, enum side side, const struct uuid *id)
{
    struct bytes key = {(const char *)id->b, sizeof(id->b)};
    struct touched *touched = map_find(&delta->entities[side], key);

    if (touched != NULL)
        return touched;
    touched = arena_new_of(delta->arena, struct touched);
    touched->id = *id;
    *map_put(&delta->entities[side], (struct bytes){(const char *)touched->id.b, sizeof(touched->id.b)}) = touched;
    return touched;
}

static void add_entity(struct trait_delta *delta, enum side side, const struct entity *entity)
{
    struct touched *touched;

    if (!entity->present)
        return;
    touched = touch(delta, side, &entity->id);
    if (touched->name.p == NULL)
        touched->name = bytes_copy(delta->arena, entity->name);
}

void trait_delta_add(struct trait_delta *delta, const struct asserted *asserted, int16_t partner_number)
{
    const struct record *record = asserted->record;

    add_entity(delta, SIDE_ENDPOINT, &record->endpoint);
    add_entity(delta, SIDE_SITE, &record->site);
    fold_add(delta->folds[SIDE_ENDPOINT], &record->endpoint, &asserted->endpoint, record, partner_number);
    fold_add(delta->folds[SIDE_SITE], &record->site, &asserted->site, record, partner_number);
}

void trait_delta_take_back(struct trait_delta *delta, const struct asserted *asserted)
{
    const struct record *record = asserted->record;

    add_entity(delta, SIDE_ENDPOINT, &record->endpoint);
    add_entity(delta, SIDE_SITE, &record->site);
    fold_add(delta->gone[SIDE_ENDPOINT], &record->endpoint, &asserted->endpoint, record, 0);
    fold_add(delta->gone[SIDE_SITE], &record->site, &asserted->site, record, 0);
}

void trait_delta_derive_again(struct trait_delta *delta, const struct uuid *endpoint, const struct uuid *site)
{
    if (endpoint != NULL)
        touch(delta, SIDE_ENDPOINT, endpoint)->derive_again = true;
    if (site != NULL)
        touch(delta, SIDE_SITE, site)->derive_again = true;
}

size_t trait_delta_count(const struct trait_delta *delta)
{
    return fold_count(delta->folds[SIDE_ENDPOINT]) + fold_count(delta->folds[SIDE_SITE]);
}

enum status trait_lock(struct op *op, struct db *db, bool exclusive)
{
    static const struct query *const plans[] = {&Q_RECORD_PLAN, &Q_RECORD_PLAN_MERGE, &Q_RECORD_PLAN_MEMOIZE};
    enum status st = db_do(op, db, exclusive ? &Q_RECORD_LOCK : &Q_RECORD_LOCK_SHARED, NULL);

    for (size_t i = 0; i < COUNT_OF(plans) && st == ST_OK; i++)
        st = db_do(op, db, plans[i], NULL);
    return st;
}

/* ---- entities ---- */

static int touched_order(const void *a, const void *b)
{
    return uuid_compare(&(*(struct touched *const *)a)->id, &(*(struct touched *const *)b)->id);
}

/* Those of one side. */
struct entities {
    enum side side;
    struct touched **items;
    size_t count;
};

/* In the order of their ids: parallel transactions take their locks in the same order. */
static struct entities entities_sorted(struct op *op, const struct trait_delta *delta, enum side side)
{
    const struct map *map = &delta->entities[side];
    struct entities all = {side, arena_array(op->arena, struct touched *, map_count(map) + 1), map_count(map)};

    for (size_t i = 0; i < all.count; i++)
        all.items[i] = map_at(map, i)->value;
    qsort(all.items, all.count, sizeof(struct touched *), touched_order);
    return all;
}

static enum status put_entities(struct op *op, struct db *db, struct trait_delta *delta, const struct entities *all)
{
    struct uuid *ids = arena_array(op->arena, struct uuid, all->count + 1);
    struct bytes *names = arena_array(op->arena, struct bytes, all->count + 1);
    AUTO(pg_clear) PGresult *res = NULL;
    size_t named = 0;

    for (size_t i = 0; i < all->count; i++)
        if (all->items[i]->name.p != NULL) {
            ids[named] = all->items[i]->id;
            names[named++] = all->items[i]->name;
        }
    struct param params[] = {param_uuid_array(op->arena, ids, named), param_text_array(op->arena, names, named)};
    enum status st = db_run(op, db, queries[all->side].put_entity, params, &res);

    for (int row = 0; st == ST_OK && row < PQntuples(res); row++) {
        struct uuid id = cell_uuid(res, row, 0);

        touch(delta, all->side, &id)->is_new = true;
    }
    return st;
}

/* Puts them on the list of changes, where they are locked. */
static enum status put_changed(struct op *op, struct db *db, const struct entities *all)
{
    struct uuid *ids = arena_array(op->arena, struct uuid, all->count + 1);

    for (size_t i = 0; i < all->count; i++)
        ids[i] = all->items[i]->id;
    struct param params[] = {param_uuid_array(op->arena, ids, all->count)};

    return all->count == 0 ? ST_OK : db_do(op, db, queries[all->side].change, params);
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

/* The traits of the fold whose entity is new, or is not; those that are derived again are left out. */
static const struct folded_trait **traits_of(struct op *op, struct trait_delta *delta, enum side side, bool is_new,
                                             size_t *ret_count)
{
    const struct fold *fold = delta->folds[side];
    const struct folded_trait **list = arena_array(op->arena, const struct folded_trait *, fold_count(fold) + 1);
    size_t count = 0;

    for (size_t i = 0; i < fold_count(fold); i++) {
        const struct folded_trait *trait = fold_at(fold, i);
        const struct touched *touched = touch(delta, side, &trait->entity);

        if (!touched->derive_again && touched->is_new == is_new && !is_gone(delta, side, trait))
            list[count++] = trait;
    }
    qsort(list, count, sizeof(*list), trait_row_order);
    *ret_count = count;
    return list;
}

static enum status add_traits(struct op *op, struct db *db, struct trait_delta *delta, enum side side, int16_t partner_number)
{
    size_t count;
    const struct folded_trait **traits = traits_of(op, delta, side, true, &count);
    enum status st = trait_rows_put(op, db, side, traits, count);

    if (st != ST_OK)
        return st;
    traits = traits_of(op, delta, side, false, &count);
    return add_known(op, db, side, traits, count, partner_number);
}

/* ---- all of it ---- */

static enum status derive_again(struct op *op, struct db *db, const struct trait_delta *delta, const struct entities *all)
{
    AUTO(arena_free) struct arena *scratch = arena_new(SIZE_MAX);
    struct uuid ids[AGAIN_ENTITIES];
    struct op inner = *op;
    enum status st = ST_OK;
    size_t n = 0;

    inner.arena = scratch;
    for (size_t i = 0; i < all->count && st == ST_OK; i++) {
        if (all->items[i]->derive_again)
            ids[n++] = all->items[i]->id;
        if (n == 0 || (n < AGAIN_ENTITIES && i + 1 < all->count))
            continue;
        st = traits_derive(&inner, db, delta->data, all->side, ids, n);
        arena_reset(scratch);
        n = 0;
    }
    return st == ST_OK ? ST_OK : op_fail(op, st, "%s", inner.cause);
}

static enum status put_side(struct op *op, struct db *db, struct trait_delta *delta, const struct entities *all,
                            int16_t partner_number)
{
    enum status st = all->count == 0 ? ST_OK : put_entities(op, db, delta, all);

    if (st == ST_OK && all->count > 0)
        st = add_traits(op, db, delta, all->side, partner_number);
    if (st == ST_OK)
        st = traits_take_back(op, db, delta->data, all->side, delta->gone[all->side]);
    return st == ST_OK ? derive_again(op, db, delta, all) : st;
}

enum status trait_delta_put(struct op *op, struct db *db, struct trait_delta *delta, int16_t partner_number)
{
    struct entities entities[SIDE_COUNT];
    enum status st = ST_OK;

    for (int side = 0; side < SIDE_COUNT && st == ST_OK; side++) {
        entities[side] = entities_sorted(op, delta, (enum side)side);
        st = put_changed(op, db, &entities[side]);
    }
    for (int side = 0; side < SIDE_COUNT && st == ST_OK; side++)
        st = put_side(op, db, delta, &entities[side], partner_number);
    if (st == ST_OK && entities[SIDE_ENDPOINT].count + entities[SIDE_SITE].count > 0)
        st = db_do(op, db, &Q_SUBMISSION_NOTIFY, NULL);
    return st;
}
