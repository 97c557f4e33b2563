/*
 * say.h: records of a small world as lines of JSON. Few things and few values, so that they meet all the time; a reference that was used
 * before makes a revision, or a duplicate.
 */
#ifndef SOAK_SAY_H
#define SOAK_SAY_H

#include "core/record.h"
#include "world/rng.h"

#define SAY_REFERENCES 70 /* of each kind and partner */

/* `count` lines of the kind. */
struct bytes say_batch(struct arena *arena, struct rng *rng, enum record_kind kind, unsigned count);
struct bytes say_reference(struct arena *arena, enum record_kind kind, unsigned number);

#endif
