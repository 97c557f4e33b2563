/*
 * bench.h: a session on the test's database, and what a unit of work needs.
 */
#ifndef TESTS_STORE_BENCH_H
#define TESTS_STORE_BENCH_H

#include <criterion/criterion.h>

#include "base/clock.h"
#include "store/db.h"

struct bench {
    struct arena *arena;
    struct op op;
    struct db *db;
};

static inline void bench_open(struct bench *bench, const char *role)
{
    bench->arena = arena_new((size_t)64 << 20);
    op_init(&bench->op, bench->arena, clock_now_us(), "tester");
    cr_assert_eq(db_open(&bench->op, getenv("EFC_TEST_DB"), role, &bench->db), ST_OK, "%s", bench->op.cause);
}

static inline void bench_close(struct bench *bench)
{
    db_close(&bench->db);
    arena_free(&bench->arena);
}

#endif
