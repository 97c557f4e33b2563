#include "store/trait_store.h"

#include "trait_delta.h"

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

struct touched *trait_delta_touch(struct trait_delta *delta, enum side side, const struct uuid *id)
{
    struct bytes key = uuid_bytes(id);
    struct touched *touched = map_find(&delta->entities[side], key);

    if (touched != NULL)
        return touched;
    touched = arena_new_of(delta->arena, struct touched);
    touched->id = *id;
    *map_put(&delta->entities[side], uuid_bytes(&touched->id)) = touched;
    return touched;
}

bool trait_delta_knows(const struct trait_delta *delta, enum side side, const struct uuid *id)
{
    return map_find(&delta->entities[side], uuid_bytes(id)) != NULL;
}

static struct touched *add_entity(struct trait_delta *delta, enum side side, const struct entity *entity)
{
    struct touched *touched = trait_delta_touch(delta, side, &entity->id);

    if (touched->name.p == NULL)
        touched->name = bytes_copy(delta->arena, entity->name);
    return touched;
}

static void add_side(struct trait_delta *delta, enum side side, const struct entity *entity, const struct trait_list *traits,
                     const struct record *record, int16_t partner_number)
{
    if (!entity->present)
        return;
    add_entity(delta, side, entity);
    fold_add(delta->folds[side], entity, traits, record, partner_number);
}

void trait_delta_add(struct trait_delta *delta, const struct asserted *asserted, int16_t partner_number)
{
    const struct record *record = asserted->record;

    add_side(delta, SIDE_ENDPOINT, &record->endpoint, &asserted->endpoint, record, partner_number);
    add_side(delta, SIDE_SITE, &record->site, &asserted->site, record, partner_number);
}

static void take_back_side(struct trait_delta *delta, enum side side, const struct entity *entity,
                           const struct trait_list *traits, const struct record *record)
{
    if (!entity->present)
        return;
    add_entity(delta, side, entity)->takes_back = true;
    fold_add(delta->gone[side], entity, traits, record, 0);
}

void trait_delta_take_back(struct trait_delta *delta, const struct asserted *asserted)
{
    const struct record *record = asserted->record;

    take_back_side(delta, SIDE_ENDPOINT, &record->endpoint, &asserted->endpoint, record);
    take_back_side(delta, SIDE_SITE, &record->site, &asserted->site, record);
}

void trait_delta_derive_again(struct trait_delta *delta, const struct uuid *endpoint, const struct uuid *site)
{
    if (endpoint != NULL)
        trait_delta_touch(delta, SIDE_ENDPOINT, endpoint)->derive_again = true;
    if (site != NULL)
        trait_delta_touch(delta, SIDE_SITE, site)->derive_again = true;
}

size_t trait_delta_count(const struct trait_delta *delta)
{
    return fold_count(delta->folds[SIDE_ENDPOINT]) + fold_count(delta->folds[SIDE_SITE]);
}

enum status trait_lock(struct op *op, struct db *db, bool exclusive)
{
    enum status st = db_do(op, db, exclusive ? &Q_RECORD_LOCK : &Q_RECORD_LOCK_SHARED, NULL);

    return st == ST_OK ? db_do(op, db, &Q_RECORD_PLAN, NULL) : st;
}

/* ---- transactions in turns ---- */

bool trait_delta_is_locked(const struct trait_delta *delta)
{
    return atomic_load(&delta->is_locked);
}

enum status trait_turn_begin(struct op *op, struct db *db, int64_t *ret_turn)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_RECORD_TURN_BEGIN, NULL, &res);

    if (st == ST_OK)
        *ret_turn = cell_i64(res, 0, 1);
    return st;
}

enum status trait_turn_wait(struct op *op, struct db *db, int64_t turn)
{
    struct param params[] = {param_i64(op->arena, turn)};

    return db_do(op, db, &Q_RECORD_TURN_WAIT, params);
}

enum status trait_writers(struct op *op, struct db *db, int64_t *ret_count)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_RECORD_COUNT_WRITERS, NULL, &res);

    if (st == ST_OK)
        *ret_count = cell_i64(res, 0, 0);
    return st;
}
