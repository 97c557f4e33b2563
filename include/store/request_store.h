/*
 * request_store.h: disruption requests: propose, approve, release, withdraw, and what the clock does with them.
 *
 * Ledger  each step is a row of request_event and a leaf of the audit log (core/request.h). The actor is op->actor.
 * Errors  ST_NOTFOUND, ST_CONFLICT (the state does not allow it), ST_FORBIDDEN (not by this person), ST_INPUT (actor or reason).
 */
#ifndef STORE_REQUEST_STORE_H
#define STORE_REQUEST_STORE_H

#include "core/request.h"
#include "core/request_message.h"
#include "core/request_route.h"
#include "store/db.h"

struct request_proposal {
    struct uuid endpoint_id;
    struct bytes partner;
    double probability;
    struct bytes evidence;          /* JSON: the links with their waterfalls */
    struct request_message message; /* its reference is filled in */
    bool by_engine;
};

/* The partners that can close the endpoint, best first. */
MUST_CHECK enum status request_routes(struct op *op, struct db *db, struct bytes endpoint, struct request_route **ret,
                                      size_t *ret_count);
MUST_CHECK enum status request_propose(struct op *op, struct db *db, struct request_proposal *proposal, int64_t *ret_id);

/* One person's approval: the first confirms, the second (another person) approves; then law enforcement has le_check_days working days.
 * *ret: where it stands now. */
MUST_CHECK enum status request_approve(struct op *op, struct db *db, int64_t id, int64_t le_check_days, enum request_state *ret);
/* Law enforcement does not object: `authority` is a partner of the kind police, europol or eurojust. */
MUST_CHECK enum status request_release(struct op *op, struct db *db, int64_t id, struct bytes authority, enum request_state *ret);
/* Before it has left it is taken out of the outbox; afterwards the receiver is told. ST_RETRY while a delivery is in flight. */
MUST_CHECK enum status request_withdraw(struct op *op, struct db *db, int64_t id, struct bytes reason, bool *ret_told);
/* What the partner answered, kept by a person. */
MUST_CHECK enum status request_outcome(struct op *op, struct db *db, int64_t id, enum request_state outcome, struct bytes reason);
/* Asks for a delivery again that has failed for good. */
MUST_CHECK enum status request_retry(struct op *op, struct db *db, int64_t id);

/* What time brings: holds that have ended, waiting times that are over, answers that are late, sites that are back elsewhere. *ret_moved: how many requests moved. */
MUST_CHECK enum status request_tick(struct op *op, struct db *db, int64_t *ret_moved);

#endif
