/*
 * listener.h: the socket that requests come in by.
 *
 * Errors  ST_CONFLICT when another process listens there; ST_USAGE when the address is none that may be used.
 */
#ifndef EDGE_HTTP_LISTENER_H
#define EDGE_HTTP_LISTENER_H

#include "base/op.h"

/* A socket file that is left over from a process that died is replaced. Owner and group may connect. */
MUST_CHECK enum status listener_unix(struct op *op, const char *path, int *ret_fd);
/* ADDRESS:PORT, loopback only: there is no TLS here. */
MUST_CHECK enum status listener_tcp(struct op *op, const char *address, int *ret_fd);

#endif
