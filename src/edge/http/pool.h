/*
 * pool.h: a bounded number of database connections, shared by the threads of the server.
 *
 * Who waits for one gets it in the order of coming: nobody who comes later is served first, so that the longest wait is not many times
 * the usual one.
 * A connection is opened when it is first needed and replaced when it broke; the server starts, and stays up, without a database.
 * Errors  ST_UNAVAILABLE when none becomes free within the time, or none can be opened.
 */
#ifndef EDGE_HTTP_POOL_H
#define EDGE_HTTP_POOL_H

#include "store/db.h"

#define POOL_MOST 64

struct pool;

struct pool *pool_new(const char *conninfo, const char *role, size_t count);
void pool_free(struct pool **pool); /* every connection has been given back */

/* A connection as those of the pool are, beside them: it does not wait long for a lock. */
MUST_CHECK enum status pool_open(struct op *op, const char *conninfo, const char *role, struct db **ret);

MUST_CHECK enum status pool_take(struct op *op, struct pool *pool, struct db **ret);
void pool_give(struct pool *pool, struct db *db); /* an open transaction is rolled back */

struct pool_state {
    size_t count;
    size_t busy;
    size_t waiting;
};
struct pool_state pool_look(struct pool *pool);

#endif
