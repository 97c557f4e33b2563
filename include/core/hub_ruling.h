/*
 * hub_ruling.h: what analysts have ruled in single cases: that a value which many share is no hub here, or that one is.
 *
 * Shape   a ruling concerns one value of one pair; it enters as a mark on the pair's evidence (struct evidence), nowhere else.
 * Order   sorted by site, endpoint, kind, hash, value and number; of several about one value the last one holds.
 */
#ifndef CORE_HUB_RULING_H
#define CORE_HUB_RULING_H

#include "core/match.h"

struct hub_ruling {
    struct uuid site, endpoint;
    enum trait_kind kind;
    uint64_t hash;
    struct bytes value;
    int64_t number;
    enum match_ruling ruling;
};

struct hub_rulings {
    struct hub_ruling *items;
    size_t count;
};

void hub_rulings_sort(struct hub_rulings *rulings);
/* Those of one site; of one pair when endpoint is not NULL. */
struct hub_rulings hub_rulings_of(const struct hub_rulings *rulings, const struct uuid *site, const struct uuid *endpoint);
/* Marks the evidence of a pair. */
void hub_rulings_apply(const struct hub_rulings *rulings, const struct uuid *endpoint, const struct uuid *site,
                       struct evidence *evidence, size_t count);

#endif
