/*
 * cluster.h: groups of nodes that edges hold together, robust against a single bad edge.
 *
 * Shape   nodes are numbers from 0; an edge joins two of them. A bridge is an edge without which its group falls in two. A weak bridge
 *         between two parts that both stand on their own is cut: one wrong edge does not make one group of two.
 *         Where parts must lie apart, edges are taken from the strongest down, and those that would join the parts are cut.
 *         Bridges and their sides are those of the groups, which is what the cuts have left.
 * Units   micro-bits
 * Memory  in the arena that is passed; linear in nodes and edges, no recursion.
 * Source  Tarjan, A note on finding the bridges of a graph (1974)
 */
#ifndef CORE_CLUSTER_H
#define CORE_CLUSTER_H

#include "base/arena.h"

#include <stdint.h>

struct cluster_edge {
    uint32_t a, b;
    int64_t bits;
};

struct cluster_graph {
    uint32_t nodes;
    const bool *marked; /* of each node: whether a side counts it as marked */
    const struct cluster_edge *edges;
    size_t edge_count;
};

/* Two parts that people have found to lie apart: no group holds a node of one and a node of the other. */
struct cluster_apart {
    const uint32_t *ones, *others;
    size_t one_count, other_count;
};

struct cluster_rules {
    int64_t least_bits;  /* an edge below it holds nothing together */
    int64_t bridge_bits; /* a bridge below it is cut ... */
    uint32_t least_part; /* ... when both parts have at least so many nodes */
    const struct cluster_apart *aparts;
    size_t apart_count;
};

enum cluster_use { CLUSTER_ignored, CLUSTER_inside, CLUSTER_bridge, CLUSTER_cut };

struct cluster_side {
    uint32_t nodes, marked; /* marked: so many of the nodes */
};

struct clusters {
    uint32_t *group; /* of each node: groups are numbered in the order of their lowest node */
    uint32_t count;
    enum cluster_use *use; /* of each edge */
    /* Of each edge that is a bridge or cut: the smaller of the two sides that it lies between, of equal ones that without the lowest node. */
    struct cluster_side *smaller;
};

void cluster_make(struct arena *arena, const struct cluster_rules *rules, const struct cluster_graph *graph,
                  struct clusters *ret);

#endif
