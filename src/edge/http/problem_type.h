/*
 * problem_type.h: errors as RFC 9457 problem details; the types stand in problem_type.def.
 *
 * Shape   {"type","title","status","detail","pointer","request_id"}; pointer is a JSON pointer (RFC 6901) into the request seen as
 *         {"path":{…},"query":{…},"header":{…},"body":…}.
 * Privacy detail names kind, position and length, never a value that a partner sent.
 */
#ifndef EDGE_HTTP_PROBLEM_TYPE_H
#define EDGE_HTTP_PROBLEM_TYPE_H

#include "base/json.h"

enum problem_type {
#define PROBLEM_TYPE(name, http, retry_s, title) PROBLEM_TYPE_##name,
#include "edge/problem_type.def"
#undef PROBLEM_TYPE
    PROBLEM_TYPE_COUNT
};

int problem_type_http(enum problem_type type);
int problem_type_retry_s(enum problem_type type); /* 0: no Retry-After */
const char *problem_type_title(enum problem_type type);
enum problem_type problem_type_of_status(enum status st);

/* pointer: NULL when it is about the whole request; detail: "" when the title says it all. */
struct bytes problem_print(struct arena *arena, enum problem_type type, const char *pointer, const char *detail,
                           struct bytes request_id);

#endif
