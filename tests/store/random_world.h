/*
 * random_world.h: random worlds of traits that grow and shrink, the oracles of the score in plain SQL, and what must be the same.
 */
#ifndef STORE_RANDOM_WORLD_H
#define STORE_RANDOM_WORLD_H

#include "core/model_text.h"
#include "correlate_session.h"

#define ENDPOINTS 40
#define SITES 40
#define VALUES 24
#define STEPS 6

/* ---- the oracles ---- */

static inline void load_kin(void)
{
#define R(role) (1U << ROLE_##role)
#define ANY_ROLE (~0U)
#define KIN(name, side, kind, roles, bits, loss, text)                                                                           \
    sql(arena_printf(arena, "INSERT INTO oracle_kin VALUES ('%s' = 'site', %d, %u, %.0f, %.0f)", #side, TRAIT_##kind, roles,     \
                     bits * 1e6, loss * 1e6));
#include "core/match_kin.def"
#undef KIN
}

static inline void load_oracle(const struct model *model)
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
        "CREATE TEMP TABLE oracle_setting (prior bigint, keep bigint, hub bigint, partner_bits bigint, apart_bits bigint, programme bigint, third bigint);"
        "CREATE TEMP TABLE oracle_kin (of_site boolean, kind smallint, roles bigint, bits bigint, loss bigint);"
        "CREATE TEMP TABLE oracle_hub (kind smallint, value text);"
        "CREATE TEMP TABLE oracle_family (family int, direct boolean, own boolean); CREATE TEMP TABLE oracle_hand (apart double precision, bits bigint, third bigint)");
    for (enum match_family family = 0; family < FAMILY_COUNT; family++)
        sql(arena_printf(arena, "INSERT INTO oracle_family VALUES (%d, %s, %s)", family,
                         match_family_direct(family) ? "true" : "false", family == FAMILY_own ? "true" : "false"));
    for (size_t i = 0; i < model->hand_count; i++)
        sql(arena_printf(arena, "INSERT INTO oracle_hand VALUES (%f, %lld, %lld)", (double)model->hands[i].apart_us / 1e6,
                         (long long)model->hands[i].bits, (long long)model->hands[i].third));
    sql(arena_printf(arena, "INSERT INTO oracle_setting VALUES (%lld, %lld, %lld, %lld, %lld, %lld, %lld)",
                     (long long)model->prior, (long long)model->keep, (long long)model->hub, (long long)model->partners,
                     (long long)model->apart, (long long)model->programme, (long long)model->third));
    load_kin();
    sql(bytes_cstr(arena, fixture_read(SOURCE_DIR "/tests/store/oracle_likeness.sql")));
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

static inline void prepare_world(void)
{
    struct model model;

    cr_assert_eq(model_parse(&op, options.default_model, &model), ST_OK, "%s", op.cause);
    sql("TRUNCATE endpoint, site, endpoint_trait, site_trait, changed_endpoint, changed_site, changed_value, taken_endpoint, taken_site,"
        " taken_value, meeting_value, link, link_hop, correlation, model, link_decision, hub_override, purchase_candidate, purchase_settled RESTART IDENTITY CASCADE");
    sql("TRUNCATE request, endpoint_contrary CASCADE; INSERT INTO partner (partner_id, name, kind, country, created_at)"
        " VALUES ('bank', 'Bank', 'bank', 'DE', 'epoch') ON CONFLICT DO NOTHING");
    load_oracle(&model);
}

static inline void open_world(void)
{
    session_open();
    prepare_world();
}

/* The same with a model as decisions teach one. */
static inline void open_taught_world(void)
{
    session_open();
    struct model_change *change = arena_new_of(arena, struct model_change);

    change->prior = 2e-4;
    change->third = 1.3;
    change->hands[0] = 0.97;
    change->hands[1] = 0.95;
    change->hands[3] = 0.4;
    options.default_model = model_text_change(arena, options.default_model, change);
    prepare_world();
}

static inline void close_world(void)
{
    sql("TRUNCATE request, endpoint_contrary CASCADE; DELETE FROM partner WHERE partner_id = 'bank'");
    session_close();
}

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
    {TRAIT_name_start, {ROLE_name, ROLE_owner, ROLE_descriptor}, {ROLE_self, ROLE_name, ROLE_descriptor}},
    {TRAIT_name_token, {ROLE_name, ROLE_owner, ROLE_descriptor}, {ROLE_self, ROLE_name, ROLE_descriptor}},
    {TRAIT_rrn, {ROLE_payment, ROLE_payment, ROLE_payment}, {ROLE_payment, ROLE_payment, ROLE_payment}},
    {TRAIT_owner, {ROLE_owner, ROLE_owner, ROLE_owner}, {ROLE_note, ROLE_note, ROLE_note}},
};

static inline const char *value_of(enum trait_kind kind, unsigned number)
{
    if (kind == TRAIT_endpoint && number % 3 == 0)
        return arena_printf(arena, "payto://card-acceptor/4123%u/M%u", 45 + number % 2, number);
    if (kind == TRAIT_name_start)
        return arena_printf(arena, "golden%02u", number % 6);
    if (kind == TRAIT_name_squashed)
        return arena_printf(arena, "golden%02u%s", number % 6,
                            (const char *const[]){"shop", "shpo", "market24", "x"}[number / 6 % 4]);
    if (kind == TRAIT_email)
        return arena_printf(arena, number == 0 ? "post%u@mailinator.com" : "post%u@mail.example", number);
    return arena_printf(arena, "%s%u.example", trait_kind_name(kind), number);
}

static inline const char *entity_id(bool site, unsigned number)
{
    return arena_printf(arena, "%08x-0000-8000-8000-0000000000%02x", (number + 1) * 2654435761U,
                        site ? 0xA0 + number % 16 : number % 16);
}

/* One role of one value of one entity, as a fold of records would leave it. */
static inline void put_trait(bool site, unsigned entity, unsigned row, unsigned role, unsigned number)
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

static inline void changed(bool site, unsigned entity)
{
    const char *side = site ? "site" : "endpoint";

    sql(arena_printf(
        arena,
        "INSERT INTO changed_%s VALUES ('%s') ON CONFLICT DO NOTHING; INSERT INTO %s VALUES ('%s', '%s%u') ON CONFLICT DO NOTHING",
        side, entity_id(site, entity), side, entity_id(site, entity), side, entity));
}

/* A batch: new facts about an entity. */
static inline void say_something(bool site, unsigned entity)
{
    for (unsigned i = 0; i < 3; i++)
        put_trait(site, entity, below(COUNT_OF(kinds)), below(3), skewed(VALUES));
    changed(site, entity);
}

/* A revision or a withdrawal: some values are no longer said. */
static inline void take_back(bool site, unsigned entity, unsigned part)
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
static inline void say_against(unsigned number)
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

/* What people find about a link, or about a pair that is none; the last counts. From then on sites may publish the endpoint by its name. */
static inline void decide(unsigned endpoint, unsigned site)
{
    changed(false, endpoint);
    changed(true, site);
    sql(arena_printf(
        arena,
        "UPDATE endpoint SET name = '%s' WHERE endpoint_id = '%s';"
        " INSERT INTO link_decision SELECT '%s', '%s', 1 + count(*), '%s', 'test', 'a test', 'epoch' FROM link_decision"
        " WHERE site_id = '%s' AND endpoint_id = '%s'",
        value_of(TRAIT_endpoint, endpoint), entity_id(false, endpoint), entity_id(true, site), entity_id(false, endpoint),
        below(4) == 0 ? "confirmed" : "rejected", entity_id(true, site), entity_id(false, endpoint)));
}

static inline void do_something(void)
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

static inline struct correlate_counts run(bool rebuild, enum correlate_executor executor)
{
    struct correlate_counts counts;

    options.rebuild = rebuild;
    options.executor = executor;
    cr_assert_eq(correlate_run(&op, db, &options, &counts), ST_OK, "%s", op.cause);
    return counts;
}

static inline void keep_links(const char *table)
{
    sql(arena_printf(arena, "DROP TABLE IF EXISTS %s; CREATE TEMP TABLE %s AS SELECT * FROM link", table, table));
    sql(arena_printf(arena, "DROP TABLE IF EXISTS %s_hop; CREATE TEMP TABLE %s_hop AS SELECT * FROM link_hop", table, table));
    sql(arena_printf(arena, "DROP TABLE IF EXISTS %s_value; CREATE TEMP TABLE %s_value AS SELECT * FROM meeting_value", table,
                     table));
}

static inline void expect_same(const char *a, const char *b, const char *what, unsigned schedule)
{
    int64_t different = ask_number(arena_printf(
        arena, "SELECT count(*) FROM ((TABLE %s EXCEPT TABLE %s) UNION ALL (TABLE %s EXCEPT TABLE %s)) x", a, b, b, a));

    cr_assert_eq(different, 0, "schedule %u: %s: %lld rows differ", schedule, what, (long long)different);
}

static inline void expect_hop_oracle(unsigned schedule)
{
    const char *oracle = bytes_cstr(arena, fixture_read(SOURCE_DIR "/tests/store/oracle_hop.sql"));

    sql(arena_printf(arena, "DROP TABLE IF EXISTS expected_hop, made_hop; CREATE TEMP TABLE expected_hop AS %s", oracle));
    sql("CREATE TEMP TABLE made_hop AS SELECT site_id, endpoint_id, weight_bits, via_id, kind, shared, ruled, link_bits FROM link_hop");
    expect_same("expected_hop", "made_hop", "the oracle of two hops", schedule);
}

static inline void expect_oracle(unsigned schedule)
{
    const char *oracle = bytes_cstr(arena, fixture_read(SOURCE_DIR "/tests/store/oracle.sql"));

    sql("SET jit = off; ANALYZE endpoint_trait, site_trait"); /* the statement is long and its rows are few */
    sql(arena_printf(arena, "DROP TABLE IF EXISTS expected, made; CREATE TEMP TABLE expected AS %s", oracle));
    sql("CREATE TEMP TABLE made AS SELECT site_id, endpoint_id, weight_bits, hand_bits FROM link");
    expect_same("expected", "made", "the oracle", schedule);
}

#endif
