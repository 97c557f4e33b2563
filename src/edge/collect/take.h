/*
 * take.h: one page or file on its way into the database, and with it how far its source has been read.
 *
 * Memory  a unit of its own, bounded whatever the size.
 * Errors  ST_INPUT, ST_LIMIT when the file as a whole cannot be taken.
 */
#ifndef EDGE_COLLECT_TAKE_H
#define EDGE_COLLECT_TAKE_H

#include "run.h"

struct take;

/* file_name: tells the kind of its records where the profile goes by it. label: how it is called in errors and receipts. */
MUST_CHECK enum status take_new(struct run *run, struct bytes file_name, const char *label, struct take **ret);
MUST_CHECK enum status take_feed(struct take *take, struct bytes piece);
/* There is no more. */
MUST_CHECK enum status take_end(struct take *take);
int64_t take_bytes(const struct take *take);
/* Stores the bytes, the position (BYTES_NONE: it stays) and the file (NULL: it is none) in one transaction. */
MUST_CHECK enum status take_commit(struct take *take, struct bytes position, const struct source_item *item);
void take_free(struct take **take); /* for AUTO() */

/* There are no data: the position alone. */
MUST_CHECK enum status position_commit(struct run *run, struct bytes position);
/* A file that is refused, or is known already. */
MUST_CHECK enum status item_commit(struct run *run, const struct source_item *item);

#endif
