/*
 * request_fixture.h: a database with partners and approved requests, for the tests of requests, holds and the outbox.
 *
 * Each test takes a partner of its own, so that tests do not see each other's rows.
 */
#ifndef TESTS_STORE_REQUEST_FIXTURE_H
#define TESTS_STORE_REQUEST_FIXTURE_H

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "core/record.h"
#include "store/hold_store.h"
#include "store/outbox_store.h"
#include "store/partner_store.h"
#include "store/request_store.h"

#define NOW_US (INT64_C(1770000000) * INSTANT_SECOND)

struct fixture {
    struct arena *arena;
    struct op op;
    struct db *db;
};

static inline struct db *fixture_connect(struct op *op, const char *role)
{
    struct db *db = NULL;

    cr_assert_not_null(getenv("EFC_TEST_DB"), "EFC_TEST_DB names the database (scripts/test sets it)");
    cr_assert_eq(db_open(op, getenv("EFC_TEST_DB"), role, &db), ST_OK, "%s", op->cause);
    return db;
}

static inline void fixture_open(struct fixture *fixture)
{
    fixture->arena = arena_new((size_t)256 << 20);
    op_init(&fixture->op, fixture->arena, NOW_US, "anna");
    fixture->db = fixture_connect(&fixture->op, NULL);
}

static inline void fixture_close(struct fixture *fixture)
{
    db_close(&fixture->db);
    arena_free(&fixture->arena);
}

#define fixture_ok(fixture, call) cr_assert_eq((call), ST_OK, "%s", (fixture)->op.cause)

static inline int64_t fixture_number(struct fixture *fixture, const char *sql)
{
    PGresult *res = PQexec(db_connection(fixture->db), sql);
    int64_t number;

    cr_assert_eq(PQresultStatus(res), PGRES_TUPLES_OK, "%s: %s", sql, PQerrorMessage(db_connection(fixture->db)));
    number = strtoll(PQgetvalue(res, 0, 0), NULL, 10);
    PQclear(res);
    return number;
}

static inline void fixture_sql(struct fixture *fixture, const char *sql)
{
    cr_assert_eq(db_script(&fixture->op, fixture->db, "test", sql), ST_OK, "%s: %s", sql, fixture->op.cause);
}

/* A partner that is new in this database: the name with a random end. */
static inline struct bytes fixture_partner(struct fixture *fixture, const char *name)
{
    struct uuid random = uuid_random();
    struct bytes id = bytes_printf(fixture->arena, "%s-%.*s", name, 8, uuid_print(fixture->arena, &random).p);
    struct partner_route route = {BYTES("wallet"), id};
    struct partner partner = {.id = id,
                              .name = id,
                              .kind = BYTES("emoney"),
                              .country = BYTES("DE"),
                              .routes = &route,
                              .route_count = 1,
                              .delivery_url = BYTES("https://partner.example/")};

    fixture_ok(fixture, partner_put(&fixture->op, fixture->db, &partner));
    return id;
}

static inline struct entity fixture_endpoint(struct fixture *fixture, struct bytes partner, int number)
{
    return entity_of_endpoint(fixture->arena,
                              bytes_printf(fixture->arena, "payto://wallet/%.*s/s%d", (int)partner.n, partner.p, number));
}

static inline int64_t fixture_draft(struct fixture *fixture, struct bytes partner, int number)
{
    static const struct request_site site = {.name = {"bad.example", 11}, .probability = 0.99};
    struct entity endpoint = fixture_endpoint(fixture, partner, number);
    struct request_proposal proposal = {
        .endpoint_id = endpoint.id,
        .partner = partner,
        .probability = 0.99,
        .evidence = BYTES("[]"),
        .message = {.endpoint = endpoint.name, .created_us = NOW_US, .sites = &site, .site_count = 1},
        .by_engine = true};
    int64_t id = 0;

    fixture_ok(fixture, request_propose(&fixture->op, fixture->db, &proposal, &id));
    return id;
}

static inline enum request_state fixture_approve(struct fixture *fixture, int64_t id, int64_t le_check_days)
{
    enum request_state state = REQUEST_nowhere;

    fixture->op.actor = "anna";
    fixture_ok(fixture, request_approve(&fixture->op, fixture->db, id, le_check_days, &state));
    fixture->op.actor = "ben";
    fixture_ok(fixture, request_approve(&fixture->op, fixture->db, id, le_check_days, &state));
    return state;
}

#endif
