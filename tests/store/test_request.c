/* Requests in the database: what it refuses by itself, and what each role may. */
#include "request_fixture.h"

static struct fixture fixture;

static void open_fixture(void)
{
    fixture_open(&fixture);
}

static void close_fixture(void)
{
    fixture_close(&fixture);
}

TestSuite(request_store, .init = open_fixture, .fini = close_fixture);

Test(request_store, knows_the_same_states_as_the_table)
{
    AUTO(pg_clear)
    PGresult *res = PQexec(db_connection(fixture.db),
                           "SELECT m[1] FROM pg_constraint, regexp_matches(pg_get_constraintdef(oid), '''([a-z_]+)''', 'g') m"
                           " WHERE conrelid = 'request'::regclass AND contype = 'c' AND conname LIKE '%state%'");
    enum request_state state;

    cr_assert_eq(PQntuples(res), REQUEST_STATE_COUNT - 1);
    for (int row = 0; row < PQntuples(res); row++)
        cr_assert(request_state_find(cell_text(res, row, 0), &state), "%s", PQgetvalue(res, row, 0));
}

Test(request_store, routes_to_the_partner_that_can_close_the_endpoint)
{
    struct bytes partner = fixture_partner(&fixture, "route");
    struct entity endpoint = fixture_endpoint(&fixture, partner, 1);
    struct request_route *routes;
    size_t count;

    fixture_ok(&fixture, request_routes(&fixture.op, fixture.db, endpoint.name, &routes, &count));
    cr_assert_eq(count, 1);
    cr_assert(bytes_equal(routes[0].partner, partner));
    cr_assert_eq(request_routes(&fixture.op, fixture.db, BYTES("https://x"), &routes, &count), ST_INPUT);
}

Test(request_store, refuses_a_second_open_request_about_an_endpoint)
{
    struct bytes partner = fixture_partner(&fixture, "twice");
    struct entity endpoint = fixture_endpoint(&fixture, partner, 1);
    struct request_site site = {.name = BYTES("bad.example")};
    struct request_proposal proposal = {.endpoint_id = endpoint.id,
                                        .partner = partner,
                                        .evidence = BYTES("[]"),
                                        .message = {.endpoint = endpoint.name, .sites = &site, .site_count = 1}};
    int64_t id = 0, first = fixture_draft(&fixture, partner, 1);
    bool told;

    cr_assert_eq(request_propose(&fixture.op, fixture.db, &proposal, &id), ST_CONFLICT);
    op_clear(&fixture.op);
    fixture_ok(&fixture, request_withdraw(&fixture.op, fixture.db, first, BYTES("test"), &told));
    cr_assert_not(told);
    fixture_ok(&fixture, request_propose(&fixture.op, fixture.db, &proposal, &id));
}

Test(request_store, proposes_nothing_without_a_site)
{
    struct request_proposal proposal = {.evidence = BYTES("[]")};
    int64_t id;

    cr_assert_eq(request_propose(&fixture.op, fixture.db, &proposal, &id), ST_CONFLICT);
}

Test(request_store, takes_two_people_who_differ)
{
    int64_t id = fixture_draft(&fixture, fixture_partner(&fixture, "people"), 1);
    enum request_state state = REQUEST_nowhere;

    fixture.op.actor = "anna";
    fixture_ok(&fixture, request_approve(&fixture.op, fixture.db, id, 0, &state));
    cr_assert_eq(state, REQUEST_draft);
    cr_assert_eq(request_approve(&fixture.op, fixture.db, id, 0, &state), ST_FORBIDDEN);
    op_clear(&fixture.op);
    fixture.op.actor = "ben";
    fixture_ok(&fixture, request_approve(&fixture.op, fixture.db, id, 5, &state));
    cr_assert_eq(state, REQUEST_le_check);
}

/* What each role of the program may not do. */
Test(request_store, gives_each_role_only_what_it_needs)
{
    static const struct {
        const char *role;
        const char *sql;
    } forbidden[] = {
        {"efc_intake", "SELECT FROM request"},
        {"efc_intake", "SELECT FROM outbox"},
        {"efc_intake", "INSERT INTO outbox DEFAULT VALUES"},
        {"efc_intake", "UPDATE outbox SET state = 'ready'"},
        {"efc_intake", "SELECT delivery_key FROM partner"},
        {"efc_correlate", "SELECT message FROM request"},
        {"efc_correlate", "SELECT evidence FROM request"},
        {"efc_correlate", "UPDATE request SET state = 'reopened'"},
        {"efc_correlate", "SELECT reason FROM request_event"},
        {"efc_correlate", "INSERT INTO outbox DEFAULT VALUES"},
        {"efc_correlate", "DELETE FROM hold"},
        {"efc_deliver", "SELECT evidence FROM request"},
        {"efc_deliver", "SELECT reason FROM hold"},
        {"efc_deliver", "UPDATE hold SET released_at = now()"},
        {"efc_deliver", "DELETE FROM hold"},
        {"efc_deliver", "UPDATE outbox SET body = ''"},
        {"efc_deliver", "INSERT INTO request_approval DEFAULT VALUES"},
        {"efc_deliver", "SELECT FROM record"},
        {"efc_deliver", "UPDATE request_event SET actor = ''"},
        {"efc_deliver", "UPDATE partner SET delivery_url = ''"},
        {"efc_review", "UPDATE request SET message = ''"},
        {"efc_review", "UPDATE outbox SET body = ''"},
        {"efc_review", "DELETE FROM request_event"},
        {"efc_review", "UPDATE request_event SET reason = ''"},
        {"efc_review", "DELETE FROM request_approval"},
        {"efc_review", "UPDATE request_approval SET actor = ''"},
        {"efc_review", "DELETE FROM hold"},
        {"efc_review", "UPDATE hold SET until_at = now()"},
        {"efc_review", "SELECT delivery_key FROM partner"},
        {"efc_audit", "UPDATE request SET state = 'draft'"},
        {"efc_audit", "DELETE FROM outbox"},
    };

    for (size_t i = 0; i < COUNT_OF(forbidden); i++) {
        AUTO(db_close) struct db *db = fixture_connect(&fixture.op, forbidden[i].role);
        AUTO(pg_clear) PGresult *res = PQexec(db_connection(db), forbidden[i].sql);
        const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);

        cr_assert(state != NULL && strcmp(state, "42501") == 0, "%s: %s: %s", forbidden[i].role, forbidden[i].sql,
                  state == NULL ? "allowed" : state);
    }
}

Test(request_store, gives_way_to_a_withdrawal_at_any_point_but_in_flight)
{
    struct bytes partner = fixture_partner(&fixture, "withdraw");
    struct outbox_policy policy = {.lease_ms = 60000, .per_partner = 4, .most_attempts = 9, .back_off = {1, 1}};
    struct delivery_result unknown = {.verdict = ANSWER_unknown, .why = "test"};
    struct delivery delivery;
    int64_t id = fixture_draft(&fixture, partner, 1), sender;
    bool told;

    cr_assert_eq(fixture_approve(&fixture, id, 0), REQUEST_le_released);
    fixture_ok(&fixture, outbox_sender(&fixture.op, fixture.db, &sender));
    do
        fixture_ok(&fixture, outbox_claim(&fixture.op, fixture.db, sender, &policy, &delivery));
    while (delivery.request != id);
    cr_assert_eq(request_withdraw(&fixture.op, fixture.db, id, BYTES("test"), &told), ST_RETRY);
    op_clear(&fixture.op);
    fixture_ok(&fixture, outbox_settle(&fixture.op, fixture.db, &delivery, sender, &policy, &unknown));
    fixture_ok(&fixture, request_withdraw(&fixture.op, fixture.db, id, BYTES("test"), &told));
    cr_assert(told); /* it may have arrived */
}
