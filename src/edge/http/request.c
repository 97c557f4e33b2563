#include "edge/http/request.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "edge/http/media.h"

#define ROUTE(symbol, method, path, scope, request, response, statuses, problems, summary)                                       \
    extern const struct handler handler_##symbol;
#include "edge/route.def"
#undef ROUTE

const struct handler *const handlers[ROUTE_COUNT] = {
#define ROUTE(symbol, method, path, scope, request, response, statuses, problems, summary) [ROUTE_##symbol] = &handler_##symbol,
#include "edge/route.def"
#undef ROUTE
};

/* ---- what came ---- */

static const char *query_pointer(struct request *request, const char *name)
{
    return arena_printf(request->op.arena, "/query/%s", name);
}

enum status request_query(struct request *request, const char *name, struct bytes *ret)
{
    if (query_find(request->op.arena, request->query, name, ret))
        return ST_OK;
    return request_fail(request, ST_USAGE, PROBLEM_TYPE_bad_request, query_pointer(request, name),
                        "it stands there twice, or is not percent-encoded UTF-8");
}

enum status request_query_i64(struct request *request, const char *name, int64_t least, int64_t most, int64_t otherwise,
                              int64_t *ret)
{
    struct bytes text;
    int64_t number = otherwise;
    enum status st = request_query(request, name, &text);

    if (st != ST_OK)
        return st;
    if (text.p != NULL && (!parse_i64(text, &number) || number < least || number > most))
        return request_fail(request, ST_USAGE, PROBLEM_TYPE_bad_request, query_pointer(request, name),
                            "a whole number from %lld to %lld is expected", (long long)least, (long long)most);
    *ret = number;
    return ST_OK;
}

enum status request_uuid(struct request *request, size_t parameter, struct uuid *ret)
{
    return uuid_parse(request->parameters[parameter], ret) ? ST_OK : op_fail(&request->op, ST_NOTFOUND, "no such submission");
}

static int type_by_name(struct bytes name, const char *const *types, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct bytes rest = bytes_of(types[i]), first;

        bytes_next_part(&rest, '/', &first);
        if (bytes_equal(rest, name))
            return (int)i;
    }
    return -1;
}

enum status request_accept(struct request *request, const char *const *types, size_t count, int *ret)
{
    struct bytes format;
    enum status st = request_query(request, "format", &format);
    int chosen;

    if (st != ST_OK)
        return st;
    chosen = format.p != NULL ? type_by_name(format, types, count)
                              : accept_choose(request->op.arena, request_header(request, "Accept"), types, count);
    if (chosen < 0 && format.p != NULL)
        return request_fail(request, ST_USAGE, PROBLEM_TYPE_bad_request, "/query/format", "this format cannot be had here");
    if (chosen < 0)
        return request_fail(request, ST_USAGE, PROBLEM_TYPE_not_acceptable, "/header/Accept", "%s", "");
    *ret = chosen;
    return ST_OK;
}

/* ---- what is answered ---- */

enum status request_fail(struct request *request, enum status st, enum problem_type type, const char *pointer, const char *fmt,
                         ...)
{
    char text[sizeof(request->op.cause)];
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    if (!request->has_problem) {
        request->has_problem = true;
        request->problem = type;
        request->pointer = pointer;
    }
    return op_fail(&request->op, st, "%s", text);
}

void response_header(struct request *request, const char *name, const char *value)
{
    struct response *response = &request->response;

    if (response->header_count < RESPONSE_HEADER_MOST) {
        response->headers[response->header_count].name = name;
        response->headers[response->header_count++].value = value;
    }
}

void response_set(struct request *request, int status, const char *content_type, struct bytes body)
{
    request->response.status = status;
    request->response.content_type = content_type;
    request->response.body = body;
}

/* What went wrong inside is for the log; the client learns which kind of service is missing. */
static bool is_internal(enum status st)
{
    return st == ST_BUG || st == ST_UNAVAILABLE || st == ST_SCHEMA || st == ST_RETRY || st == ST_UNKNOWN_OUTCOME || st == ST_FULL;
}

void response_problem(struct request *request, enum status st)
{
    struct op *op = &request->op;
    enum problem_type type = request->has_problem ? request->problem : problem_type_of_status(st);
    const char *detail = !is_internal(st) || request->has_problem ? op->cause : status_text(st);
    int retry_s = problem_type_retry_s(type);

    response_set(request, problem_type_http(type), "application/problem+json",
                 problem_print(op->arena, type, request->has_problem ? request->pointer : NULL, detail, request->id));
    if (retry_s > 0)
        response_header(request, "Retry-After", arena_printf(op->arena, "%d", retry_s));
    if (type == PROBLEM_TYPE_unauthorized)
        response_header(request, "WWW-Authenticate", "Bearer realm=\"efc\"");
    if (type == PROBLEM_TYPE_method_not_allowed)
        response_header(request, "Allow", route_methods(op->arena, request->path));
}
