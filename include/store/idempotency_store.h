/*
 * idempotency_store.h: which answer was given under which Idempotency-Key of which partner.
 *
 * A key that is being worked on is held by the session of its connection: it is free again when the process or the server dies.
 */
#ifndef STORE_IDEMPOTENCY_STORE_H
#define STORE_IDEMPOTENCY_STORE_H

#include "store/db.h"

struct idempotency {
    struct bytes partner;
    struct bytes key;
    struct sha256 fingerprint; /* of the request */
    struct uuid submission_id;
    int status; /* HTTP */
};

/* ST_CONFLICT when another session works under this key. */
MUST_CHECK enum status idempotency_lock(struct op *op, struct db *db, const struct idempotency *key);
void idempotency_unlock(struct op *op, struct db *db, const struct idempotency *key);
/* Looks partner and key up; ST_NOTFOUND. */
MUST_CHECK enum status idempotency_find(struct op *op, struct db *db, struct idempotency *key);
MUST_CHECK enum status idempotency_put(struct op *op, struct db *db, const struct idempotency *key);
/* Forgets what is older. */
MUST_CHECK enum status idempotency_expire(struct op *op, struct db *db, int64_t before_us);

#endif
