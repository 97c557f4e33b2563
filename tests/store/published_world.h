/*
 * published_world.h: a small database in which sites publish endpoints, for tests of what hangs together by links.
 */
#ifndef STORE_PUBLISHED_WORLD_H
#define STORE_PUBLISHED_WORLD_H

#include "correlate_session.h"

static void empty_database(void)
{
    sql("TRUNCATE endpoint, site, endpoint_trait, site_trait, changed_endpoint, changed_site, changed_value, taken_endpoint, taken_site,"
        " taken_value, meeting_value, link, link_hop, correlation, link_decision, hub_override, programme_member, programme_change,"
        " programme_bridge, programme_kin_bridge, programme_changed, programme_decision, reemergence, request, request_event RESTART IDENTITY CASCADE");
}

static void open_world(void)
{
    session_open();
    empty_database();
}

/* ---- a world of sites that publish endpoints, as two partners have seen ---- */

static const char *id_of(bool site, unsigned number)
{
    return arena_printf(arena, "%08x-0000-8000-8000-0000000000%02x", (number + 1) * 2654435761U, site ? 0xA0 + number : number);
}

static void put_trait(bool site, unsigned entity, enum trait_kind kind, enum record_role role, const char *value, unsigned day)
{
    const char *side = site ? "site" : "endpoint", *name = site ? "site" : "payto://iban/X";
    int64_t hash = (int64_t)trait_hash(kind, bytes_of(value));

    sql(arena_printf(
        arena,
        "INSERT INTO %s VALUES ('%s', '%s%u') ON CONFLICT DO NOTHING; INSERT INTO changed_%s VALUES ('%s') ON CONFLICT DO NOTHING;"
        " INSERT INTO %s_trait (bucket, hash, kind, role, value, %s_id, records, partners, first_at, last_at, grade, examples)"
        " VALUES (%d, %lld, %d, %d, '%s', '%s', 2, '{1,2}', '2026-01-01 UTC'::timestamptz + %u * interval '1 day',"
        " '2026-01-01 UTC'::timestamptz + %u * interval '1 day', 0, '{}') ON CONFLICT DO NOTHING",
        side, id_of(site, entity), name, entity, side, id_of(site, entity), side, side, trait_bucket((uint64_t)hash),
        (long long)hash, kind, role, value, id_of(site, entity), day, day));
}

/* What is there already keeps its day. */
static void publish_on(unsigned site, unsigned endpoint, unsigned day)
{
    const char *name = arena_printf(arena, "payto://iban/X%u", endpoint);

    put_trait(false, endpoint, TRAIT_endpoint, ROLE_self, name, day);
    put_trait(true, site, TRAIT_endpoint, ROLE_published, name, day);
}

static void take_back(unsigned site, unsigned endpoint)
{
    sql(arena_printf(arena,
                     "WITH gone AS (DELETE FROM site_trait WHERE site_id = '%s' AND value = 'payto://iban/X%u' RETURNING *)"
                     " INSERT INTO changed_value SELECT bucket, hash, kind, value FROM gone ON CONFLICT DO NOTHING;"
                     " INSERT INTO changed_site VALUES ('%s') ON CONFLICT DO NOTHING",
                     id_of(true, site), endpoint, id_of(true, site)));
}

static struct correlate_counts run(bool rebuild)
{
    struct correlate_counts counts;

    options.rebuild = rebuild;
    op.now_us += 1000000;
    cr_assert_eq(correlate_run(&op, db, &options, &counts), ST_OK, "%s", op.cause);
    return counts;
}

#endif
