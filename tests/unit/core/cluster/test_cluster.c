#include <criterion/criterion.h>

#include "base/annotate.h"
#include "core/cluster.h"

/* Nodes of odd numbers are marked. */
static struct clusters make_by(struct arena *arena, const struct cluster_rules *rules, uint32_t nodes,
                               const struct cluster_edge *edges, size_t count)
{
    bool *marked = arena_array(arena, bool, nodes);
    const struct cluster_graph graph = {nodes, marked, edges, count};
    struct clusters clusters;

    for (uint32_t n = 1; n < nodes; n += 2)
        marked[n] = true;
    cluster_make(arena, rules, &graph, &clusters);
    return clusters;
}

static struct clusters make(struct arena *arena, uint32_t nodes, const struct cluster_edge *edges, size_t count)
{
    static const struct cluster_rules rules = {.least_bits = 10, .bridge_bits = 50, .least_part = 3};

    return make_by(arena, &rules, nodes, edges, count);
}

static void expect_smaller(const struct clusters *clusters, size_t edge, uint32_t nodes, uint32_t marked)
{
    cr_expect_eq(clusters->smaller[edge].nodes, nodes, "edge %zu: %u nodes", edge, clusters->smaller[edge].nodes);
    cr_expect_eq(clusters->smaller[edge].marked, marked, "edge %zu: %u marked", edge, clusters->smaller[edge].marked);
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
    expect_smaller(&clusters, 0, 1, 0);
    expect_smaller(&clusters, NODES / 2 - 1, NODES / 2, NODES / 4);
    expect_smaller(&clusters, NODES / 2, NODES / 2 - 1, NODES / 4);
}

/* A triangle, a bridge to a pair, and two leaves, the lowest node one of them. */
Test(cluster, says_how_much_falls_off_with_a_bridge)
{
    AUTO(arena_free) struct arena *arena = arena_new(1 << 20);
    static const struct cluster_edge edges[] = {{0, 1, 60}, {1, 2, 60}, {2, 3, 60}, {3, 1, 60},
                                                {3, 4, 60}, {4, 5, 60}, {2, 6, 60}};
    struct clusters clusters = make(arena, 7, edges, COUNT_OF(edges));

    cr_assert_eq(clusters.count, 1);
    cr_expect_eq(clusters.use[1], CLUSTER_inside);
    expect_smaller(&clusters, 0, 1, 0);
    expect_smaller(&clusters, 4, 2, 1);
    expect_smaller(&clusters, 5, 1, 1);
    expect_smaller(&clusters, 6, 1, 0);
}

Test(cluster, of_two_equal_sides_shows_the_one_without_the_lowest_node)
{
    AUTO(arena_free) struct arena *arena = arena_new(1 << 20);
    static const struct cluster_edge kept[] = {{3, 1, 60}, {1, 5, 60}, {5, 4, 60}};
    static const struct cluster_edge cut[] = {{1, 3, 60}, {3, 5, 60}, {5, 1, 60}, {5, 0, 20}, {0, 2, 60}, {2, 4, 60}, {4, 0, 60}};
    struct clusters clusters = make(arena, 6, kept, COUNT_OF(kept));

    expect_smaller(&clusters, 1, 2, 1);
    clusters = make(arena, 6, cut, COUNT_OF(cut));
    cr_expect_eq(clusters.use[3], CLUSTER_cut);
    expect_smaller(&clusters, 3, 3, 3);
}

/* A chain of triangles: once it has been cut, a leaf in the middle hangs on three and not on nine. */
Test(cluster, counts_what_the_cuts_have_left)
{
    AUTO(arena_free) struct arena *arena = arena_new(1 << 20);
    static const struct cluster_edge edges[] = {{0, 1, 60}, {1, 2, 60}, {2, 0, 60},  {2, 3, 20},   {3, 4, 60},
                                                {4, 5, 60}, {5, 3, 60}, {5, 9, 90},  {5, 6, 20},   {6, 7, 60},
                                                {7, 8, 60}, {8, 6, 60}, {9, 10, 60}, {10, 11, 60}, {11, 12, 60}};
    struct clusters clusters = make(arena, 13, edges, COUNT_OF(edges));

    cr_assert_eq(clusters.count, 3);
    expect_smaller(&clusters, 3, 3, 1);
    expect_smaller(&clusters, 8, 3, 1);
    expect_smaller(&clusters, 7, 3, 2); /* of seven: 3, 4 and 5 are fewer than 9 to 12 */
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
    struct clusters clusters = make_by(arena, &rules, 7, edges, COUNT_OF(edges));

    /* the strongest edge is taken before anything is known of it: 0 and 3 carry marks of both parts, so it is refused at once */
    cr_expect_eq(clusters.use[6], CLUSTER_cut);
    cr_expect_eq(clusters.use[7], CLUSTER_cut);
    cr_expect_eq(clusters.use[8], CLUSTER_cut, "the weaker way of the one between");
    cr_expect_eq(clusters.use[9], CLUSTER_bridge, "it holds the one between alone now");
    expect_smaller(&clusters, 9, 1, 0);
    expect_smaller(&clusters, 6, 3, 1);
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

    for (uint32_t i = 0; i < 7; i++)
        edges[i] = (struct cluster_edge){i, i + 1, i == 4 ? 20 : 30}; /* a chain: its weakest edge gives way */
    const struct clusters first = make_by(arena, &rules, 8, edges, 7);

    for (uint32_t i = 0; i < 7; i++)
        edges[6 - i] = (struct cluster_edge){i + 1, i, i == 4 ? 20 : 30};
    const struct clusters again = make_by(arena, &rules, 8, edges, 7);

    cr_assert_eq(first.count, 2);
    for (uint32_t n = 0; n < 8; n++) {
        cr_expect_eq(first.group[n], n >= 5, "node %u", n);
        cr_expect_eq(again.group[n], first.group[n], "node %u", n);
    }
    for (uint32_t i = 0; i < 7; i++) {
        cr_expect_eq(again.use[6 - i], first.use[i], "edge %u", i);
        cr_expect_eq(again.smaller[6 - i].nodes, first.smaller[i].nodes, "edge %u", i);
    }
}
