/*
 * route.h: which handler answers a method and a path.
 *
 * Shape   a pattern is segments between '/'; {name} stands for exactly one segment that is not empty, given percent-decoded.
 * Memory  parameters live in op->arena.
 * Errors  ROUTE_NO_PATH, ROUTE_NO_METHOD (the path exists); a segment that is badly encoded is no path.
 */
#ifndef EDGE_ROUTE_H
#define EDGE_ROUTE_H

#include "base/op.h"
#include "base/bytes.h"

#define ROUTE_PARAMETER_MOST 2

enum http_method { METHOD_GET, METHOD_POST, METHOD_DELETE, METHOD_COUNT };

enum scope {
    SCOPE_none, /* anyone */
#define SCOPE(name, text) SCOPE_##name,
#include "edge/scope.def"
#undef SCOPE
    SCOPE_COUNT
};

enum route_symbol {
#define ROUTE(symbol, method, path, scope, request, response, statuses, problems, summary) ROUTE_##symbol,
#include "edge/route.def"
#undef ROUTE
    ROUTE_COUNT
};

struct route {
    const char *symbol;
    enum http_method method;
    const char *path;
    enum scope scope;
    const char *request;
    const char *response;
    const char *statuses;
    const char *problems;
    const char *summary;
};

extern const struct route routes[ROUTE_COUNT];

enum route_found { ROUTE_OK, ROUTE_NO_PATH, ROUTE_NO_METHOD };

/* path: as it stands in the request line, without the query. HEAD is looked up as GET. */
enum route_found route_find(struct arena *arena, struct bytes method, struct bytes path, enum route_symbol *ret_route,
                            struct bytes ret_parameters[ROUTE_PARAMETER_MOST]);
/* "GET, POST": the methods that a path takes, for the header Allow. */
const char *route_methods(struct arena *arena, struct bytes path);

const char *method_name(enum http_method method);
const char *scope_name(enum scope scope);
bool scope_find(struct bytes name, enum scope *ret);

/* ---- percent-encoding (RFC 3986 section 2.1) ---- */
/* false: a bad escape, a NUL or text that is not UTF-8. plus: '+' is a space, as forms have it. */
bool percent_decode(struct arena *arena, struct bytes text, bool plus, struct bytes *ret);
/* Everything but letters, digits, '-', '.', '_' and '~' is escaped. */
struct bytes percent_encode(struct arena *arena, struct bytes text);

/* The value of one parameter of a query string; BYTES_NONE when absent. false: it stands there twice or is badly encoded. */
bool query_find(struct arena *arena, struct bytes query, const char *name, struct bytes *ret);

#endif
