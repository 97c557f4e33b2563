#include <criterion/criterion.h>
#include <string.h>

#include "base/annotate.h"
#include "base/json.h"
#include "edge/http/request.h"

static struct arena *arena;

static void make_arena(void)
{
    arena = arena_new(1 << 20);
}

static void free_arena(void)
{
    arena_free(&arena);
}

TestSuite(request, .init = make_arena, .fini = free_arena);

static struct request *request_of(const char *query)
{
    struct request *request = arena_new_of(arena, struct request);

    op_init(&request->op, arena, 0, "test");
    request->query = bytes_of(query);
    request->id = BYTES("r-1");
    request->path = BYTES("/v1/submissions");
    return request;
}

Test(request, reads_a_number_within_its_limits)
{
    static const struct {
        const char *query;
        enum status st;
        int64_t number;
    } cases[] = {
        {"limit=5", ST_OK, 5},
        {"", ST_OK, 1000},
        {"limit=1", ST_OK, 1},
        {"limit=10000", ST_OK, 10000},
        {"limit=0", ST_USAGE, -7},
        {"limit=10001", ST_USAGE, -7},
        {"limit=-1", ST_USAGE, -7},
        {"limit=", ST_USAGE, -7},
        {"limit=5x", ST_USAGE, -7},
        {"limit=0x5", ST_USAGE, -7},
        {"limit=5&limit=5", ST_USAGE, -7},
        {"limit=99999999999999999999", ST_USAGE, -7},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct request *request = request_of(cases[i].query);
        int64_t number = -7;

        cr_expect_eq(request_query_i64(request, "limit", 1, 10000, 1000, &number), cases[i].st, "%s", cases[i].query);
        cr_expect_eq(number, cases[i].number, "%s", cases[i].query);
        cr_expect(cases[i].st == ST_OK || strcmp(request->pointer, "/query/limit") == 0);
    }
}

Test(request, takes_the_format_that_the_query_names)
{
    static const char *const types[] = {"application/json", "text/csv"};
    int chosen = -1;

    cr_expect(request_accept(request_of("format=csv"), types, 2, &chosen) == ST_OK && chosen == 1);
    cr_expect(request_accept(request_of("format=json"), types, 2, &chosen) == ST_OK && chosen == 0);
    cr_expect(request_accept(request_of("format=xml"), types, 2, &chosen) == ST_USAGE && chosen == 0);
    cr_expect(request_accept(request_of("format="), types, 2, &chosen) == ST_USAGE);
    cr_expect(request_accept(request_of("format=csv&format=csv"), types, 2, &chosen) == ST_USAGE);
}

Test(request, a_path_parameter_that_is_no_id_names_nothing)
{
    struct request *request = request_of("");
    struct uuid id;

    request->parameters[0] = BYTES("57a6e1b1-2d2d-8b9c-b9f6-cdf98caebb83");
    cr_expect(request_uuid(request, 0, &id) == ST_OK && id.b[0] == 0x57 && id.b[15] == 0x83);
    request->parameters[0] = BYTES("57a6e1b1-2d2d-8b9c-b9f6-cdf98caebb8");
    cr_expect(request_uuid(request, 0, &id) == ST_NOTFOUND);
    request->parameters[0] = BYTES_NONE;
    cr_expect(request_uuid(request, 0, &id) == ST_NOTFOUND);
}

static struct json *problem_of(struct request *request, enum status st)
{
    struct json *problem = NULL;

    response_problem(request, st);
    op_clear(&request->op);
    cr_assert(json_parse(&request->op, bytes_trim(request->response.body), &problem) == ST_OK);
    return problem;
}

static const char *header_of(const struct request *request, const char *name)
{
    for (size_t i = 0; i < request->response.header_count; i++)
        if (strcmp(request->response.headers[i].name, name) == 0)
            return request->response.headers[i].value;
    return "";
}

Test(request, the_first_problem_is_the_one_that_is_told)
{
    struct request *request = request_of("");

    cr_expect(request_fail(request, ST_INPUT, PROBLEM_TYPE_key_reused, "/header/Idempotency-Key", "%s", "the first") == ST_INPUT);
    cr_expect(request_fail(request, ST_USAGE, PROBLEM_TYPE_bad_request, "/body", "%s", "the second") == ST_USAGE);
    const struct json *problem = problem_of(request, ST_USAGE);

    cr_expect_eq(request->response.status, 422);
    cr_expect(bytes_is(json_find_text(problem, "type"), "urn:efc:problem:key_reused"));
    cr_expect(bytes_is(json_find_text(problem, "pointer"), "/header/Idempotency-Key"));
    cr_expect(bytes_is(json_find_text(problem, "detail"), "the first"));
    cr_expect(bytes_is(json_find_text(problem, "request_id"), "r-1"));
}

/* What went wrong inside is for the log; the client learns how long to wait. */
Test(request, tells_nothing_of_what_went_wrong_inside)
{
    static const struct {
        enum status st;
        int http;
        const char *retry;
    } cases[] = {{ST_UNAVAILABLE, 503, "5"}, {ST_RETRY, 503, "5"}, {ST_FULL, 507, "60"}, {ST_BUG, 500, ""}};

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct request *request = request_of("");

        cr_expect(op_fail(&request->op, cases[i].st, "outbox_claim: row 17") == cases[i].st);
        const struct json *problem = problem_of(request, cases[i].st);

        cr_expect_eq(request->response.status, cases[i].http, "%s: %d", status_name(cases[i].st), request->response.status);
        cr_expect_str_eq(header_of(request, "Retry-After"), cases[i].retry);
        cr_expect(memmem(request->response.body.p, request->response.body.n, "row 17", 6) == NULL);
        cr_expect(json_find(problem, "pointer") == NULL);
    }
}

Test(request, says_what_is_allowed_and_how_to_come_in)
{
    struct request *request = request_of("");

    cr_expect(request_fail(request, ST_USAGE, PROBLEM_TYPE_method_not_allowed, NULL, "%s", "") == ST_USAGE);
    response_problem(request, ST_USAGE);
    cr_expect_str_eq(header_of(request, "Allow"), "POST");
    request = request_of("");
    cr_expect(request_fail(request, ST_FORBIDDEN, PROBLEM_TYPE_unauthorized, NULL, "%s", "") == ST_FORBIDDEN);
    response_problem(request, ST_FORBIDDEN);
    cr_expect_str_eq(header_of(request, "WWW-Authenticate"), "Bearer realm=\"efc\"");
}

Test(request, every_type_of_problem_has_a_status_and_a_title)
{
    for (int type = 0; type < PROBLEM_TYPE_COUNT; type++) {
        cr_expect(problem_type_http((enum problem_type)type) >= 400 && problem_type_http((enum problem_type)type) < 600);
        cr_expect_gt(strlen(problem_type_title((enum problem_type)type)), 5u);
    }
    for (int st = ST_OK + 1; st < ST_COUNT; st++)
        cr_expect(problem_type_http(problem_type_of_status((enum status)st)) == status_http((enum status)st) ||
                      problem_type_of_status((enum status)st) == PROBLEM_TYPE_bug,
                  "%s", status_name((enum status)st));
}
