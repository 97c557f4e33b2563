/* Appending to the audit log, against a real database. */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/number.h"
#include "bench.h"
#include "core/leaf.h"
#include "core/merkle.h"
#include "store/audit_store.h"
#include "store/schema_store.h"

static int64_t number_of(struct bench *bench, const char *sql)
{
    AUTO(pg_clear) PGresult *res = PQexec(db_connection(bench->db), sql);

    cr_assert_eq(PQresultStatus(res), PGRES_TUPLES_OK, "%s", PQresultErrorMessage(res));
    return cell_i64(res, 0, 0);
}

static enum status append_work(struct op *op, struct db *db, void *arg)
{
    return audit_append(op, db, "test.append", BYTES("thing-1"), BYTES("{\"b\": 2, \"a\": [1, \"x\"]}"), arg);
}

Test(audit, gives_each_leaf_the_next_index)
{
    struct bench bench;
    int64_t first = -1, second = -1;

    bench_open(&bench, "efc_intake");
    cr_assert_eq(db_unit(&bench.op, bench.db, append_work, &first), ST_OK, "%s", bench.op.cause);
    cr_assert_eq(db_unit(&bench.op, bench.db, append_work, &second), ST_OK, "%s", bench.op.cause);
    cr_assert_eq(second, first + 1);
    bench_close(&bench);
}

static enum status append_and_fail(struct op *op, struct db *db, void *arg)
{
    enum status st = append_work(op, db, arg);

    return st == ST_OK ? op_fail(op, ST_CONFLICT, "on purpose") : st;
}

Test(audit, leaves_nothing_behind_when_the_transaction_fails)
{
    struct bench bench;
    int64_t first = -1, lost = -1, next = -1;

    bench_open(&bench, "efc_review");
    cr_assert_eq(db_unit(&bench.op, bench.db, append_work, &first), ST_OK);
    cr_assert_eq(db_unit(&bench.op, bench.db, append_and_fail, &lost), ST_CONFLICT);
    op_clear(&bench.op);
    cr_assert_eq(db_unit(&bench.op, bench.db, append_work, &next), ST_OK);
    cr_assert_eq(lost, next);
    cr_assert_eq(next, first + 1);
    bench_close(&bench);
}

static enum status append_broken_detail(struct op *op, struct db *db, void *arg)
{
    return audit_append(op, db, "test.append", BYTES("thing-1"), BYTES("{\"a\": "), arg);
}

Test(audit, refuses_a_detail_that_is_not_json)
{
    struct bench bench;

    bench_open(&bench, "efc_intake");
    cr_assert_eq(db_unit(&bench.op, bench.db, append_broken_detail, NULL), ST_INPUT);
    bench_close(&bench);
}

Test(audit, stores_the_hash_of_the_leaf_and_keeps_the_detail_sorted)
{
    struct bench bench;
    struct sha256 hash;
    int64_t index = -1;

    bench_open(&bench, NULL);
    bench.op.now_us = INT64_C(1772366400000000); /* 2026-03-01T12:00:00Z */
    cr_assert_eq(db_unit(&bench.op, bench.db, append_work, &index), ST_OK);
    const char *sql = arena_printf(bench.arena, "SELECT detail, leaf_hash FROM audit_leaf WHERE leaf_index = %" PRId64, index);
    AUTO(pg_clear) PGresult *res = PQexec(db_connection(bench.db), sql);
    struct bytes stored = cell_bytea(bench.arena, res, 0, 1);

    cr_assert_str_eq(PQgetvalue(res, 0, 0), "{\"a\":[1,\"x\"],\"b\":2}");
    merkle_leaf_hash(BYTES("{\"action\":\"test.append\",\"actor\":\"tester\",\"at\":\"2026-03-01T12:00:00Z\","
                           "\"detail\":{\"a\":[1,\"x\"],\"b\":2},\"subject\":\"thing-1\"}"),
                     &hash);
    cr_assert(bytes_equal(stored, sha256_raw(&hash)));
    bench_close(&bench);
}

struct receipt {
    struct checkpoint_key key;
    struct bytes note;
    int64_t index;
};

static enum status append_and_checkpoint(struct op *op, struct db *db, void *arg)
{
    struct receipt *receipt = arg;
    enum status st = append_work(op, db, &receipt->index);

    return st == ST_OK ? audit_checkpoint(op, db, &receipt->key, &receipt->note) : st;
}

Test(audit, gives_a_checkpoint_that_covers_the_leaf_of_the_same_transaction)
{
    static const uint8_t seed[32] = {7};
    struct checkpoint checkpoint;
    struct receipt receipt;
    struct bench bench;

    bench_open(&bench, "efc_intake");
    cr_assert_eq(checkpoint_key_new(&bench.op, BYTES("log.example/one"), seed, &receipt.key), ST_OK);
    cr_assert_eq(db_unit(&bench.op, bench.db, append_and_checkpoint, &receipt), ST_OK, "%s", bench.op.cause);
    cr_assert_eq(checkpoint_parse(&bench.op, receipt.note, &checkpoint), ST_OK);
    cr_assert_eq((int64_t)checkpoint.size, receipt.index + 1);
    cr_assert_eq(checkpoint_check(bench.arena, receipt.note, &receipt.key), CHECKPOINT_SIGNED);
    receipt.key = checkpoint_key_none(receipt.key.origin);
    cr_assert_eq(db_unit(&bench.op, bench.db, append_and_checkpoint, &receipt), ST_OK, "%s", bench.op.cause);
    cr_assert_eq(checkpoint_check(bench.arena, receipt.note, &receipt.key), CHECKPOINT_UNSIGNED);
    bench_close(&bench);
}

/* One process of the crowd: 25 appends of its own. */
static void append_often(void)
{
    struct bench bench;
    int64_t index;
    int bad = 0;

    bench_open(&bench, "efc_intake");
    for (int i = 0; i < 25; i++)
        bad += db_unit(&bench.op, bench.db, append_work, &index) != ST_OK;
    bench_close(&bench);
    _exit(bad != 0);
}

Test(audit, has_no_gap_when_eight_processes_append_at_once)
{
    struct bench bench;
    int status;

    bench_open(&bench, NULL);
    int64_t before = number_of(&bench, "SELECT size FROM audit_head");

    for (int i = 0; i < 8; i++)
        if (fork() == 0)
            append_often();
    for (int i = 0; i < 8; i++) {
        wait(&status);
        cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    cr_assert_eq(number_of(&bench, "SELECT size FROM audit_head"), before + 8 * 25);
    cr_assert_eq(number_of(&bench, "SELECT count(*) FROM audit_leaf"), before + 8 * 25);
    cr_assert_eq(number_of(&bench, "SELECT max(leaf_index) + 1 FROM audit_leaf"), before + 8 * 25);
    bench_close(&bench);
}

Test(audit, nobody_may_change_or_remove_a_leaf)
{
    static const char *const roles[] = {"efc_intake", "efc_correlate", "efc_review", "efc_deliver", "efc_audit", "efc_admin"};
    static const char *const deeds[] = {"UPDATE audit_leaf SET actor = 'x'", "DELETE FROM audit_leaf", "TRUNCATE audit_leaf",
                                        "DELETE FROM audit_head", "DELETE FROM audit_checkpoint"};

    for (size_t i = 0; i < COUNT_OF(roles); i++)
        for (size_t j = 0; j < COUNT_OF(deeds); j++) {
            struct bench bench;

            bench_open(&bench, roles[i]);
            AUTO(pg_clear) PGresult *res = PQexec(db_connection(bench.db), deeds[j]);

            cr_assert_str_eq(PQresultErrorField(res, PG_DIAG_SQLSTATE), "42501", "%s may: %s", roles[i], deeds[j]);
            bench_close(&bench);
        }
}
