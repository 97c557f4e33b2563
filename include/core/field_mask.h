/*
 * field_mask.h: takes the values of forbidden fields out of a stream of JSON before anything of it is stored.
 *
 * Shape   the value of a forbidden name, whatever it is and however large, becomes "withheld", or null when it says nothing ("", null,
 *         [], {}). The name stays, so that the record is refused for it. Everything else leaves as it came.
 * Fields  where a partner has agreed to some fields only, the values of all others are withheld alike.
 * Broken  where an object is no JSON any more names cannot be told from texts: the rest of it leaves as it came when it is short and
 *         nothing in it looks like a forbidden name; else it becomes the word withheld. Records are framed as the formats frame them: by
 *         brackets and quotes, and from a line break inside of a text to the next line that opens an object.
 * Cuts    the result does not depend on where the stream was cut.
 * Memory  of the arena, FIELD_MASK_REST_MOST and the names.
 */
#ifndef CORE_FIELD_MASK_H
#define CORE_FIELD_MASK_H

#include "base/arena.h"
#include "base/buf.h"

#define FIELD_MASK_DEPTH_MOST 64
#define FIELD_MASK_PATH_MOST 256 /* a longer path is not allowed where not every field is */
#define FIELD_MASK_REST_MOST ((size_t)64 << 10)

/* A name that only in one format means what may not be stored. */
struct withheld_name {
    const char *name; /* lower case, letters and digits */
    char untold;      /* a value of this one character says nothing; 0: every value says something */
};

struct field_mask_shape {
    bool lines;              /* a record is a line */
    bool joins;              /* names of objects in objects count together: child.name as childname */
    struct bytes records_at; /* the dotted path on which the records stand: its names are not forbidden */
    const struct withheld_name *names;
    size_t name_count;
    /* Whether a field of a record, named by its dotted path, may be stored; NULL: all that are not forbidden. */
    bool (*allows)(const void *arg, struct bytes path);
    const void *arg;
};

struct field_mask;
/* The texts of the shape stay where they are. */
struct field_mask *field_mask_new(struct arena *arena, const struct field_mask_shape *shape);
void field_mask_feed(struct field_mask *mask, struct bytes piece, struct buf *out);
void field_mask_end(struct field_mask *mask, struct buf *out);
/* Values and broken rests that became "withheld". */
int64_t field_mask_withheld(const struct field_mask *mask);

#endif
