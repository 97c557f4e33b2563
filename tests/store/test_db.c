#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "store/db.h"
#include "store/schema_store.h"

static struct arena *arena;
static struct op op;
static struct db *db;

static void open_database(void)
{
    arena = arena_new(64 << 20);
    op_init(&op, arena, 0, "test");
    cr_assert_not_null(getenv("EFC_TEST_DB"), "EFC_TEST_DB names the database (scripts/test sets it)");
    cr_assert_eq(db_open(&op, getenv("EFC_TEST_DB"), NULL, &db), ST_OK, "%s", op.cause);
}

static void close_database(void)
{
    db_close(&db);
    arena_free(&arena);
}

TestSuite(db, .init = open_database, .fini = close_database);

static enum status run_sql(const char *sql, enum query_rows rows, PGresult **ret)
{
    static struct query queries[64]; /* a statement is prepared by address: each needs its own */
    static unsigned count;
    struct query *query = &queries[count++];

    *query = (struct query){arena_printf(arena, "test %u", count), sql, 0, rows};
    return db_run(&op, db, query, NULL, ret);
}

Test(db, maps_sqlstates_to_statuses_and_never_quotes_the_value)
{
    static const struct {
        const char *sql;
        enum status status;
    } cases[] = {
        {"SELECT 1/0", ST_BUG},
        {"SELECT 'secret-value'::int", ST_BUG},
        {"INSERT INTO partner_route VALUES ('x', 'secret-value', 'secret-value')", ST_CONFLICT},
        {"SELECT * FROM no_such_table", ST_SCHEMA},
        {"SELECT no_such_function()", ST_SCHEMA},
        {"DO $$ BEGIN RAISE SQLSTATE '40001'; END $$", ST_RETRY},
        {"DO $$ BEGIN RAISE SQLSTATE '23505'; END $$", ST_RETRY},
        {"DO $$ BEGIN RAISE SQLSTATE '53100'; END $$", ST_FULL},
        {"DO $$ BEGIN RAISE SQLSTATE '57P01'; END $$", ST_UNAVAILABLE},
        {"DO $$ BEGIN RAISE SQLSTATE '42501'; END $$", ST_FORBIDDEN},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        AUTO(pg_clear) PGresult *res = NULL;

        op_clear(&op);
        cr_assert_eq(run_sql(cases[i].sql, ROWS_MANY, &res), cases[i].status, "%s: %s", cases[i].sql, op.cause);
        cr_assert_null(strstr(op.cause, "secret-value"), "%s", op.cause);
        cr_assert_null(res);
    }
}

Test(db, holds_a_query_to_the_rows_it_promises)
{
    AUTO(pg_clear) PGresult *one = NULL, *none = NULL, *many = NULL;

    cr_assert_eq(run_sql("SELECT 1", ROWS_ONE, &one), ST_OK);
    cr_assert_eq(run_sql("SELECT 1 WHERE false", ROWS_ONE, &none), ST_BUG);
    op_clear(&op);
    cr_assert_eq(run_sql("SELECT generate_series(1, 2)", ROWS_OPT, &many), ST_BUG);
}

Test(db, sends_parameters_and_reads_cells_of_every_type)
{
    static const struct query query = {"types",
                                       "SELECT $1::text, $2::bigint, $3::double precision, $4::boolean, $5::uuid, $6::bytea, "
                                       "$7::timestamptz, $8::text[], cardinality($9::uuid[]), $10::bigint[], $11::text",
                                       11, ROWS_ONE};
    struct uuid uuid = uuid_random(), back;
    struct bytes texts[] = {BYTES("a,\"b"), BYTES("{}"), BYTES("")};
    int64_t numbers[] = {INT64_MIN, 0, INT64_MAX}, us = INT64_C(1772323200500000);
    struct param params[] = {param_text(BYTES("it's \\ \xC3\xA9")),
                             param_i64(arena, INT64_MIN),
                             param_double(arena, 0.1),
                             param_bool(true),
                             param_uuid(&uuid),
                             param_bytea((struct bytes){"\0\1\377", 3}),
                             param_instant(arena, us),
                             param_text_array(arena, texts, 3),
                             param_uuid_array(arena, &uuid, 1),
                             param_i64_array(arena, numbers, 3),
                             param_text(BYTES_NONE)};
    AUTO(pg_clear) PGresult *res = NULL;

    cr_assert_eq(db_run(&op, db, &query, params, &res), ST_OK, "%s", op.cause);
    cr_assert(bytes_is(cell_text(res, 0, 0), "it's \\ \xC3\xA9"));
    cr_assert_eq(cell_i64(res, 0, 1), INT64_MIN);
    cr_assert_eq(cell_double(res, 0, 2), 0.1);
    cr_assert(cell_bool(res, 0, 3));
    back = cell_uuid(res, 0, 4);
    cr_assert_eq(uuid_compare(&back, &uuid), 0);
    cr_assert(bytes_equal(cell_bytea(arena, res, 0, 5), (struct bytes){"\0\1\377", 3}));
    cr_assert_eq(cell_instant(res, 0, 6), us);
    cr_assert(bytes_is(cell_text(res, 0, 7), "{\"a,\\\"b\",\"{}\",\"\"}"));
    cr_assert_eq(cell_i64(res, 0, 8), 1);
    cr_assert(bytes_is(cell_text(res, 0, 9), "{-9223372036854775808,0,9223372036854775807}"));
    cr_assert(cell_is_null(res, 0, 10));
}

static int attempts;

static enum status fails_twice(struct op *unit, struct db *unit_db, void *arg)
{
    static const struct query insert = {"count attempts", "INSERT INTO attempt VALUES (1)", 0, ROWS_NONE};
    enum status st = db_do(unit, unit_db, &insert, NULL);

    attempts++;
    return st == ST_OK && attempts <= *(int *)arg ? op_fail(unit, ST_RETRY, "in the way") : st;
}

Test(db, runs_a_unit_of_work_again_from_the_start_when_it_was_in_the_way)
{
    AUTO(pg_clear) PGresult *res = NULL;
    int failures = 2;

    cr_assert_eq(db_script(&op, db, "setup", "CREATE TEMP TABLE attempt (n int)"), ST_OK);
    cr_assert_eq(db_unit(&op, db, fails_twice, &failures), ST_OK, "%s", op.cause);
    cr_assert_eq(attempts, 3);
    cr_assert_eq(run_sql("SELECT count(*) FROM attempt", ROWS_ONE, &res), ST_OK);
    cr_assert_eq(cell_i64(res, 0, 0), 1, "what failed attempts wrote is gone");
    attempts = 0;
    failures = 1000;
    cr_assert_eq(db_unit(&op, db, fails_twice, &failures), ST_RETRY, "it gives up");
    cr_assert_eq(PQtransactionStatus(db_connection(db)), PQTRANS_IDLE);
}

static enum status loses_its_connection(struct op *unit, struct db *unit_db, void *arg)
{
    AUTO(db_close) struct db *other = NULL;
    enum status st = db_open(unit, arg, NULL, &other);
    struct query kill = {"kill", "SELECT pg_terminate_backend($1::int, 5000)", 1, ROWS_ONE};
    struct param params[] = {param_i64(unit->arena, PQbackendPID(db_connection(unit_db)))};

    return st != ST_OK ? st : db_do(unit, other, &kill, params);
}

Test(db, says_that_the_outcome_is_unknown_when_the_connection_is_lost_at_commit)
{
    cr_assert_eq(db_unit(&op, db, loses_its_connection, getenv("EFC_TEST_DB")), ST_UNKNOWN_OUTCOME, "%s", op.cause);
}

struct copied {
    int rows;
    int64_t sum;
    struct bytes text;
    struct uuid uuid;
    int64_t at_us;
};

static enum status take_row(struct op *unit, const struct copy_value *values, unsigned columns, void *arg)
{
    struct copied *copied = arg;

    cr_assert_eq(columns, 8);
    copied->rows++;
    copied->sum += value_i64(&values[2]) + value_i32(&values[1]) + value_i16(&values[0]);
    if (values[3].p != NULL)
        copied->text = bytes_copy(unit->arena, value_text(&values[3]));
    copied->uuid = value_uuid(&values[4]);
    copied->at_us = value_instant(&values[5]);
    return ST_OK;
}

Test(db, copies_rows_in_and_out)
{
    static const struct query in = {"in", "COPY copied FROM STDIN (FORMAT binary)", 0, ROWS_COPY};
    static const struct query out = {"out", "COPY (SELECT * FROM copied ORDER BY c) TO STDOUT (FORMAT binary)", 0, ROWS_COPY};
    struct uuid uuid = uuid_random();
    struct copied copied = {0};
    struct copy *copy;
    int64_t rows = 0;

    cr_assert_eq(
        db_script(
            &op, db, "setup",
            "CREATE TEMP TABLE copied (a smallint, b int, c bigint, d text, e uuid, f timestamptz, g smallint[], h uuid[])"),
        ST_OK);
    cr_assert_eq(copy_begin(&op, db, &in, &copy), ST_OK, "%s", op.cause);
    for (int i = 0; i < 10000; i++) {
        copy_row(copy, 8);
        copy_i16(copy, -1);
        copy_i32(copy, 1);
        copy_i64(copy, i);
        copy_text(copy, i == 0 ? BYTES("tab\t\xC3\xA9") : BYTES_NONE);
        copy_uuid(copy, &uuid);
        copy_instant(copy, INT64_C(1772323200000001));
        copy_i16_array(copy, (const int16_t[]){1, 2}, 2);
        copy_uuid_array(copy, NULL, 0);
    }
    cr_assert_eq(copy_end(copy, &rows), ST_OK, "%s", op.cause);
    cr_assert_eq(rows, 10000);
    cr_assert_eq(db_copy_out(&op, db, &out, take_row, &copied), ST_OK, "%s", op.cause);
    cr_assert_eq(copied.rows, 10000);
    cr_assert_eq(copied.sum, INT64_C(9999) * 10000 / 2);
    cr_assert(bytes_is(copied.text, "tab\t\xC3\xA9"));
    cr_assert_eq(uuid_compare(&copied.uuid, &uuid), 0);
    cr_assert_eq(copied.at_us, INT64_C(1772323200000001));
}

Test(db, says_what_was_wrong_with_a_copied_row_and_stays_usable)
{
    static const struct query in = {"in", "COPY narrow FROM STDIN (FORMAT binary)", 0, ROWS_COPY};
    AUTO(pg_clear) PGresult *res = NULL;
    struct copy *copy;

    cr_assert_eq(db_script(&op, db, "setup", "CREATE TEMP TABLE narrow (a int PRIMARY KEY)"), ST_OK);
    cr_assert_eq(copy_begin(&op, db, &in, &copy), ST_OK);
    for (int i = 0; i < 2; i++) {
        copy_row(copy, 1);
        copy_i32(copy, 7);
    }
    cr_assert_eq(copy_end(copy, NULL), ST_RETRY, "the same key twice");
    op_clear(&op);
    cr_assert_eq(run_sql("SELECT count(*) FROM narrow", ROWS_ONE, &res), ST_OK, "%s", op.cause);
    cr_assert_eq(cell_i64(res, 0, 0), 0);
}

/* The owner of a database may have made it so for all of its sessions. */
Test(db, waits_for_the_disk_at_commit_whatever_the_database_is_set_to)
{
    AUTO(pg_clear) PGresult *set = NULL, *shown = NULL, *reset = NULL;
    AUTO(db_close) struct db *other = NULL;
    char *name = PQdb(db_connection(db));

    cr_assert_eq(run_sql(arena_printf(arena, "ALTER DATABASE %s SET synchronous_commit = off", name), ROWS_NONE, &set), ST_OK,
                 "%s", op.cause);
    cr_assert_eq(db_open(&op, getenv("EFC_TEST_DB"), "efc_intake", &other), ST_OK, "%s", op.cause);
    cr_assert_eq(run_sql(arena_printf(arena, "ALTER DATABASE %s RESET synchronous_commit", name), ROWS_NONE, &reset), ST_OK);
    static const struct query show = {"show", "SHOW synchronous_commit", 0, ROWS_ONE};

    cr_assert_eq(db_run(&op, other, &show, NULL, &shown), ST_OK, "%s", op.cause);
    cr_assert(bytes_is(cell_text(shown, 0, 0), "on"));
}

Test(db, says_that_a_database_is_down_or_a_role_is_missing)
{
    AUTO(db_close) struct db *other = NULL;

    cr_assert_eq(db_open(&op, "host=/nonexistent dbname=efc", NULL, &other), ST_UNAVAILABLE);
    op_clear(&op);
    cr_assert_eq(db_open(&op, getenv("EFC_TEST_DB"), "efc_no_such_role", &other), ST_SCHEMA);
    op_clear(&op);
    cr_assert_eq(db_open(&op, getenv("EFC_TEST_DB"), "efc_deliver", &other), ST_OK, "%s", op.cause);
}

Test(schema, is_created_once_and_is_then_in_order)
{
    struct schema_state state;
    int64_t applied = -1;

    open_database();
    cr_assert_eq(schema_migrate(&op, db, &applied), ST_OK, "%s", op.cause);
    cr_assert_eq(applied, 0, "scripts/test has created it");
    cr_assert_eq(schema_state_get(&op, db, &state), ST_OK);
    cr_assert_eq(state.applied, state.known);
    cr_assert_eq(schema_check(&op, db), ST_OK, "%s", op.cause);
    cr_assert_eq(db_script(&op, db, "old", "BEGIN; DELETE FROM schema_migration WHERE number > 1"), ST_OK);
    cr_assert_eq(schema_check(&op, db), state.known > 1 ? ST_SCHEMA : ST_OK, "too old");
    op_clear(&op);
    cr_assert_eq(db_script(&op, db, "new", "INSERT INTO schema_migration VALUES (9999, 'from the future', now())"), ST_OK);
    cr_assert_eq(schema_check(&op, db), ST_SCHEMA, "too new");
    db_rollback(db);
    close_database();
}
