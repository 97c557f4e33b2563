/* Test purchases and payments joined one to one, over random worlds: increments against rebuilds, and an oracle that lists every way. */
#include "core/purchase.h"
#include "random_world.h"

#define PAID_SCHEDULES 20
#define PURCHASES_MOST 7
#define FIRST_SECOND INT64_C(1760000400) /* an hour begins */

TestSuite(settled_purchase, .init = open_world, .fini = close_world);

static void put_value(bool site, unsigned entity, enum trait_kind kind, const char *value, int64_t second, int64_t last,
                      unsigned records)
{
    const char *side = site ? "site" : "endpoint";
    int64_t hash = (int64_t)trait_hash(kind, bytes_of(value));

    sql(arena_printf(
        arena,
        "INSERT INTO %s_trait (bucket, hash, kind, role, value, %s_id, records, partners, first_at, last_at, grade, examples)"
        " VALUES (%d, %lld, %d, %d, '%s', '%s', %u, '{1}', to_timestamp(%lld), to_timestamp(%lld), 0, '{}') ON CONFLICT DO NOTHING",
        side, side, trait_bucket((uint64_t)hash), (long long)hash, kind, ROLE_payment, value, entity_id(site, entity), records,
        (long long)second, (long long)last));
}

/* Amounts that are alike, in hours and days that lie close together. */
static int64_t some_second(void)
{
    return FIRST_SECOND + (below(3) == 0 ? below(6) * 86400 : 0) + below(5400);
}

static const char *some_moment(int64_t second)
{
    static const unsigned amounts[] = {1995, 1995, 1997, 2010, 2600};

    return bytes_cstr(arena, purchase_moment_print(arena, BYTES("EUR"), amounts[below(COUNT_OF(amounts))], second * 1000000));
}

static void name_endpoint(unsigned entity)
{
    static const char *const names[] = {"card-acceptor/412345/%u", "card-acceptor/41234599/%u", "card-acceptor/433333/%u",
                                        "iban/%u"};

    sql(arena_printf(arena, "INSERT INTO endpoint VALUES ('%s', '%s') ON CONFLICT DO NOTHING", entity_id(false, entity),
                     arena_printf(arena, arena_printf(arena, "payto://%s", names[entity % COUNT_OF(names)]), entity)));
}

static void pay_something(unsigned entity)
{
    int64_t second = some_second(), hour_end = second - second % 3600 + 3599;
    unsigned records = below(5) == 0 ? 2 : 1;

    name_endpoint(entity);
    put_value(false, entity, TRAIT_payment, some_moment(second), second,
              records == 1 ? second : second + below((unsigned)(hour_end - second + 1)), records);
    if (below(4) == 0)
        put_value(false, entity, TRAIT_rrn, arena_printf(arena, "rrn%u", below(3)), second, second, 1);
    if (below(4) == 0)
        put_value(false, entity, TRAIT_name_start, arena_printf(arena, "start%u", below(3)), second, second, 1);
    changed(false, entity);
}

static void buy_something(unsigned entity)
{
    static const char *const acquirers[] = {"-", "-", "412345", "433333"};
    int64_t second = some_second();
    const char *rrn = below(3) == 0 ? arena_printf(arena, "rrn%u", below(3)) : "-";
    const char *start = below(3) == 0 ? arena_printf(arena, "start%u", below(3)) : "-";

    if (ask_number("SELECT count(*) FROM site_trait WHERE kind = 25") >= PURCHASES_MOST)
        return;
    put_value(true, entity, TRAIT_paid,
              arena_printf(arena, "%s %lld - %s %s - %s", some_moment(second), (long long)second,
                           acquirers[below(COUNT_OF(acquirers))], rrn, start),
              second, second, 1);
    if (*rrn != '-')
        put_value(true, entity, TRAIT_rrn, rrn, second, second, 1);
    if (*start != '-')
        put_value(true, entity, TRAIT_name_start, start, second, second, 1);
    changed(true, entity);
}

/* As deriving an entity's traits again does it: what was settled is gone with the rest. */
static void trade_something(void)
{
    unsigned entity = below(6), what = below(12);

    if (what < 2)
        take_back(what == 0, entity, what);
    else if (what < 8)
        pay_something(entity);
    else
        buy_something(entity);
}

static void keep_settled(const char *table)
{
    keep_links(table);
    sql(arena_printf(arena, "DROP TABLE IF EXISTS %s_settled; CREATE TEMP TABLE %s_settled AS TABLE purchase_settled", table,
                     table));
    sql(arena_printf(arena, "DROP TABLE IF EXISTS %s_candidate; CREATE TEMP TABLE %s_candidate AS TABLE purchase_candidate",
                     table, table));
    sql(arena_printf(
        arena,
        "DROP TABLE IF EXISTS %s_trait; CREATE TEMP TABLE %s_trait AS SELECT endpoint_id AS id, value, records, first_at, last_at"
        " FROM endpoint_trait WHERE kind = 26 UNION ALL SELECT site_id, value, records, first_at, last_at FROM site_trait WHERE kind = 26",
        table, table));
}

static void expect_purchase_oracle(unsigned schedule)
{
    const char *oracle = bytes_cstr(arena, fixture_read(SOURCE_DIR "/tests/store/oracle_purchase.sql"));

    sql("SET jit = off; ANALYZE endpoint_trait, site_trait");
    sql(arena_printf(arena, "DROP TABLE IF EXISTS expected_paid, made_paid; CREATE TEMP TABLE expected_paid AS %s", oracle));
    sql("CREATE TEMP TABLE made_paid AS SELECT site_id, purchase, endpoint_id, split_part(value, ' ', 1) AS word, split_part(value, ' ', 5)::bigint AS margin"
        " FROM purchase_settled");
    expect_same("expected_paid", "made_paid", "the oracle of purchases", schedule);
    expect_oracle(schedule);
}

static void expect_same_settled(const char *a, const char *b, const char *what, unsigned schedule)
{
    static const char *const tables[] = {"", "_settled", "_candidate", "_trait"};

    for (size_t i = 0; i < COUNT_OF(tables); i++)
        expect_same(arena_printf(arena, "%s%s", a, tables[i]), arena_printf(arena, "%s%s", b, tables[i]),
                    arena_printf(arena, "%s%s", what, tables[i]), schedule);
}

static void empty_world(void)
{
    sql("DELETE FROM endpoint_trait; DELETE FROM site_trait; DELETE FROM endpoint; DELETE FROM site; DELETE FROM link; DELETE FROM link_hop;"
        " DELETE FROM meeting_value; DELETE FROM correlation; DELETE FROM purchase_candidate; DELETE FROM purchase_settled");
}

static void run_paid_schedule(unsigned schedule)
{
    state = schedule * 15485863 + 5;
    empty_world();
    for (unsigned step = 0; step < STEPS; step++) {
        for (unsigned i = 0, n = step == 0 ? 16 : 1 + below(4); i < n; i++)
            trade_something();
        run(false, EXECUTOR_query);
    }
    keep_settled("incremental");
    expect_purchase_oracle(schedule);
    run(true, EXECUTOR_join);
    keep_settled("joined");
    expect_same_settled("incremental", "joined", "increments and the join in memory", schedule);
    run(true, EXECUTOR_query);
    keep_settled("queried");
    expect_same_settled("joined", "queried", "the join in memory and the query", schedule);
}

Test(settled_purchase, are_one_to_one_by_increments_by_either_executor_and_by_the_oracle)
{
    int64_t settled = 0, contested = 0, fee = 0;

    for (unsigned schedule = 0; schedule < PAID_SCHEDULES; schedule++) {
        run_paid_schedule(schedule);
        cr_assert_eq(
            ask_number(
                "SELECT count(*) FROM (SELECT endpoint_id, payment FROM purchase_settled s JOIN purchase_candidate c"
                " USING (site_id, purchase, endpoint_id, payment) GROUP BY endpoint_id, payment HAVING count(*) > min(slots)) x"),
            0, "schedule %u: a payment is several purchases", schedule);
        settled += ask_number("SELECT count(*) FROM purchase_settled");
        contested += ask_number("SELECT count(*) FROM purchase_settled WHERE starts_with(value, 'contested')");
        fee += ask_number("SELECT count(*) FROM purchase_settled WHERE starts_with(value, 'fee')");
    }
    cr_assert_gt(settled, PAID_SCHEDULES, "the worlds hold only %lld settled purchases", (long long)settled);
    cr_assert_gt(contested, 3, "only %lld are contested", (long long)contested);
    cr_assert_gt(fee, 0, "none is off by a fee");
}

#define CROWD 63 /* payments that are looked at in one place from a purchase */

/* Payments of one amount, one a minute from the third hour on: in the days after the purchase. Of every twentieth the acquirer is the purchase's. */
static void pay_often(unsigned payments)
{
    for (unsigned i = 0; i < payments; i++) {
        int64_t second = FIRST_SECOND + 3 * 3600 + i * 60;

        sql(arena_printf(arena, "INSERT INTO endpoint VALUES ('%s', 'payto://card-acceptor/%s/%u') ON CONFLICT DO NOTHING",
                         entity_id(false, i), i % 20 == 0 ? "412345" : "433333", i));
        put_value(false, i, TRAIT_payment, bytes_cstr(arena, purchase_moment_print(arena, BYTES("EUR"), 1995, second * 1000000)),
                  second, second, 1);
    }
}

static int64_t candidates_by(enum correlate_executor executor)
{
    changed(true, 1);
    run(false, executor);
    return ask_number("SELECT count(*) FROM purchase_candidate");
}

Test(settled_purchase, look_at_a_crowd_whole_or_not_at_all)
{
    empty_world();
    put_value(true, 1, TRAIT_paid,
              arena_printf(arena, "EUR 000000000001995 0488889 %lld - 412345 - - -", (long long)FIRST_SECOND), FIRST_SECOND,
              FIRST_SECOND, 1);
    pay_often(CROWD);
    cr_expect_eq(candidates_by(EXECUTOR_query), (CROWD + 19) / 20);
    cr_expect_eq(candidates_by(EXECUTOR_join), (CROWD + 19) / 20);
    pay_often(CROWD + 1);
    cr_expect_eq(candidates_by(EXECUTOR_query), 0);
    cr_expect_eq(candidates_by(EXECUTOR_join), 0);
}
