/*
 * naming.h: domains of sites and merchants, in the way of the world's setting (enum naming).
 *
 * Memory  the names that are taken stay in the arena of the world when domains have no number of their own.
 */
#ifndef WORLD_NAMING_H
#define WORLD_NAMING_H

#include "world/world.h"

void naming_init(struct world *world, struct arena *arena);
struct bytes naming_domain(struct world *world, struct bytes brand); /* registrable, lower case, nobody else's */

#endif
