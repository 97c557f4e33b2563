/*
 * chokepoint.h: which choices, taken together, silence the most sites.
 *
 * Shape   a site has endpoints; a choice (an endpoint, an acquirer, an owner) closes some of them. A site is reached when at least one of
 *         its endpoints is closed, and silenced when all are.
 * Greedy  CHOKEPOINT_reached: what is reached is monotone and submodular, so the greedy choice of k reaches at least 1 - 1/e (63 %) of
 *         what the best k reach. What is silenced is neither: one closed endpoint of two silences nothing.
 *         CHOKEPOINT_silenced has no such bound: the choice that silences most, then the one that comes closest to it.
 * Order   ties go to the lowest choice; the same graph gives the same ranks.
 * Memory  linear in the edges; results live in the arena.
 * Source  Nemhauser, Wolsey and Fisher, An analysis of approximations for maximizing submodular set functions (1978); lazy evaluation:
 *         Minoux, Accelerated greedy algorithms (1978)
 */
#ifndef CORE_CHOKEPOINT_H
#define CORE_CHOKEPOINT_H

#include "base/arena.h"

#include <stdint.h>

struct chokepoint_edge {
    uint32_t from, to;
};

struct chokepoint_graph {
    uint32_t choices, endpoints, sites;
    const struct chokepoint_edge *closes; /* from a choice to an endpoint */
    size_t close_count;
    const struct chokepoint_edge *serves; /* from an endpoint to a site */
    size_t serve_count;
    const int64_t *weights; /* of each site */
};

enum chokepoint_objective { CHOKEPOINT_reached, CHOKEPOINT_silenced };

struct chokepoint_rank {
    uint32_t choice;
    uint32_t closed;                        /* endpoints that it closes and that were open before */
    int64_t reached, silenced;              /* weight, by this choice */
    int64_t reached_total, silenced_total;  /* so far */
    uint32_t reached_sites, silenced_sites; /* so far */
};

/* At most `limit` ranks, and none that gains nothing. Returns how many. */
size_t chokepoint_rank(struct arena *arena, const struct chokepoint_graph *graph, enum chokepoint_objective objective,
                       size_t limit, struct chokepoint_rank *ret);

#endif
