/*
 * json_pick.h: a few values out of a JSON text that comes in pieces, however large it is, without a tree.
 *
 * Shape   a path is keys with dots between ("meta.next"); it leads through objects. The text is one value and is read to its end.
 * Memory  in op->arena: the picked values, and one token at most.
 * Errors  ST_INPUT when the text is not JSON, is nested deeper than 64 or stops before its end; ST_LIMIT when one string or
 *         number is larger than 4 MiB. The text names a byte, never a value.
 */
#ifndef BASE_JSON_PICK_H
#define BASE_JSON_PICK_H

#include "base/json.h"

#define JSON_PICK_MOST 4

struct json_picked {
    bool found;
    enum json_type type;
    struct bytes text; /* of a string or a number */
    size_t count;      /* elements of an array */
};

struct json_pick;

/* paths: at most JSON_PICK_MOST. */
struct json_pick *json_pick_new(struct op *op, const struct bytes *paths, size_t count);
MUST_CHECK enum status json_pick_feed(struct json_pick *pick, struct bytes piece);
/* The text has ended: what stood at the paths, in their order. */
MUST_CHECK enum status json_pick_end(struct json_pick *pick, const struct json_picked **ret);
void json_pick_free(struct json_pick **pick); /* for AUTO() */

#endif
