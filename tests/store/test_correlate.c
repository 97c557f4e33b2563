/* Correlation over random worlds of traits: increments against rebuilds, both executors, and an oracle in plain SQL. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "core/purchase.h"
#include "store/correlate_store.h"
#include "support/ident_fixture.h"

#define ENDPOINTS 40
#define SITES 40
#define VALUES 24
#define SCHEDULES 20
#define STEPS 6
#define RULED_SCHEDULES 10

static struct arena *arena;
static struct op op;
static struct db *db;
static struct correlate_options options;
static uint64_t state;

/* ---- a repeatable source of chance (splitmix64) ---- */

static uint64_t chance(void)
{
    uint64_t z = (state += UINT64_C(0x9E3779B97F4A7C15));

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static unsigned below(unsigned n)
{
    return (unsigned)(chance() % n);
}

/* Small numbers more often than large ones: some values are shared by many. */
static unsigned skewed(unsigned n)
{
    return below(1 + below(n));
}

/* ---- SQL ---- */

static void sql(const char *text)
{
    cr_assert(db_script(&op, db, "test", text) == ST_OK, "%s: %s", op.cause, text);
}

static PGresult *ask(const char *text)
{
    PGresult *res = PQexec(db_connection(db), text);

    cr_assert(PQresultStatus(res) == PGRES_TUPLES_OK, "%s: %s", PQerrorMessage(db_connection(db)), text);
    return res;
}

static int64_t ask_number(const char *text)
{
    AUTO(pg_clear) PGresult *res = ask(text);

    return cell_i64(res, 0, 0);
}

static void load_kin(void)
{
#define R(role) (1U << ROLE_##role)
#define ANY_ROLE (~0U)
#define KIN(name, side, kind, roles, bits, loss, text)                                                                           \
    sql(arena_printf(arena, "INSERT INTO oracle_kin VALUES ('%s' = 'site', %d, %u, %.0f, %.0f)", #side, TRAIT_##kind, roles,     \
                     bits * 1e6, loss * 1e6));
#include "core/match_kin.def"
#undef KIN
}

static void load_oracle(const struct model *model)
{
    static const struct {
        const char *level;
        uint32_t endpoint_roles, site_roles;
    } rows[] = {
#define R(role) (1U << ROLE_##role)
#define RULE(name, family, kind, endpoint_roles, site_roles, level, text) {#level, endpoint_roles, site_roles},
#include "core/match_rule.def"
#undef RULE
    };

    sql("CREATE TEMP TABLE oracle_rule (rule int, family int, kind smallint, e_roles bigint, s_roles bigint, level text, bits bigint,"
        " e_free int, e_slope bigint, s_free int, s_slope bigint, joins int);"
        "CREATE TEMP TABLE oracle_setting (prior bigint, keep bigint, hub bigint, partner_bits bigint, apart_bits bigint, programme bigint);"
        "CREATE TEMP TABLE oracle_kin (of_site boolean, kind smallint, roles bigint, bits bigint, loss bigint);"
        "CREATE TEMP TABLE oracle_hub (kind smallint, value text);"
        "CREATE TEMP TABLE oracle_family (family int, direct boolean); CREATE TEMP TABLE oracle_hand (apart double precision, bits bigint)");
    for (enum match_family family = 0; family < FAMILY_COUNT; family++)
        sql(arena_printf(arena, "INSERT INTO oracle_family VALUES (%d, %s)", family,
                         match_family_direct(family) ? "true" : "false"));
    for (size_t i = 0; i < model->hand_count; i++)
        sql(arena_printf(arena, "INSERT INTO oracle_hand VALUES (%f, %lld)", (double)model->hands[i].apart_us / 1e6,
                         (long long)model->hands[i].bits));
    sql(arena_printf(arena, "INSERT INTO oracle_setting VALUES (%lld, %lld, %lld, %lld, %lld, %lld)", (long long)model->prior,
                     (long long)model->keep, (long long)model->hub, (long long)model->partners, (long long)model->apart,
                     (long long)model->programme));
    load_kin();
    sql("CREATE TEMP TABLE oracle_contrary (name text, bits bigint)");
    for (enum match_contrary i = 0; i < CONTRARY_COUNT; i++)
        sql(arena_printf(arena, "INSERT INTO oracle_contrary VALUES ('%s', %lld)", match_contrary_name(i),
                         (long long)match_contrary_bits(i)));
    for (enum match_rule rule = 0; rule < RULE_COUNT; rule++) {
        const struct model_rule *weights = &model->rules[rule];

        sql(arena_printf(arena, "INSERT INTO oracle_rule VALUES (%d, %d, %d, %u, %u, '%s', %lld, %d, %lld, %d, %lld, %d)", rule,
                         match_rule_family(rule), match_rule_kind(rule), rows[rule].endpoint_roles, rows[rule].site_roles,
                         rows[rule].level, (long long)weights->bits, weights->endpoint_free, (long long)weights->endpoint_slope,
                         weights->site_free, (long long)weights->site_slope, weights->join));
    }
}

static void begin_test(void)
{
    struct model model;

    arena = arena_new((size_t)1 << 30);
    op_init(&op, arena, 0, "test");
    cr_assert_not_null(getenv("EFC_TEST_DB"), "EFC_TEST_DB names the database (scripts/test sets it)");
    cr_assert_eq(db_open(&op, getenv("EFC_TEST_DB"), NULL, &db), ST_OK, "%s", op.cause);
    options = (struct correlate_options){.data = fixture_data(),
                                         .default_model = fixture_read(SOURCE_DIR "/config/model/default.conf")};
    cr_assert_eq(model_parse(&op, options.default_model, &model), ST_OK, "%s", op.cause);
    sql("TRUNCATE endpoint, site, endpoint_trait, site_trait, changed_endpoint, changed_site, changed_value, taken_endpoint, taken_site,"
        " taken_value, meeting_value, link, link_hop, correlation, model, link_decision, hub_override, purchase_candidate, purchase_settled RESTART IDENTITY CASCADE");
    sql("TRUNCATE request, endpoint_contrary CASCADE; INSERT INTO partner (partner_id, name, kind, country, created_at)"
        " VALUES ('bank', 'Bank', 'bank', 'DE', 'epoch') ON CONFLICT DO NOTHING");
    load_oracle(&model);
}

static void end_test(void)
{
    sql("TRUNCATE request, endpoint_contrary CASCADE; DELETE FROM partner WHERE partner_id = 'bank'");
    db_close(&db);
    arena_free(&arena);
}

TestSuite(correlate, .init = begin_test, .fini = end_test);

/* ---- random worlds ---- */

static const struct {
    enum trait_kind kind;
    enum record_role endpoint_roles[3], site_roles[3];
} kinds[] = {
    {TRAIT_site, {ROLE_declared, ROLE_referrer, ROLE_support}, {ROLE_self, ROLE_redirect, ROLE_contact}},
    {TRAIT_email, {ROLE_support, ROLE_note, ROLE_descriptor}, {ROLE_contact, ROLE_registrant, ROLE_note}},
    {TRAIT_phone, {ROLE_support, ROLE_descriptor, ROLE_note}, {ROLE_contact, ROLE_contact, ROLE_note}},
    {TRAIT_endpoint, {ROLE_self, ROLE_settlement, ROLE_note}, {ROLE_published, ROLE_published, ROLE_note}},
    {TRAIT_name_squashed, {ROLE_name, ROLE_owner, ROLE_descriptor}, {ROLE_self, ROLE_name, ROLE_descriptor}},
    {TRAIT_name_token, {ROLE_name, ROLE_owner, ROLE_descriptor}, {ROLE_self, ROLE_name, ROLE_descriptor}},
    {TRAIT_rrn, {ROLE_payment, ROLE_payment, ROLE_payment}, {ROLE_payment, ROLE_payment, ROLE_payment}},
    {TRAIT_owner, {ROLE_owner, ROLE_owner, ROLE_owner}, {ROLE_note, ROLE_note, ROLE_note}},
};

static const char *value_of(enum trait_kind kind, unsigned number)
{
    if (kind == TRAIT_endpoint && number % 3 == 0)
        return arena_printf(arena, "payto://card-acceptor/4123%u/M%u", 45 + number % 2, number);
    if (kind == TRAIT_email)
        return arena_printf(arena, number == 0 ? "post%u@mailinator.com" : "post%u@mail.example", number);
    return arena_printf(arena, "%s%u.example", trait_kind_name(kind), number);
}

static const char *entity_id(bool site, unsigned number)
{
    return arena_printf(arena, "%08x-0000-8000-8000-0000000000%02x", (number + 1) * 2654435761U,
                        site ? 0xA0 + number % 16 : number % 16);
}

/* One role of one value of one entity, as a fold of records would leave it. */
static void put_trait(bool site, unsigned entity, unsigned row, unsigned role, unsigned number)
{
    enum trait_kind kind = kinds[row].kind;
    const char *value = value_of(kind, number), *side = site ? "site" : "endpoint";
    int64_t hash = (int64_t)trait_hash(kind, bytes_of(value));
    int64_t day = below(4) == 0 ? below(1200) : 600 + below(20), minute = below(90);
    static const int grades[] = {0, 0, 11, 24, 33, 44};

    sql(arena_printf(
        arena,
        "INSERT INTO %s_trait (bucket, hash, kind, role, value, %s_id, records, partners, first_at, last_at, grade, examples)"
        " VALUES (%d, %lld, %d, %d, '%s', '%s', %u, '%s', timestamptz '2024-01-01 UTC' + interval '%lld day %lld minute',"
        " timestamptz '2024-01-01 UTC' + interval '%lld day %lld minute', %d, '{}') ON CONFLICT DO NOTHING",
        side, side, trait_bucket((uint64_t)hash), (long long)hash, kind,
        site ? kinds[row].site_roles[role] : kinds[row].endpoint_roles[role], value, entity_id(site, entity), 1 + below(3),
        (const char *const[]){"{1}", "{1}", "{1,2}", "{1,2,3,4,5}"}[below(4)], (long long)day, (long long)minute,
        (long long)(day + skewed(30)), (long long)minute + below(9), grades[below(COUNT_OF(grades))]));
}

static void changed(bool site, unsigned entity)
{
    const char *side = site ? "site" : "endpoint";

    sql(arena_printf(
        arena,
        "INSERT INTO changed_%s VALUES ('%s') ON CONFLICT DO NOTHING; INSERT INTO %s VALUES ('%s', '%s%u') ON CONFLICT DO NOTHING",
        side, entity_id(site, entity), side, entity_id(site, entity), side, entity));
}

/* A batch: new facts about an entity. */
static void say_something(bool site, unsigned entity)
{
    for (unsigned i = 0; i < 3; i++)
        put_trait(site, entity, below(COUNT_OF(kinds)), below(3), skewed(VALUES));
    changed(site, entity);
}

/* A revision or a withdrawal: some values are no longer said. */
static void take_back(bool site, unsigned entity, unsigned part)
{
    const char *side = site ? "site" : "endpoint";

    sql(arena_printf(
        arena,
        "WITH gone AS (DELETE FROM %s_trait WHERE %s_id = '%s' AND hash %% 4 >= %d RETURNING bucket, hash, kind, value)"
        " INSERT INTO changed_value SELECT DISTINCT bucket, hash, kind, value FROM gone ON CONFLICT DO NOTHING",
        side, side, entity_id(site, entity), (int)part - 3));
    changed(site, entity);
}

/* A test purchase with some acquirer, an assessment, or an answer of a partner. */
static void say_against(unsigned number)
{
    static const struct {
        enum trait_kind kind;
        const char *value;
    } rows[] = {{TRAIT_acquirer, "412345"},           {TRAIT_acquirer, "41234699"},  {TRAIT_assessment, "commercial"},
                {TRAIT_assessment, "not commercial"}, {TRAIT_assessment, "illegal"}, {TRAIT_assessment, "not illegal"}};
    unsigned at = below(COUNT_OF(rows));
    int64_t hash = (int64_t)trait_hash(rows[at].kind, bytes_of(rows[at].value));

    sql(arena_printf(
        arena,
        "INSERT INTO site_trait (bucket, hash, kind, role, value, site_id, records, partners, first_at, last_at, grade, examples)"
        " SELECT %d, %lld, %d, %d, '%s', '%s', 1, '{1}', t, t, 0, '{}'"
        " FROM (SELECT timestamptz '2024-01-01 UTC' + interval '%u day' AS t) x ON CONFLICT DO NOTHING",
        trait_bucket((uint64_t)hash), (long long)hash, rows[at].kind, ROLE_payment, rows[at].value, entity_id(true, number),
        600 + below(30)));
    changed(true, number);
    if (below(3) > 0)
        return;
    static const char *const answers[] = {"answered_not_ours", "answered_no_violation", "closed_terminated"};

    sql(arena_printf(
        arena,
        "WITH made AS (INSERT INTO request (endpoint_id, endpoint, partner_id, state, proposed_at, proposed_by, probability,"
        " evidence, message, closed_at) VALUES ('%s', 'payto://', 'bank', 'withdrawn', 'epoch', 'test', 1, '[]', '', 'epoch')"
        " RETURNING request_id) INSERT INTO request_event SELECT request_id, 1, 'epoch', 'test', NULL, '%s' FROM made",
        entity_id(false, number), answers[below(COUNT_OF(answers))]));
}

static void do_something(void)
{
    bool site = below(2) == 0;
    unsigned entity = below(site ? SITES : ENDPOINTS), what = below(10);

    if (below(8) == 0)
        say_against(entity);
    if (what == 0)
        take_back(site, entity, 0);
    else if (what == 1)
        take_back(site, entity, 3);
    else
        say_something(site, entity);
}

/* ---- what must hold ---- */

static struct correlate_counts run(bool rebuild, enum correlate_executor executor)
{
    struct correlate_counts counts;

    options.rebuild = rebuild;
    options.executor = executor;
    cr_assert_eq(correlate_run(&op, db, &options, &counts), ST_OK, "%s", op.cause);
    return counts;
}

static void keep_links(const char *table)
{
    sql(arena_printf(arena, "DROP TABLE IF EXISTS %s; CREATE TEMP TABLE %s AS SELECT * FROM link", table, table));
    sql(arena_printf(arena, "DROP TABLE IF EXISTS %s_hop; CREATE TEMP TABLE %s_hop AS SELECT * FROM link_hop", table, table));
    sql(arena_printf(arena, "DROP TABLE IF EXISTS %s_value; CREATE TEMP TABLE %s_value AS SELECT * FROM meeting_value", table,
                     table));
}

static void expect_same(const char *a, const char *b, const char *what, unsigned schedule)
{
    int64_t different = ask_number(arena_printf(
        arena, "SELECT count(*) FROM ((TABLE %s EXCEPT TABLE %s) UNION ALL (TABLE %s EXCEPT TABLE %s)) x", a, b, b, a));

    cr_assert_eq(different, 0, "schedule %u: %s: %lld rows differ", schedule, what, (long long)different);
}

static void expect_hop_oracle(unsigned schedule)
{
    const char *oracle = bytes_cstr(arena, fixture_read(SOURCE_DIR "/tests/store/oracle_hop.sql"));

    sql(arena_printf(arena, "DROP TABLE IF EXISTS expected_hop, made_hop; CREATE TEMP TABLE expected_hop AS %s", oracle));
    sql("CREATE TEMP TABLE made_hop AS SELECT site_id, endpoint_id, weight_bits, via_id, kind, shared, ruled, link_bits FROM link_hop");
    expect_same("expected_hop", "made_hop", "the oracle of two hops", schedule);
}

static void expect_oracle(unsigned schedule)
{
    const char *oracle = bytes_cstr(arena, fixture_read(SOURCE_DIR "/tests/store/oracle.sql"));

    sql("SET jit = off; ANALYZE endpoint_trait, site_trait"); /* the statement is long and its rows are few */
    sql(arena_printf(arena, "DROP TABLE IF EXISTS expected, made; CREATE TEMP TABLE expected AS %s", oracle));
    sql("CREATE TEMP TABLE made AS SELECT site_id, endpoint_id, weight_bits, hand_bits FROM link");
    expect_same("expected", "made", "the oracle", schedule);
}

static void run_schedule(unsigned schedule)
{
    state = schedule * 7919 + 1;
    sql("DELETE FROM endpoint_trait; DELETE FROM site_trait; DELETE FROM link; DELETE FROM link_hop; DELETE FROM meeting_value; DELETE FROM correlation");
    for (unsigned step = 0; step < STEPS; step++) {
        for (unsigned i = 0, n = step == 0 ? 120 : 1 + below(25); i < n; i++)
            do_something();
        run(false, EXECUTOR_query);
    }
    keep_links("incremental");
    expect_oracle(schedule);
    expect_hop_oracle(schedule);
    run(true, EXECUTOR_join);
    keep_links("joined");
    expect_same("incremental", "joined", "increments and the join in memory", schedule);
    expect_same("incremental_hop", "joined_hop", "two hops: increments and a rebuild", schedule);
    expect_same("incremental_value", "joined_value", "counts of values", schedule);
    run(true, EXECUTOR_query);
    keep_links("queried");
    expect_same("joined", "queried", "the join in memory and the query", schedule);
    expect_same("joined_hop", "queried_hop", "two hops: the join in memory and the query", schedule);
}

Test(correlate, gives_the_same_links_by_increments_by_either_executor_and_by_the_oracle)
{
    int64_t links = 0, hops = 0;

    sql("INSERT INTO oracle_hub VALUES (3, 'post0@mailinator.com')");
    for (unsigned schedule = 0; schedule < SCHEDULES; schedule++) {
        run_schedule(schedule);
        links += ask_number("SELECT count(*) FROM link");
        hops += ask_number("SELECT count(*) FROM link_hop");
    }
    cr_assert_gt(links, SCHEDULES * 100, "the worlds hold only %lld links", (long long)links);
    cr_assert_gt(hops, SCHEDULES * 5, "the worlds hold only %lld links by way of a third", (long long)hops);
}

/* ---- test purchases ---- */

#define PAID_SCHEDULES 20
#define PURCHASES_MOST 7
#define FIRST_SECOND INT64_C(1760000400) /* an hour begins */

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

static void run_paid_schedule(unsigned schedule)
{
    state = schedule * 15485863 + 5;
    sql("DELETE FROM endpoint_trait; DELETE FROM site_trait; DELETE FROM endpoint; DELETE FROM site; DELETE FROM link; DELETE FROM link_hop;"
        " DELETE FROM meeting_value; DELETE FROM correlation; DELETE FROM purchase_candidate; DELETE FROM purchase_settled");
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

Test(correlate, settles_purchases_one_to_one_by_increments_by_either_executor_and_by_the_oracle)
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

/* ---- what analysts rule about hubs ---- */

/* A case of those that are linked to holders of a value by which one is kin, mostly of one that many have, and of some who have it now or may
 * have it later. */
static void rule_about_kin(void)
{
    bool site = below(3) == 0;
    const char *side = site ? "site" : "endpoint", *other = site ? "endpoint" : "site";

    sql(arena_printf(
        arena,
        "CREATE TEMP TABLE holder AS SELECT DISTINCT t.kind, t.hash, t.value, t.%s_id AS id FROM %s_trait t JOIN oracle_kin k"
        " ON k.of_site = %s AND k.kind = t.kind AND (k.roles >> t.role) & 1 = 1",
        side, side, site ? "true" : "false"));
    sql(arena_printf(
        arena,
        "WITH chosen AS (SELECT kind, hash, value FROM holder GROUP BY 1, 2, 3 HAVING count(*) > 1 ORDER BY count(*) DESC, hash"
        " OFFSET %u LIMIT 1),"
        " linked AS (SELECT l.%s_id AS id FROM link l JOIN holder h ON h.id = l.%s_id JOIN chosen USING (kind, hash, value)"
        " GROUP BY 1 ORDER BY max(l.weight_bits) DESC, 1 LIMIT 3),"
        " holding AS (SELECT %s_id AS id FROM %s WHERE substr(name, %zu)::int < %u ORDER BY md5(name || '%u') LIMIT 4),"
        " made AS (INSERT INTO hub_override (kind, hash, value, is_hub, %ss, %ss, reason, placed_by, placed_at)"
        " SELECT kind, hash, value, %s, (SELECT array_agg(id) FROM holding), (SELECT array_agg(id) FROM linked), 'test', 'test', 'epoch'"
        " FROM chosen WHERE EXISTS (SELECT FROM linked) AND EXISTS (SELECT FROM holding) RETURNING sites)"
        " INSERT INTO changed_site SELECT unnest(sites) FROM made ON CONFLICT DO NOTHING; DROP TABLE holder",
        skewed(8), other, side, side, side, strlen(side) + 1, site ? SITES : ENDPOINTS, below(1000), side, other,
        below(4) == 0 ? "true" : "false"));
}

/* So many have them that they tie nobody to anybody, unless somebody rules. */
static void put_crowd(void)
{
    for (unsigned i = 0; i < 40; i++) {
        put_trait(false, ENDPOINTS + i, COUNT_OF(kinds) - 1, 0, 0);
        put_trait(true, SITES + i, 1, 0, 1);
        changed(false, ENDPOINTS + i);
        changed(true, SITES + i);
    }
}

/* A case of a few pairs that have a common value, more often one that many have; now and then one is released. */
static void rule_something(void)
{
    if (below(2) == 0)
        rule_about_kin();
    if (below(4) == 0)
        sql("UPDATE hub_override SET released_by = 'test', released_at = 'epoch' WHERE override_id % 3 = 0 AND released_at IS NULL;"
            "INSERT INTO changed_site SELECT DISTINCT unnest(sites) FROM hub_override WHERE override_id % 3 = 0 ON CONFLICT DO NOTHING");
    sql(arena_printf(
        arena,
        "WITH made AS (INSERT INTO hub_override (kind, hash, value, is_hub, endpoints, sites, reason, placed_by, placed_at)"
        " SELECT kind, hash, value, %s, (SELECT array_agg(endpoint_id) FROM (SELECT DISTINCT endpoint_id FROM endpoint_trait t"
        " WHERE t.hash = m.hash ORDER BY 1 LIMIT %u) e), (SELECT array_agg(site_id) FROM (SELECT DISTINCT site_id FROM site_trait t"
        " WHERE t.hash = m.hash ORDER BY 1 DESC LIMIT %u) s), 'test', 'test', 'epoch'"
        " FROM meeting_value m WHERE hash IN (SELECT hash FROM endpoint_trait) AND hash IN (SELECT hash FROM site_trait)"
        " ORDER BY endpoints * sites DESC, hash OFFSET %u LIMIT 1 RETURNING sites)"
        " INSERT INTO changed_site SELECT unnest(sites) FROM made ON CONFLICT DO NOTHING",
        below(4) == 0 ? "true" : "false", 1 + below(3), 1 + below(3), skewed(20)));
}

static void run_ruled_schedule(unsigned schedule)
{
    state = schedule * 104729 + 3;
    sql("DELETE FROM endpoint_trait; DELETE FROM site_trait; DELETE FROM link; DELETE FROM link_hop; DELETE FROM meeting_value;"
        " DELETE FROM correlation; DELETE FROM hub_override");
    put_crowd();
    for (unsigned step = 0; step < 3 * STEPS; step++) {
        for (unsigned i = 0, n = step == 0 ? 120 : 1 + below(3); i < n; i++)
            do_something();
        if (step > 0 && below(2) == 0)
            rule_something();
        run(false, EXECUTOR_query);
    }
    keep_links("incremental");
    run(true, EXECUTOR_join);
    keep_links("joined");
    expect_same("incremental", "joined", "with rulings, increments and the join in memory", schedule);
    expect_same("incremental_hop", "joined_hop", "with rulings, two hops: increments and a rebuild", schedule);
    run(true, EXECUTOR_query);
    keep_links("queried");
    expect_same("joined", "queried", "with rulings, the join in memory and the query", schedule);
}

Test(correlate, gives_the_same_links_by_increments_and_by_either_executor_when_analysts_rule_about_hubs)
{
    int64_t changed_by_rulings = 0, ruled_ways = 0;

    for (unsigned schedule = 0; schedule < RULED_SCHEDULES; schedule++) {
        run_ruled_schedule(schedule);
        expect_hop_oracle(schedule);
        ruled_ways += ask_number("SELECT count(*) FROM link_hop WHERE ruled");
        sql("UPDATE hub_override SET released_by = 'test', released_at = 'epoch'");
        run(true, EXECUTOR_join);
        keep_links("unruled");
        changed_by_rulings += ask_number("SELECT count(*) FROM (TABLE queried EXCEPT TABLE unruled) x");
    }
    cr_assert_gt(ruled_ways, RULED_SCHEDULES, "only %lld links go by a value that somebody ruled about", (long long)ruled_ways);
    cr_assert_gt(changed_by_rulings, RULED_SCHEDULES, "the rulings changed only %lld links", (long long)changed_by_rulings);
}

static void rule_no_hub(unsigned endpoint, unsigned site, enum trait_kind kind, const char *value)
{
    sql(arena_printf(arena,
                     "INSERT INTO hub_override (kind, hash, value, is_hub, endpoints, sites, reason, placed_by, placed_at)"
                     " VALUES (%d, %lld, '%s', false, '{%s}', '{%s}', 'test', 'test', 'epoch');"
                     "INSERT INTO changed_site VALUES ('%s') ON CONFLICT DO NOTHING",
                     kind, (long long)trait_hash(kind, bytes_of(value)), value, entity_id(false, endpoint), entity_id(true, site),
                     entity_id(true, site)));
}

static int64_t ways_between(unsigned endpoint, unsigned site)
{
    run(false, EXECUTOR_query);
    return ask_number(arena_printf(arena, "SELECT count(*) FROM link_hop WHERE ruled AND endpoint_id = '%s' AND site_id = '%s'",
                                   entity_id(false, endpoint), entity_id(true, site)));
}

static void publish(unsigned endpoint, unsigned site, unsigned number)
{
    put_trait(false, endpoint, 3, 0, number);
    put_trait(true, site, 3, 0, number);
    changed(false, endpoint);
    changed(true, site);
}

Test(correlate, sees_what_a_ruling_about_kin_makes_of_later_changes_far_from_the_site)
{
    const unsigned owner = COUNT_OF(kinds) - 1, email = 1;

    put_crowd();
    publish(1, 1, 7);
    put_trait(false, 1, owner, 0, 0);
    rule_no_hub(2, 1, TRAIT_owner, "owner0.example");
    cr_expect_eq(ways_between(2, 1), 0, "nobody has said yet that the owner is the same");
    put_trait(false, 2, owner, 0, 0);
    changed(false, 2);
    cr_expect_eq(ways_between(2, 1), 1, "the endpoint, which has no link, gets the owner of one that has");
    take_back(false, 2, 0);
    cr_expect_eq(ways_between(2, 1), 0, "and loses him");

    put_trait(true, 3, email, 0, 1);
    put_trait(true, 4, email, 0, 1);
    put_trait(true, 3, 3, 0, 8);
    changed(true, 3);
    changed(true, 4);
    rule_no_hub(3, 4, TRAIT_email, "post1@mail.example");
    cr_expect_eq(ways_between(3, 4), 0);
    put_trait(false, 3, 3, 0, 8);
    changed(false, 3);
    cr_expect_eq(ways_between(3, 4), 1, "another site with that address is linked to the endpoint");
    put_trait(true, 4, 6, 0, 1);
    changed(true, 4);
    cr_expect_eq(ways_between(3, 4), 1, "the site alone is looked at again");
}

Test(correlate, leaves_to_the_server_what_does_not_fit_into_memory)
{
    struct correlate_counts counts;

    for (unsigned i = 0; i < 60; i++)
        say_something(i % 2 == 0, i % 30);
    run(true, EXECUTOR_join);
    keep_links("joined");
    options.memory = 1;
    counts = run(true, EXECUTOR_auto);
    keep_links("limited");
    expect_same("joined", "limited", "the join in memory and what takes its place", 0);
    cr_assert(counts.rebuilt && counts.links > 0);
    options.executor = EXECUTOR_join;
    cr_assert_eq(correlate_run(&op, db, &options, &counts), ST_LIMIT, "the join was asked for by name");
    options.memory = 0;
}

Test(correlate, does_nothing_when_nothing_has_changed)
{
    say_something(false, 1);
    run(false, EXECUTOR_query);
    struct correlate_counts counts = run(false, EXECUTOR_query);

    cr_assert(!counts.rebuilt && counts.endpoints == 0 && counts.sites == 0 && counts.pairs == 0 && counts.links == 0);
}

Test(correlate, knows_the_classes_of_the_score)
{
    for (int n = 1; n < 10000; n++)
        if (n < 20 || (n & (n - 1)) == 0 || (n & (n + 1)) == 0)
            cr_assert_eq(ask_number(arena_printf(arena, "SELECT match_class(%d)", n)), match_class(n), "%d", n);
}

/* ---- poisoned values ---- */

static void plant(const char *side, const char *from, enum trait_kind kind, enum record_role role, const char *value)
{
    int64_t hash = (int64_t)trait_hash(kind, bytes_of(value));

    sql(arena_printf(
        arena,
        "INSERT INTO %s_trait (bucket, hash, kind, role, value, %s_id, records, partners, first_at, last_at, grade, examples)"
        " SELECT %d, %lld, %d, %d, '%s', id, 1, '{1}', '2026-01-01 UTC', '2026-01-01 UTC', 0, '{}' FROM (%s) x;"
        " INSERT INTO changed_%s SELECT id FROM (%s) x ON CONFLICT DO NOTHING;",
        side, side, trait_bucket((uint64_t)hash), (long long)hash, kind, role, value, from, side, from));
}

#define NUMBERED(prefix, count)                                                                                                  \
    "SELECT (lpad(to_hex(n), 8, '0') || '-" prefix "-8000-8000-000000000000')::uuid AS id FROM generate_series(1, " count ") n"
#define ONE(prefix) "SELECT '00000001-" prefix "-8000-8000-000000000000'::uuid AS id"

/* 10,000 sites give a merchant's own address as theirs; somebody puts the help line of 4,000 customers of a processor on his site. */
static void plant_poison(void)
{
    plant("site", NUMBERED("aaaa", "10000"), TRAIT_email, ROLE_contact, "innocent@firm.example");
    plant("endpoint", ONE("bbbb"), TRAIT_email, ROLE_support, "innocent@firm.example");
    plant("endpoint", NUMBERED("cccc", "4000"), TRAIT_phone, ROLE_support, "+442079460000");
    plant("site", ONE("dddd"), TRAIT_phone, ROLE_contact, "+442079460000");
    plant("endpoint", ONE("eeee"), TRAIT_arn, ROLE_payment, "74000000000000000000017");
    plant("site", ONE("dddd"), TRAIT_arn, ROLE_payment, "74000000000000000000017");
}

Test(correlate, neither_explodes_nor_links_the_innocent_when_a_value_is_poisoned)
{
    static const enum correlate_executor executors[] = {EXECUTOR_query, EXECUTOR_join};

    plant_poison();
    for (size_t i = 0; i < COUNT_OF(executors); i++) {
        struct correlate_counts counts = run(true, executors[i]);

        cr_assert_eq(counts.pairs, 1, "%lld pairs were looked at", (long long)counts.pairs);
        cr_assert_eq(counts.links, 1, "%lld links", (long long)counts.links);
    }
    plant("endpoint", ONE("cccc"), TRAIT_arn, ROLE_payment, "74000000000000000000025");
    plant("site", ONE("dddd"), TRAIT_arn, ROLE_payment, "74000000000000000000025");
    run(false, EXECUTOR_query);
    cr_assert_eq(ask_number("SELECT count(*) FROM link"), 2);
    cr_assert_eq(ask_number("SELECT count(DISTINCT weight_bits) FROM link"), 1,
                 "the help line that the one shares counts for nothing");
}
