/*
 * worker.h: the processes that fetch and decode, each for one piece of work, and what the one who started them learns of it.
 *
 * Death   a process that dies hurts nobody: what it had not committed has not happened. It dies with the one who started it.
 */
#ifndef EDGE_COLLECT_WORKER_H
#define EDGE_COLLECT_WORKER_H

#include <sys/types.h>

#include "decode.h"
#include "run.h"

#define WORKER_NAME_MOST 128 /* an id of a source */

enum worker_fate { WORKER_RUNS, WORKER_DONE, WORKER_ERROR, WORKER_DIED };

struct worker {
    pid_t pid; /* 0: free */
    bool decodes;
    bool overdue; /* it has been killed for the time it took */
    char source[WORKER_NAME_MOST];
    int64_t started_us; /* monotonic */
    struct worker_result *result;
};

struct worker_result {
    struct run_result run;
    struct decode_result decode;
};

struct workers {
    struct worker *items; /* the first one decodes, the others fetch */
    size_t count;
};

/* slots: that fetch. ST_UNAVAILABLE when the memory they share cannot be had. */
MUST_CHECK enum status workers_init(struct op *op, size_t slots, struct workers *ret);
void workers_done(struct workers *workers); /* for AUTO(); ends those that still run */

struct worker *workers_free(const struct workers *workers, bool decodes); /* NULL: none is free */
bool workers_has(const struct workers *workers, struct bytes source);
bool workers_run(const struct workers *workers); /* whether one still runs */

/* In the new process: connected to nothing, `db` is the other one's. */
MUST_CHECK enum status worker_fetch(struct op *op, struct db *db, struct worker *worker, const struct source *source,
                                    const struct collect_options *options);
MUST_CHECK enum status worker_decode(struct op *op, struct db *db, struct worker *worker, const struct sources *sources,
                                     const struct collect_options *options);
/* Whether it has ended, and how; it is free then, its result stays until it is started again. */
enum worker_fate worker_look(struct worker *worker);
void worker_signal(struct worker *worker, int number);

#endif
