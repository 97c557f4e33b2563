/*
 * spool.h: the bytes of a submission on their way to the database: unpacked, card numbers truncated, compressed in pieces.
 *
 * The name of a submission is its hash, which is known at the end only; until then the pieces lie in a file without a name, which
 * is gone with the process. No card number is ever in it.
 */
#ifndef EDGE_INTAKE_SPOOL_H
#define EDGE_INTAKE_SPOOL_H

#include <stdio.h>

#include "edge/intake.h"
#include "format/format.h"
#include "plain.h"

struct filling;

struct spool {
    FILE *file;
    struct filling *filling; /* until it is closed */
    enum format format;
    struct plain_facts facts;
    struct sha256 sha256;
    struct sha256 stored_sha256;
    int64_t bytes;
    int64_t stored_bytes;
    char *piece; /* the one that was read last */
    size_t room;
};

void spool_close(struct spool *spool); /* for AUTO() */
/* Bytes that come in pieces. The unit of work and the spool stay where they are until it is closed. ST_INPUT when the file as a
 * whole is none that can be taken. */
MUST_CHECK enum status spool_begin(struct op *op, const struct intake *intake, struct spool *ret);
MUST_CHECK enum status spool_feed(struct spool *spool, struct bytes piece);
MUST_CHECK enum status spool_end(struct spool *spool);
/* The same for a source that is read to its end. */
MUST_CHECK enum status spool_fill(struct op *op, const struct intake *intake, struct spool *ret);
/* submission_piece_fn */
enum status spool_next(struct op *op, void *spool, bool restart, struct bytes *ret);

#endif
