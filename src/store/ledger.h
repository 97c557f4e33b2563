/*
 * ledger.h: how the stores move requests: lock, step, and one audit leaf for each row of the ledger at the end.
 *
 * Order   request, outbox, delivery_lane, audit log: who locks in this order never waits in a circle.
 */
#ifndef STORE_LEDGER_H
#define STORE_LEDGER_H

#include "core/request.h"
#include "store/db.h"

struct request_row {
    int64_t id;
    struct uuid endpoint_id;
    struct bytes endpoint;
    struct bytes partner;
    enum request_state state;
    int64_t events;
    struct bytes message;
    int64_t le_due_us; /* 0: not set */
};

#define LEDGER_LIMIT 8 /* steps of one transaction between two ledger_close() */

struct ledger {
    struct request_event events[LEDGER_LIMIT];
    size_t count;
};

struct bytes request_number(struct arena *arena, int64_t id);
/* ST_NOTFOUND when there is none. */
MUST_CHECK enum status request_row_lock(struct op *op, struct db *db, int64_t id, struct request_row *ret);
/* ST_CONFLICT when the state does not allow it, ST_FORBIDDEN when the walker may not. The row follows. */
MUST_CHECK enum status ledger_step(struct op *op, struct db *db, struct ledger *ledger, struct request_row *row,
                                   enum request_state to, enum request_walker walker, struct bytes reason);
/* Writes the audit leaves: the last thing in a transaction. */
MUST_CHECK enum status ledger_close(struct op *op, struct db *db, struct ledger *ledger);
/* ST_INPUT unless op->actor can stand in a ledger. */
MUST_CHECK enum status ledger_actor_check(struct op *op);
MUST_CHECK enum status ledger_reason_check(struct op *op, struct bytes reason);
/* Both, and the reason must be there: "<what> needs a reason". */
MUST_CHECK enum status ledger_decision_check(struct op *op, struct bytes reason, const char *what);

/* A decision of a person that is taken back. */
struct ledger_release {
    int64_t number;
    const char *what;          /* an override, a decision */
    const char *event;         /* of the audit log */
    const struct query *query; /* $1 the number, $2 the actor, $3 now; a row when it was in force */
    enum status (*change)(struct op *op, struct db *db, int64_t number); /* what has to be looked at again */
};
/* ST_CONFLICT when it is not in force. */
MUST_CHECK enum status ledger_release(struct op *op, struct db *db, const struct ledger_release *release);

/* ---- steps that more than one store takes ---- */

MUST_CHECK enum status endpoint_is_held(struct op *op, struct db *db, const struct uuid *endpoint, bool *ret);
/* From le_check on: into le_hold when there is a hold, out when the waiting time is over, else it stays. */
MUST_CHECK enum status request_row_advance(struct op *op, struct db *db, struct ledger *ledger, struct request_row *row);
/* Clears it to leave and queues it. */
MUST_CHECK enum status request_row_release(struct op *op, struct db *db, struct ledger *ledger, struct request_row *row,
                                           enum request_walker walker, struct bytes reason);

#endif
