/*
 * server.h: what all requests share.
 */
#ifndef EDGE_HTTP_SERVER_H
#define EDGE_HTTP_SERVER_H

#include <stdatomic.h>

#include "edge/http.h"
#include "edge/http/metric.h"
#include "edge/http/pool.h"
#include "edge/http/request.h"
#include "edge/http/throttle.h"
#include "edge/http/worker.h"

struct server {
    const struct server_options *options;
    bool behind_proxy; /* on a Unix socket: what the proxy's headers say of the client is believed */
    struct pool *pool;
    struct metric *metric;
    struct throttle *throttle;
    struct profile_shelf *shelf;
    struct worker *worker;
    struct turns *turns;      /* for one of the submissions that are taken at the time */
    int64_t body_most;        /* bytes */
    int64_t body_deadline_us; /* from the request line to the end of the body */
    atomic_int in_flight;
    atomic_bool stopping;
};

/* Finds out who sends the request and whether it may; ST_FORBIDDEN with the type of problem otherwise. */
MUST_CHECK enum status caller_identify(struct request *request, enum scope scope);

/* ST_FULL once less space is free than the configuration wants. */
MUST_CHECK enum status space_check(struct op *op, const struct config *config);

#endif
