/*
 * source_store.h: where data are fetched from: what is due, how far each source has been read, which files were taken.
 *
 * Claim    a source belongs to the session that holds its lock: it is free again when that process or the server dies.
 * Position changes in the transaction that stores the data, so that a crash neither skips nor repeats.
 * Memory   texts live in op->arena.
 */
#ifndef STORE_SOURCE_STORE_H
#define STORE_SOURCE_STORE_H

#include "core/circuit.h"
#include "core/collect.h"
#include "store/db.h"

struct source_row {
    struct bytes id; /* the name of its profile */
    struct bytes partner;
    enum collect_kind kind;
    struct bytes place;    /* URL or folder */
    struct bytes position; /* JSON */
    struct circuit circuit;
    bool cut_off; /* the run before did not come to its end */
};

/* Makes the source known, and forgets the position of one that stands elsewhere now. ST_NOTFOUND when there is no such partner. */
MUST_CHECK enum status source_put(struct op *op, struct db *db, const struct source_row *source);
/* Fills what the database knows of source->id; ST_NOTFOUND. */
MUST_CHECK enum status source_find(struct op *op, struct db *db, struct source_row *source);
/* The ids that are due at op->now_us, those that have waited longest first. */
MUST_CHECK enum status source_list_due(struct op *op, struct db *db, const struct bytes *ids, size_t count, struct bytes *ret,
                                       size_t *ret_count);

/* ST_CONFLICT when another session has it. */
MUST_CHECK enum status source_lock(struct op *op, struct db *db, struct bytes id);
void source_unlock(struct op *op, struct db *db, struct bytes id);

MUST_CHECK enum status source_begin(struct op *op, struct db *db, struct source_row *source);
MUST_CHECK enum status source_settle_success(struct op *op, struct db *db, const struct source_row *source, bool stored,
                                             bool more);
MUST_CHECK enum status source_settle_failure(struct op *op, struct db *db, const struct source_row *source, bool stored,
                                             const char *why);

/* ---- files ---- */
struct source_item {
    struct bytes name;
    int64_t bytes;
    int64_t modified_us;
    bool taken;      /* else refused */
    const char *why; /* it was refused */
};
enum source_item_fate { ITEM_NEW, ITEM_TAKEN, ITEM_REFUSED };

/* What is known of each; refused ones count as new when another profile refused them. */
MUST_CHECK enum status source_items_find(struct op *op, struct db *db, struct bytes id, const struct source_item *items,
                                         size_t count, const struct sha256 *profile, enum source_item_fate *ret);
/* Forgets those that are no longer there. */
MUST_CHECK enum status source_items_forget(struct op *op, struct db *db, struct bytes id, const struct source_item *there,
                                           size_t count);

/* ---- in a running transaction ---- */
MUST_CHECK enum status source_put_position(struct op *op, struct db *db, struct bytes id, struct bytes position);
MUST_CHECK enum status source_put_item(struct op *op, struct db *db, struct bytes id, const struct source_item *item,
                                       const struct sha256 *profile);
MUST_CHECK enum status source_put_submission(struct op *op, struct db *db, struct bytes id, const struct uuid *submission);

/* ---- what is to be decoded; as efc_intake ---- */
struct source_waiting {
    struct bytes source;
    struct uuid submission;
    int64_t stored_us;
};
/* The next one behind *place; ST_NOTFOUND when there is none. */
MUST_CHECK enum status source_waiting_next(struct op *op, struct db *db, struct source_waiting *place);
MUST_CHECK enum status source_mark_decoded(struct op *op, struct db *db, const struct uuid *submission);
MUST_CHECK enum status source_count_waiting(struct op *op, struct db *db, int64_t *ret);

#endif
