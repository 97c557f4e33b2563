/* The values that meet, as the join in memory counted them: those whose counts are stored already are left alone. */
#include <stdlib.h>

#include "candidate_side.h"

#define COLUMNS 5

/* What is stored and not so any more. */
struct stale {
    struct join *join;
    struct arena *arena;
    int64_t *hashes, *kinds;
    struct bytes *texts;
    size_t count, hash_room, kind_room, text_room;
};

static void put_stale(struct stale *stale, uint64_t hash, enum trait_kind kind, struct bytes text)
{
    stale->hashes = arena_room(stale->arena, stale->hashes, stale->count, &stale->hash_room, sizeof(*stale->hashes));
    stale->kinds = arena_room(stale->arena, stale->kinds, stale->count, &stale->kind_room, sizeof(*stale->kinds));
    stale->texts = arena_room(stale->arena, stale->texts, stale->count, &stale->text_room, sizeof(*stale->texts));
    stale->hashes[stale->count] = (int64_t)hash;
    stale->kinds[stale->count] = kind;
    stale->texts[stale->count++] = bytes_copy(stale->arena, text);
}

static enum status on_stored(struct op *op, const struct copy_value *v, unsigned columns, void *arg)
{
    struct stale *stale = arg;

    if (columns != COLUMNS)
        return op_fail(op, ST_BUG, "values: %u columns", columns);
    uint64_t hash = (uint64_t)value_i64(&v[0]);
    enum trait_kind kind = (enum trait_kind)value_i16(&v[1]);
    uint32_t number = join_value_find(stale->join, hash, kind, value_text(&v[2]));
    struct shared_value *value = number == NONE ? NULL : blocks_at(&stale->join->values, number);

    if (value != NULL && value->endpoints == value_i32(&v[3]) && value->sites == value_i32(&v[4]))
        value->stored = true;
    else
        put_stale(stale, hash, kind, value_text(&v[2]));
    return ST_OK;
}

static enum status drop_stale(struct op *op, struct db *db, const struct stale *stale)
{
    const struct param params[] = {param_i64_array(stale->arena, stale->hashes, stale->count),
                                   param_i64_array(stale->arena, stale->kinds, stale->count),
                                   param_text_array(stale->arena, stale->texts, stale->count)};

    return stale->count == 0 ? ST_OK : db_do(op, db, &Q_CORRELATE_DROP_MANY_VALUE, params);
}

static int by_bucket(const void *a, const void *b)
{
    const struct shared_value *x = *(const struct shared_value *const *)a, *y = *(const struct shared_value *const *)b;
    int32_t p = trait_bucket(x->hash), q = trait_bucket(y->hash);

    if (p != q)
        return p < q ? -1 : 1;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

static enum status copy_values(struct op *op, struct db *db, const struct shared_value **values, size_t count)
{
    struct copy *copy;
    enum status st = copy_begin(op, db, &Q_CORRELATE_COPY_VALUE, &copy);

    if (st != ST_OK)
        return st;
    for (size_t i = 0; i < count; i++) {
        copy_row(copy, 6);
        copy_i32(copy, trait_bucket(values[i]->hash));
        copy_i64(copy, (int64_t)values[i]->hash);
        copy_i16(copy, (int16_t)values[i]->kind);
        copy_text(copy, values[i]->text);
        copy_i32(copy, values[i]->endpoints);
        copy_i32(copy, values[i]->sites);
    }
    return copy_end(copy, NULL);
}

/* In the order of their index. */
static enum status write_new(struct op *op, struct db *db, struct join *join, int64_t *ret_count)
{
    const struct shared_value **values = arena_array(join->arena, const struct shared_value *, join->values.count + 1);
    size_t count = 0;

    *ret_count = 0;
    for (size_t i = 0; i < join->values.count; i++) {
        const struct shared_value *value = blocks_at(&join->values, i);

        *ret_count += shared_value_meets(value);
        if (shared_value_meets(value) && !value->stored)
            values[count++] = value;
    }
    if (count > 0)
        qsort(values, count, sizeof(*values), by_bucket);
    return count == 0 ? ST_OK : copy_values(op, db, values, count);
}

enum status candidate_value_write(struct op *op, struct db *db, struct join *join, int64_t *ret_count)
{
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct stale stale = {.join = join, .arena = arena};
    enum status st = db_copy_out(op, db, &Q_CORRELATE_VALUE_ROWS, on_stored, &stale);

    if (st == ST_OK)
        st = drop_stale(op, db, &stale);
    return st == ST_OK ? write_new(op, db, join, ret_count) : st;
}
