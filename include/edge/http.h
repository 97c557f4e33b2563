/*
 * http.h: the push API (efc serve): partners send records, see what became of them and correct them.
 *
 * Shape    HTTP/1.1 behind nginx (config/nginx.conf) on a Unix socket, or on a loopback address for trying it out. nginx does TLS,
 *          client certificates, slow clients and malformed requests; here stand a deadline for the whole body, and limits on bodies,
 *          headers and failed logins. The routes stand in route.def, the errors in problem_type.def.
 * Threads  one for each connection, at most http_connections; database connections are few and borrowed, never while a body arrives.
 * Memory   bounded for each request whatever the size of its body.
 * Stop     SIGTERM or SIGINT: new requests are refused, those being worked on are finished.
 * Source   RFC 9110, RFC 9112, RFC 9457, RFC 6750, draft-ietf-httpapi-idempotency-key-header
 */
#ifndef EDGE_HTTP_H
#define EDGE_HTTP_H

#include "base/config.h"
#include "core/checkpoint.h"
#include "core/ident.h"

struct server_options {
    const struct config *config;
    const struct ident_data *data;
    struct checkpoint_key key; /* signs receipts */
    const char *socket_path;   /* NULL: use listen */
    const char *listen;        /* ADDRESS:PORT, a loopback address */
};

/* Serves until it is told to stop. ST_CONFLICT when another process listens there. */
MUST_CHECK enum status server_run(struct op *op, const struct server_options *options);

/* The OpenAPI 3.1 description of the routes. */
void openapi_print(struct buf *out);

#endif
