/*
 * payee.h: those who take payments: accounts of every kind, and the face they show to their acquirer or bank.
 */
#ifndef WORLD_PAYEE_H
#define WORLD_PAYEE_H

#include "world/world.h"

enum rail payee_rail(struct rng *rng); /* as often as partners flag them */
/* A payee with a face of its own: nothing in it is the cell's. */
void payee_make(struct world *world, enum rail rail, struct life life, struct payee *ret);
/* "iban:DE…", as sites publish it and related_account has it. */
struct bytes payee_published(struct world *world, const struct payee *payee);

#endif
