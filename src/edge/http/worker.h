/*
 * worker.h: decodes what is stored and not decoded: large submissions, and those that a crash or a lost database cut off.
 *
 * It finds them in the database alone, so it goes on after a restart; several processes share the work, one submission each.
 */
#ifndef EDGE_HTTP_WORKER_H
#define EDGE_HTTP_WORKER_H

#include "base/hash.h"
#include "edge/http.h"

struct metric;
struct profile_shelf;
struct worker;

struct worker *worker_start(const struct server_options *options, struct metric *metric, struct profile_shelf *shelf);
void worker_wake(struct worker *worker);
void worker_stop(struct worker **worker); /* after the chunk it is at; the rest is found again */

/* Writes to the log why a submission was not finished. */
void worker_log_failure(const struct op *op, const struct uuid *submission, enum status st);

#endif
