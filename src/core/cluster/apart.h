/*
 * apart.h: cuts the edges that would join parts which must lie apart.
 */
#ifndef CORE_CLUSTER_APART_H
#define CORE_CLUSTER_APART_H

#include "core/cluster.h"

/* Edges from the strongest down (ties by their nodes); one that would bring a node of one part and a node of the other into one group
 * is marked as cut. */
void cluster_part(struct arena *arena, const struct cluster_rules *rules, const struct cluster_graph *graph,
                  enum cluster_use *use);

#endif
