/*
 * leaf.h: one leaf of the audit log, as the bytes that are hashed.
 *
 * Shape   {"action":…,"actor":…,"at":…,"detail":…,"subject":…}: JSON without spaces, keys in the order of their bytes on every level,
 *         strings with the least escapes, numbers as they were written, `at` in RFC 3339 UTC, a missing detail as null.
 * Memory  results live in op->arena.
 * Errors  ST_INPUT when the detail is not JSON.
 */
#ifndef CORE_LEAF_H
#define CORE_LEAF_H

#include "base/json.h"

struct leaf {
    int64_t at_us;
    struct bytes actor;
    struct bytes action;
    struct bytes subject;
    struct bytes detail; /* JSON in canonical form, BYTES_NONE for none */
};

/* The canonical form of a JSON text: no spaces, keys sorted. BYTES_NONE gives BYTES_NONE. */
MUST_CHECK enum status leaf_detail(struct op *op, struct bytes json, struct bytes *ret);
struct bytes leaf_print(struct arena *arena, const struct leaf *leaf);

/* What a leaf says of a row: SHA-256 over its cells in a fixed order, 64 hex digits; goes into the detail as "sha256".
 * Cells are text: numbers in decimal, moments by instant_print, UUIDs by uuid_print, BYTES_NONE for NULL. */
struct bytes leaf_row_hash(struct arena *arena, const struct bytes *cells, size_t count);

#endif
