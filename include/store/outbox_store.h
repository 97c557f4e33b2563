/*
 * outbox_store.h: deliveries: claim one, settle it.
 *
 * Shape   at least once: what was in flight when its sender died, or whose answer was lost, is sent again with the same key.
 * Sender  a number whose advisory lock the sender's connection holds while it lives. It sends no byte later than lease_ms after it asked
 *         for the claim; only when its lock is free AND the lease is over do others settle its delivery as "unknown".
 * Fair    turns go round the partners; a partner that fails waits on its own (delivery_lane), with one delivery in flight at most.
 * Ledger  leaves delivery.start and delivery.settle in the audit log, subject the number of the request.
 */
#ifndef STORE_OUTBOX_STORE_H
#define STORE_OUTBOX_STORE_H

#include "core/back_off.h"
#include "core/request_message.h"
#include "store/db.h"

struct outbox_policy {
    int64_t lease_ms;
    int64_t per_partner; /* most in flight for one partner */
    int64_t most_attempts;
    struct back_off back_off;
    int64_t acknowledge_working_days;
    int64_t outcome_days;
};

struct delivery {
    int64_t outbox;
    int64_t request;
    int64_t attempt;
    bool withdrawal;
    struct bytes partner;
    struct uuid key;
    struct bytes body;
    struct bytes url;
    struct bytes key_reference; /* env:NAME or file:PATH */
    struct bytes ca;            /* BYTES_NONE: the system's */
    struct bytes networks;      /* with spaces between */
};

struct delivery_result {
    enum request_verdict verdict;
    int64_t http_status; /* 0: none */
    const char *why;
    struct bytes reference; /* the partner's; BYTES_NONE: none */
    uint64_t random;        /* for the jitter */
};

/* Takes a number for this sender and its lock, held until the connection closes. */
MUST_CHECK enum status outbox_sender(struct op *op, struct db *db, int64_t *ret_sender);
/* ST_NOTFOUND when nothing can be taken now. The claim is committed before it returns. */
MUST_CHECK enum status outbox_claim(struct op *op, struct db *db, int64_t sender, const struct outbox_policy *policy,
                                    struct delivery *ret);
/* ST_CONFLICT when somebody else has settled it meanwhile. */
MUST_CHECK enum status outbox_settle(struct op *op, struct db *db, const struct delivery *delivery, int64_t sender,
                                     const struct outbox_policy *policy, const struct delivery_result *result);
/* Settles as "unknown" what the dead had in flight. `sender`: who asks, 0 for one that sends nothing. */
MUST_CHECK enum status outbox_settle_dead(struct op *op, struct db *db, int64_t sender);
/* How many deliveries could begin now. */
MUST_CHECK enum status outbox_due(struct op *op, struct db *db, int64_t *ret);

#endif
