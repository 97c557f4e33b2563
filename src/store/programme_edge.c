/* What holds programmes together: links as people judged them, and kinship; all of it, or what hangs together with what has changed. */
#include <stdlib.h>
#include <string.h>

#include "kin.h"
#include "programme_private.h"

static void put_edge(struct regroup *regroup, struct edge edge)
{
    regroup->edges = arena_room(regroup->arena, regroup->edges, regroup->edge_count, &regroup->edge_room, sizeof(edge));
    regroup->edges[regroup->edge_count++] = edge;
}

/* What people have confirmed holds, what they have rejected does not. */
static bool link_holds(const struct model *model, int64_t decision, int64_t *bits)
{
    if (decision > 0)
        *bits = INT64_MAX;
    return decision >= 0 && *bits >= model->programme;
}

enum status programme_note_kin(struct op *op, struct db *db)
{
    const struct param endpoint[] = {kin_roles(op->arena, false)}, site[] = {kin_roles(op->arena, true)};
    enum status st = db_do(op, db, &Q_PROGRAMME_NOTE_KIN_ENDPOINT, endpoint);

    if (st == ST_OK)
        st = db_do(op, db, &Q_PROGRAMME_NOTE_KIN_SITE, site);
    return st == ST_OK ? db_do(op, db, &Q_PROGRAMME_NOTE_RULED, NULL) : st;
}

static struct edge edge_of_link(struct uuid endpoint, struct uuid site, int64_t bits)
{
    return (struct edge){.a = endpoint, .b = site, .b_is_site = true, .tie = EDGE_link, .bits = bits};
}

/* ---- all of it ---- */

static enum status on_link(UNUSED struct op *op, const struct copy_value *v, UNUSED unsigned columns, void *arg)
{
    struct regroup *regroup = arg;
    int64_t bits = value_i64(&v[2]);

    if (link_holds(regroup->model, v[3].p == NULL ? 0 : value_i16(&v[3]), &bits))
        put_edge(regroup, edge_of_link(value_uuid(&v[0]), value_uuid(&v[1]), bits));
    return ST_OK;
}

static enum status on_member(UNUSED struct op *op, const struct copy_value *v, UNUSED unsigned columns, void *arg)
{
    programme_put_old(arg, value_uuid(&v[0]), value_uuid(&v[1]));
    return ST_OK;
}

static void put_tie(void *arg, const struct edge *edge)
{
    put_edge(arg, *edge);
}

enum status programme_read_all(struct op *op, struct db *db, struct regroup *regroup)
{
    enum status st = db_copy_out(op, db, &Q_PROGRAMME_EDGES, on_link, regroup);

    if (st == ST_OK)
        st = programme_tie_all_kin(op, db, regroup, put_tie, regroup);
    if (st != ST_OK)
        return st;
    programme_tie_ruled(regroup, NULL, put_tie, regroup);
    programme_tie_decided(regroup, NULL, put_tie, regroup);
    programme_collect_nodes(regroup);
    return db_copy_out(op, db, &Q_PROGRAMME_MEMBERS, on_member, regroup);
}

/* ---- what hangs together with what has changed ---- */

/*
 * Walks from the changed nodes outwards, a round of queries for each step. Both ends of every edge that came, went or changed are among
 * the changed: so whoever hung together with them before still does with one of them, and each component is seen whole, as it was and as
 * it is.
 */
struct walk {
    struct regroup *regroup;
    struct map seen[2]; /* id -> itself */
    struct map kin;     /* ties that were followed */
    struct map links;   /* the same */
    size_t from[2];     /* of the ids: first of the round */
};

static void see(struct walk *walk, struct uuid id, bool site)
{
    struct regroup *regroup = walk->regroup;
    struct uuid *kept;

    if (map_find(&walk->seen[site], uuid_bytes(&id)) != NULL)
        return;
    kept = arena_new_of(regroup->arena, struct uuid);
    *kept = id;
    *map_put(&walk->seen[site], uuid_bytes(kept)) = kept;
    regroup->ids[site] =
        arena_room(regroup->arena, regroup->ids[site], regroup->id_count[site], &regroup->id_room[site], sizeof(id));
    regroup->ids[site][regroup->id_count[site]++] = id;
}

/* Whether the key is new. */
static bool take_once(struct map *map, struct bytes key)
{
    void **place = map_put(map, key);
    bool is_new = *place == NULL;

    *place = map;
    return is_new;
}

static struct bytes pair_key(struct arena *arena, const struct edge *edge)
{
    struct uuid *pair = arena_array(arena, struct uuid, 2);

    pair[0] = edge->a;
    pair[1] = edge->b;
    return (struct bytes){(const char *)pair, 2 * sizeof(*pair)};
}

static struct bytes kin_key(struct arena *arena, const struct edge *edge)
{
    struct kin_tie {
        struct uuid a, b;
        uint64_t kind, hash;
    } *key = arena_new_of(arena, struct kin_tie);

    *key = (struct kin_tie){edge->a, edge->b, edge->kind, edge->hash};
    return (struct bytes){(const char *)key, sizeof(*key)};
}

static void follow(struct walk *walk, const struct edge *edge)
{
    put_edge(walk->regroup, *edge);
    see(walk, edge->a, edge->a_is_site);
    see(walk, edge->b, edge->b_is_site);
}

static struct param round_ids(struct walk *walk, bool site, size_t until)
{
    return param_uuid_array(walk->regroup->arena, walk->regroup->ids[site] + walk->from[site], until - walk->from[site]);
}

static enum status walk_links(struct op *op, struct db *db, struct walk *walk, const size_t *until)
{
    struct regroup *regroup = walk->regroup;
    struct param params[] = {round_ids(walk, false, until[0]), round_ids(walk, true, until[1])};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_PROGRAMME_NEAR_LINK, params, &res);

    for (int row = 0; st == ST_OK && row < PQntuples(res); row++) {
        struct edge edge = edge_of_link(cell_uuid(res, row, 0), cell_uuid(res, row, 1), cell_i64(res, row, 2));

        if (link_holds(regroup->model, cell_i64(res, row, 3), &edge.bits) &&
            take_once(&walk->links, pair_key(regroup->arena, &edge)))
            follow(walk, &edge);
    }
    return st;
}

/* A tie of a value that was met before is not taken twice. */
static void follow_kin(void *arg, const struct edge *edge)
{
    struct walk *walk = arg;

    if (take_once(&walk->kin, kin_key(walk->regroup->arena, edge)))
        follow(walk, edge);
}

static enum status walk_kin(struct op *op, struct db *db, struct walk *walk, bool site, size_t until)
{
    const struct regroup *regroup = walk->regroup;

    return programme_tie_near_kin(op, db, walk->regroup, regroup->ids[site] + walk->from[site], until - walk->from[site], site,
                                  follow_kin, walk);
}

static bool is_seen(const void *arg, const struct uuid *id, bool site)
{
    return map_find(&((const struct walk *)arg)->seen[site], uuid_bytes(id)) != NULL;
}

static void follow_tie(void *arg, const struct edge *edge)
{
    follow(arg, edge);
}

static enum status walk_round(struct op *op, struct db *db, struct walk *walk)
{
    const size_t until[2] = {walk->regroup->id_count[0], walk->regroup->id_count[1]};
    enum status st = walk_links(op, db, walk, until);

    if (st == ST_OK)
        st = walk_kin(op, db, walk, false, until[0]);
    if (st == ST_OK)
        st = walk_kin(op, db, walk, true, until[1]);
    programme_tie_ruled(walk->regroup, is_seen, follow_tie, walk);
    programme_tie_decided(walk->regroup, is_seen, follow_tie, walk);
    walk->from[0] = until[0];
    walk->from[1] = until[1];
    return st;
}

static enum status read_changed(struct op *op, struct db *db, struct walk *walk)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_PROGRAMME_LIST_CHANGED, NULL, &res);

    for (int row = 0; st == ST_OK && row < PQntuples(res); row++)
        see(walk, cell_uuid(res, row, 0), cell_bool(res, row, 1));
    return st;
}

static enum status read_members(struct op *op, struct db *db, struct regroup *regroup, bool site)
{
    struct param params[] = {param_uuid_array(regroup->arena, regroup->ids[site], regroup->id_count[site])};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_PROGRAMME_NEAR_MEMBER, params, &res);

    for (int row = 0; st == ST_OK && row < PQntuples(res); row++)
        programme_put_old(regroup, cell_uuid(res, row, 0), cell_uuid(res, row, 1));
    return st;
}

enum status programme_read_near(struct op *op, struct db *db, struct regroup *regroup)
{
    struct walk walk = {.regroup = regroup};
    enum status st;

    for (int side = 0; side < 2; side++)
        map_init(&walk.seen[side], regroup->arena);
    map_init(&walk.kin, regroup->arena);
    map_init(&walk.links, regroup->arena);
    st = read_changed(op, db, &walk);
    while (st == ST_OK && (walk.from[0] < regroup->id_count[0] || walk.from[1] < regroup->id_count[1]))
        st = walk_round(op, db, &walk);
    if (st != ST_OK)
        return st;
    programme_collect_nodes(regroup);
    st = read_members(op, db, regroup, false);
    return st == ST_OK ? read_members(op, db, regroup, true) : st;
}
