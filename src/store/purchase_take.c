#include "purchase_take.h"

#include "core/purchase.h"

struct taking {
    struct arena *arena;
    struct bytes *moments, *names;
    struct uuid *sites;
    bool *found;
    size_t moment_count, moment_room, count, name_room, site_room;
};

static enum status on_moved(struct op *op, const struct copy_value *v, unsigned columns, void *arg)
{
    struct taking *taking = arg;

    if (columns != 1)
        return op_fail(op, ST_BUG, "payments that moved: %u columns", columns);
    taking->moments =
        arena_room(taking->arena, taking->moments, taking->moment_count, &taking->moment_room, sizeof(*taking->moments));
    taking->moments[taking->moment_count++] = bytes_copy(taking->arena, value_text(&v[0]));
    return ST_OK;
}

static enum status on_name(struct op *op, const struct copy_value *v, unsigned columns, void *arg)
{
    struct taking *taking = arg;

    if (columns != 2)
        return op_fail(op, ST_BUG, "names of purchases: %u columns", columns);
    taking->sites = arena_room(taking->arena, taking->sites, taking->count, &taking->site_room, sizeof(*taking->sites));
    taking->names = arena_room(taking->arena, taking->names, taking->count, &taking->name_room, sizeof(*taking->names));
    taking->sites[taking->count] = value_uuid(&v[0]);
    taking->names[taking->count++] = bytes_copy(taking->arena, value_text(&v[1]));
    return ST_OK;
}

static void on_found(void *arg, uint32_t number, UNUSED enum purchase_place place)
{
    ((struct taking *)arg)->found[number] = true;
}

static void find(struct taking *taking)
{
    const struct purchase_lookup *lookup = purchase_lookup_new(taking->arena, taking->names, taking->count);

    taking->found = arena_array(taking->arena, bool, taking->count + 1);
    for (size_t i = 0; i < taking->moment_count; i++)
        purchase_lookup(lookup, taking->moments[i], on_found, taking);
}

static enum status put_found(struct op *op, struct db *db, struct taking *taking, int64_t *ret_count)
{
    AUTO(pg_clear) PGresult *res = NULL;
    size_t count = 0;

    for (size_t i = 0; i < taking->count; i++)
        if (taking->found[i]) {
            taking->sites[count] = taking->sites[i];
            taking->names[count++] = taking->names[i];
        }
    const struct param params[] = {param_uuid_array(taking->arena, taking->sites, count),
                                   param_text_array(taking->arena, taking->names, count)};
    enum status st = db_run(op, db, &Q_PURCHASE_TAKE_FOUND, params, &res);

    *ret_count = st == ST_OK ? db_affected(res) : 0;
    return st;
}

/* The purchases among which the payments of changed endpoints may look for theirs. */
static enum status take_moved(struct op *op, struct db *db, int64_t *ret_count)
{
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct taking taking = {.arena = arena};
    enum status st = db_copy_out(op, db, &Q_PURCHASE_MOVED, on_moved, &taking);

    *ret_count = 0;
    if (st == ST_OK && taking.moment_count > 0)
        st = db_copy_out(op, db, &Q_PURCHASE_NAME, on_name, &taking);
    if (st != ST_OK || taking.count == 0)
        return st;
    find(&taking);
    return put_found(op, db, &taking, ret_count);
}

enum status purchase_take(struct op *op, struct db *db, bool all, bool *ret_any)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_do(op, db, &Q_PURCHASE_MAKE, NULL);
    int64_t moved = 0;

    if (st == ST_OK)
        st = db_run(op, db, all ? &Q_PURCHASE_TAKE_ALL : &Q_PURCHASE_TAKE, NULL, &res);
    if (st == ST_OK && !all)
        st = take_moved(op, db, &moved);
    *ret_any = st == ST_OK && db_affected(res) + moved > 0;
    return st;
}
