/*
 * record_reader.h: the records of a file on this machine, one after the other, without a database.
 *
 * Memory  bounded: op->arena is given back between pieces.
 * Errors  ST_NOTFOUND, ST_FORBIDDEN, ST_UNAVAILABLE for the file; ST_INPUT for a file that is none of the formats, or whose columns
 *         cannot be records of the kind.
 */
#ifndef EDGE_RECORD_READER_H
#define EDGE_RECORD_READER_H

#include "core/profile.h"

typedef enum status record_reader_fn(struct op *op, void *arg, const struct raw_record *raw);

/* Unpacked, converted, card numbers truncated. */
MUST_CHECK enum status record_reader_run(struct op *op, const char *path, const struct profile *profile, enum record_kind kind,
                                         record_reader_fn *take, void *arg);

/* The kinds that the records of a file say they are: of a format that tells the kind of each record, or whose own profile does. None is
 * an answer: the file is of another format, or of none. */
MUST_CHECK enum status record_reader_kinds(struct op *op, const char *path, bool ret[RECORD_KIND_COUNT]);

#endif
