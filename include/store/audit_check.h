/*
 * audit_check.h: is the audit log whole, and do the tables still say what its leaves say?
 *
 * Shape   one snapshot of the database is read as streams: each leaf is hashed again, the root is compared with the head and with every
 *         checkpoint that was given out; then each row is held against the leaf that speaks of it, and the bytes of each submission
 *         against their hash. The tables stand in audit_row.def.
 * Memory  bounded: one row at a time, and the checkpoints that are passed in.
 * Errors  what is found goes to report(), it is not a failure. It names table and id, never a value.
 */
#ifndef STORE_AUDIT_CHECK_H
#define STORE_AUDIT_CHECK_H

#include "core/checkpoint.h"
#include "store/db.h"

struct audit_finding {
    const char *table;
    struct bytes id;
    const char *what;
};

/* A checkpoint that someone outside has kept. */
struct audit_given {
    struct bytes name; /* what the finding calls it */
    struct bytes note;
    struct checkpoint checkpoint;
};

struct audit_check {
    const struct checkpoint_key *key; /* of the signatures; without one they are not checked */
    struct audit_given *given;        /* is sorted by size */
    size_t given_count;
    bool log_only;
    void (*report)(void *arg, const struct audit_finding *finding);
    void *arg;
    /* the result */
    int64_t leaves;
    int64_t checkpoints; /* stored and given */
    int64_t unsigned_checkpoints;
    int64_t rows;
    int64_t findings;
    struct sha256 root;
};

MUST_CHECK enum status audit_check(struct op *op, struct db *db, struct audit_check *check);

#endif
