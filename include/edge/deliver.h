/*
 * deliver.h: the process that sends: claims, transfers side by side, settles.
 *
 * Egress  https only, no redirects, no proxy from the environment, a fresh connection for each delivery, public addresses or the
 *         partner's named networks only, judged at the moment of connecting; an answer of at most REQUEST_ANSWER_LIMIT bytes.
 * Memory  one arena for each delivery.
 * Errors  what a partner does is never an error here: it stands in the ledger. An error is the database's; what is in flight then is
 *         settled by others as "unknown" once this process has ended.
 */
#ifndef EDGE_DELIVER_H
#define EDGE_DELIVER_H

#include <signal.h>

#include "store/outbox_store.h"

struct deliver_settings {
    struct outbox_policy policy;
    int64_t timeout_ms; /* of one delivery, from its claim to its answer */
    int64_t slots;      /* deliveries side by side */
    int64_t tick_ms;    /* between two looks at what time brings */
    size_t unit_memory; /* bytes, for one delivery */
    bool follow;
    const volatile sig_atomic_t *stop; /* not 0: finish what is in flight, begin nothing */
};

struct deliver_summary {
    int64_t moved; /* requests that time has moved */
    int64_t by_verdict[4];
};

MUST_CHECK enum status deliver_run(struct op *op, struct db *db, const struct deliver_settings *settings,
                                   struct deliver_summary *ret);

/* ---- one transfer ---- */

struct transfer;
struct transfer_target {
    struct bytes url;
    struct bytes ca;       /* file; BYTES_NONE: the system's */
    struct bytes networks; /* that may be connected to beside public ones, with spaces between */
    struct bytes key;      /* of the signature */
    struct bytes id;       /* the idempotency key */
    int64_t at_seconds;
    struct bytes body;
    int64_t timeout_ms;
};

/* Makes ready to send; the result says why not when the target is not permitted (NULL then). `handle` is a CURL easy handle. */
struct transfer *transfer_new(struct arena *arena, const struct transfer_target *target, const char **ret_why);
void *transfer_handle(struct transfer *transfer);
/* What came of it; `code` is the CURLcode. */
void transfer_judge(struct transfer *transfer, int code, struct delivery_result *ret);
void transfer_free(struct transfer **transfer);

/* The signing key that env:NAME or file:PATH names; false and why when there is none. */
bool delivery_key_get(struct op *op, struct bytes reference, struct bytes *ret_key, const char **ret_why);

#endif
