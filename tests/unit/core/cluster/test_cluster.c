#include <criterion/criterion.h>

#include "base/annotate.h"
#include "core/cluster.h"

static struct clusters make(struct arena *arena, uint32_t nodes, const struct cluster_edge *edges, size_t count)
{
    static const struct cluster_rules rules = {.least_bits = 10, .bridge_bits = 50, .least_part = 3};
    struct clusters clusters;

    cluster_make(arena, &rules, nodes, edges, count, &clusters);
    return clusters;
}

Test(cluster, groups_what_edges_hold_together_and_numbers_groups_by_their_lowest_node)
{
    AUTO(arena_free) struct arena *arena = arena_new(1 << 20);
    static const struct cluster_edge edges[] = {{5, 4, 60}, {1, 3, 60}, {3, 1, 60}, {0, 2, 9}};
    static const uint32_t expected[] = {0, 1, 2, 1, 3, 3, 4};
    struct clusters clusters = make(arena, 7, edges, COUNT_OF(edges));

    cr_assert_eq(clusters.count, 5);
    for (size_t i = 0; i < COUNT_OF(expected); i++)
        cr_expect_eq(clusters.group[i], expected[i], "node %zu", i);
    cr_expect_eq(clusters.use[0], CLUSTER_bridge);
    cr_expect_eq(clusters.use[1], CLUSTER_inside, "two edges between the same nodes are no bridge");
    cr_expect_eq(clusters.use[3], CLUSTER_ignored);
}

/* Two triangles and an edge between them. */
static enum cluster_use use_of_bridge(int64_t bits, uint32_t *ret_groups)
{
    AUTO(arena_free) struct arena *arena = arena_new(1 << 20);
    const struct cluster_edge edges[] = {{0, 1, 60}, {1, 2, 60}, {2, 0, 60}, {2, 3, bits}, {3, 4, 60}, {4, 5, 60}, {5, 3, 60}};
    struct clusters clusters = make(arena, 6, edges, COUNT_OF(edges));

    for (size_t i = 0; i < COUNT_OF(edges); i++)
        cr_expect(i == 3 || clusters.use[i] == CLUSTER_inside, "edge %zu", i);
    *ret_groups = clusters.count;
    return clusters.use[3];
}

Test(cluster, cuts_a_weak_bridge_and_keeps_a_strong_one)
{
    uint32_t groups;

    cr_expect_eq(use_of_bridge(49, &groups), CLUSTER_cut);
    cr_expect_eq(groups, 2);
    cr_expect_eq(use_of_bridge(50, &groups), CLUSTER_bridge);
    cr_expect_eq(groups, 1);
}

Test(cluster, keeps_a_weak_bridge_to_a_part_that_cannot_stand_alone)
{
    AUTO(arena_free) struct arena *arena = arena_new(1 << 20);
    static const struct cluster_edge edges[] = {{0, 1, 20}, {1, 2, 20}, {2, 0, 20}, {2, 3, 20}, {3, 4, 20}};
    struct clusters clusters = make(arena, 5, edges, COUNT_OF(edges));

    cr_expect_eq(clusters.count, 1);
    cr_expect_eq(clusters.use[3], CLUSTER_bridge);
    cr_expect_eq(clusters.use[4], CLUSTER_bridge);
}

Test(cluster, walks_a_chain_of_a_million_nodes_without_recursion)
{
    enum { NODES = 1000000 };
    AUTO(arena_free) struct arena *arena = arena_new((size_t)1 << 30);
    struct cluster_edge *edges = arena_array(arena, struct cluster_edge, NODES - 1);

    for (uint32_t i = 0; i + 1 < NODES; i++)
        edges[i] = (struct cluster_edge){i, i + 1, 100};
    struct clusters clusters = make(arena, NODES, edges, NODES - 1);

    cr_assert_eq(clusters.count, 1);
    cr_assert_eq(clusters.use[NODES / 2], CLUSTER_bridge);
}
