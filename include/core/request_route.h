/*
 * request_route.h: which partner is able to close an endpoint.
 *
 * Rule    the longest prefix of the endpoint's account wins; an empty prefix (all of a scheme) is the fallback; between equals the
 *         partner whose id comes first. How prefixes are compared: request_route_scheme.def.
 * Memory  results point into the routes that were given.
 */
#ifndef CORE_REQUEST_ROUTE_H
#define CORE_REQUEST_ROUTE_H

#include "base/bytes.h"

struct request_route {
    struct bytes scheme;
    struct bytes prefix;
    struct bytes partner;
};

/* The scheme and the account of payto://scheme/account; false when it is no such name. */
bool request_route_split(struct bytes endpoint, struct bytes *ret_scheme, struct bytes *ret_account);
/* Moves the routes that fit to the front, best first, each partner once, and returns their number. */
size_t request_route_order(struct arena *arena, struct bytes endpoint, struct request_route *routes, size_t count);

#endif
