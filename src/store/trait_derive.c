/* Entities of which a record was replaced or withdrawn: their traits made anew from the records in force. */
#include <stdlib.h>

#include "base/buf.h"
#include "base/map.h"
#include "trait_row.h"

static const struct {
    const struct query *drop, *open;
} queries[SIDE_COUNT] = {
    [SIDE_ENDPOINT] = {&Q_TRAIT_DROP_ENDPOINT, &Q_RECORD_OPEN_ENDPOINT}, [SIDE_SITE] = {&Q_TRAIT_DROP_SITE, &Q_RECORD_OPEN_SITE}};

static enum status fold_row(struct op *op, const struct ident_data *data, enum side side, const PGresult *res, int row,
                            struct fold *fold)
{
    struct trait_list lists[SIDE_COUNT];
    struct record record;
    enum status st = record_restore(op, data, (enum record_kind)cell_i64(res, row, 1),
                                    bytes_copy(op->arena, cell_text(res, row, 3)), cell_text(res, row, 0), &record);

    if (st != ST_OK)
        return st;
    trait_derive(data, op->arena, &record, &lists[SIDE_ENDPOINT], &lists[SIDE_SITE]);
    fold_add(fold, side == SIDE_ENDPOINT ? &record.endpoint : &record.site, &lists[side], &record,
             (int16_t)cell_i64(res, row, 2));
    return ST_OK;
}

static enum status fold_page(struct op *op, struct db *db, const struct ident_data *data, enum side side, struct fold *fold,
                             bool *ret_any)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_RECORD_NEXT, NULL, &res);

    *ret_any = st == ST_OK && PQntuples(res) > 0;
    for (int row = 0; st == ST_OK && row < PQntuples(res); row++)
        st = fold_row(op, data, side, res, row, fold);
    return st;
}

/* All records in force about some entities, page by page in an arena of its own: there may be any number of them. */
static enum status fold_entities(struct op *op, struct db *db, const struct ident_data *data, enum side side,
                                 const struct param *ids, struct fold *fold)
{
    AUTO(arena_free) struct arena *page = arena_new(SIZE_MAX);
    struct op inner = *op;
    bool any = true;
    enum status st = db_do(op, db, queries[side].open, ids);

    inner.arena = page;
    while (st == ST_OK && any) {
        st = fold_page(&inner, db, data, side, fold, &any);
        arena_reset(page);
    }
    if (st != ST_OK)
        return op_fail(op, st, "%s", inner.cause);
    return db_do(op, db, &Q_RECORD_CLOSE, NULL);
}

/* One value of one entity, in whatever role, as a key. */
static struct bytes value_key(struct arena *arena, const struct uuid *entity, int64_t kind, struct bytes value)
{
    struct buf buf;

    buf_init(&buf, arena);
    buf_put(&buf, (struct bytes){(const char *)entity->b, sizeof(entity->b)});
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
    struct param params[] = {param_i64_array(op->arena, hashes, lost), param_i64_array(op->arena, kinds, lost),
                             param_text_array(op->arena, values, lost)};

    return lost == 0 ? ST_OK : db_do(op, db, &Q_TRAIT_CHANGE_VALUE, params);
}

enum status traits_derive(struct op *op, struct db *db, const struct ident_data *data, enum side side, const struct uuid *ids,
                          size_t count)
{
    struct param params[] = {param_uuid_array(op->arena, ids, count)};
    struct fold *fold = fold_new(op->arena);
    AUTO(pg_clear) PGresult *had = NULL;
    enum status st = db_run(op, db, queries[side].drop, params, &had);

    if (st == ST_OK)
        st = fold_entities(op, db, data, side, params, fold);
    if (st != ST_OK)
        return st;
    const struct folded_trait **list = arena_array(op->arena, const struct folded_trait *, fold_count(fold) + 1);

    for (size_t i = 0; i < fold_count(fold); i++)
        list[i] = fold_at(fold, i);
    qsort(list, fold_count(fold), sizeof(*list), trait_row_order);
    st = trait_rows_put(op, db, side, list, fold_count(fold));
    return st == ST_OK ? put_lost(op, db, had, fold) : st;
}
