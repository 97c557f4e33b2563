/* Where data are fetched from: who has a source, how far it has been read, which files were taken, against a real database. */
#include <criterion/criterion.h>
#include <time.h>

#include "base/instant.h"
#include "bench.h"
#include "store/partner_store.h"
#include "store/source_store.h"

#define PARTNER "source-partner"

static void run_sql(struct bench *bench, const char *sql)
{
    AUTO(pg_clear) PGresult *res = PQexec(db_connection(bench->db), sql);

    cr_assert(PQresultStatus(res) == PGRES_COMMAND_OK, "%s", PQresultErrorMessage(res));
}

static void owner_sql(const char *sql)
{
    struct bench owner;

    bench_open(&owner, NULL);
    run_sql(&owner, sql);
    bench_close(&owner);
}

static void setup(void)
{
    owner_sql("INSERT INTO partner (partner_id, name, kind, country, created_at) VALUES ('" PARTNER
              "', 'P', 'hotline', 'DE', now()) ON CONFLICT DO NOTHING");
    owner_sql("DELETE FROM source_item");
    owner_sql("DELETE FROM source_submission");
    owner_sql("DELETE FROM source");
}

TestSuite(source, .init = setup);

static struct source_row row_of(const char *id, const char *place)
{
    return (struct source_row){.id = bytes_of(id), .partner = BYTES(PARTNER), .kind = COLLECT_folder, .place = bytes_of(place)};
}

static void put(struct bench *bench, const char *id, const char *place)
{
    struct source_row row = row_of(id, place);

    cr_assert_eq(source_put(&bench->op, bench->db, &row), ST_OK, "%s", bench->op.cause);
}

static struct source_row found(struct bench *bench, const char *id)
{
    struct source_row row = {.id = bytes_of(id)};

    cr_assert_eq(source_find(&bench->op, bench->db, &row), ST_OK, "%s", bench->op.cause);
    return row;
}

Test(source, belongs_to_one_session_until_that_is_gone)
{
    struct bench one, other;

    bench_open(&one, "efc_collect");
    bench_open(&other, "efc_collect");
    cr_expect_eq(source_lock(&one.op, one.db, BYTES("a")), ST_OK);
    cr_expect_eq(source_lock(&other.op, other.db, BYTES("a")), ST_CONFLICT);
    cr_expect_eq(source_lock(&other.op, other.db, BYTES("b")), ST_OK, "another one is free");
    source_unlock(&one.op, one.db, BYTES("a"));
    cr_expect_eq(source_lock(&other.op, other.db, BYTES("a")), ST_OK, "it has been given up");
    cr_expect_eq(source_lock(&one.op, one.db, BYTES("a")), ST_CONFLICT);
    bench_close(&other);
    enum status st = ST_CONFLICT;

    for (int i = 0; i < 100 && st == ST_CONFLICT; i++) { /* the server sees soon that the session is gone */
        st = source_lock(&one.op, one.db, BYTES("a"));
        if (st == ST_CONFLICT)
            nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
    }
    cr_expect_eq(st, ST_OK);
    bench_close(&one);
}

Test(source, of_no_partner_is_not_put)
{
    struct source_row row = row_of("x", "/in");
    struct bench bench;

    bench_open(&bench, "efc_collect");
    row.partner = BYTES("nobody-here");
    cr_expect_eq(source_put(&bench.op, bench.db, &row), ST_NOTFOUND);
    cr_expect_eq(source_find(&bench.op, bench.db, &row), ST_NOTFOUND);
    bench_close(&bench);
}

Test(source, that_stands_elsewhere_is_read_from_the_beginning)
{
    struct bench bench;
    struct source_row row;

    bench_open(&bench, "efc_collect");
    put(&bench, "moves", "/here");
    cr_assert_eq(source_put_position(&bench.op, bench.db, BYTES("moves"), BYTES("{\"cursor\":\"7\"}")), ST_OK);
    put(&bench, "moves", "/here");
    cr_expect(bytes_is(found(&bench, "moves").position, "{\"cursor\":\"7\"}"), "the same place: it goes on");
    row = found(&bench, "moves");
    row.circuit = (struct circuit){CIRCUIT_open, 5, bench.op.now_us + INSTANT_DAY};
    cr_assert_eq(source_settle_failure(&bench.op, bench.db, &row, false, "gone"), ST_OK);
    put(&bench, "moves", "/there");
    row = found(&bench, "moves");
    cr_expect(bytes_is(row.position, "{}") && row.circuit.state == CIRCUIT_closed && row.circuit.failures == 0);
    cr_expect_eq(row.circuit.next_us, bench.op.now_us, "and at once");
    bench_close(&bench);
}

Test(source, is_due_by_its_next_run_and_who_waits_longest_comes_first)
{
    const struct bytes ids[] = {BYTES("early"), BYTES("late"), BYTES("later"), BYTES("unknown")};
    const int64_t minutes[] = {-5, -10, 1};
    struct bytes due[4];
    struct bench bench;
    size_t count = 0;

    bench_open(&bench, "efc_collect");
    put(&bench, "not-asked-for", "/in");
    for (size_t i = 0; i < COUNT_OF(minutes); i++) {
        struct source_row row = row_of(ids[i].p, "/in");

        put(&bench, ids[i].p, "/in");
        row.circuit.next_us = bench.op.now_us + minutes[i] * INSTANT_MINUTE;
        cr_assert_eq(source_settle_success(&bench.op, bench.db, &row, true, false), ST_OK);
    }
    cr_assert_eq(source_list_due(&bench.op, bench.db, ids, COUNT_OF(ids), due, &count), ST_OK);
    cr_assert_eq(count, 2);
    cr_expect(bytes_is(due[0], "late") && bytes_is(due[1], "early"));
    bench_close(&bench);
}

Test(source, whose_run_did_not_end_is_known_to_be_cut_off)
{
    struct bench bench;
    struct source_row row;

    bench_open(&bench, "efc_collect");
    put(&bench, "cut", "/in");
    row = found(&bench, "cut");
    cr_expect_not(row.cut_off);
    cr_assert_eq(source_begin(&bench.op, bench.db, &row), ST_OK);
    cr_expect(found(&bench, "cut").cut_off);
    cr_assert_eq(source_settle_success(&bench.op, bench.db, &row, false, false), ST_OK);
    cr_expect_not(found(&bench, "cut").cut_off);
    bench_close(&bench);
}

Test(source, files_are_known_by_name_size_and_time_and_refused_ones_by_the_profile)
{
    const struct source_item items[] = {{BYTES("a"), 10, 1000, true, NULL},
                                        {BYTES("b"), 20, 2000, false, "no format"},
                                        {BYTES("a"), 11, 1000, true, NULL},
                                        {BYTES("a"), 10, 1001, true, NULL},
                                        {BYTES("c"), 10, 1000, true, NULL}};
    const struct sha256 profile = {{1}}, other = {{2}};
    enum source_item_fate fates[COUNT_OF(items)];
    struct bench bench;

    bench_open(&bench, "efc_collect");
    put(&bench, "files", "/in");
    for (size_t i = 0; i < 2; i++)
        cr_assert_eq(source_put_item(&bench.op, bench.db, BYTES("files"), &items[i], &profile), ST_OK, "%s", bench.op.cause);
    cr_assert_eq(source_items_find(&bench.op, bench.db, BYTES("files"), items, COUNT_OF(items), &profile, fates), ST_OK);
    cr_expect(fates[0] == ITEM_TAKEN && fates[1] == ITEM_REFUSED && fates[2] == ITEM_NEW && fates[3] == ITEM_NEW &&
              fates[4] == ITEM_NEW);
    cr_assert_eq(source_items_find(&bench.op, bench.db, BYTES("files"), items, 2, &other, fates), ST_OK);
    cr_expect(fates[0] == ITEM_TAKEN && fates[1] == ITEM_NEW, "with another profile it is tried again");
    cr_assert_eq(source_items_forget(&bench.op, bench.db, BYTES("files"), &items[1], 1), ST_OK);
    cr_assert_eq(source_items_find(&bench.op, bench.db, BYTES("files"), items, 2, &profile, fates), ST_OK);
    cr_expect(fates[0] == ITEM_NEW && fates[1] == ITEM_REFUSED, "what is no longer there is forgotten");
    bench_close(&bench);
}

static enum status position_and_fail(struct op *op, struct db *db, void *arg UNUSED)
{
    enum status st = source_put_position(op, db, BYTES("whole"), BYTES("{\"cursor\":\"8\"}"));

    return st == ST_OK ? op_fail(op, ST_INPUT, "on purpose") : st;
}

Test(source, position_goes_with_the_transaction)
{
    struct bench bench;

    bench_open(&bench, "efc_collect");
    put(&bench, "whole", "/in");
    cr_expect_eq(db_unit(&bench.op, bench.db, position_and_fail, NULL), ST_INPUT);
    op_clear(&bench.op);
    cr_expect(bytes_is(found(&bench, "whole").position, "{}"));
    bench_close(&bench);
}

/* Who decodes may not see what is fetched how, who fetches may not see what is made of it. */
Test(source, roles_are_apart)
{
    static const struct {
        const char *role, *sql;
    } cases[] = {
        {"efc_intake", "UPDATE source SET position = '{}'"},
        {"efc_intake", "DELETE FROM source_item"},
        {"efc_collect", "SELECT * FROM record"},
        {"efc_collect", "SELECT * FROM endpoint_trait"},
        {"efc_collect", "SELECT * FROM outbox"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct bench bench;

        bench_open(&bench, cases[i].role);
        AUTO(pg_clear) PGresult *res = PQexec(db_connection(bench.db), cases[i].sql);

        cr_expect_str_eq(PQresultErrorField(res, PG_DIAG_SQLSTATE), "42501", "%s: %s", cases[i].role, cases[i].sql);
        bench_close(&bench);
    }
}
