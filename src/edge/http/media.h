/*
 * media.h: media types as they stand in Content-Type and Accept.
 *
 * Shape   type/subtype; parameter=value, with quoted values (RFC 9110 section 8.3.1); compared without regard to case.
 * Memory  names are in lower case and live in the arena.
 * Errors  false when it is not well formed.
 */
#ifndef EDGE_HTTP_MEDIA_H
#define EDGE_HTTP_MEDIA_H

#include "base/bytes.h"

struct media {
    struct bytes type;     /* "text/csv" */
    struct bytes charset;  /* lower case; BYTES_NONE when it is not named */
    struct bytes boundary; /* of multipart/… */
};

bool media_parse(struct arena *arena, struct bytes text, struct media *ret);

/* Which of the types that can be had the header Accept likes best; the first of equals. Without a header: the first.
 * -1: none of them. */
int accept_choose(struct arena *arena, struct bytes accept, const char *const *types, size_t count);

/* The value of an Item of type String (RFC 9651), "…" with \" and \\, or a bare token; 1 to `most` bytes of printable ASCII. */
bool item_parse(struct arena *arena, struct bytes text, size_t most, struct bytes *ret);

#endif
