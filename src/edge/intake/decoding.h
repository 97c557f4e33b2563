/*
 * decoding.h: a submission's bytes on their way to batches, in a thread that runs ahead of the one that writes.
 *
 * The thread computes and nothing else: it has no database. The pieces of the submission are handed to it, packed, by decoding_next();
 * a few of them and a few batches are under way, then it waits.
 *
 * Memory  BATCHES batches of the unit's memory / BATCH_SHARE, PIECES packed pieces, one unpacked, one record.
 */
#ifndef EDGE_INTAKE_DECODING_H
#define EDGE_INTAKE_DECODING_H

#include "batch.h"
#include "edge/intake.h"

struct decoding;

/* Begins behind the line that the submission's progress names; `lines`: those that are wanted, NULL: all. The submission and the intake stay where they are until the end. */
MUST_CHECK enum status decoding_begin(struct op *op, const struct intake *intake, const struct submission *submission,
                                      const struct quarantine_lines *lines, struct decoding **ret);
/* The next batch, in the order of the file; the last says so. It is given back before the next is asked for. */
MUST_CHECK enum status decoding_next(struct op *op, struct decoding *decoding, struct batch **ret);
void decoding_give_back(struct decoding *decoding, struct batch *batch);
/* Stops the thread, wherever it is; for AUTO(). */
void decoding_end(struct decoding **decoding);

#endif
