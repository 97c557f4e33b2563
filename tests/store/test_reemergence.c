/* Who comes back after a closing: run by run nothing is missed that a look at everything would find. */
#include "published_world.h"
#include "store/reemergence_store.h"

#define SCHEDULES 12
#define STEPS 8
#define ENDPOINTS 14
#define SITES 8

TestSuite(reemergence, .init = open_world, .fini = session_close);

/* Sites have names, by which they are found. */
static void name_sites(void)
{
    for (unsigned site = 0; site < SITES; site++) {
        int64_t hash = (int64_t)trait_hash(TRAIT_site, bytes_of(arena_printf(arena, "site%u", site)));

        sql(arena_printf(
            arena,
            "INSERT INTO site_trait (bucket, hash, kind, role, value, site_id, records, partners, first_at, last_at, grade,"
            " examples) VALUES (%d, %lld, %d, %d, 'site%u', '%s', 1, '{1}', '2026-01-01 UTC', '2026-01-01 UTC', 0, '{}')",
            trait_bucket((uint64_t)hash), (long long)hash, TRAIT_site, ROLE_self, site, id_of(true, site)));
    }
}

/* A partner closes an endpoint on a day. */
static void close_on(unsigned endpoint, unsigned day)
{
    sql(arena_printf(
        arena,
        "INSERT INTO partner (partner_id, name, kind, country, created_at) VALUES ('bank', 'Bank', 'bank', 'DE', 'epoch')"
        " ON CONFLICT DO NOTHING;"
        "WITH made AS (INSERT INTO request (endpoint_id, endpoint, partner_id, state, events, proposed_at, proposed_by,"
        " probability, evidence, message, closed_at) SELECT '%s', 'payto://iban/X%u', 'bank', 'closed_terminated', 1, 'epoch',"
        " 'x', 1, '{}', '', 'epoch' RETURNING request_id)"
        " INSERT INTO request_event SELECT request_id, 1, '2026-01-01 12:00 UTC'::timestamptz + %u * interval '1 day', 'x',"
        " 'sent', 'closed_terminated', NULL FROM made",
        id_of(false, endpoint), endpoint, day));
}

Test(reemergence, finds_a_site_on_an_endpoint_that_came_after_the_closing)
{
    name_sites();
    publish_on(0, 0, 0);
    publish_on(0, 1, 2);
    run(false);
    close_on(0, 10);
    cr_expect_eq(run(false).reemerged, 0);
    publish_on(1, 2, 20);
    cr_expect_eq(run(false).reemerged, 0, "another site is nothing to it");
    publish_on(0, 3, 20);
    cr_expect_eq(run(false).reemerged, 1);
    cr_expect_eq(ask_number("SELECT extract(day FROM first_at - closed_at)::bigint FROM reemergence"), 9);
    cr_expect_eq(run(true).reemerged, 0, "it is found once");
    cr_expect_eq(ask_number("SELECT count(*) FROM audit_leaf WHERE action = 'reemergence.found' AND detail->>'endpoint_id' ="
                            " (SELECT endpoint_id::text FROM reemergence)") > 0,
                 1);
}

Test(reemergence, misses_nothing_run_by_run_that_a_look_at_everything_finds)
{
    int64_t found = 0;

    for (unsigned schedule = 0; schedule < SCHEDULES; schedule++) {
        state = schedule * 7919 + 11;
        empty_database();
        name_sites();
        for (unsigned step = 0; step < STEPS; step++) {
            for (unsigned i = 0, n = step == 0 ? 10 : 1 + below(4); i < n; i++)
                if (step > 0 && below(4) == 0)
                    take_back(below(SITES), below(ENDPOINTS));
                else
                    publish_on(below(SITES), below(ENDPOINTS), step * 10);
            if (below(2) == 0)
                close_on(ENDPOINTS + 1, step * 10); /* nobody's */
            found += run(false).reemerged;
            if (step < 4 &&
                ask_number(arena_printf(arena, "SELECT count(*) FROM request WHERE endpoint = 'payto://iban/X%u'", step)) == 0)
                close_on(step, step * 10 + 1);
        }
        cr_assert_eq(run(true).reemerged, 0, "schedule %u: a look at everything finds more", schedule);
    }
    cr_assert_gt(found, SCHEDULES, "only %lld came back", (long long)found);
}
