/*
 * quarantine_store.h: lines that could not be taken, and how they leave: corrected by the partner, or taken by another try.
 *
 * State   in quarantine → settled: corrected (the partner sent it again), retried (another try took it), overtaken (the partner has
 *         withdrawn the record or said something newer), refused (a correction of a line that is not in quarantine).
 * Order   everything but quarantine_lines() and quarantine_submissions() runs in the transaction that writes the records.
 */
#ifndef STORE_QUARANTINE_STORE_H
#define STORE_QUARANTINE_STORE_H

#include "store/submission_store.h"

enum settlement { SETTLEMENT_none, SETTLEMENT_corrected, SETTLEMENT_retried, SETTLEMENT_overtaken, SETTLEMENT_refused };

struct quarantined {
    uint64_t line;
    struct bytes text; /* as it stood in the file; BYTES_NONE when it may not be kept */
    struct bytes source_ref;
    const struct problem *problem; /* its first error */
};

MUST_CHECK enum status quarantine_put_many(struct op *op, struct db *db, const struct uuid *id, const struct quarantined *lines,
                                           size_t count);

struct settled_line {
    int64_t line;
    enum settlement settlement;
};
/* Lines of submission `id` leave by submission `by`; those that have left already stay as they are. */
MUST_CHECK enum status quarantine_settle(struct op *op, struct db *db, const struct uuid *id, const struct settled_line *lines,
                                         size_t count, const struct uuid *by);

/* ---- another try ---- */

#define QUARANTINE_LINES_MOST 1000000 /* of one try; the rest is for the next */

struct quarantine_lines {
    int64_t *items; /* ascending */
    size_t count;
};
/* The lines of a submission that are in quarantine behind a line; code BYTES_NONE: all. Lives in op->arena. */
MUST_CHECK enum status quarantine_lines(struct op *op, struct db *db, const struct uuid *id, struct bytes code, int64_t after,
                                        struct quarantine_lines *ret);
/* Lines of submission `id` that the try `by` could not take either: those that are in quarantine stay there, others get there. */
MUST_CHECK enum status quarantine_try(struct op *op, struct db *db, const struct uuid *id, const struct uuid *by,
                                      const struct quarantined *lines, size_t count);
/* Which of the records the partner has withdrawn or overtaken since `received_us`. */
MUST_CHECK enum status quarantine_overtaken(struct op *op, struct db *db, const struct record *const *records, size_t count,
                                            int64_t received_us, bool *ret);

/* ---- corrections ---- */

/* Which of the records are in quarantine under their source_ref, in submission `id` or in those that correct it. */
MUST_CHECK enum status quarantine_named(struct op *op, struct db *db, const struct uuid *id, const struct record *const *records,
                                        size_t count, bool *ret);
/* Up to `most` lines of submission `id` in quarantine whose source_ref could not be read. */
MUST_CHECK enum status quarantine_unnamed(struct op *op, struct db *db, const struct uuid *id, size_t most,
                                          struct quarantine_lines *ret);
/* What the file of records says of these: nothing, the same, or something else. */
enum on_file { ON_FILE_NOTHING, ON_FILE_SAME, ON_FILE_OTHER };
MUST_CHECK enum status quarantine_on_file(struct op *op, struct db *db, const struct record *const *records, size_t count,
                                          enum on_file *ret);
MUST_CHECK enum status quarantine_settle_named(struct op *op, struct db *db, const struct uuid *id,
                                               const struct record *const *records, size_t count, const struct uuid *by);

#endif
