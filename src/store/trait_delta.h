/*
 * trait_delta.h: what a transaction has collected of the traits of endpoints and sites, as it is collected and written.
 */
#ifndef STORE_TRAIT_DELTA_H
#define STORE_TRAIT_DELTA_H

#include <stdatomic.h>

#include "base/map.h"
#include "store/trait_store.h"
#include "trait_row.h"

struct touched {
    struct uuid id;
    struct bytes name; /* BYTES_NONE: it is on file */
    bool is_new;
    bool derive_again;
    bool takes_back;
    bool chosen; /* for the part that is being written */
    bool written;
};

struct trait_delta {
    struct arena *arena;
    const struct ident_data *data;
    struct map entities[SIDE_COUNT]; /* id → struct touched; nothing is added once it is being written */
    struct fold *folds[SIDE_COUNT];
    struct fold *gone[SIDE_COUNT]; /* what records said that are no longer in force */
    _Atomic bool is_locked;        /* all of its entities are */
};

struct touched *trait_delta_touch(struct trait_delta *delta, enum side side, const struct uuid *id);
bool trait_delta_knows(const struct trait_delta *delta, enum side side, const struct uuid *id);

#endif
