/*
 * profile_shelf.h: profiles that have been parsed, kept for whoever has the same text again.
 *
 * Shape   found by the whole text and not by a file: another text is another profile at once, whatever a file's time or name says, and
 *         what is under way goes on with the one that it began with. A text that is no profile is not kept.
 * Memory  profiles that nobody has on loan take SHELF_MEMORY_MOST bytes at most; those that were not asked for longest go first.
 * Threads any; a loan belongs to one.
 */
#ifndef EDGE_INTAKE_PROFILE_SHELF_H
#define EDGE_INTAKE_PROFILE_SHELF_H

#include "core/profile.h"

#define SHELF_MEMORY_MOST ((size_t)4 << 20)

struct profile_shelf;

struct profile_shelf *profile_shelf_new(void);
void profile_shelf_free(struct profile_shelf **shelf); /* for AUTO(); every loan has been given back */

struct profile_loan {
    struct profile profile; /* with a calendar of its own */
    struct profile_shelf *shelf;
    struct shelved *shelved; /* NULL: parsed for this loan alone */
};

/* As profile_parse(). shelf NULL: nothing is kept, the profile lives in op->arena. */
MUST_CHECK enum status profile_lend(struct op *op, struct profile_shelf *shelf, const char *where, struct bytes text,
                                    struct profile_loan *ret);
void profile_give_back(struct profile_loan *loan); /* for AUTO(); may be called again */

struct profile_shelf_state {
    size_t profiles; /* that are kept */
    size_t bytes;
    int64_t parsed; /* so far */
};
struct profile_shelf_state profile_shelf_look(struct profile_shelf *shelf);

#endif
