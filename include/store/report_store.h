/*
 * report_store.h: reports over links: choke points.
 *
 * Memory  linear in the links, in the arena that is passed.
 */
#ifndef STORE_REPORT_STORE_H
#define STORE_REPORT_STORE_H

#include "core/chokepoint.h"
#include "store/db.h"

enum chokepoint_by { CHOKEPOINT_BY_endpoint, CHOKEPOINT_BY_acquirer, CHOKEPOINT_BY_owner };

struct chokepoint_question {
    enum chokepoint_by by;
    enum chokepoint_objective objective;
    bool count_sites; /* each site counts one, instead of the flags of its endpoints */
    double least_probability;
    size_t limit;
};

#define CHOKEPOINT_WEIGHT 1000 /* parts of a flag, or of a site */

struct chokepoint_report {
    struct chokepoint_rank *ranks;
    struct bytes *names; /* beside ranks */
    size_t count;
    int64_t weight; /* of all sites */
    uint32_t sites, endpoints, choices;
};

/* Links that are confirmed, or are at least so probable and not rejected; endpoints that a partner has closed count as gone. */
MUST_CHECK enum status chokepoint_report_get(struct op *op, struct db *db, const struct chokepoint_question *question,
                                             struct arena *arena, struct chokepoint_report *ret);

#endif
