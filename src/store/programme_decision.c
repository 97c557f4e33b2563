/* What people decided about parts of programmes: parts that belong together are tied by edges of their own, parts that lie apart are
 * given to the grouping. */
#include "programme_private.h"

struct decided_part {
    struct uuid *ids;
    bool *is_site;
    size_t count, room;
};

struct decided {
    int64_t number;
    struct uuid programme, other; /* of the change that it undoes */
    bool apart;
    bool followed;
    struct decided_part parts[2];
};

static void put_member(struct arena *arena, struct decided_part *part, struct uuid id, bool is_site)
{
    size_t room = part->room;

    part->ids = arena_room(arena, part->ids, part->count, &room, sizeof(*part->ids));
    part->is_site = arena_room(arena, part->is_site, part->count, &part->room, sizeof(*part->is_site));
    part->ids[part->count] = id;
    part->is_site[part->count++] = is_site;
}

enum status programme_read_decisions(struct op *op, struct db *db, struct regroup *regroup)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_PROGRAMME_LIST_RULED, NULL, &res);

    for (int row = 0; st == ST_OK && row < PQntuples(res); row++) {
        int64_t number = cell_i64(res, row, 0);

        if (regroup->decided_count == 0 || regroup->decided[regroup->decided_count - 1].number != number) {
            regroup->decided = arena_room(regroup->arena, regroup->decided, regroup->decided_count, &regroup->decided_room,
                                          sizeof(struct decided));
            regroup->decided[regroup->decided_count++] = (struct decided){.number = number,
                                                                          .programme = cell_uuid(res, row, 5),
                                                                          .other = cell_uuid(res, row, 6),
                                                                          .apart = bytes_is(cell_text(res, row, 1), "apart")};
        }
        put_member(regroup->arena, &regroup->decided[regroup->decided_count - 1].parts[cell_bool(res, row, 2)],
                   cell_uuid(res, row, 3), cell_bool(res, row, 4));
    }
    return st;
}

/* Ties all members to the first. */
static void tie(const struct decided *decided, programme_tie_fn *put, void *arg)
{
    struct uuid first = decided->parts[0].ids[0];
    bool first_is_site = decided->parts[0].is_site[0];

    for (int side = 0; side < 2; side++)
        for (size_t i = side == 0; i < decided->parts[side].count; i++) {
            struct edge edge = {.a = first,
                                .b = decided->parts[side].ids[i],
                                .a_is_site = first_is_site,
                                .b_is_site = decided->parts[side].is_site[i],
                                .tie = EDGE_decided,
                                .bits = INT64_MAX};

            put(arg, &edge);
        }
}

static bool any_is(const struct decided *decided, programme_seen_fn *seen, const void *arg)
{
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < decided->parts[side].count; i++)
            if (seen(arg, &decided->parts[side].ids[i], decided->parts[side].is_site[i]))
                return true;
    return false;
}

void programme_tie_decided(struct regroup *regroup, programme_seen_fn *seen, programme_tie_fn *put, void *arg)
{
    for (size_t i = 0; i < regroup->decided_count; i++) {
        struct decided *decided = &regroup->decided[i];

        if (decided->apart || decided->followed || (seen != NULL && !any_is(decided, seen, arg)))
            continue;
        decided->followed = true;
        tie(decided, put, arg);
    }
}

static size_t number_nodes(const struct regroup *regroup, const struct decided_part *part, uint32_t **ret)
{
    size_t count = 0;

    *ret = arena_array(regroup->arena, uint32_t, part->count + 1);
    for (size_t i = 0; i < part->count; i++) {
        uint32_t number = programme_node_number(regroup, &part->ids[i]);

        if (number != NONE)
            (*ret)[count++] = number;
    }
    return count;
}

size_t programme_aparts(const struct regroup *regroup, struct cluster_apart **ret)
{
    size_t count = 0;

    *ret = arena_array(regroup->arena, struct cluster_apart, regroup->decided_count + 1);
    for (size_t i = 0; i < regroup->decided_count; i++) {
        uint32_t *ones, *others;

        if (!regroup->decided[i].apart)
            continue;
        size_t one_count = number_nodes(regroup, &regroup->decided[i].parts[0], &ones);
        size_t other_count = number_nodes(regroup, &regroup->decided[i].parts[1], &others);

        if (one_count > 0 && other_count > 0)
            (*ret)[count++] = (struct cluster_apart){ones, others, one_count, other_count};
    }
    return count;
}

/* ---- ids ---- */

/* The group of most members of a part that were in the old programme; ties by the lower group. NONE when there is none. */
static uint32_t group_of_most(const struct regroup *regroup, const struct decided_part *part, uint32_t old, uint32_t *counts)
{
    uint32_t best = NONE;

    for (size_t i = 0; i < part->count; i++) {
        uint32_t number = programme_node_number(regroup, &part->ids[i]);
        uint32_t group = number == NONE ? NONE : regroup->clusters.group[number];

        if (number == NONE || regroup->nodes[number].old != old)
            continue;
        counts[group]++;
        if (best == NONE || counts[group] > counts[best] || (counts[group] == counts[best] && group < best))
            best = group;
    }
    for (size_t i = 0; i < part->count; i++) {
        uint32_t number = programme_node_number(regroup, &part->ids[i]);

        if (number != NONE)
            counts[regroup->clusters.group[number]] = 0;
    }
    return best;
}

static void claim(struct regroup *regroup, uint32_t old, uint32_t group)
{
    if (!group_is_programme(&regroup->groups[group]) || regroup->groups[group].old != NONE || regroup->olds[old].group != NONE)
        return;
    regroup->groups[group].old = old;
    regroup->groups[group].id = regroup->olds[old].id;
    regroup->olds[old].group = group;
}

/* The part that had come in by the merge takes its own id again, the other keeps that of both. */
static void claim_apart(struct regroup *regroup, const struct decided *decided, uint32_t *counts)
{
    uint32_t old = programme_old_find(regroup, decided->programme);
    uint32_t ones = old == NONE ? NONE : group_of_most(regroup, &decided->parts[0], old, counts);
    uint32_t others = ones == NONE ? NONE : group_of_most(regroup, &decided->parts[1], old, counts);

    if (others == NONE || ones == others)
        return;
    claim(regroup, old, others);
    if (regroup->groups[ones].old == NONE && programme_old_find(regroup, decided->other) == NONE) {
        regroup->groups[ones].wants = true;
        regroup->groups[ones].id = decided->other;
    }
}

/* What did not split goes on as what it came out of. */
static void claim_together(struct regroup *regroup, const struct decided *decided, uint32_t *counts)
{
    uint32_t split = programme_old_find(regroup, decided->programme), whole = programme_old_find(regroup, decided->other);
    uint32_t ones = split == NONE || whole == NONE ? NONE : group_of_most(regroup, &decided->parts[0], split, counts);

    if (ones != NONE && ones == group_of_most(regroup, &decided->parts[1], whole, counts))
        claim(regroup, whole, ones);
}

void programme_claim_decided(struct regroup *regroup)
{
    uint32_t *counts =
        regroup->decided_count == 0 ? NULL : arena_array(regroup->arena, uint32_t, (size_t)regroup->clusters.count + 1);

    for (size_t i = regroup->decided_count; i-- > 0;)
        if (regroup->decided[i].apart)
            claim_apart(regroup, &regroup->decided[i], counts);
        else
            claim_together(regroup, &regroup->decided[i], counts);
}
