/*
 * published_world.h: a small database in which sites publish endpoints, for tests of what hangs together by links.
 */
#ifndef STORE_PUBLISHED_WORLD_H
#define STORE_PUBLISHED_WORLD_H

#include <criterion/criterion.h>
#include <stdlib.h>

#include "store/correlate_store.h"
#include "support/ident_fixture.h"

static struct arena *arena;
static struct op op;
static struct db *db;
static struct correlate_options options;
static uint64_t state;

static unsigned below(unsigned n)
{
    uint64_t z = (state += UINT64_C(0x9E3779B97F4A7C15));

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (unsigned)((z ^ (z >> 31)) % n);
}

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

    return PQntuples(res) == 0 ? -1 : cell_i64(res, 0, 0);
}

static void empty_database(void)
{
    sql("TRUNCATE endpoint, site, endpoint_trait, site_trait, changed_endpoint, changed_site, changed_value, taken_endpoint, taken_site,"
        " taken_value, meeting_value, link, link_hop, correlation, link_decision, hub_override, programme_member, programme_change,"
        " programme_bridge, programme_changed, programme_decision, reemergence, request, request_event RESTART IDENTITY CASCADE");
}

static void open_world(void)
{
    arena = arena_new((size_t)1 << 30);
    op_init(&op, arena, 0, "test");
    cr_assert_not_null(getenv("EFC_TEST_DB"), "EFC_TEST_DB names the database (scripts/test sets it)");
    cr_assert_eq(db_open(&op, getenv("EFC_TEST_DB"), NULL, &db), ST_OK, "%s", op.cause);
    options = (struct correlate_options){.data = fixture_data(),
                                         .default_model = fixture_read(SOURCE_DIR "/config/model/default.conf")};
    empty_database();
}

static void close_world(void)
{
    db_close(&db);
    arena_free(&arena);
}

/* ---- a world of sites that publish endpoints, as two partners have seen ---- */

static const char *id_of(bool site, unsigned number)
{
    return arena_printf(arena, "%08x-0000-8000-8000-0000000000%02x", (number + 1) * 2654435761U, site ? 0xA0 + number : number);
}

static void put_trait(bool site, unsigned entity, enum record_role role, unsigned endpoint, unsigned day)
{
    const char *value = arena_printf(arena, "payto://iban/X%u", endpoint), *side = site ? "site" : "endpoint";
    int64_t hash = (int64_t)trait_hash(TRAIT_endpoint, bytes_of(value));

    sql(arena_printf(
        arena,
        "INSERT INTO %s VALUES ('%s', '%s%u') ON CONFLICT DO NOTHING; INSERT INTO changed_%s VALUES ('%s') ON CONFLICT DO NOTHING;"
        " INSERT INTO %s_trait (bucket, hash, kind, role, value, %s_id, records, partners, first_at, last_at, grade, examples)"
        " VALUES (%d, %lld, %d, %d, '%s', '%s', 2, '{1,2}', '2026-01-01 UTC'::timestamptz + %u * interval '1 day',"
        " '2026-01-01 UTC'::timestamptz + %u * interval '1 day', 0, '{}') ON CONFLICT DO NOTHING",
        side, id_of(site, entity), side, entity, side, id_of(site, entity), side, side, trait_bucket((uint64_t)hash),
        (long long)hash, TRAIT_endpoint, role, value, id_of(site, entity), day, day));
}

/* What is there already keeps its day. */
static void publish_on(unsigned site, unsigned endpoint, unsigned day)
{
    put_trait(false, endpoint, ROLE_self, endpoint, day);
    put_trait(true, site, ROLE_published, endpoint, day);
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
