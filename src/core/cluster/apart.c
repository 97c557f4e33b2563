#include "core/cluster/apart.h"

#include <stdlib.h>

/* A part that some node of a group belongs to: twice the number of the rule, and one for the other part. */
struct mark {
    struct mark *next;
    size_t part;
};

struct parting {
    uint32_t *parents;
    struct mark **marks; /* of each root */
};

static uint32_t lower(const struct cluster_edge *edge)
{
    return edge->a < edge->b ? edge->a : edge->b;
}

static uint32_t upper(const struct cluster_edge *edge)
{
    return edge->a < edge->b ? edge->b : edge->a;
}

static int by_strength(const void *a, const void *b, void *arg)
{
    const struct cluster_edge *edges = arg, *x = &edges[*(const size_t *)a], *y = &edges[*(const size_t *)b];

    if (x->bits != y->bits)
        return x->bits > y->bits ? -1 : 1;
    if (lower(x) != lower(y))
        return lower(x) < lower(y) ? -1 : 1;
    return upper(x) < upper(y) ? -1 : upper(x) > upper(y);
}

static uint32_t find_root(uint32_t *parents, uint32_t node)
{
    while (parents[node] != node)
        node = parents[node] = parents[parents[node]];
    return node;
}

static bool has_mark(const struct mark *mark, size_t part)
{
    for (; mark != NULL; mark = mark->next)
        if (mark->part == part)
            return true;
    return false;
}

static void put_mark(struct arena *arena, struct mark **marks, size_t part)
{
    struct mark *mark;

    if (has_mark(*marks, part))
        return;
    mark = arena_new_of(arena, struct mark);
    *mark = (struct mark){*marks, part};
    *marks = mark;
}

static void mark_nodes(struct arena *arena, struct parting *parting, const struct cluster_rules *rules)
{
    for (size_t i = 0; i < rules->apart_count; i++) {
        for (size_t k = 0; k < rules->aparts[i].one_count; k++)
            put_mark(arena, &parting->marks[rules->aparts[i].ones[k]], 2 * i);
        for (size_t k = 0; k < rules->aparts[i].other_count; k++)
            put_mark(arena, &parting->marks[rules->aparts[i].others[k]], 2 * i + 1);
    }
}

static bool contradict(const struct mark *a, const struct mark *b)
{
    for (; a != NULL; a = a->next)
        if (has_mark(b, a->part ^ 1))
            return true;
    return false;
}

/* False when the two groups must lie apart. */
static bool unite(struct arena *arena, struct parting *parting, const struct cluster_edge *edge)
{
    uint32_t a = find_root(parting->parents, edge->a), b = find_root(parting->parents, edge->b);

    if (a == b)
        return true;
    if (contradict(parting->marks[a], parting->marks[b]))
        return false;
    parting->parents[b] = a;
    for (const struct mark *mark = parting->marks[b]; mark != NULL; mark = mark->next)
        put_mark(arena, &parting->marks[a], mark->part);
    return true;
}

void cluster_part(struct arena *arena, const struct cluster_rules *rules, const struct cluster_graph *graph,
                  enum cluster_use *use)
{
    struct parting parting = {arena_array(arena, uint32_t, (size_t)graph->nodes + 1),
                              arena_array(arena, struct mark *, (size_t)graph->nodes + 1)};
    size_t *order = arena_array(arena, size_t, graph->edge_count + 1), count = 0;

    for (uint32_t n = 0; n < graph->nodes; n++)
        parting.parents[n] = n;
    mark_nodes(arena, &parting, rules);
    for (size_t i = 0; i < graph->edge_count; i++)
        if (use[i] != CLUSTER_ignored && use[i] != CLUSTER_cut)
            order[count++] = i;
    if (count > 0)
        qsort_r(order, count, sizeof(*order), by_strength, (void *)graph->edges);
    for (size_t i = 0; i < count; i++)
        if (!unite(arena, &parting, &graph->edges[order[i]]))
            use[order[i]] = CLUSTER_cut;
}
