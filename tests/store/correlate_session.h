/*
 * correlate_session.h: a session on the test's database, its options for a run, and a repeatable source of chance.
 */
#ifndef STORE_CORRELATE_SESSION_H
#define STORE_CORRELATE_SESSION_H

#include <criterion/criterion.h>
#include <stdlib.h>

#include "store/correlate_store.h"
#include "support/ident_fixture.h"

static struct arena *arena;
static struct op op;
static struct db *db;
static struct correlate_options options;
static uint64_t state;

/* ---- a repeatable source of chance (splitmix64) ---- */

static inline uint64_t chance(void)
{
    uint64_t z = (state += UINT64_C(0x9E3779B97F4A7C15));

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static inline unsigned below(unsigned n)
{
    return (unsigned)(chance() % n);
}

/* Small numbers more often than large ones: some values are shared by many. */
static inline unsigned skewed(unsigned n)
{
    return below(1 + below(n));
}

/* ---- SQL ---- */

static inline void sql(const char *text)
{
    cr_assert(db_script(&op, db, "test", text) == ST_OK, "%s: %s", op.cause, text);
}

static inline PGresult *ask(const char *text)
{
    PGresult *res = PQexec(db_connection(db), text);

    cr_assert(PQresultStatus(res) == PGRES_TUPLES_OK, "%s: %s", PQerrorMessage(db_connection(db)), text);
    return res;
}

static inline int64_t ask_number(const char *text)
{
    AUTO(pg_clear) PGresult *res = ask(text);

    return PQntuples(res) == 0 ? -1 : cell_i64(res, 0, 0);
}

/* ---- from begin to end ---- */

static inline void session_open(void)
{
    arena = arena_new((size_t)1 << 30);
    op_init(&op, arena, 0, "test");
    cr_assert_not_null(getenv("EFC_TEST_DB"), "EFC_TEST_DB names the database (scripts/test sets it)");
    cr_assert_eq(db_open(&op, getenv("EFC_TEST_DB"), NULL, &db), ST_OK, "%s", op.cause);
    options = (struct correlate_options){.data = fixture_data(),
                                         .default_model = fixture_read(SOURCE_DIR "/config/model/default.conf")};
}

static inline void session_close(void)
{
    db_close(&db);
    arena_free(&arena);
}

#endif
