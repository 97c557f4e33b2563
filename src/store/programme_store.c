#include "store/programme_store.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "core/cluster.h"

#define BRIDGE_BITS (7 * MICRO) /* above what makes a link hold: weaker bridges are cut */
#define LEAST_PART 3
#define NONE UINT32_MAX

/* A link from an endpoint to a site, or two of a side that are kin. */
struct edge {
    struct uuid a, b;
    bool a_is_site, b_is_site;
    int64_t bits;
};

struct node {
    struct uuid id;
    bool is_site;
    uint32_t old; /* number of the programme it was in, NONE */
};

/* A programme as it was. */
struct old_programme {
    struct uuid id;
    uint32_t group; /* that carries its id on, NONE */
};

struct group {
    uint32_t members;
    struct uuid id;
    uint32_t old; /* whose id it carries on, NONE */
};

/* So many members of an old programme are in a group now. */
struct overlap {
    uint32_t old, group, members;
};

struct regroup {
    const struct model *model;
    struct arena *arena;
    struct edge *edges;
    size_t edge_count, edge_room;
    struct node *nodes; /* by id */
    uint32_t node_count;
    struct map old_numbers; /* programme id -> struct old_programme */
    struct old_programme *olds;
    uint32_t old_count, old_room;
    struct uuid *gone; /* members that are in no group any more */
    size_t gone_count, gone_room;
    struct uuid *gone_programmes; /* beside gone */
    struct clusters clusters;
    struct cluster_edge *cluster_edges;
    struct group *groups;
};

/* ---- reading ---- */

static void *room_for(struct arena *arena, void *items, size_t count, size_t *room, size_t size)
{
    size_t more = *room == 0 ? 1024 : *room * 2;

    if (count < *room)
        return items;
    items = arena_grow(arena, items, *room * size, more * size);
    *room = more;
    return items;
}

static void put_edge(struct regroup *regroup, struct edge edge)
{
    regroup->edges = room_for(regroup->arena, regroup->edges, regroup->edge_count, &regroup->edge_room, sizeof(edge));
    regroup->edges[regroup->edge_count++] = edge;
}

/* What people have confirmed holds, what they have rejected does not. */
static enum status on_edge(UNUSED struct op *op, const struct copy_value *v, UNUSED unsigned columns, void *arg)
{
    struct regroup *regroup = arg;
    int16_t decision = v[3].p == NULL ? 0 : value_i16(&v[3]);
    int64_t bits = decision > 0 ? INT64_MAX : value_i64(&v[2]);

    if (decision < 0 || bits < regroup->model->programme)
        return ST_OK;
    put_edge(regroup, (struct edge){value_uuid(&v[0]), value_uuid(&v[1]), false, true, bits});
    return ST_OK;
}

static enum status read_kin(struct op *op, struct db *db, struct regroup *regroup, bool site)
{
    int64_t roles[TRAIT_COUNT];
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st;

    for (enum trait_kind kind = 0; kind < TRAIT_COUNT; kind++)
        roles[kind] = match_kin_roles(site, kind);
    struct param params[] = {param_i64_array(regroup->arena, roles, TRAIT_COUNT)};

    st = db_run(op, db, site ? &Q_PROGRAMME_KIN_SITE : &Q_PROGRAMME_KIN_ENDPOINT, params, &res);
    for (int row = 0; st == ST_OK && row < PQntuples(res); row++) {
        int64_t bits = match_kin_bits(regroup->model, site, (enum trait_kind)cell_i64(res, row, 2), cell_i64(res, row, 3));

        if (bits >= regroup->model->programme)
            put_edge(regroup, (struct edge){cell_uuid(res, row, 0), cell_uuid(res, row, 1), site, site, bits});
    }
    return st;
}

static int by_id(const void *a, const void *b)
{
    return uuid_compare(&((const struct node *)a)->id, &((const struct node *)b)->id);
}

static void collect_nodes(struct regroup *regroup)
{
    struct node *all = arena_array(regroup->arena, struct node, regroup->edge_count * 2 + 1);
    uint32_t count = 0;

    for (size_t i = 0; i < regroup->edge_count; i++) {
        all[2 * i] = (struct node){regroup->edges[i].a, regroup->edges[i].a_is_site, NONE};
        all[2 * i + 1] = (struct node){regroup->edges[i].b, regroup->edges[i].b_is_site, NONE};
    }
    if (regroup->edge_count > 0)
        qsort(all, regroup->edge_count * 2, sizeof(*all), by_id);
    for (size_t i = 0; i < regroup->edge_count * 2; i++)
        if (count == 0 || by_id(&all[i], &all[count - 1]) != 0)
            all[count++] = all[i];
    regroup->nodes = all;
    regroup->node_count = count;
}

static struct node *node_find(const struct regroup *regroup, const struct uuid *id)
{
    struct node key = {.id = *id};

    return regroup->node_count == 0 ? NULL : bsearch(&key, regroup->nodes, regroup->node_count, sizeof(key), by_id);
}

static struct bytes key_of(const struct uuid *id)
{
    return (struct bytes){(const char *)id->b, sizeof(id->b)};
}

static uint32_t old_number(struct regroup *regroup, struct uuid id)
{
    uint32_t *number = map_find(&regroup->old_numbers, key_of(&id));
    size_t room = regroup->old_room;

    if (number != NULL)
        return *number;
    regroup->olds = room_for(regroup->arena, regroup->olds, regroup->old_count, &room, sizeof(struct old_programme));
    regroup->old_room = (uint32_t)room;
    regroup->olds[regroup->old_count] = (struct old_programme){id, NONE};
    number = arena_new_of(regroup->arena, uint32_t);
    *number = regroup->old_count;
    *map_put(&regroup->old_numbers, bytes_copy(regroup->arena, key_of(&id))) = number;
    return regroup->old_count++;
}

static enum status on_member(UNUSED struct op *op, const struct copy_value *v, UNUSED unsigned columns, void *arg)
{
    struct regroup *regroup = arg;
    struct uuid member = value_uuid(&v[0]), programme = value_uuid(&v[1]);
    struct node *node = node_find(regroup, &member);
    uint32_t number = old_number(regroup, programme);
    size_t room = regroup->gone_room;

    if (node != NULL) {
        node->old = number;
        return ST_OK;
    }
    regroup->gone = room_for(regroup->arena, regroup->gone, regroup->gone_count, &room, sizeof(struct uuid));
    regroup->gone_programmes =
        room_for(regroup->arena, regroup->gone_programmes, regroup->gone_count, &regroup->gone_room, sizeof(struct uuid));
    regroup->gone_programmes[regroup->gone_count] = programme;
    regroup->gone[regroup->gone_count++] = member;
    return ST_OK;
}

/* ---- grouping ---- */

static void make_groups(struct regroup *regroup)
{
    const struct cluster_rules rules = {regroup->model->programme, regroup->model->programme + BRIDGE_BITS, LEAST_PART};

    regroup->cluster_edges = arena_array(regroup->arena, struct cluster_edge, regroup->edge_count + 1);
    for (size_t i = 0; i < regroup->edge_count; i++)
        regroup->cluster_edges[i] =
            (struct cluster_edge){(uint32_t)(node_find(regroup, &regroup->edges[i].a) - regroup->nodes),
                                  (uint32_t)(node_find(regroup, &regroup->edges[i].b) - regroup->nodes), regroup->edges[i].bits};
    cluster_make(regroup->arena, &rules, regroup->node_count, regroup->cluster_edges, regroup->edge_count, &regroup->clusters);
    regroup->groups = arena_array(regroup->arena, struct group, regroup->clusters.count + 1);
    for (uint32_t g = 0; g < regroup->clusters.count; g++)
        regroup->groups[g].old = NONE;
    for (uint32_t n = 0; n < regroup->node_count; n++)
        regroup->groups[regroup->clusters.group[n]].members++;
}

static int by_place(const void *a, const void *b)
{
    const struct overlap *x = a, *y = b;

    if (x->old != y->old)
        return x->old < y->old ? -1 : 1;
    return x->group < y->group ? -1 : x->group > y->group;
}

/* The largest first; ties by the id of the old programme, then by the lowest member of the group. */
static int by_size(const void *a, const void *b, void *arg)
{
    const struct overlap *x = a, *y = b;
    const struct regroup *regroup = arg;
    int order;

    if (x->members != y->members)
        return x->members > y->members ? -1 : 1;
    order = uuid_compare(&regroup->olds[x->old].id, &regroup->olds[y->old].id);
    return order != 0 ? order : (x->group < y->group ? -1 : x->group > y->group);
}

static size_t collect_overlaps(const struct regroup *regroup, struct overlap *overlaps)
{
    size_t count = 0, merged = 0;

    for (uint32_t n = 0; n < regroup->node_count; n++)
        if (regroup->nodes[n].old != NONE)
            overlaps[count++] = (struct overlap){regroup->nodes[n].old, regroup->clusters.group[n], 1};
    if (count > 0)
        qsort(overlaps, count, sizeof(*overlaps), by_place);
    for (size_t i = 0; i < count; i++)
        if (merged > 0 && by_place(&overlaps[i], &overlaps[merged - 1]) == 0)
            overlaps[merged - 1].members++;
        else
            overlaps[merged++] = overlaps[i];
    return merged;
}

static bool is_programme(const struct group *group)
{
    return group->members > 1;
}

/* A name of its own from its lowest member; another when some programme has had that name. */
static struct uuid new_id(struct regroup *regroup, const struct uuid *lowest)
{
    for (int64_t attempt = 0;; attempt++) {
        struct bytes number = bytes_printf(regroup->arena, "%lld", (long long)attempt);
        struct bytes parts[] = {BYTES("programme"), key_of(lowest), number};
        struct uuid id = uuid_derive(parts, COUNT_OF(parts));

        if (map_find(&regroup->old_numbers, key_of(&id)) == NULL)
            return id;
    }
}

static void name_groups(struct regroup *regroup)
{
    struct overlap *overlaps = arena_array(regroup->arena, struct overlap, regroup->node_count + 1);
    size_t count = collect_overlaps(regroup, overlaps);

    if (count > 0)
        qsort_r(overlaps, count, sizeof(*overlaps), by_size, regroup);
    for (size_t i = 0; i < count; i++) {
        struct group *group = &regroup->groups[overlaps[i].group];
        struct old_programme *old = &regroup->olds[overlaps[i].old];

        if (group->old != NONE || old->group != NONE || !is_programme(group))
            continue;
        group->old = overlaps[i].old;
        group->id = old->id;
        old->group = overlaps[i].group;
    }
    for (uint32_t n = regroup->node_count; n-- > 0;) { /* the lowest member is seen last */
        struct group *group = &regroup->groups[regroup->clusters.group[n]];

        if (group->old == NONE)
            group->id = regroup->nodes[n].id;
    }
    for (uint32_t g = 0; g < regroup->clusters.count; g++)
        if (regroup->groups[g].old == NONE && is_programme(&regroup->groups[g]))
            regroup->groups[g].id = new_id(regroup, &regroup->groups[g].id);
}

/* ---- writing ---- */

static enum status write_members(struct op *op, struct db *db, struct regroup *regroup, int64_t *ret_moved)
{
    struct uuid *members = arena_array(regroup->arena, struct uuid, regroup->node_count + 1);
    struct uuid *programmes = arena_array(regroup->arena, struct uuid, regroup->node_count + 1);
    int64_t *sites = arena_array(regroup->arena, int64_t, regroup->node_count + 1);
    size_t count = 0;

    for (uint32_t n = 0; n < regroup->node_count; n++) {
        const struct node *node = &regroup->nodes[n];
        const struct group *group = &regroup->groups[regroup->clusters.group[n]];

        if (!is_programme(group) || (node->old != NONE && node->old == group->old))
            continue;
        members[count] = node->id;
        sites[count] = node->is_site;
        programmes[count++] = group->id;
    }
    *ret_moved += (int64_t)count;
    if (count == 0)
        return ST_OK;
    struct param params[] = {param_uuid_array(regroup->arena, members, count), param_i64_array(regroup->arena, sites, count),
                             param_uuid_array(regroup->arena, programmes, count)};

    return db_do(op, db, &Q_PROGRAMME_PUT_MEMBER, params);
}

static enum status drop_members(struct op *op, struct db *db, struct regroup *regroup, int64_t *ret_moved)
{
    struct uuid *gone = arena_array(regroup->arena, struct uuid, regroup->gone_count + regroup->node_count + 1);
    size_t count = regroup->gone_count;

    if (count > 0)
        memcpy(gone, regroup->gone, count * sizeof(*gone));
    for (uint32_t n = 0; n < regroup->node_count; n++)
        if (regroup->nodes[n].old != NONE && !is_programme(&regroup->groups[regroup->clusters.group[n]]))
            gone[count++] = regroup->nodes[n].id;
    *ret_moved += (int64_t)count;
    if (count == 0)
        return ST_OK;
    struct param params[] = {param_uuid_array(regroup->arena, gone, count)};

    return db_do(op, db, &Q_PROGRAMME_DROP_MEMBER, params);
}

static enum status write_change(struct op *op, struct db *db, struct regroup *regroup, const char *change,
                                const struct uuid *programme, const struct uuid *other, const struct uuid *members, size_t count)
{
    struct param params[] = {param_uuid(programme), other == NULL ? param_text(BYTES_NONE) : param_uuid(other),
                             param_cstr(change), param_uuid_array(regroup->arena, members, count),
                             param_instant(regroup->arena, op->now_us)};

    return db_do(op, db, &Q_PROGRAMME_PUT_CHANGE, params);
}

/* Members of one old programme that are in one group now, and what that means for the group. */
struct move {
    uint32_t old, group, node;
};

static int by_move(const void *a, const void *b)
{
    const struct move *x = a, *y = b;

    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->old != y->old)
        return x->old < y->old ? -1 : 1;
    return x->node < y->node ? -1 : x->node > y->node;
}

static enum status record_move(struct op *op, struct db *db, struct regroup *regroup, const struct move *moves, size_t count)
{
    const struct group *group = &regroup->groups[moves->group];
    const struct old_programme *old = moves->old == NONE ? NULL : &regroup->olds[moves->old];
    struct uuid *members = arena_array(regroup->arena, struct uuid, count);

    for (size_t i = 0; i < count; i++)
        members[i] = regroup->nodes[moves[i].node].id;
    if (old == NULL) /* new members of an old programme are growth, which its links tell */
        return group->old == NONE ? write_change(op, db, regroup, "formed", &group->id, NULL, members, count) : ST_OK;
    return write_change(op, db, regroup, old->group == NONE ? "merged" : "split", &group->id, &old->id, members, count);
}

static enum status record_moves(struct op *op, struct db *db, struct regroup *regroup)
{
    struct move *moves = arena_array(regroup->arena, struct move, regroup->node_count + 1);
    enum status st = ST_OK;
    size_t count = 0, end;

    for (uint32_t n = 0; n < regroup->node_count; n++) {
        const struct group *group = &regroup->groups[regroup->clusters.group[n]];

        if (is_programme(group) && (regroup->nodes[n].old == NONE || regroup->nodes[n].old != group->old))
            moves[count++] = (struct move){regroup->nodes[n].old, regroup->clusters.group[n], n};
    }
    if (count > 0)
        qsort(moves, count, sizeof(*moves), by_move);
    for (size_t i = 0; i < count && st == ST_OK; i = end) {
        for (end = i + 1; end < count && moves[end].group == moves[i].group && moves[end].old == moves[i].old; end++)
            ;
        st = record_move(op, db, regroup, &moves[i], end - i);
    }
    return st;
}

static enum status record_dissolved(struct op *op, struct db *db, struct regroup *regroup)
{
    uint8_t *lives_on = arena_array(regroup->arena, uint8_t, (size_t)regroup->old_count + 1);
    enum status st = ST_OK;

    for (uint32_t n = 0; n < regroup->node_count; n++)
        if (regroup->nodes[n].old != NONE && is_programme(&regroup->groups[regroup->clusters.group[n]]))
            lives_on[regroup->nodes[n].old] = 1;
    for (uint32_t i = 0; i < regroup->old_count && st == ST_OK; i++) {
        struct uuid *members = arena_array(regroup->arena, struct uuid, regroup->gone_count + 1);
        size_t count = 0;

        if (lives_on[i])
            continue;
        for (size_t k = 0; k < regroup->gone_count; k++)
            if (uuid_compare(&regroup->gone_programmes[k], &regroup->olds[i].id) == 0)
                members[count++] = regroup->gone[k];
        st = write_change(op, db, regroup, "dissolved", &regroup->olds[i].id, NULL, members, count);
    }
    return st;
}

static enum status write_bridges(struct op *op, struct db *db, struct regroup *regroup, struct programme_counts *counts)
{
    struct uuid *sites = arena_array(regroup->arena, struct uuid, regroup->edge_count + 1);
    struct uuid *endpoints = arena_array(regroup->arena, struct uuid, regroup->edge_count + 1);
    int64_t *cuts = arena_array(regroup->arena, int64_t, regroup->edge_count + 1);
    enum status st = db_do(op, db, &Q_PROGRAMME_FORGET_BRIDGE, NULL);
    size_t count = 0;

    for (size_t i = 0; i < regroup->edge_count; i++) {
        bool link = !regroup->edges[i].a_is_site && regroup->edges[i].b_is_site;

        if (!link || (regroup->clusters.use[i] != CLUSTER_bridge && regroup->clusters.use[i] != CLUSTER_cut))
            continue;
        sites[count] = regroup->edges[i].b;
        endpoints[count] = regroup->edges[i].a;
        cuts[count++] = regroup->clusters.use[i] == CLUSTER_cut;
        counts->cuts += regroup->clusters.use[i] == CLUSTER_cut;
    }
    counts->bridges = (int64_t)count - counts->cuts;
    if (st != ST_OK || count == 0)
        return st;
    struct param params[] = {param_uuid_array(regroup->arena, sites, count), param_uuid_array(regroup->arena, endpoints, count),
                             param_i64_array(regroup->arena, cuts, count)};

    return db_do(op, db, &Q_PROGRAMME_PUT_BRIDGE, params);
}

static void count_groups(const struct regroup *regroup, struct programme_counts *counts)
{
    for (uint32_t g = 0; g < regroup->clusters.count; g++)
        if (is_programme(&regroup->groups[g])) {
            counts->programmes++;
            counts->members += regroup->groups[g].members;
        }
}

static enum status write_all(struct op *op, struct db *db, struct regroup *regroup, struct programme_counts *counts)
{
    enum status st = drop_members(op, db, regroup, &counts->moved);

    if (st == ST_OK)
        st = write_members(op, db, regroup, &counts->moved);
    if (st == ST_OK)
        st = record_moves(op, db, regroup);
    if (st == ST_OK)
        st = record_dissolved(op, db, regroup);
    if (st == ST_OK)
        st = write_bridges(op, db, regroup, counts);
    count_groups(regroup, counts);
    return st;
}

enum status programme_update(struct op *op, struct db *db, const struct model *model, struct programme_counts *ret)
{
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct regroup regroup = {.model = model, .arena = arena};
    struct programme_counts counts = {0};
    enum status st = db_copy_out(op, db, &Q_PROGRAMME_EDGES, on_edge, &regroup);

    map_init(&regroup.old_numbers, arena);
    if (st == ST_OK)
        st = read_kin(op, db, &regroup, false);
    if (st == ST_OK)
        st = read_kin(op, db, &regroup, true);
    if (st != ST_OK)
        return st;
    collect_nodes(&regroup);
    st = db_copy_out(op, db, &Q_PROGRAMME_MEMBERS, on_member, &regroup);
    if (st != ST_OK)
        return st;
    make_groups(&regroup);
    name_groups(&regroup);
    st = write_all(op, db, &regroup, &counts);
    if (st == ST_OK)
        *ret = counts;
    return st;
}

/* ---- the list ---- */

static enum status fetch_some(struct op *op, struct db *db, programme_fn *row, void *arg, bool *ret_more)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_PROGRAMME_FETCH_LIST, NULL, &res);

    for (int i = 0; st == ST_OK && i < PQntuples(res); i++) {
        struct uuid programme = cell_uuid(res, i, 0);

        st = row(op, &programme, cell_text(res, i, 1), arg);
    }
    *ret_more = st == ST_OK && PQntuples(res) > 0;
    return st;
}

enum status programme_list(struct op *op, struct db *db, programme_fn *row, void *arg)
{
    enum status st = db_begin(op, db);
    bool more = true;

    if (st == ST_OK)
        st = db_do(op, db, &Q_PROGRAMME_OPEN_LIST, NULL);
    while (st == ST_OK && more)
        st = fetch_some(op, db, row, arg, &more);
    if (st == ST_OK)
        st = db_commit(op, db);
    if (st != ST_OK)
        db_rollback(db);
    return st;
}
