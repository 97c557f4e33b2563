/* Correlation over random worlds of traits: increments against rebuilds, both executors, and an oracle in plain SQL. */
#include "random_world.h"

#define SCHEDULES 20

TestSuite(correlate, .init = open_world, .fini = close_world);

static void run_schedule(unsigned schedule)
{
    state = schedule * 7919 + 1;
    sql("DELETE FROM endpoint_trait; DELETE FROM site_trait; DELETE FROM link; DELETE FROM link_hop; DELETE FROM meeting_value; DELETE FROM correlation;"
        " DELETE FROM link_decision");
    for (unsigned step = 0; step < STEPS; step++) {
        for (unsigned i = 0, n = step == 0 ? 120 : 1 + below(25); i < n; i++)
            do_something();
        for (unsigned i = 0; i < 4; i++)
            decide(skewed(VALUES), below(SITES));
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

Test(correlate, gives_the_same_links_by_a_model_that_decisions_taught)
{
    int64_t hops = 0;

    close_world();
    open_taught_world();
    sql("INSERT INTO oracle_hub VALUES (3, 'post0@mailinator.com')");
    for (unsigned schedule = 0; schedule < SCHEDULES / 4; schedule++) {
        run_schedule(1000 + schedule);
        hops += ask_number("SELECT count(*) FROM link_hop");
    }
    cr_assert_gt(hops, SCHEDULES, "the worlds hold only %lld links by way of a third", (long long)hops);
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

/* The list was empty when it was last counted. Each row beside each would take half a minute. */
Test(correlate, takes_many_changes_where_the_server_expects_none)
{
    sql("INSERT INTO changed_endpoint SELECT gen_random_uuid() FROM generate_series(1, 20000)");
    sql("DELETE FROM changed_endpoint; ANALYZE changed_endpoint; SET enable_indexscan = off; SET enable_bitmapscan = off");
    sql("INSERT INTO changed_endpoint SELECT gen_random_uuid() FROM generate_series(1, 20000)");
    struct correlate_counts counts = run(false, EXECUTOR_join);

    cr_expect_eq(counts.endpoints, 20000);
    cr_expect_lt(counts.stage_us[STAGE_take], 10 * INT64_C(1000000), "%lld us", (long long)counts.stage_us[STAGE_take]);
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

/* Every one of those has an address and a number of its own: as many entities, and nothing in common. */
static void plant_own(const char *side, const char *from, enum trait_kind kind, enum record_role role)
{
    sql(arena_printf(
        arena,
        "INSERT INTO %s_trait (bucket, hash, kind, role, value, %s_id, records, partners, first_at, last_at, grade, examples)"
        " SELECT (hash & 65535)::int, hash, %d, %d, value, id, 1, '{1}', '2026-01-01 UTC', '2026-01-01 UTC', 0, '{}'"
        " FROM (SELECT id, 'own' || id AS value, hashtextextended('own' || id, 0) AS hash FROM (%s) x) y;"
        " INSERT INTO changed_%s SELECT id FROM (%s) x ON CONFLICT DO NOTHING;",
        side, side, kind, role, from, side, from));
}

static void plant_innocent(void)
{
    state = 1;
    sql("TRUNCATE programme_member, programme_bridge, programme_kin_bridge, programme_changed, programme_change");
    plant_own("site", NUMBERED("aaaa", "10000"), TRAIT_email, ROLE_contact);
    plant_own("endpoint", NUMBERED("cccc", "4000"), TRAIT_phone, ROLE_support);
    for (unsigned i = 0; i < 60; i++)
        say_something(i % 2 == 0, i % 30);
}

struct space {
    int64_t made, traits, temporary;
};

static int64_t temporary_bytes(void)
{
    ask_number("SELECT count(*) FROM (SELECT pg_stat_force_next_flush()) x");
    return ask_number("SELECT temp_bytes FROM pg_stat_database WHERE datname = current_database()");
}

/* What is left after rebuilds and an increment, and what went through temporary files meanwhile. */
static struct space measure_space(void)
{
    struct space space = {.temporary = -temporary_bytes()};

    run(true, EXECUTOR_query);
    run(true, EXECUTOR_join);
    plant("site", ONE("aaab"), TRAIT_email, ROLE_contact, "innocent@firm.example");
    run(false, EXECUTOR_query);
    space.temporary += temporary_bytes();
    space.made = ask_number(
        "SELECT sum(pg_total_relation_size(t::regclass)) FROM unnest('{link,link_hop,meeting_value,purchase_candidate,purchase_settled,"
        "programme_member,programme_bridge,programme_kin_bridge,programme_changed}'::text[]) t");
    space.traits = ask_number("SELECT pg_total_relation_size('endpoint_trait') + pg_total_relation_size('site_trait')");
    return space;
}

/* Fewer than a tenth of 40,000 pass for something that the other side has, though nobody has counted the tables yet. */
Test(correlate, asks_the_server_only_for_what_the_other_side_may_have_before_statistics_are_there)
{
    struct correlate_counts counts;

    plant_own("site", NUMBERED("aaaa", "40000"), TRAIT_email, ROLE_contact);
    plant_own("endpoint", NUMBERED("cccc", "40000"), TRAIT_phone, ROLE_support);
    options.executor = EXECUTOR_join;
    options.memory = (size_t)6 << 20;
    cr_expect_eq(correlate_run(&op, db, &options, &counts), ST_OK, "%s", op.cause);
}

/* As many sites and endpoints with nothing in common take as much; the help line of 4,000 stands on 10,000 sites now: 40 million pairs. */
Test(correlate, takes_no_more_space_when_values_are_poisoned)
{
    struct space plain, poisoned;

    plant_innocent();
    plain = measure_space();
    close_world();
    open_world();
    plant_innocent();
    plant_poison();
    plant("site", NUMBERED("aaaa", "10000"), TRAIT_phone, ROLE_contact, "+442079460000");
    poisoned = measure_space();
    cr_expect_gt(plain.made, 0);
    cr_expect_leq(poisoned.made, plain.made + (64 << 10), "%lld bytes made of %lld", (long long)poisoned.made,
                  (long long)plain.made);
    cr_expect_leq(poisoned.temporary, plain.temporary + (1 << 20), "%lld bytes in temporary files, %lld without poison",
                  (long long)poisoned.temporary, (long long)plain.temporary);
    cr_expect_leq(poisoned.traits, 4 * plain.traits, "traits grow by what was planted: %lld bytes, %lld without",
                  (long long)poisoned.traits, (long long)plain.traits);
}
