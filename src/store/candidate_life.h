/*
 * candidate_life.h: when an endpoint or a site lived, and what its traits say against pairs: as evidence.sql has it.
 */
#ifndef STORE_CANDIDATE_LIFE_H
#define STORE_CANDIDATE_LIFE_H

#include "core/match.h"
#include "store/db.h"

/* A test purchase on a site went to this acquirer. */
struct candidate_acquirer {
    struct candidate_acquirer *next;
    struct bytes name;
    int64_t first_us, last_us;
};

enum candidate_finding { FINDING_commercial, FINDING_not_commercial, FINDING_illegal, FINDING_not_illegal, FINDING_COUNT };

struct candidate_life {
    int64_t first_us, last_us;
    uint32_t contrary;                    /* from a partner's answer */
    struct bytes acquirer;                /* of an endpoint, BYTES_NONE */
    struct candidate_acquirer *acquirers; /* of a site */
    int64_t found_us[FINDING_COUNT];      /* of a site: when last, INT64_MIN: never */
};

void candidate_life_init(struct candidate_life *life);
/* Takes a row of site_rows.sql or endpoint_rows.sql about the entity. own: the kind of trait that names it. */
void candidate_life_take(struct candidate_life *life, struct arena *arena, enum trait_kind own, const struct copy_value *row);
/* Sets the lives of the pair and what speaks against it. */
void candidate_life_compare(const struct candidate_life *endpoint, const struct candidate_life *site, struct match_pair *ret);

#endif
