/*
 * truth.h: what is so, beside what partners say: which payee takes payments for which site, and which pairs the records can show.
 *
 *   truth.csv                endpoint,site             each payee with each site it serves
 *   pairs_same_hand.csv      endpoint,site             run by one hand, but not at the same time: neither right nor wrong
 *   truth_programmes.csv     programme,member          the endpoints and sites of each criminal programme
 *   pairs_with_evidence.csv  endpoint,site,strength,evidence   the rows of truth.csv for which records hold evidence; strength is
 *                            strong when one piece of it identifies, else weak; evidence: the kinds, '|' between
 */
#ifndef WORLD_TRUTH_H
#define WORLD_TRUTH_H

#include "world/world.h"

bool truth_open(struct world *world);
bool truth_close(struct world *world);
void truth_put_cell(struct world *world, struct cell *cell); /* after all its records are sent */
void truth_put_members(struct world *world, const struct cell *cell, uint64_t programme);
/* partners.tsv, partners.json, manifest.json, expected.json: when all records are sent. */
bool truth_put_summary(struct world *world);

#endif
