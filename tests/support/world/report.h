/*
 * report.h: sites, and what hotlines and the police report of them.
 */
#ifndef WORLD_REPORT_H
#define WORLD_REPORT_H

#include "world/world.h"

/* A site of the brand with host, name servers and traces of its own or of a shared host. */
void site_make(struct world *world, struct bytes brand, struct life life, struct site *ret);
/* One report; foreign: an account that is on the site though it is not the cell's (BYTES_NONE: none). */
void report_send(struct world *world, struct cell *cell, size_t site, struct bytes foreign);
void report_send_some(struct world *world, struct cell *cell, size_t site, double mean, struct bytes foreign); /* at least one */

#endif
