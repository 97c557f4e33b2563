/*
 * programme_private.h: one regrouping: the edges it looks at, the nodes they join, the programmes as they were and as they are to be.
 *
 * Shape   programme_edge.c reads edges, all of them or those of the components that something has changed in; programme_group.c groups the
 *         nodes and gives the groups their ids; programme_kin.c knows who is kin, programme_decision.c what people decided about parts; programme_change.c writes
 *         what is not as it was.
 */
#ifndef STORE_PROGRAMME_PRIVATE_H
#define STORE_PROGRAMME_PRIVATE_H

#include "base/map.h"
#include "core/cluster.h"
#include "store/programme_store.h"

#define NONE UINT32_MAX

enum edge_tie { EDGE_link, EDGE_kin, EDGE_decided };

/* A link from an endpoint to a site, two of a side that are kin, or what people have decided to belong together. */
struct edge {
    struct uuid a, b;
    bool a_is_site, b_is_site;
    enum edge_tie tie;
    enum trait_kind kind; /* kin: of the value that both have */
    int64_t bits;
    uint64_t hash;
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
    bool wants;   /* old is NONE: the id that it had before, if nobody has it */
};

struct decided; /* what people decided about two parts */

struct regroup {
    const struct model *model;
    const struct kin *kin; /* all: when they are known, NULL */
    struct arena *arena;
    bool all;
    struct uuid *
        ids[2]; /* not all: the endpoints and the sites that may belong to another programme, and those they hang together with */
    size_t id_count[2], id_room[2];
    struct edge *edges;
    size_t edge_count, edge_room;
    struct node *nodes; /* by id */
    uint32_t node_count;
    struct map old_numbers; /* programme id -> its place in olds */
    struct old_programme *olds;
    uint32_t old_count, old_room;
    struct uuid *gone; /* members that are in no group any more */
    size_t gone_count, gone_room;
    struct uuid *gone_programmes; /* beside gone */
    struct decided *decided;
    size_t decided_count, decided_room;
    struct edge *ruled; /* by values that are ruled to be no hub */
    uint8_t *ruled_followed;
    size_t ruled_count;
    struct clusters clusters;
    struct group *groups;
};

bool group_is_programme(const struct group *group);

MUST_CHECK enum status programme_read_decisions(struct op *op, struct db *db, struct regroup *regroup);
typedef bool programme_seen_fn(const void *arg, const struct uuid *id, bool site);
typedef void programme_tie_fn(void *arg, const struct edge *edge);
/* The edges of parts that belong together, each once; with `seen` only of those of which a member has been seen. */
void programme_tie_decided(struct regroup *regroup, programme_seen_fn *seen, programme_tie_fn *put, void *arg);
/* Gives groups the ids that the undone changes took from them, where a decision is obeyed for the first time. */
void programme_claim_decided(struct regroup *regroup);
/* The parts that lie apart. */
size_t programme_aparts(const struct regroup *regroup, struct cluster_apart **ret);
uint32_t programme_old_find(const struct regroup *regroup, struct uuid id);           /* NONE when nobody at hand was in it */
uint32_t programme_node_number(const struct regroup *regroup, const struct uuid *id); /* NONE when there is no such node */

/* Kinship: all of it, or that of some endpoints or sites. */
MUST_CHECK enum status programme_tie_all_kin(struct op *op, struct db *db, struct regroup *regroup, programme_tie_fn *put,
                                             void *arg);
MUST_CHECK enum status programme_tie_near_kin(struct op *op, struct db *db, struct regroup *regroup, const struct uuid *ids,
                                              size_t count, bool site, programme_tie_fn *put, void *arg);
/* Those that are kin because people have ruled so. */
MUST_CHECK enum status programme_read_ruled(struct op *op, struct db *db, struct regroup *regroup);
void programme_tie_ruled(struct regroup *regroup, programme_seen_fn *seen, programme_tie_fn *put, void *arg);

MUST_CHECK enum status programme_read_all(struct op *op, struct db *db, struct regroup *regroup);
/* Only what hangs together with what is noted in programme_changed. */
MUST_CHECK enum status programme_read_near(struct op *op, struct db *db, struct regroup *regroup);

void programme_collect_nodes(struct regroup *regroup);
void programme_put_old(struct regroup *regroup, struct uuid member, struct uuid programme);
void programme_make_groups(struct regroup *regroup);
/* Which old programme each group carries on. */
void programme_match_groups(struct regroup *regroup);
/* A name of its own from the lowest member; another when some programme has that name. */
MUST_CHECK enum status programme_name_groups(struct op *op, struct db *db, struct regroup *regroup);

MUST_CHECK enum status programme_write(struct op *op, struct db *db, struct regroup *regroup, int64_t *ret_moved);

#endif
