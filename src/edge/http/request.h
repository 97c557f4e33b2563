/*
 * request.h: one HTTP request and its answer, as handlers see them.
 *
 * Memory  everything lives in op.arena until the answer has been sent.
 * Steps   begin (the header is there, the caller is known), piece (the body, as it comes), end (the body is complete; makes the
 *         answer), close (always last, also when the client went away: gives foreign resources back).
 * Errors  a handler returns the status; request_fail() says more exactly which type of problem it is and where.
 */
#ifndef EDGE_HTTP_REQUEST_H
#define EDGE_HTTP_REQUEST_H

#include "edge/http/problem_type.h"
#include "edge/route.h"
#include "store/db.h"

#define RESPONSE_HEADER_MOST 6

struct server;

/* Who sends the request. */
struct caller {
    struct bytes partner; /* BYTES_NONE: nobody has been asked */
    int16_t partner_number;
    unsigned scopes; /* 1 << enum scope */
    struct bytes token_id;
};

struct response {
    int status;
    const char *content_type;
    struct bytes body;
    struct {
        const char *name;
        const char *value;
    } headers[RESPONSE_HEADER_MOST];
    size_t header_count;
};

struct request {
    struct op op;
    struct server *server;
    void *connection; /* of the HTTP library */
    enum route_symbol route;
    bool has_route;
    struct bytes method;
    struct bytes path; /* as it came */
    struct bytes query;
    struct bytes parameters[ROUTE_PARAMETER_MOST];
    struct bytes id;
    struct bytes address; /* of the client, as far as it is known */
    struct caller caller;
    struct db *db; /* borrowed; NULL until request_db() */
    int64_t body_bytes;
    int64_t started_us;  /* monotonic */
    int64_t answered_us; /* after started_us; of an answer that did not wait for the body */
    bool has_problem;
    enum problem_type problem;
    const char *pointer;
    struct response response;
    void *state; /* the handler's */
};

struct handler {
    enum status (*begin)(struct request *request);
    enum status (*piece)(struct request *request, struct bytes piece); /* NULL: it takes no body */
    enum status (*end)(struct request *request);
    void (*close)(struct request *request);
};

extern const struct handler *const handlers[ROUTE_COUNT];

/* ---- what came ---- */
struct bytes request_header(const struct request *request, const char *name); /* the first; BYTES_NONE when absent */
size_t request_header_count(const struct request *request, const char *name);
/* ST_USAGE when the parameter is badly encoded or there twice; BYTES_NONE when absent. */
MUST_CHECK enum status request_query(struct request *request, const char *name, struct bytes *ret);
MUST_CHECK enum status request_query_i64(struct request *request, const char *name, int64_t least, int64_t most,
                                         int64_t otherwise, int64_t *ret);
/* A path parameter that is a UUID; ST_NOTFOUND otherwise. */
MUST_CHECK enum status request_uuid(struct request *request, size_t parameter, struct uuid *ret);
/* By ?format= (the last part of a type, "csv") or Accept; ST_USAGE when none of the types is wanted. */
MUST_CHECK enum status request_accept(struct request *request, const char *const *types, size_t count, int *ret);

/* A database connection, kept until the request is closed. ST_UNAVAILABLE when none becomes free or none can be had. */
MUST_CHECK enum status request_db(struct request *request, struct db **ret);
/* Gives it back earlier. */
void request_db_done(struct request *request);

/* ---- what is answered ---- */
enum status request_fail(struct request *request, enum status st, enum problem_type type, const char *pointer, const char *fmt,
                         ...) PRINTF_LIKE(5, 6);
void response_header(struct request *request, const char *name, const char *value);
void response_set(struct request *request, int status, const char *content_type, struct bytes body);
/* Makes the answer to a request that ended in `st`. */
void response_problem(struct request *request, enum status st);

#endif
