#include "kin.h"

#include <stdlib.h>
#include <string.h>

#include "hash_filter.h"

#define COLUMNS 4
#define FILTER_ROOM 1000000 /* of values: beyond it only more rows are sorted */

struct row {
    uint64_t hash;
    enum trait_kind kind;
    struct bytes text;
    struct uuid id;
};

struct reading {
    struct arena *scratch;
    struct hash_filter once, again; /* most values one has for itself: those need not be sorted */
    struct row *rows;
    size_t count, room;
};

struct param kin_roles(struct arena *arena, bool site)
{
    int64_t *roles = arena_array(arena, int64_t, TRAIT_COUNT);

    for (enum trait_kind kind = 0; kind < TRAIT_COUNT; kind++)
        roles[kind] = match_kin_roles(site, kind);
    return param_i64_array(arena, roles, TRAIT_COUNT);
}

static enum status on_row(struct op *op, const struct copy_value *v, unsigned columns, void *arg)
{
    struct reading *reading = arg;

    if (columns != COLUMNS)
        return op_fail(op, ST_BUG, "kin: %u columns", columns);
    struct row row = {(uint64_t)value_i64(&v[1]), (enum trait_kind)value_i16(&v[2]),
                      bytes_copy(reading->scratch, value_text(&v[3])), value_uuid(&v[0])};

    if (hash_filter_has(&reading->once, row.hash))
        hash_filter_add(&reading->again, row.hash);
    hash_filter_add(&reading->once, row.hash);
    reading->rows = arena_room(reading->scratch, reading->rows, reading->count, &reading->room, sizeof(row));
    reading->rows[reading->count++] = row;
    return ST_OK;
}

static int by_value(const struct row *x, const struct row *y)
{
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return x->kind != y->kind ? (x->kind < y->kind ? -1 : 1) : bytes_compare(x->text, y->text);
}

static int by_value_and_id(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    int order = by_value(x, y);

    return order != 0 ? order : uuid_compare(&x->id, &y->id);
}

static void drop_single(struct reading *reading)
{
    size_t count = 0;

    for (size_t i = 0; i < reading->count; i++)
        if (hash_filter_has(&reading->again, reading->rows[i].hash))
            reading->rows[count++] = reading->rows[i];
    reading->count = count;
}

/* The holders of the value of the first row, which may have it in several roles. */
static void put_value(struct arena *arena, const struct row *rows, size_t count, struct kin_side *side)
{
    uint32_t distinct = 1;

    for (size_t i = 1; i < count; i++)
        distinct += uuid_compare(&rows[i].id, &rows[i - 1].id) != 0;
    if (distinct < KIN_LEAST || distinct > KIN_MOST)
        return;
    struct uuid *holders = arena_array(arena, struct uuid, distinct);

    side->values[side->count++] = (struct kin_value){rows->hash, rows->kind, bytes_copy(arena, rows->text), holders, distinct};
    *holders = rows->id;
    for (size_t i = 1; i < count; i++)
        if (uuid_compare(&rows[i].id, holders) != 0)
            *++holders = rows[i].id;
}

static void group(struct reading *reading, struct arena *arena, struct kin_side *ret)
{
    size_t end;

    drop_single(reading);
    if (reading->count > 0)
        qsort(reading->rows, reading->count, sizeof(*reading->rows), by_value_and_id);
    ret->values = arena_array(arena, struct kin_value, reading->count / KIN_LEAST + 1);
    for (size_t i = 0; i < reading->count; i = end) {
        for (end = i + 1; end < reading->count && by_value(&reading->rows[end], &reading->rows[i]) == 0; end++)
            ;
        put_value(arena, &reading->rows[i], end - i, ret);
    }
}

static enum status read_side(struct op *op, struct db *db, struct arena *arena, const struct query *query, struct kin_side *ret)
{
    AUTO(arena_free) struct arena *scratch = arena_new(SIZE_MAX);
    struct reading reading = {scratch, hash_filter_new(scratch, FILTER_ROOM), hash_filter_new(scratch, FILTER_ROOM), NULL, 0, 0};
    enum status st = db_copy_out(op, db, query, on_row, &reading);

    if (st == ST_OK)
        group(&reading, arena, ret);
    return st;
}

enum status kin_read(struct op *op, struct db *db, struct arena *arena, struct kin *ret)
{
    const struct param roles[] = {kin_roles(op->arena, false), kin_roles(op->arena, true)};
    enum status st = db_do(op, db, &Q_KIN_MAKE_ROLE, roles);

    *ret = (struct kin){0};
    if (st == ST_OK)
        st = read_side(op, db, arena, &Q_KIN_ENDPOINT_ROWS, &ret->sides[false]);
    if (st == ST_OK)
        st = read_side(op, db, arena, &Q_KIN_SITE_ROWS, &ret->sides[true]);
    return st == ST_OK ? db_do(op, db, &Q_KIN_DROP_ROLE, NULL) : st;
}
