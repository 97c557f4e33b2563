/*
 * op.h: the unit of work: one request, one chunk of a file, one claimed row.
 *
 * Memory  everything below a unit of work lives in its arena.
 * Errors  the first failure is written here once, by whoever saw it; callers pass the status on and add nothing.
 *         The text names kind, position and length, never a personal value.
 */
#ifndef BASE_OP_H
#define BASE_OP_H

#include <stdint.h>

#include "base/annotate.h"
#include "base/arena.h"
#include "base/status.h"

struct op {
    struct arena *arena;
    int64_t now_us;     /* microseconds since 1970 UTC: the time this unit of work acts at */
    const char *actor;  /* who acts, as the ledger and the audit log show it */
    enum status status; /* of the first failure */
    char cause[512];
};

void op_init(struct op *op, struct arena *arena, int64_t now_us, const char *actor);

/* Records the cause unless one stands already, and returns st. */
enum status op_fail(struct op *op, enum status st, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* Forgets a failure that has been dealt with. */
void op_clear(struct op *op);

/* ST_LIMIT once the arena is over its limit; asked by every loop over foreign input. */
MUST_CHECK enum status op_check(struct op *op);

#endif
