/*
 * kin.h: which endpoints, and which sites, few have in common: read at once and grouped in memory, when all of them are looked at.
 *
 * Shape   a value that 2 to KIN_MOST of a side have in a role that counts (core/match_kin.def), with all that have it.
 * Order   values by hash, kind and text, holders by id: the same traits give the same bytes.
 * Memory  in the arena; about 100 bytes for each trait that counts until the end of the reading, and its text.
 */
#ifndef STORE_KIN_H
#define STORE_KIN_H

#include "core/match.h"
#include "store/db.h"

#define KIN_LEAST 2
#define KIN_MOST 31

struct kin_value {
    uint64_t hash;
    enum trait_kind kind;
    struct bytes text;
    const struct uuid *holders;
    uint32_t count;
};

struct kin_side {
    struct kin_value *values;
    size_t count;
};

struct kin {
    struct kin_side sides[2]; /* endpoints, sites */
};

/* For each kind of trait: a bit for each role in which endpoints, or sites, are kin by it. */
struct param kin_roles(struct arena *arena, bool site);

MUST_CHECK enum status kin_read(struct op *op, struct db *db, struct arena *arena, struct kin *ret);

#endif
