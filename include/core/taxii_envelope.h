/*
 * taxii_envelope.h: a page of a TAXII 2.1 collection: how many objects it holds, and how to ask for what stands behind it.
 *
 * Shape   {"more": bool, "next": text, "objects": […]}, fed in pieces of any size and not kept. Where the server has more but does not say
 *         how to go on, it is asked for what was added after its last object.
 * Memory  in op->arena, bounded by what json_pick.h keeps.
 * Errors  ST_INPUT when it is no JSON, or leads nowhere; ST_LIMIT as json_pick.h says.
 * Source  TAXII Version 2.1 (OASIS), sections 3.4, 3.7 and 5.4
 */
#ifndef CORE_TAXII_ENVELOPE_H
#define CORE_TAXII_ENVELOPE_H

#include "base/json_pick.h"

/* How far a collection has been read. */
struct taxii_place {
    struct bytes added_after; /* when the last object that was taken had been added, as the server says */
    struct bytes next;        /* the page to go on with; BYTES_NONE: none */
    struct bytes reached;     /* with next: when the last object of the page before had been added; BYTES_NONE: not said */
};

struct taxii_page {
    size_t objects;
    bool more;
    struct taxii_place next; /* behind it */
};

struct json_pick *taxii_envelope_new(struct op *op);
/* All of it has been fed. `at`: where it was asked for; `last_added`: of the header X-TAXII-Date-Added-Last. */
MUST_CHECK enum status taxii_envelope_end(struct op *op, struct json_pick *pick, const struct taxii_place *at,
                                          struct bytes last_added, struct taxii_page *ret);

/* Where to go on when the server no longer knows the page `next`: with what was added when the last object that was taken was, some of
 * which may be known already. */
struct taxii_place taxii_place_resume(struct arena *arena, const struct taxii_place *at);

#endif
