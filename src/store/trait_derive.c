/* Traits made anew from the records in force: what was said by records that were replaced or withdrawn, or all of an entity. */
#include <stdlib.h>

#include "base/buf.h"
#include "base/map.h"
#include "trait_row.h"

#define TOGETHER_ENTITIES                                                                                                        \
    50 /* whose records are read together, as long as there are no more traits than these to be looked for */
#define TOGETHER_TRAITS 5000

static const struct {
    const struct query *drop, *drop_some, *open;
} queries[SIDE_COUNT] = {
    [SIDE_ENDPOINT] = {&Q_TRAIT_DROP_ENDPOINT, &Q_TRAIT_DROP_SOME_ENDPOINT, &Q_RECORD_OPEN_ENDPOINT},
    [SIDE_SITE] = {&Q_TRAIT_DROP_SITE, &Q_TRAIT_DROP_SOME_SITE, &Q_RECORD_OPEN_SITE},
};

/* What is made anew, of which side; only NULL: all that the records say. */
struct derivation {
    const struct ident_data *data;
    enum side side;
    const struct fold *only;
    struct fold *fold;
};

static void only_wanted(const struct derivation *derivation, const struct entity *entity, struct trait_list *list)
{
    size_t count = 0;

    for (size_t i = 0; i < list->count; i++)
        if (derivation->only == NULL || fold_has(derivation->only, &entity->id, &list->items[i]))
            list->items[count++] = list->items[i];
    list->count = count;
}

static enum status fold_row(struct op *op, const struct derivation *derivation, const PGresult *res, int row)
{
    const struct ident_data *data = derivation->data;
    struct trait_list lists[SIDE_COUNT], *list = &lists[derivation->side];
    struct record record;
    enum status st = record_restore(op, data, (enum record_kind)cell_i64(res, row, 1),
                                    bytes_copy(op->arena, cell_text(res, row, 3)), cell_text(res, row, 0), &record);

    if (st != ST_OK)
        return st;
    const struct entity *entity = derivation->side == SIDE_ENDPOINT ? &record.endpoint : &record.site;

    trait_derive(data, op->arena, &record, &lists[SIDE_ENDPOINT], &lists[SIDE_SITE]);
    only_wanted(derivation, entity, list);
    fold_add(derivation->fold, entity, list, &record, (int16_t)cell_i64(res, row, 2));
    return ST_OK;
}

static enum status fold_page(struct op *op, struct db *db, const struct derivation *derivation, bool *ret_any)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_RECORD_NEXT, NULL, &res);

    *ret_any = st == ST_OK && PQntuples(res) > 0;
    for (int row = 0; st == ST_OK && row < PQntuples(res); row++)
        st = fold_row(op, derivation, res, row);
    return st;
}

/* All records in force about some entities, page by page in an arena of its own: there may be any number of them. */
static enum status fold_entities(struct op *op, struct db *db, const struct derivation *derivation, const struct param *ids)
{
    AUTO(arena_free) struct arena *page = arena_new(SIZE_MAX);
    struct op inner = *op;
    bool any = true;
    enum status st = db_do(op, db, queries[derivation->side].open, ids);

    inner.arena = page;
    while (st == ST_OK && any) {
        st = fold_page(&inner, db, derivation, &any);
        arena_reset(page);
    }
    if (st != ST_OK)
        return op_fail(op, st, "%s", inner.cause);
    return db_do(op, db, &Q_RECORD_CLOSE, NULL);
}

static enum status fold_put(struct op *op, struct db *db, const struct derivation *derivation)
{
    const struct fold *fold = derivation->fold;
    const struct folded_trait **list = arena_array(op->arena, const struct folded_trait *, fold_count(fold) + 1);

    for (size_t i = 0; i < fold_count(fold); i++)
        list[i] = fold_at(fold, i);
    qsort(list, fold_count(fold), sizeof(*list), trait_row_order);
    return trait_rows_put(op, db, derivation->side, list, fold_count(fold));
}

/* Puts values that somebody no longer has on the list of changes. */
static enum status change_values(struct op *op, struct db *db, const int64_t *hashes, const int64_t *kinds,
                                 const struct bytes *values, size_t count)
{
    struct param params[] = {param_i64_array(op->arena, hashes, count), param_i64_array(op->arena, kinds, count),
                             param_text_array(op->arena, values, count)};

    return count == 0 ? ST_OK : db_do(op, db, &Q_TRAIT_CHANGE_VALUE, params);
}

/* ---- all traits of some entities ---- */

/* One value of one entity, in whatever role, as a key. */
static struct bytes value_key(struct arena *arena, const struct uuid *entity, int64_t kind, struct bytes value)
{
    struct buf buf;

    buf_init(&buf, arena);
    buf_put(&buf, uuid_bytes(entity));
    buf_putc(&buf, (char)kind);
    buf_put(&buf, value);
    return buf_bytes(&buf);
}

static void values_of(struct op *op, struct fold *fold, struct map *ret)
{
    map_init(ret, op->arena);
    for (size_t i = 0; i < fold_count(fold); i++) {
        const struct folded_trait *trait = fold_at(fold, i);

        *map_put(ret, value_key(op->arena, &trait->entity, trait->kind, trait->value)) = fold;
    }
}

/* What the entities had and have no longer. */
static enum status put_lost(struct op *op, struct db *db, const PGresult *had, struct fold *fold)
{
    size_t rows = (size_t)PQntuples(had), lost = 0;
    int64_t *hashes = arena_array(op->arena, int64_t, rows + 1), *kinds = arena_array(op->arena, int64_t, rows + 1);
    struct bytes *values = arena_array(op->arena, struct bytes, rows + 1);
    struct map have;

    values_of(op, fold, &have);
    for (int row = 0; row < (int)rows; row++) {
        struct uuid entity = cell_uuid(had, row, 0);

        hashes[lost] = cell_i64(had, row, 1);
        kinds[lost] = cell_i64(had, row, 2);
        values[lost] = cell_text(had, row, 3);
        lost += map_find(&have, value_key(op->arena, &entity, kinds[lost], values[lost])) == NULL;
    }
    return change_values(op, db, hashes, kinds, values, lost);
}

enum status traits_derive(struct op *op, struct db *db, const struct ident_data *data, enum side side, const struct uuid *ids,
                          size_t count)
{
    struct param params[] = {param_uuid_array(op->arena, ids, count)};
    struct derivation derivation = {.data = data, .side = side, .fold = fold_new(op->arena)};
    AUTO(pg_clear) PGresult *had = NULL;
    enum status st = db_run(op, db, queries[side].drop, params, &had);

    if (st == ST_OK)
        st = fold_entities(op, db, &derivation, params);
    if (st == ST_OK)
        st = fold_put(op, db, &derivation);
    return st == ST_OK ? put_lost(op, db, had, derivation.fold) : st;
}

/* ---- what was said by records that are no longer in force ---- */

/* Columns of what is taken back. */
struct keys {
    int64_t *hashes, *kinds, *roles;
    struct bytes *values;
    struct uuid *entities;
    size_t count;
};

static struct keys keys_make(struct arena *arena, const struct folded_trait *const *gone, size_t count)
{
    struct keys keys = {.hashes = arena_array(arena, int64_t, count),
                        .kinds = arena_array(arena, int64_t, count),
                        .roles = arena_array(arena, int64_t, count),
                        .values = arena_array(arena, struct bytes, count),
                        .entities = arena_array(arena, struct uuid, count),
                        .count = count};

    for (size_t i = 0; i < count; i++) {
        keys.hashes[i] = (int64_t)gone[i]->hash;
        keys.kinds[i] = gone[i]->kind;
        keys.roles[i] = gone[i]->role;
        keys.values[i] = gone[i]->value;
        keys.entities[i] = gone[i]->entity;
    }
    return keys;
}

static enum status drop_some(struct op *op, struct db *db, enum side side, const struct keys *keys, PGresult **ret)
{
    struct param params[] = {
        param_i64_array(op->arena, keys->hashes, keys->count), param_i64_array(op->arena, keys->kinds, keys->count),
        param_i64_array(op->arena, keys->roles, keys->count), param_text_array(op->arena, keys->values, keys->count),
        param_uuid_array(op->arena, keys->entities, keys->count)};

    return db_run(op, db, queries[side].drop_some, params, ret);
}

static struct trait trait_of(const struct keys *keys, size_t i)
{
    return (struct trait){.kind = (enum trait_kind)keys->kinds[i],
                          .role = (enum record_role)keys->roles[i],
                          .value = keys->values[i],
                          .hash = (uint64_t)keys->hashes[i]};
}

/* Of what was there, what nobody says any more; keeps the front of the columns for it. A value that the entity has in another role counts
 * as lost, too: that is looked at once more than needed. */
static enum status put_some_lost(struct op *op, struct db *db, const PGresult *dropped, struct keys *keys,
                                 const struct fold *fold)
{
    size_t lost = 0;

    for (int row = 0; row < PQntuples(dropped); row++) {
        size_t i = (size_t)cell_i64(dropped, row, 0) - 1;
        struct trait trait = trait_of(keys, i);

        if (fold_has(fold, &keys->entities[i], &trait))
            continue;
        keys->hashes[lost] = keys->hashes[i];
        keys->kinds[lost] = keys->kinds[i];
        keys->values[lost++] = keys->values[i];
    }
    return change_values(op, db, keys->hashes, keys->kinds, keys->values, lost);
}

/* All that is taken back of some entities. */
static enum status take_back(struct op *op, struct db *db, struct derivation *derivation, const struct folded_trait *const *gone,
                             size_t count, const struct uuid *ids, size_t id_count)
{
    struct keys keys = keys_make(op->arena, gone, count);
    struct param params[] = {param_uuid_array(op->arena, ids, id_count)};
    AUTO(pg_clear) PGresult *dropped = NULL;
    enum status st = drop_some(op, db, derivation->side, &keys, &dropped);

    derivation->fold = fold_new(op->arena);
    if (st == ST_OK)
        st = fold_entities(op, db, derivation, params);
    if (st == ST_OK)
        st = fold_put(op, db, derivation);
    return st == ST_OK ? put_some_lost(op, db, dropped, &keys, derivation->fold) : st;
}

/* From gone[0] on, whole entities; returns how many traits they have. */
static size_t together(const struct folded_trait *const *gone, size_t count, struct uuid ids[TOGETHER_ENTITIES], size_t *ret_ids)
{
    size_t n = 0, entities = 0;

    for (; n < count; n++) {
        if (entities > 0 && uuid_compare(&ids[entities - 1], &gone[n]->entity) == 0)
            continue;
        if (entities == TOGETHER_ENTITIES || n >= TOGETHER_TRAITS)
            break;
        ids[entities++] = gone[n]->entity;
    }
    *ret_ids = entities;
    return n;
}

enum status traits_take_back(struct op *op, struct db *db, const struct ident_data *data, enum side side, const struct fold *gone)
{
    AUTO(arena_free) struct arena *scratch = arena_new(SIZE_MAX);
    size_t count = fold_count(gone), n = 0, id_count;
    const struct folded_trait **list = arena_array(op->arena, const struct folded_trait *, count + 1);
    struct derivation derivation = {.data = data, .side = side, .only = gone};
    struct uuid ids[TOGETHER_ENTITIES];
    struct op inner = *op;
    enum status st = ST_OK;

    inner.arena = scratch;
    for (size_t i = 0; i < count; i++)
        list[i] = fold_at(gone, i);
    qsort(list, count, sizeof(*list), trait_entity_order);
    for (size_t at = 0; at < count && st == ST_OK; at += n) {
        n = together(list + at, count - at, ids, &id_count);
        st = take_back(&inner, db, &derivation, list + at, n, ids, id_count);
        arena_reset(scratch);
    }
    return st == ST_OK ? ST_OK : op_fail(op, st, "%s", inner.cause);
}
