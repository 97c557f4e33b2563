#include "edge/http/pool.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#define WAIT_S 5 /* a client is told to come back rather than kept waiting */

/* Somebody who waits for a connection; lies on the stack of its thread. */
struct waiter {
    pthread_cond_t changed;
    bool granted;
    struct db *db; /* NULL: one is to be opened */
    struct waiter *next;
};

struct pool {
    const char *conninfo;
    const char *role;
    pthread_mutex_t lock;
    size_t count;
    size_t busy;
    size_t waiting;
    struct waiter *first;       /* the line: only where every place is busy */
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
    return pool;
}

void pool_free(struct pool **pool)
{
    if (*pool == NULL)
        return;
    while ((*pool)->idle_count > 0)
        db_close(&(*pool)->idle[--(*pool)->idle_count]);
    pthread_mutex_destroy(&(*pool)->lock);
    free(*pool);
    *pool = NULL;
}

static void waiter_remove(struct pool *pool, const struct waiter *waiter)
{
    struct waiter **place = &pool->first;

    while (*place != waiter)
        place = &(*place)->next;
    *place = waiter->next;
    pool->waiting--;
}

/* Takes a place in the line; whoever gives a connection back hands it to the first. */
static bool wait_in_line(struct pool *pool, struct db **ret)
{
    struct waiter waiter = {.granted = false}, **place = &pool->first;
    struct timespec until;
    int result = 0;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += WAIT_S;
    pthread_cond_init(&waiter.changed, NULL);
    while (*place != NULL)
        place = &(*place)->next;
    *place = &waiter;
    pool->waiting++;
    while (!waiter.granted && result != ETIMEDOUT)
        result = pthread_cond_timedwait(&waiter.changed, &pool->lock, &until);
    if (!waiter.granted)
        waiter_remove(pool, &waiter);
    pthread_cond_destroy(&waiter.changed);
    if (waiter.granted)
        *ret = waiter.db;
    return waiter.granted;
}

static bool place_take(struct pool *pool, struct db **ret)
{
    bool taken = true;

    pthread_mutex_lock(&pool->lock);
    if (pool->busy < pool->count) {
        pool->busy++;
        *ret = pool->idle_count > 0 ? pool->idle[--pool->idle_count] : NULL;
    } else {
        taken = wait_in_line(pool, ret);
    }
    pthread_mutex_unlock(&pool->lock);
    return taken;
}

/* A place that somebody waits for stays busy. */
static void place_give(struct pool *pool, struct db *db)
{
    struct waiter *first;

    pthread_mutex_lock(&pool->lock);
    first = pool->first;
    if (first != NULL) {
        waiter_remove(pool, first);
        first->granted = true;
        first->db = db;
        pthread_cond_signal(&first->changed);
    } else {
        pool->busy--;
        if (db != NULL)
            pool->idle[pool->idle_count++] = db;
    }
    pthread_mutex_unlock(&pool->lock);
}

enum status pool_open(struct op *op, const char *conninfo, const char *role, struct db **ret)
{
    struct db *db = NULL;
    enum status st = db_open(op, conninfo, role, &db);

    if (st == ST_OK)
        st = db_do(op, db, &Q_SESSION_LIMIT, NULL);
    if (st == ST_OK)
        *ret = db;
    else
        db_close(&db);
    return st;
}

enum status pool_take(struct op *op, struct pool *pool, struct db **ret)
{
    struct db *db = NULL;
    enum status st = ST_OK;

    if (!place_take(pool, &db))
        return op_fail(op, ST_UNAVAILABLE, "no database connection became free in %d seconds", WAIT_S);
    if (db != NULL && !db_is_alive(db))
        db_close(&db);
    if (db == NULL)
        st = pool_open(op, pool->conninfo, pool->role, &db);
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
