/*
 * audit_store.h: the audit log: an append-only list of leaves under an RFC 6962 tree.
 *
 * Shape   a leaf is the JSON object {"action","actor","at","detail","subject"}; its hash is SHA-256(0x00 || its bytes).
 * Order   appending takes the lock of the log until COMMIT, so it is the last thing a transaction does.
 */
#ifndef STORE_AUDIT_STORE_H
#define STORE_AUDIT_STORE_H

#include "core/checkpoint.h"
#include "store/db.h"

/* Appends one leaf in the running transaction; time and actor are the unit of work's. `detail` is JSON, BYTES_NONE for none; it
 * names ids, counts and hashes, never a personal value. ret_index may be NULL. */
MUST_CHECK enum status audit_append(struct op *op, struct db *db, const char *action, struct bytes subject, struct bytes detail,
                                    int64_t *ret_index);

/* A note over the log as the running transaction sees it, its own leaves included; kept in the database and signed by the key
 * (checkpoint_key_none: unsigned). Give it to nobody before COMMIT. */
MUST_CHECK enum status audit_checkpoint(struct op *op, struct db *db, const struct checkpoint_key *key, struct bytes *ret_note);
/* The same as a JSON value for receipts and packets: {"note":…,"origin":…,"root":…,"signed":true,"size":43}. */
MUST_CHECK enum status audit_checkpoint_json(struct op *op, struct db *db, const struct checkpoint_key *key, struct bytes *ret);

#endif
