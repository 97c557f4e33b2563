/*
 * hold_store.h: holds of law enforcement on endpoints. A hold wins every race.
 *
 * Order   hold_place() commits the hold: from then on no claim can begin. hold_settle() stops what waits, and counts what is in flight;
 *         a sender that has died is settled as "unknown" there. Each call is one look; the caller waits between two. Once nothing is
 *         in flight no byte about the endpoint leaves until the hold ends, and hold_set_effective() says so, at a time after that look.
 * Ledger  leaves hold.place, hold.effective, hold.release in the audit log, subject the number of the hold; requests step to le_hold.
 */
#ifndef STORE_HOLD_STORE_H
#define STORE_HOLD_STORE_H

#include "store/db.h"

struct hold {
    struct uuid endpoint_id;
    struct bytes endpoint;
    struct bytes authority;
    struct bytes reason;
    int64_t until_us;
};

MUST_CHECK enum status hold_place(struct op *op, struct db *db, const struct hold *hold, int64_t *ret_id);
/* *ret_in_flight: deliveries that may still send a byte. ST_CONFLICT: it has ended. */
MUST_CHECK enum status hold_settle(struct op *op, struct db *db, int64_t id, int64_t *ret_in_flight);
/* After hold_settle() has found nothing in flight. Does nothing when it was effective before. */
MUST_CHECK enum status hold_set_effective(struct op *op, struct db *db, int64_t id);
/* ST_CONFLICT when it has been released before. Requests go on at the next delivery. */
MUST_CHECK enum status hold_release(struct op *op, struct db *db, int64_t id);

#endif
