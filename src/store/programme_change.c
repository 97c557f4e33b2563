/* Writes what has changed about programmes: members that moved, how programmes came, merged, split and ended, and their bridges. */
#include <stdlib.h>
#include <string.h>

#include "programme_private.h"

static enum status write_members(struct op *op, struct db *db, struct regroup *regroup, int64_t *ret_moved)
{
    struct uuid *members = arena_array(regroup->arena, struct uuid, regroup->node_count + 1);
    struct uuid *programmes = arena_array(regroup->arena, struct uuid, regroup->node_count + 1);
    int64_t *sites = arena_array(regroup->arena, int64_t, regroup->node_count + 1);
    size_t count = 0;

    for (uint32_t n = 0; n < regroup->node_count; n++) {
        const struct node *node = &regroup->nodes[n];
        const struct group *group = &regroup->groups[regroup->clusters.group[n]];

        if (!group_is_programme(group) || (node->old != NONE && node->old == group->old))
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
        if (regroup->nodes[n].old != NONE && !group_is_programme(&regroup->groups[regroup->clusters.group[n]]))
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
    if (old == NULL)
        return write_change(op, db, regroup, group->old == NONE ? "formed" : "joined", &group->id, NULL, members, count);
    return write_change(op, db, regroup, old->group == NONE ? "merged" : "split", &group->id, &old->id, members, count);
}

static enum status record_moves(struct op *op, struct db *db, struct regroup *regroup)
{
    struct move *moves = arena_array(regroup->arena, struct move, regroup->node_count + 1);
    enum status st = ST_OK;
    size_t count = 0, end;

    for (uint32_t n = 0; n < regroup->node_count; n++) {
        const struct group *group = &regroup->groups[regroup->clusters.group[n]];

        if (group_is_programme(group) && (regroup->nodes[n].old == NONE || regroup->nodes[n].old != group->old))
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

/* A member of an old programme that is in none now. */
struct leaver {
    uint32_t old;
    struct uuid id;
};

static int by_old(const void *a, const void *b)
{
    const struct leaver *x = a, *y = b;

    if (x->old != y->old)
        return x->old < y->old ? -1 : 1;
    return uuid_compare(&x->id, &y->id);
}

static size_t collect_leavers(const struct regroup *regroup, struct leaver *ret)
{
    size_t count = 0;

    for (size_t k = 0; k < regroup->gone_count; k++) {
        const uint32_t *old = map_find(&regroup->old_numbers, uuid_bytes(&regroup->gone_programmes[k]));

        ret[count++] = (struct leaver){*old, regroup->gone[k]};
    }
    for (uint32_t n = 0; n < regroup->node_count; n++)
        if (regroup->nodes[n].old != NONE && !group_is_programme(&regroup->groups[regroup->clusters.group[n]]))
            ret[count++] = (struct leaver){regroup->nodes[n].old, regroup->nodes[n].id};
    if (count > 0)
        qsort(ret, count, sizeof(*ret), by_old);
    return count;
}

/* A programme of which nobody is in any programme is dissolved; the others have lost members. */
static enum status record_gone(struct op *op, struct db *db, struct regroup *regroup)
{
    uint8_t *lives_on = arena_array(regroup->arena, uint8_t, (size_t)regroup->old_count + 1);
    struct leaver *leavers = arena_array(regroup->arena, struct leaver, regroup->gone_count + regroup->node_count + 1);
    struct uuid *members = arena_array(regroup->arena, struct uuid, regroup->gone_count + regroup->node_count + 1);
    size_t count = collect_leavers(regroup, leavers), end;
    enum status st = ST_OK;

    for (uint32_t n = 0; n < regroup->node_count; n++)
        if (regroup->nodes[n].old != NONE && group_is_programme(&regroup->groups[regroup->clusters.group[n]]))
            lives_on[regroup->nodes[n].old] = 1;
    for (size_t i = 0; i < count && st == ST_OK; i = end) {
        uint32_t old = leavers[i].old;

        for (end = i; end < count && leavers[end].old == old; end++)
            members[end - i] = leavers[end].id;
        st = write_change(op, db, regroup, lives_on[old] ? "left" : "dissolved", &regroup->olds[old].id, NULL, members, end - i);
    }
    return st;
}

/* ---- bridges ---- */

static enum status forget_near(struct op *op, struct db *db, struct regroup *regroup)
{
    struct param endpoints[] = {param_uuid_array(regroup->arena, regroup->ids[false], regroup->id_count[false])};
    struct param sites[] = {param_uuid_array(regroup->arena, regroup->ids[true], regroup->id_count[true])};
    enum status st = db_do(op, db, &Q_PROGRAMME_NEAR_FORGET_BRIDGE, sites);

    if (st == ST_OK)
        st = db_do(op, db, &Q_PROGRAMME_NEAR_FORGET_KIN_BRIDGE, sites);
    return st == ST_OK ? db_do(op, db, &Q_PROGRAMME_NEAR_FORGET_KIN_BRIDGE, endpoints) : st;
}

static enum status forget_bridges(struct op *op, struct db *db, struct regroup *regroup)
{
    if (!regroup->all)
        return forget_near(op, db, regroup);
    enum status st = db_do(op, db, &Q_PROGRAMME_FORGET_BRIDGE, NULL);

    return st == ST_OK ? db_do(op, db, &Q_PROGRAMME_FORGET_KIN_BRIDGE, NULL) : st;
}

/* What is written of bridges of one kind. */
struct bridges {
    struct uuid *ones, *others;
    int64_t *cuts, *of_sites, *kinds, *hashes;
    int64_t *endpoints, *sites; /* of the smaller side */
    size_t count;
};

static struct bridges collect_bridges(const struct regroup *regroup, enum edge_tie tie)
{
    size_t room = regroup->edge_count + 1;
    struct bridges bridges = {.ones = arena_array(regroup->arena, struct uuid, room),
                              .others = arena_array(regroup->arena, struct uuid, room),
                              .cuts = arena_array(regroup->arena, int64_t, room),
                              .of_sites = arena_array(regroup->arena, int64_t, room),
                              .kinds = arena_array(regroup->arena, int64_t, room),
                              .hashes = arena_array(regroup->arena, int64_t, room),
                              .endpoints = arena_array(regroup->arena, int64_t, room),
                              .sites = arena_array(regroup->arena, int64_t, room)};

    for (size_t i = 0; i < regroup->edge_count; i++) {
        const struct edge *edge = &regroup->edges[i];
        const struct cluster_side *smaller = &regroup->clusters.smaller[i];
        enum cluster_use use = regroup->clusters.use[i];

        if (edge->tie != tie || (use != CLUSTER_bridge && use != CLUSTER_cut))
            continue;
        bridges.ones[bridges.count] = edge->a;
        bridges.others[bridges.count] = edge->b;
        bridges.cuts[bridges.count] = use == CLUSTER_cut;
        bridges.of_sites[bridges.count] = edge->a_is_site;
        bridges.endpoints[bridges.count] = smaller->nodes - smaller->marked;
        bridges.sites[bridges.count] = smaller->marked;
        bridges.kinds[bridges.count] = edge->kind;
        bridges.hashes[bridges.count++] = (int64_t)edge->hash;
    }
    return bridges;
}

static enum status write_link_bridges(struct op *op, struct db *db, struct regroup *regroup)
{
    struct bridges bridges = collect_bridges(regroup, EDGE_link);
    struct param params[] = {param_uuid_array(regroup->arena, bridges.others, bridges.count),
                             param_uuid_array(regroup->arena, bridges.ones, bridges.count),
                             param_i64_array(regroup->arena, bridges.cuts, bridges.count),
                             param_i64_array(regroup->arena, bridges.endpoints, bridges.count),
                             param_i64_array(regroup->arena, bridges.sites, bridges.count)};

    return bridges.count == 0 ? ST_OK : db_do(op, db, &Q_PROGRAMME_PUT_BRIDGE, params);
}

static enum status write_kin_bridges(struct op *op, struct db *db, struct regroup *regroup)
{
    struct bridges bridges = collect_bridges(regroup, EDGE_kin);
    struct param params[] = {param_uuid_array(regroup->arena, bridges.ones, bridges.count),
                             param_uuid_array(regroup->arena, bridges.others, bridges.count),
                             param_i64_array(regroup->arena, bridges.kinds, bridges.count),
                             param_i64_array(regroup->arena, bridges.hashes, bridges.count),
                             param_i64_array(regroup->arena, bridges.of_sites, bridges.count),
                             param_i64_array(regroup->arena, bridges.cuts, bridges.count),
                             param_i64_array(regroup->arena, bridges.endpoints, bridges.count),
                             param_i64_array(regroup->arena, bridges.sites, bridges.count)};

    return bridges.count == 0 ? ST_OK : db_do(op, db, &Q_PROGRAMME_PUT_KIN_BRIDGE, params);
}

static enum status write_bridges(struct op *op, struct db *db, struct regroup *regroup)
{
    enum status st = forget_bridges(op, db, regroup);

    if (st == ST_OK)
        st = write_link_bridges(op, db, regroup);
    return st == ST_OK ? write_kin_bridges(op, db, regroup) : st;
}

enum status programme_write(struct op *op, struct db *db, struct regroup *regroup, int64_t *ret_moved)
{
    int64_t moved = 0;
    enum status st = drop_members(op, db, regroup, &moved);

    if (st == ST_OK)
        st = write_members(op, db, regroup, &moved);
    if (st == ST_OK)
        st = record_moves(op, db, regroup);
    if (st == ST_OK)
        st = record_gone(op, db, regroup);
    if (st == ST_OK)
        st = write_bridges(op, db, regroup);
    if (st == ST_OK)
        *ret_moved = moved;
    return st;
}
