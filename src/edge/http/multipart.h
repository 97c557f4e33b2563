/*
 * multipart.h: multipart/form-data (RFC 7578) with exactly one part, a file; piece by piece.
 *
 * Memory  what is held back is at most the boundary and one part header of MULTIPART_HEADER_MOST bytes.
 * Errors  ST_INPUT: no boundary, a second part, a part that is no file, an end without the closing boundary; ST_LIMIT.
 */
#ifndef EDGE_HTTP_MULTIPART_H
#define EDGE_HTTP_MULTIPART_H

#include "base/op.h"
#include "base/bytes.h"

#define MULTIPART_BOUNDARY_MOST 70 /* RFC 2046 section 5.1.1 */
#define MULTIPART_HEADER_MOST ((size_t)8192)
#define MULTIPART_PREAMBLE_MOST ((size_t)1024)

struct multipart;

/* What takes the bytes of the file. */
typedef enum status multipart_sink(void *arg, struct bytes piece);

MUST_CHECK enum status multipart_new(struct op *op, struct bytes boundary, multipart_sink *sink, void *arg,
                                     struct multipart **ret);
MUST_CHECK enum status multipart_feed(struct op *op, struct multipart *multipart, struct bytes piece);
/* ST_INPUT when the closing boundary has not come. */
MUST_CHECK enum status multipart_end(struct op *op, const struct multipart *multipart);

#endif
