/*
 * chunk.h: what of a submission is committed together: its two halves, inside a transaction that somebody else begins and ends.
 *
 * Filling   batches are looked up and written, and their traits folded, one batch after the other.
 * Closing   the folded traits, the progress and, with the last chunk, the receipt.
 *           The first half touches nothing that the second half of the chunk before it writes, as long as chunk_knows() says no;
 *           so that they may overlap, in two sessions, when they are committed in their order.
 * Ahead     what of the second half the chunk before has nothing to do with may be written before that one is committed.
 * Memory    what is kept from filling to the commit lives in the chunk's arena.
 */
#ifndef EDGE_INTAKE_CHUNK_H
#define EDGE_INTAKE_CHUNK_H

#include "base/map.h"
#include "batch.h"
#include "edge/intake.h"

struct chunk {
    const struct intake *intake;
    struct arena *arena;
    struct submission submission; /* as it will be once this is committed */
    struct ignored met;           /* its columns that its kind does not have */
    int64_t first;                /* its records before this chunk */
    struct trait_delta *delta;
    struct map ids; /* of its records */
    size_t grown;   /* memory: by the last batch */
    bool all;       /* the last record has been written */
};

/* Empties it; what it begins with is what the chunk before it ended with. */
void chunk_begin(struct chunk *chunk, const struct intake *intake, const struct submission *submission,
                 const struct submission_progress *progress, const struct ignored *met);
/* Whether a record of the batch is in the chunk. */
bool chunk_knows(const struct chunk *chunk, const struct batch *batch);
MUST_CHECK enum status chunk_put(struct op *op, struct db *db, struct chunk *chunk, struct batch *batch);
bool chunk_is_full(const struct chunk *chunk);
/* Begins to close it while the chunk before is being closed by another session, until `is_turn`. *ret_any: something may be written. */
MUST_CHECK enum status chunk_close_ahead(struct op *op, struct db *db, struct chunk *chunk, const struct chunk *before,
                                         bool (*is_turn)(const void *arg), const void *arg, bool *ret_any);
MUST_CHECK enum status chunk_close(struct op *op, struct db *db, struct chunk *chunk);

#endif
