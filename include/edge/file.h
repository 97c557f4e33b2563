/*
 * file.h: whole files, for lists, keys and manifests; what partners send is streamed elsewhere.
 *
 * Memory  the text lives in op->arena.
 * Errors  ST_NOTFOUND, ST_FORBIDDEN, ST_LIMIT (larger than `limit`), ST_INPUT (a folder); the text names the path.
 */
#ifndef EDGE_FILE_H
#define EDGE_FILE_H

#include "base/bytes.h"
#include "base/op.h"

MUST_CHECK enum status file_read(struct op *op, const char *path, size_t limit, struct bytes *ret);
bool file_exists(const char *path);

#endif
