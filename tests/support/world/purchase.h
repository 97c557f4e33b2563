/*
 * purchase.h: test purchases by the police and the card scheme, and the same payment as a partner flagged it.
 */
#ifndef WORLD_PURCHASE_H
#define WORLD_PURCHASE_H

#include "world/world.h"

void purchase_send(struct world *world, struct cell *cell, size_t site);

#endif
