/*
 * spelling.h: the many ways in which people write the same thing.
 */
#ifndef WORLD_SPELLING_H
#define WORLD_SPELLING_H

#include "base/bytes.h"
#include "world/rng.h"

struct bytes spelling_url(struct arena *arena, struct rng *rng, double noise, struct bytes domain); /* with some path */
struct bytes spelling_defanged(struct arena *arena, struct rng *rng, struct bytes domain);
struct bytes spelling_phone(struct arena *arena, struct rng *rng, double noise, struct bytes e164);
struct bytes spelling_phone_national(struct arena *arena, struct bytes e164, struct bytes country); /* itself when unknown */
struct bytes spelling_iban(struct arena *arena, struct rng *rng, double noise, struct bytes iban);
struct bytes spelling_email(struct arena *arena, struct rng *rng, double noise, struct bytes email);
/* Capitals, a processor's prefix before it, something behind it, cut at 22. */
struct bytes spelling_descriptor(struct arena *arena, struct rng *rng, struct bytes text, struct bytes behind);

#endif
