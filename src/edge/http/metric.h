/*
 * metric.h: what the server counts, as Prometheus text (exposition format 0.0.4). Safe from any thread.
 */
#ifndef EDGE_HTTP_METRIC_H
#define EDGE_HTTP_METRIC_H

#include "base/buf.h"
#include "edge/route.h"

struct metric;

struct metric *metric_new(void);
void metric_free(struct metric **metric);

/* A request has been answered; route ROUTE_COUNT: none. status 0: the client went away before the answer. */
void metric_request(struct metric *metric, enum route_symbol route, int status, int64_t duration_us, int64_t body_bytes);
void metric_in_flight(struct metric *metric, int change);
void metric_refused_login(struct metric *metric);
void metric_records(struct metric *metric, int64_t accepted, int64_t duplicate, int64_t revised, int64_t quarantined);

void metric_print(struct metric *metric, struct buf *out);

#endif
