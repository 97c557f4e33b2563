/* What kinship ties together: all of it or what is kin to some; without what people have found to be no tie, with what they have ruled to
 * be one. */
#include <stdlib.h>

#include "kin.h"
#include "programme_private.h"

/* ---- who is kin to nobody by a value ---- */

struct kin_out {
    struct uuid id;
    enum trait_kind kind;
    struct bytes value;
};

struct kin_outs {
    struct kin_out *items;
    size_t count;
};

static int by_holder(const void *a, const void *b)
{
    const struct kin_out *x = a, *y = b;
    int order = uuid_compare(&x->id, &y->id);

    if (order == 0)
        order = (int)x->kind - (int)y->kind;
    return order != 0 ? order : bytes_compare(x->value, y->value);
}

/* Of some endpoints or sites, or of all. */
static enum status read_outs(struct op *op, struct db *db, struct arena *arena, struct param ids, struct kin_outs *ret)
{
    struct param params[] = {param_i64(arena, TRAIT_endpoint), ids};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_PROGRAMME_KIN_OUT, params, &res);

    if (st != ST_OK)
        return st;
    *ret = (struct kin_outs){arena_array(arena, struct kin_out, (size_t)PQntuples(res) + 1), (size_t)PQntuples(res)};
    for (int row = 0; row < PQntuples(res); row++)
        ret->items[row] = (struct kin_out){cell_uuid(res, row, 0), (enum trait_kind)cell_i64(res, row, 1),
                                           bytes_copy(arena, cell_text(res, row, 2))};
    if (ret->count > 0)
        qsort(ret->items, ret->count, sizeof(*ret->items), by_holder);
    return ST_OK;
}

static bool is_out(const struct kin_outs *outs, const struct uuid *id, const struct kin_value *value)
{
    const struct kin_out key = {*id, value->kind, value->text};

    return outs->count > 0 && bsearch(&key, outs->items, outs->count, sizeof(key), by_holder) != NULL;
}

/* ---- ties ---- */

static struct edge edge_of_kin(const struct kin_value *value, struct uuid one, struct uuid other, bool site, int64_t bits)
{
    return (struct edge){one, other, site, site, EDGE_kin, value->kind, bits, value->hash};
}

/* Each other holder with the lowest; how many have it counts, whoever is left out. */
static void tie_value(const struct regroup *regroup, const struct kin_value *value, bool site, const struct kin_outs *outs,
                      programme_tie_fn *put, void *arg)
{
    int64_t bits = match_kin_bits(regroup->model, site, value->kind, value->count);
    const struct uuid *first = NULL;

    for (uint32_t h = 0; h < value->count && bits >= regroup->model->programme; h++) {
        if (is_out(outs, &value->holders[h], value))
            continue;
        if (first == NULL) {
            first = &value->holders[h];
            continue;
        }
        struct edge edge = edge_of_kin(value, value->holders[h], *first, site, bits);

        put(arg, &edge);
    }
}

static void tie_side(const struct regroup *regroup, const struct kin_side *side, bool site, const struct kin_outs *outs,
                     programme_tie_fn *put, void *arg)
{
    for (size_t i = 0; i < side->count; i++)
        tie_value(regroup, &side->values[i], site, outs, put, arg);
}

enum status programme_tie_all_kin(struct op *op, struct db *db, struct regroup *regroup, programme_tie_fn *put, void *arg)
{
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    const struct kin *kin = regroup->kin;
    struct kin_outs outs;
    struct kin all;
    enum status st = kin == NULL ? kin_read(op, db, arena, &all) : ST_OK;

    if (st == ST_OK)
        st = read_outs(op, db, arena, param_text(BYTES_NONE), &outs);
    if (st != ST_OK)
        return st;
    if (kin == NULL)
        kin = &all;
    tie_side(regroup, &kin->sides[false], false, &outs, put, arg);
    tie_side(regroup, &kin->sides[true], true, &outs, put, arg);
    return ST_OK;
}

/* ---- of some ---- */

/* Rows of near_kin_*.sql, value by value. */
static struct kin_side values_of(struct arena *arena, const PGresult *res)
{
    struct uuid *holders = arena_array(arena, struct uuid, (size_t)PQntuples(res) + 1);
    struct kin_side side = {arena_array(arena, struct kin_value, (size_t)PQntuples(res) + 1), 0};

    for (int row = 0; row < PQntuples(res); row++) {
        enum trait_kind kind = (enum trait_kind)cell_i64(res, row, 0);
        struct bytes text = cell_text(res, row, 2);
        struct kin_value *last = side.count == 0 ? NULL : &side.values[side.count - 1];

        holders[row] = cell_uuid(res, row, 3);
        if (last == NULL || last->kind != kind || !bytes_equal(last->text, text)) {
            last = &side.values[side.count++];
            *last = (struct kin_value){(uint64_t)cell_i64(res, row, 1), kind, bytes_copy(arena, text), &holders[row], 0};
        }
        last->count++;
    }
    return side;
}

static enum status near_outs(struct op *op, struct db *db, struct arena *arena, const struct kin_side *side, struct kin_outs *ret)
{
    size_t count = 0, at = 0;

    for (size_t i = 0; i < side->count; i++)
        count += side->values[i].count;
    struct uuid *ids = arena_array(arena, struct uuid, count + 1);

    for (size_t i = 0; i < side->count; i++)
        for (uint32_t h = 0; h < side->values[i].count; h++)
            ids[at++] = side->values[i].holders[h];
    *ret = (struct kin_outs){0};
    return count == 0 ? ST_OK : read_outs(op, db, arena, param_uuid_array(arena, ids, count), ret);
}

enum status programme_tie_near_kin(struct op *op, struct db *db, struct regroup *regroup, const struct uuid *ids, size_t count,
                                   bool site, programme_tie_fn *put, void *arg)
{
    struct param params[] = {kin_roles(regroup->arena, site), param_uuid_array(regroup->arena, ids, count)};
    AUTO(pg_clear) PGresult *res = NULL;
    struct kin_side side;
    struct kin_outs outs;
    enum status st =
        count == 0 ? ST_OK : db_run(op, db, site ? &Q_PROGRAMME_NEAR_KIN_SITE : &Q_PROGRAMME_NEAR_KIN_ENDPOINT, params, &res);

    if (st != ST_OK || count == 0)
        return st;
    side = values_of(regroup->arena, res);
    st = near_outs(op, db, regroup->arena, &side, &outs);
    if (st == ST_OK)
        tie_side(regroup, &side, site, &outs, put, arg);
    return st;
}

/* ---- what is ruled to be no hub ---- */

/* As if two had it: each other endpoint, or site, of a case with the lowest. */
enum status programme_read_ruled(struct op *op, struct db *db, struct regroup *regroup)
{
    struct param params[] = {kin_roles(op->arena, false), kin_roles(op->arena, true)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_PROGRAMME_KIN_RULED, params, &res);
    int first = 0;

    if (st != ST_OK)
        return st;
    regroup->ruled = arena_array(regroup->arena, struct edge, (size_t)PQntuples(res) + 1);
    regroup->ruled_followed = arena_array(regroup->arena, uint8_t, (size_t)PQntuples(res) + 1);
    for (int row = 1; row < PQntuples(res); row++) {
        const bool site = cell_bool(res, row, 1);
        const struct kin_value value = {(uint64_t)cell_i64(res, row, 3), (enum trait_kind)cell_i64(res, row, 2), BYTES_NONE, NULL,
                                        0};

        if (cell_i64(res, row, 0) != cell_i64(res, first, 0) || site != cell_bool(res, first, 1)) {
            first = row;
            continue;
        }
        regroup->ruled[regroup->ruled_count++] = edge_of_kin(&value, cell_uuid(res, row, 4), cell_uuid(res, first, 4), site,
                                                             match_kin_bits(regroup->model, site, value.kind, KIN_LEAST));
    }
    return ST_OK;
}

void programme_tie_ruled(struct regroup *regroup, programme_seen_fn *seen, programme_tie_fn *put, void *arg)
{
    for (size_t i = 0; i < regroup->ruled_count; i++) {
        const struct edge *edge = &regroup->ruled[i];

        if (regroup->ruled_followed[i] || edge->bits < regroup->model->programme ||
            (seen != NULL && !seen(arg, &edge->a, edge->a_is_site) && !seen(arg, &edge->b, edge->b_is_site)))
            continue;
        regroup->ruled_followed[i] = 1;
        put(arg, edge);
    }
}
