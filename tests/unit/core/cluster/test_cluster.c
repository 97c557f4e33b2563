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

Test(cluster, keeps_parts_apart_that_people_found_to_lie_apart)
{
    AUTO(arena_free) struct arena *arena = arena_new(1 << 20);
    /* two triangles, tied by strong edges, and by way of node 6, which is nearer to the second */
    static const struct cluster_edge edges[] = {{0, 1, 60}, {1, 2, 60}, {2, 0, 60}, {3, 4, 60}, {4, 5, 60},
                                                {5, 3, 60}, {0, 3, 90}, {1, 4, 55}, {2, 6, 70}, {6, 5, 80}};
    static const uint32_t ones[] = {0, 1, 2}, others[] = {3, 4, 5};
    const struct cluster_apart apart = {ones, others, 3, 3};
    const struct cluster_rules rules = {10, 50, 3, &apart, 1};
    struct clusters clusters;

    cluster_make(arena, &rules, 7, edges, COUNT_OF(edges), &clusters);
    /* the strongest edge is taken before anything is known of it: 0 and 3 carry marks of both parts, so it is refused at once */
    cr_expect_eq(clusters.use[6], CLUSTER_cut);
    cr_expect_eq(clusters.use[7], CLUSTER_cut);
    cr_expect_eq(clusters.use[8], CLUSTER_cut, "the weaker way of the one between");
    cr_expect_eq(clusters.use[9], CLUSTER_inside);
    cr_assert_eq(clusters.count, 2);
    for (uint32_t n = 0; n < 7; n++)
        cr_expect_eq(clusters.group[n], n >= 3, "node %u", n);
}

Test(cluster, groups_the_same_apart_in_any_order_of_the_edges)
{
    AUTO(arena_free) struct arena *arena = arena_new(1 << 20);
    static const uint32_t ones[] = {0}, others[] = {7};
    const struct cluster_apart apart = {ones, others, 1, 1};
    const struct cluster_rules rules = {10, 0, 3, &apart, 1};
    struct cluster_edge edges[7];
    struct clusters first, again;

    for (uint32_t i = 0; i < 7; i++)
        edges[i] = (struct cluster_edge){i, i + 1, i == 4 ? 20 : 30}; /* a chain: its weakest edge gives way */
    cluster_make(arena, &rules, 8, edges, 7, &first);
    for (uint32_t i = 0; i < 7; i++)
        edges[6 - i] = (struct cluster_edge){i + 1, i, i == 4 ? 20 : 30};
    cluster_make(arena, &rules, 8, edges, 7, &again);
    cr_assert_eq(first.count, 2);
    for (uint32_t n = 0; n < 8; n++) {
        cr_expect_eq(first.group[n], n >= 5, "node %u", n);
        cr_expect_eq(again.group[n], first.group[n], "node %u", n);
    }
}
