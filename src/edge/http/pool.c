#include "edge/http/pool.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#define WAIT_S 5 /* a client is told to come back rather than kept waiting */

struct pool {
    const char *conninfo;
    const char *role;
    pthread_mutex_t lock;
    pthread_cond_t freed;
    size_t count;
    size_t busy;
    size_t waiting;
    struct db *idle[POOL_MOST]; /* as a stack: the last used is the next used */
    size_t idle_count;
};

struct pool *pool_new(const char *conninfo, const char *role, size_t count)
{
    struct pool *pool = calloc(1, sizeof(*pool));

    if (pool == NULL)
        abort();
    pool->conninfo = conninfo;
    pool->role = role;
    pool->count = count > POOL_MOST ? POOL_MOST : count;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->freed, NULL);
    return pool;
}

void pool_free(struct pool **pool)
{
    if (*pool == NULL)
        return;
    while ((*pool)->idle_count > 0)
        db_close(&(*pool)->idle[--(*pool)->idle_count]);
    pthread_cond_destroy(&(*pool)->freed);
    pthread_mutex_destroy(&(*pool)->lock);
    free(*pool);
    *pool = NULL;
}

static bool wait_for_place(struct pool *pool)
{
    struct timespec until;
    int result = 0;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += WAIT_S;
    pool->waiting++;
    while (pool->busy == pool->count && result != ETIMEDOUT)
        result = pthread_cond_timedwait(&pool->freed, &pool->lock, &until);
    pool->waiting--;
    return pool->busy < pool->count;
}

static bool place_take(struct pool *pool, struct db **ret)
{
    bool taken;

    pthread_mutex_lock(&pool->lock);
    taken = wait_for_place(pool);
    if (taken) {
        pool->busy++;
        *ret = pool->idle_count > 0 ? pool->idle[--pool->idle_count] : NULL;
    }
    pthread_mutex_unlock(&pool->lock);
    return taken;
}

static void place_give(struct pool *pool, struct db *db)
{
    pthread_mutex_lock(&pool->lock);
    pool->busy--;
    if (db != NULL)
        pool->idle[pool->idle_count++] = db;
    pthread_cond_signal(&pool->freed);
    pthread_mutex_unlock(&pool->lock);
}

static enum status open_new(struct op *op, const struct pool *pool, struct db **ret)
{
    struct db *db = NULL;
    enum status st = db_open(op, pool->conninfo, pool->role, &db);

    if (st == ST_OK)
        st = db_do(op, db, &Q_SESSION_LIMIT, NULL);
    if (st == ST_OK)
        *ret = db;
    else
        db_close(&db);
    return st;
}

/* A connection that lay idle may have lost its server in the meantime. */
static bool is_alive(struct db *db)
{
    struct op probe;
    AUTO(arena_free) struct arena *arena = arena_new(1 << 16);

    op_init(&probe, arena, 0, "");
    return db_do(&probe, db, &Q_SESSION_PROBE, NULL) == ST_OK;
}

enum status pool_take(struct op *op, struct pool *pool, struct db **ret)
{
    struct db *db = NULL;
    enum status st = ST_OK;

    if (!place_take(pool, &db))
        return op_fail(op, ST_UNAVAILABLE, "no database connection became free in %d seconds", WAIT_S);
    if (db != NULL && !is_alive(db))
        db_close(&db);
    if (db == NULL)
        st = open_new(op, pool, &db);
    if (st != ST_OK) {
        place_give(pool, NULL);
        return st;
    }
    *ret = db;
    return ST_OK;
}

void pool_give(struct pool *pool, struct db *db)
{
    db_rollback(db);
    if (PQstatus(db_connection(db)) != CONNECTION_OK)
        db_close(&db);
    place_give(pool, db);
}

struct pool_state pool_look(struct pool *pool)
{
    struct pool_state state;

    pthread_mutex_lock(&pool->lock);
    state = (struct pool_state){pool->count, pool->busy, pool->waiting};
    pthread_mutex_unlock(&pool->lock);
    return state;
}
