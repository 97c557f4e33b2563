#include <criterion/criterion.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "edge/http/pool.h"

#define WAITERS 4

static struct arena *arena;
static struct op op;
static struct pool *pool;

static void pool_begin(void)
{
    arena = arena_new(64 << 20);
    op_init(&op, arena, 0, "test");
    cr_assert_not_null(getenv("EFC_TEST_DB"), "EFC_TEST_DB names the database (scripts/test sets it)");
    pool = pool_new(getenv("EFC_TEST_DB"), NULL, 1);
}

static void pool_end(void)
{
    pool_free(&pool);
    arena_free(&arena);
}

TestSuite(pool, .init = pool_begin, .fini = pool_end);

static int served[WAITERS], served_count; /* written by who has the one connection */

static void *wait_and_note(void *arg)
{
    struct arena *own = arena_new(1 << 20);
    struct op wait;
    struct db *db;

    op_init(&wait, own, 0, "test");
    if (pool_take(&wait, pool, &db) == ST_OK) {
        served[served_count++] = *(int *)arg;
        pool_give(pool, db);
    }
    arena_free(&own);
    return NULL;
}

static void until_waiting(size_t count)
{
    while (pool_look(pool).waiting < count)
        usleep(1000);
}

Test(pool, serves_in_the_order_of_coming_and_whoever_comes_again_stands_behind, .timeout = 30)
{
    pthread_t threads[WAITERS];
    int numbers[WAITERS];
    struct db *db;

    cr_assert_eq(pool_take(&op, pool, &db), ST_OK, "%s", op.cause);
    for (int i = 0; i < WAITERS; i++) {
        numbers[i] = i;
        cr_assert_eq(pthread_create(&threads[i], NULL, wait_and_note, &numbers[i]), 0);
        until_waiting((size_t)i + 1);
    }
    pool_give(pool, db);
    cr_assert_eq(pool_take(&op, pool, &db), ST_OK, "%s", op.cause);
    cr_expect_eq(served_count, WAITERS, "%d of %d had been served", served_count, WAITERS);
    pool_give(pool, db);
    for (int i = 0; i < WAITERS; i++) {
        pthread_join(threads[i], NULL);
        cr_expect_eq(served[i], i);
    }
    cr_expect_eq(pool_look(pool).busy, 0);
}

Test(pool, whoever_has_waited_too_long_leaves_the_line, .timeout = 30)
{
    struct db *db, *other;

    cr_assert_eq(pool_take(&op, pool, &db), ST_OK, "%s", op.cause);
    cr_expect_eq(pool_take(&op, pool, &other), ST_UNAVAILABLE);
    op_clear(&op);
    cr_expect_eq(pool_look(pool).waiting, 0);
    pool_give(pool, db);
    cr_assert_eq(pool_take(&op, pool, &db), ST_OK, "%s", op.cause);
    pool_give(pool, db);
}
