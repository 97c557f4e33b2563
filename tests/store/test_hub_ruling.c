/* What analysts rule about hubs in a case, over random worlds: increments against rebuilds, and the oracle of two hops. */
#include <string.h>

#include "random_world.h"

#define RULED_SCHEDULES 10

TestSuite(hub_ruling, .init = open_world, .fini = close_world);

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

Test(hub_ruling, gives_the_same_links_by_increments_and_by_either_executor_when_analysts_rule_about_hubs)
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

Test(hub_ruling, sees_what_a_ruling_about_kin_makes_of_later_changes_far_from_the_site)
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
