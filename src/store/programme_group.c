/* Groups the nodes that edges hold together, and finds out which programme each group carries on. */
#include <stdlib.h>
#include <string.h>

#include "programme_private.h"

#define BRIDGE_BITS (7 * MICRO) /* above what makes a link hold: weaker bridges are cut */
#define LEAST_PART 3
#define NAME_ATTEMPTS 16

/* So many members of an old programme are in a group now. */
struct overlap {
    uint32_t old, group, members;
};

bool group_is_programme(const struct group *group)
{
    return group->members > 1;
}

/* ---- nodes ---- */

static int by_id(const void *a, const void *b)
{
    return uuid_compare(&((const struct node *)a)->id, &((const struct node *)b)->id);
}

void programme_collect_nodes(struct regroup *regroup)
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

uint32_t programme_node_number(const struct regroup *regroup, const struct uuid *id)
{
    const struct node *node = node_find(regroup, id);

    return node == NULL ? NONE : (uint32_t)(node - regroup->nodes);
}

uint32_t programme_old_find(const struct regroup *regroup, struct uuid id)
{
    const uint32_t *number = map_find(&regroup->old_numbers, uuid_bytes(&id));

    return number == NULL ? NONE : *number;
}

static uint32_t old_number(struct regroup *regroup, struct uuid id)
{
    uint32_t *number = map_find(&regroup->old_numbers, uuid_bytes(&id));
    size_t room = regroup->old_room;

    if (number != NULL)
        return *number;
    regroup->olds = arena_room(regroup->arena, regroup->olds, regroup->old_count, &room, sizeof(struct old_programme));
    regroup->old_room = (uint32_t)room;
    regroup->olds[regroup->old_count] = (struct old_programme){id, NONE};
    number = arena_new_of(regroup->arena, uint32_t);
    *number = regroup->old_count;
    *map_put(&regroup->old_numbers, bytes_copy(regroup->arena, uuid_bytes(&id))) = number;
    return regroup->old_count++;
}

void programme_put_old(struct regroup *regroup, struct uuid member, struct uuid programme)
{
    struct node *node = node_find(regroup, &member);
    uint32_t number = old_number(regroup, programme);
    size_t room = regroup->gone_room;

    if (node != NULL) {
        node->old = number;
        return;
    }
    regroup->gone = arena_room(regroup->arena, regroup->gone, regroup->gone_count, &room, sizeof(struct uuid));
    regroup->gone_programmes =
        arena_room(regroup->arena, regroup->gone_programmes, regroup->gone_count, &regroup->gone_room, sizeof(struct uuid));
    regroup->gone_programmes[regroup->gone_count] = programme;
    regroup->gone[regroup->gone_count++] = member;
}

/* ---- grouping ---- */

static struct cluster_graph graph_of(const struct regroup *regroup)
{
    bool *sites = arena_array(regroup->arena, bool, (size_t)regroup->node_count + 1);
    struct cluster_edge *edges = arena_array(regroup->arena, struct cluster_edge, regroup->edge_count + 1);

    for (uint32_t n = 0; n < regroup->node_count; n++)
        sites[n] = regroup->nodes[n].is_site;
    for (size_t i = 0; i < regroup->edge_count; i++)
        edges[i] =
            (struct cluster_edge){(uint32_t)(node_find(regroup, &regroup->edges[i].a) - regroup->nodes),
                                  (uint32_t)(node_find(regroup, &regroup->edges[i].b) - regroup->nodes), regroup->edges[i].bits};
    return (struct cluster_graph){regroup->node_count, sites, edges, regroup->edge_count};
}

void programme_make_groups(struct regroup *regroup)
{
    const struct cluster_graph graph = graph_of(regroup);
    struct cluster_rules rules = {regroup->model->programme, regroup->model->programme + BRIDGE_BITS, LEAST_PART, NULL, 0};
    struct cluster_apart *aparts;

    rules.apart_count = programme_aparts(regroup, &aparts);
    rules.aparts = aparts;
    cluster_make(regroup->arena, &rules, &graph, &regroup->clusters);
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

void programme_match_groups(struct regroup *regroup)
{
    struct overlap *overlaps = arena_array(regroup->arena, struct overlap, regroup->node_count + 1);
    size_t count = collect_overlaps(regroup, overlaps);

    programme_claim_decided(regroup);
    if (count > 0)
        qsort_r(overlaps, count, sizeof(*overlaps), by_size, regroup);
    for (size_t i = 0; i < count; i++) {
        struct group *group = &regroup->groups[overlaps[i].group];
        struct old_programme *old = &regroup->olds[overlaps[i].old];

        if (group->old != NONE || old->group != NONE || !group_is_programme(group))
            continue;
        group->old = overlaps[i].old;
        group->id = old->id;
        old->group = overlaps[i].group;
    }
}

/* ---- names ---- */

static struct uuid derive_name(struct arena *arena, const struct uuid *lowest, int64_t attempt)
{
    struct bytes parts[] = {BYTES("programme"), uuid_bytes(lowest), bytes_printf(arena, "%lld", (long long)attempt)};

    return uuid_derive(parts, COUNT_OF(parts));
}

/* The first one that a group tries is the one that it had, when it wants that. */
static struct uuid next_name(struct arena *arena, const struct group *group, const struct uuid *lowest, int64_t attempt)
{
    if (group->wants && attempt == 0)
        return group->id;
    return derive_name(arena, lowest, attempt - group->wants);
}

/* The lowest member of each group that carries no programme on. */
static struct uuid *lowest_members(struct regroup *regroup)
{
    struct uuid *lowest = arena_array(regroup->arena, struct uuid, regroup->clusters.count + 1);

    for (uint32_t n = regroup->node_count; n-- > 0;)
        lowest[regroup->clusters.group[n]] = regroup->nodes[n].id;
    return lowest;
}

static bool needs_name(const struct group *group)
{
    return group->old == NONE && group_is_programme(group);
}

static enum status read_taken(struct op *op, struct db *db, struct regroup *regroup, const struct uuid *ids, size_t count,
                              struct map *taken)
{
    struct param params[] = {param_uuid_array(regroup->arena, ids, count)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = count == 0 ? ST_OK : db_run(op, db, &Q_PROGRAMME_FIND_MANY, params, &res);

    for (int row = 0; st == ST_OK && res != NULL && row < PQntuples(res); row++) {
        struct uuid *id = arena_new_of(regroup->arena, struct uuid);

        *id = cell_uuid(res, row, 0);
        *map_put(taken, uuid_bytes(id)) = id;
    }
    return st;
}

/* Groups without a name yet, in the order of their numbers. */
struct naming {
    const struct uuid *lowest;
    uint8_t *named;
    size_t left;
    struct map given; /* in this run */
};

/* One round: the groups without a name try the next one that is theirs. */
static enum status try_names(struct op *op, struct db *db, struct regroup *regroup, struct naming *naming, int64_t attempt)
{
    struct uuid *ids = arena_array(regroup->arena, struct uuid, naming->left + 1);
    size_t count = 0;
    struct map taken;
    enum status st;

    for (uint32_t g = 0; g < regroup->clusters.count; g++)
        if (needs_name(&regroup->groups[g]) && !naming->named[g])
            ids[count++] = regroup->groups[g].id = next_name(regroup->arena, &regroup->groups[g], &naming->lowest[g], attempt);
    map_init(&taken, regroup->arena);
    st = read_taken(op, db, regroup, ids, count, &taken);
    for (uint32_t g = 0; st == ST_OK && g < regroup->clusters.count; g++) {
        struct bytes key = uuid_bytes(&regroup->groups[g].id);

        if (!needs_name(&regroup->groups[g]) || naming->named[g] || map_find(&taken, key) != NULL ||
            map_find(&naming->given, key) != NULL)
            continue;
        *map_put(&naming->given, key) = &regroup->groups[g];
        naming->named[g] = 1;
        naming->left--;
    }
    return st;
}

enum status programme_name_groups(struct op *op, struct db *db, struct regroup *regroup)
{
    struct naming naming = {.lowest = lowest_members(regroup),
                            .named = arena_array(regroup->arena, uint8_t, (size_t)regroup->clusters.count + 1)};
    enum status st = ST_OK;

    map_init(&naming.given, regroup->arena);
    for (uint32_t g = 0; g < regroup->clusters.count; g++)
        naming.left += needs_name(&regroup->groups[g]);
    for (int64_t attempt = 0; st == ST_OK && naming.left > 0; attempt++)
        st = attempt == NAME_ATTEMPTS ? op_fail(op, ST_BUG, "programmes: no name is left for a group")
                                      : try_names(op, db, regroup, &naming, attempt);
    return st;
}
