#include "core/cluster/apart.h"

#define NONE UINT32_MAX

struct graph {
    uint32_t nodes;
    const struct cluster_edge *edges;
    size_t edge_count;
    uint32_t *start; /* of each node, in `at` */
    uint32_t *at;    /* edges that touch the node */
    enum cluster_use *use;
};

/* A node's place in the depth-first walk. */
struct visit {
    uint32_t order, low; /* when it was reached, and the earliest that it reaches back to; from 1 */
    uint32_t from;       /* the edge that led here */
    uint32_t next;       /* of its edges to follow */
    uint32_t size;       /* nodes below and with it */
    uint32_t root;
};

static uint32_t other_end(const struct cluster_edge *edge, uint32_t node)
{
    return edge->a == node ? edge->b : edge->a;
}

static bool is_used(const struct graph *graph, size_t edge)
{
    return graph->use[edge] != CLUSTER_ignored && graph->use[edge] != CLUSTER_cut;
}

static void index_edges(struct arena *arena, struct graph *graph)
{
    graph->start = arena_array(arena, uint32_t, (size_t)graph->nodes + 2);
    graph->at = arena_array(arena, uint32_t, graph->edge_count * 2 + 1);
    for (size_t i = 0; i < graph->edge_count; i++)
        if (is_used(graph, i)) {
            graph->start[graph->edges[i].a + 2]++;
            graph->start[graph->edges[i].b + 2]++;
        }
    for (uint32_t n = 2; n < graph->nodes + 2; n++)
        graph->start[n] += graph->start[n - 1];
    for (size_t i = 0; i < graph->edge_count; i++)
        if (is_used(graph, i)) {
            graph->at[graph->start[graph->edges[i].a + 1]++] = (uint32_t)i;
            graph->at[graph->start[graph->edges[i].b + 1]++] = (uint32_t)i;
        }
}

/* Back from a node to the one it was reached from. */
static void leave(const struct graph *graph, struct visit *visits, uint32_t node, uint32_t parent)
{
    if (visits[node].low < visits[parent].low)
        visits[parent].low = visits[node].low;
    visits[parent].size += visits[node].size;
    if (visits[node].low > visits[parent].order)
        graph->use[visits[node].from] = CLUSTER_bridge;
}

static void enter(struct visit *visits, uint32_t node, uint32_t edge, uint32_t root, uint32_t first_edge, uint32_t order)
{
    visits[node] = (struct visit){order, order, edge, first_edge, 1, root};
}

static void walk(const struct graph *graph, struct visit *visits, uint32_t *stack, uint32_t root, uint32_t *order)
{
    size_t depth = 1;

    enter(visits, root, NONE, root, graph->start[root], ++*order);
    stack[0] = root;
    while (depth > 0) {
        uint32_t node = stack[depth - 1];
        struct visit *visit = &visits[node];

        if (visit->next == graph->start[node + 1]) {
            if (--depth > 0)
                leave(graph, visits, node, stack[depth - 1]);
            continue;
        }
        uint32_t edge = graph->at[visit->next++], to = other_end(&graph->edges[edge], node);

        if (edge == visit->from)
            continue;
        if (visits[to].order == 0) {
            enter(visits, to, edge, root, graph->start[to], ++*order);
            stack[depth++] = to;
        } else if (visits[to].order < visit->low) {
            visit->low = visits[to].order;
        }
    }
}

/* The end of a bridge that was reached by it: the part below is its size. */
static uint32_t lower_end(const struct visit *visits, const struct cluster_edge *edge, uint32_t number)
{
    return visits[edge->a].from == number ? edge->a : edge->b;
}

static void cut_bridges(const struct cluster_rules *rules, const struct graph *graph, const struct visit *visits)
{
    for (size_t i = 0; i < graph->edge_count; i++) {
        if (graph->use[i] != CLUSTER_bridge || graph->edges[i].bits >= rules->bridge_bits)
            continue;
        const struct visit *below = &visits[lower_end(visits, &graph->edges[i], (uint32_t)i)];
        uint32_t rest = visits[below->root].size - below->size;

        if (below->size >= rules->least_part && rest >= rules->least_part)
            graph->use[i] = CLUSTER_cut;
    }
}

static uint32_t find_root(uint32_t *parents, uint32_t node)
{
    while (parents[node] != node)
        node = parents[node] = parents[parents[node]];
    return node;
}

/* The lower root stays, so that a group's root is its lowest node. */
static void join(uint32_t *parents, uint32_t a, uint32_t b)
{
    a = find_root(parents, a);
    b = find_root(parents, b);
    if (a < b)
        parents[b] = a;
    else
        parents[a] = b;
}

static void number_groups(struct arena *arena, const struct graph *graph, struct clusters *ret)
{
    uint32_t *parents = arena_array(arena, uint32_t, (size_t)graph->nodes + 1);

    for (uint32_t n = 0; n < graph->nodes; n++)
        parents[n] = n;
    for (size_t i = 0; i < graph->edge_count; i++)
        if (is_used(graph, i))
            join(parents, graph->edges[i].a, graph->edges[i].b);
    ret->group = arena_array(arena, uint32_t, (size_t)graph->nodes + 1);
    ret->count = 0;
    for (uint32_t n = 0; n < graph->nodes; n++) {
        uint32_t root = find_root(parents, n);

        ret->group[n] = root == n ? ret->count++ : ret->group[root];
    }
}

void cluster_make(struct arena *arena, const struct cluster_rules *rules, uint32_t nodes, const struct cluster_edge *edges,
                  size_t edge_count, struct clusters *ret)
{
    struct graph graph = {.nodes = nodes, .edges = edges, .edge_count = edge_count};
    struct visit *visits = arena_array(arena, struct visit, (size_t)nodes + 1);
    uint32_t *stack = arena_array(arena, uint32_t, (size_t)nodes + 1), order = 0;

    graph.use = arena_array(arena, enum cluster_use, edge_count + 1);
    for (size_t i = 0; i < edge_count; i++)
        graph.use[i] = edges[i].bits >= rules->least_bits && edges[i].a != edges[i].b ? CLUSTER_inside : CLUSTER_ignored;
    index_edges(arena, &graph);
    for (uint32_t n = 0; n < nodes; n++)
        if (visits[n].order == 0)
            walk(&graph, visits, stack, n, &order);
    cut_bridges(rules, &graph, visits);
    if (rules->apart_count > 0)
        cluster_part(arena, rules, nodes, edges, edge_count, graph.use);
    ret->use = graph.use;
    number_groups(arena, &graph, ret);
}
