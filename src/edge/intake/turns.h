/*
 * turns.h: two sessions that take turns at the chunks of submissions.
 *
 * One closes a chunk and commits it, in a thread of its own, while the next chunk is filled through the other. A chunk is given to be
 * closed only when the one before it is committed, so they are committed in their order; what a kill leaves is a beginning of them.
 * Until then the session that has filled it goes ahead with what it may. It then holds locks while it waits for the other, so it waits
 * in the database, which finds those who wait in a circle.
 */
#ifndef EDGE_INTAKE_TURNS_H
#define EDGE_INTAKE_TURNS_H

#include <pthread.h>
#include <stdatomic.h>

#include "chunk.h"

struct run;

struct lane {
    struct db *db; /* NULL: not opened yet */
    struct chunk chunk;
    struct run *run; /* whose chunk it is */
    struct arena *scratch;
    struct op op; /* of the closing, with the cause of its failure */
    enum status st;
    pthread_t thread;
    int64_t turn;         /* of its transaction: who waits for its end in the database */
    _Atomic bool is_done; /* closed, for better or worse */
};

/* The lane that is not closing, with an open session. */
MUST_CHECK enum status turns_lane(struct op *op, struct turns *turns, struct lane **ret);
/* Closes and commits the chunk, whose transaction is under way, in a thread; nothing else may be closing. */
MUST_CHECK enum status turns_close(struct op *op, struct turns *turns, struct lane *lane);
/* The lane that is closing; NULL: none is. Its chunk may be read, its submission not. */
const struct lane *turns_closing(const struct turns *turns);
/* Whether the lane has been closed. */
bool turns_is_done(const void *lane);
/* Waits for the end of it and takes it off: the lane, with its status; NULL: none was closing. */
struct lane *turns_wait(struct turns *turns);

#endif
