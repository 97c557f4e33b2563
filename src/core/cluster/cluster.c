#include "core/cluster/apart.h"

#define NONE UINT32_MAX

/* A node's place in the depth-first walk. */
struct visit {
    uint32_t order, low;       /* when it was reached, and the earliest that it reaches back to; from 1 */
    uint32_t from;             /* the edge that led here */
    uint32_t next;             /* of its edges to follow */
    struct cluster_side below; /* with itself */
    uint32_t root;             /* where the walk began: the lowest of those that hang together */
};

/* What hangs together by the edges that are used. */
struct walk {
    const struct cluster_graph *graph;
    enum cluster_use *use;
    uint32_t *start; /* of each node, in `at` */
    uint32_t *at;    /* edges that touch the node */
    struct visit *visits;
    uint32_t *stack;
    uint32_t order;
};

static uint32_t other_end(const struct cluster_edge *edge, uint32_t node)
{
    return edge->a == node ? edge->b : edge->a;
}

static bool is_used(enum cluster_use use)
{
    return use != CLUSTER_ignored && use != CLUSTER_cut;
}

static void index_edges(struct arena *arena, struct walk *walk)
{
    const struct cluster_graph *graph = walk->graph;

    walk->start = arena_array(arena, uint32_t, (size_t)graph->nodes + 2);
    walk->at = arena_array(arena, uint32_t, graph->edge_count * 2 + 1);
    for (size_t i = 0; i < graph->edge_count; i++)
        if (is_used(walk->use[i])) {
            walk->start[graph->edges[i].a + 2]++;
            walk->start[graph->edges[i].b + 2]++;
        }
    for (uint32_t n = 2; n < graph->nodes + 2; n++)
        walk->start[n] += walk->start[n - 1];
    for (size_t i = 0; i < graph->edge_count; i++)
        if (is_used(walk->use[i])) {
            walk->at[walk->start[graph->edges[i].a + 1]++] = (uint32_t)i;
            walk->at[walk->start[graph->edges[i].b + 1]++] = (uint32_t)i;
        }
}

/* Back from a node to the one it was reached from. */
static void leave(const struct walk *walk, uint32_t node, uint32_t parent)
{
    const struct visit *visit = &walk->visits[node];
    struct visit *above = &walk->visits[parent];

    if (visit->low < above->low)
        above->low = visit->low;
    above->below.nodes += visit->below.nodes;
    above->below.marked += visit->below.marked;
    if (visit->low > above->order)
        walk->use[visit->from] = CLUSTER_bridge;
}

static void enter(struct walk *walk, uint32_t node, uint32_t edge, uint32_t root)
{
    uint32_t order = ++walk->order;

    walk->visits[node] = (struct visit){order, order, edge, walk->start[node], {1, walk->graph->marked[node]}, root};
}

static void walk_from(struct walk *walk, uint32_t root)
{
    size_t depth = 1;

    enter(walk, root, NONE, root);
    walk->stack[0] = root;
    while (depth > 0) {
        uint32_t node = walk->stack[depth - 1];
        struct visit *visit = &walk->visits[node];

        if (visit->next == walk->start[node + 1]) {
            if (--depth > 0)
                leave(walk, node, walk->stack[depth - 1]);
            continue;
        }
        uint32_t edge = walk->at[visit->next++], to = other_end(&walk->graph->edges[edge], node);

        if (edge == visit->from)
            continue;
        if (walk->visits[to].order == 0) {
            enter(walk, to, edge, root);
            walk->stack[depth++] = to;
        } else if (walk->visits[to].order < visit->low) {
            visit->low = walk->visits[to].order;
        }
    }
}

/* Marks the bridges. */
static struct visit *walk_all(struct arena *arena, const struct cluster_graph *graph, enum cluster_use *use)
{
    struct walk walk = {.graph = graph,
                        .use = use,
                        .visits = arena_array(arena, struct visit, (size_t)graph->nodes + 1),
                        .stack = arena_array(arena, uint32_t, (size_t)graph->nodes + 1)};

    index_edges(arena, &walk);
    for (uint32_t n = 0; n < graph->nodes; n++)
        if (walk.visits[n].order == 0)
            walk_from(&walk, n);
    return walk.visits;
}

/* ---- the sides of an edge ---- */

/* One side is what lies below the end that was reached by it; the lowest node is never there. */
static struct cluster_side side_of_bridge(const struct visit *visits, const struct cluster_edge *edge, uint32_t number)
{
    const struct visit *below = &visits[visits[edge->a].from == number ? edge->a : edge->b], *whole = &visits[below->root];
    struct cluster_side rest = {whole->below.nodes - below->below.nodes, whole->below.marked - below->below.marked};

    return rest.nodes < below->below.nodes ? rest : below->below;
}

static struct cluster_side side_of_cut(const struct visit *visits, const struct cluster_edge *edge)
{
    const struct visit *a = &visits[visits[edge->a].root], *b = &visits[visits[edge->b].root];

    if (a->below.nodes != b->below.nodes)
        return a->below.nodes < b->below.nodes ? a->below : b->below;
    return a->root > b->root ? a->below : b->below;
}

static void cut_bridges(const struct cluster_rules *rules, const struct cluster_graph *graph, const struct visit *visits,
                        enum cluster_use *use)
{
    for (size_t i = 0; i < graph->edge_count; i++)
        if (use[i] == CLUSTER_bridge && graph->edges[i].bits < rules->bridge_bits &&
            side_of_bridge(visits, &graph->edges[i], (uint32_t)i).nodes >= rules->least_part)
            use[i] = CLUSTER_cut;
}

/* ---- groups ---- */

static void number_groups(struct arena *arena, const struct cluster_graph *graph, const struct visit *visits,
                          struct clusters *ret)
{
    ret->group = arena_array(arena, uint32_t, (size_t)graph->nodes + 1);
    ret->count = 0;
    for (uint32_t n = 0; n < graph->nodes; n++)
        ret->group[n] = visits[n].root == n ? ret->count++ : ret->group[visits[n].root];
}

static void find_sides(struct arena *arena, const struct cluster_graph *graph, const struct visit *visits, struct clusters *ret)
{
    ret->smaller = arena_array(arena, struct cluster_side, graph->edge_count + 1);
    for (size_t i = 0; i < graph->edge_count; i++)
        if (ret->use[i] == CLUSTER_bridge)
            ret->smaller[i] = side_of_bridge(visits, &graph->edges[i], (uint32_t)i);
        else if (ret->use[i] == CLUSTER_cut)
            ret->smaller[i] = side_of_cut(visits, &graph->edges[i]);
}

void cluster_make(struct arena *arena, const struct cluster_rules *rules, const struct cluster_graph *graph, struct clusters *ret)
{
    const struct visit *visits;

    ret->use = arena_array(arena, enum cluster_use, graph->edge_count + 1);
    for (size_t i = 0; i < graph->edge_count; i++)
        ret->use[i] = graph->edges[i].bits >= rules->least_bits && graph->edges[i].a != graph->edges[i].b ? CLUSTER_inside
                                                                                                          : CLUSTER_ignored;
    cut_bridges(rules, graph, walk_all(arena, graph, ret->use), ret->use);
    if (rules->apart_count > 0)
        cluster_part(arena, rules, graph, ret->use);
    visits = walk_all(arena, graph, ret->use); /* what the cuts have left */
    number_groups(arena, graph, visits, ret);
    find_sides(arena, graph, visits, ret);
}
