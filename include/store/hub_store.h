/*
 * hub_store.h: what analysts rule about hubs in single cases.
 *
 * Case    one pair of an endpoint and a site, or all pairs of a programme's members as they are when the override is placed: what
 *         correlation makes of it depends on stored data alone.
 * Ledger  leaves hub.override and hub.release in the audit log, subject the number of the override; the endpoints and sites of the
 *         case are put on the list of what changed.
 */
#ifndef STORE_HUB_STORE_H
#define STORE_HUB_STORE_H

#include "core/hub_ruling.h"
#include "store/db.h"

#define HUB_CASE_LIMIT 10000 /* pairs of one override */

struct hub_override {
    enum trait_kind kind;
    struct bytes value;
    bool is_hub;
    const struct uuid *endpoints, *sites;
    size_t endpoint_count, site_count;
    const struct uuid *programme; /* NULL: the case is a pair */
    struct bytes reason;
};

/* ST_NOTFOUND when no endpoint and no site of the case have the value in common and none is kin to another by it; ST_INPUT without a reason;
 * ST_LIMIT. */
MUST_CHECK enum status hub_override_put(struct op *op, struct db *db, const struct hub_override *hub, int64_t *ret_number);
/* ST_CONFLICT when there is none or it was released before. */
MUST_CHECK enum status hub_override_release(struct op *op, struct db *db, int64_t number);

/* What is ruled now, in `arena`; of one pair alone when endpoint and site are given. */
MUST_CHECK enum status hub_rulings_get(struct op *op, struct db *db, struct arena *arena, const struct uuid *endpoint,
                                       const struct uuid *site, struct hub_rulings *ret);

/* The endpoints and sites of a programme; ST_NOTFOUND when there is none. */
MUST_CHECK enum status hub_case_of_programme(struct op *op, struct db *db, const struct uuid *programme,
                                             struct hub_override *ret);

#endif
