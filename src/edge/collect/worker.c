#include "worker.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"

#define ACTOR "efc collect"
#define END_WAIT_US INT64_C(20000000) /* for a transaction to end; what is killed then has not happened */
#define STEP_US 20000

/* ---- all of them ---- */

enum status workers_init(struct op *op, size_t slots, struct workers *ret)
{
    size_t count = slots + 1, size = count * sizeof(struct worker_result);
    struct worker_result *results = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (results == MAP_FAILED)
        return op_fail(op, ST_UNAVAILABLE, "memory for the results of processes: %s", strerror(errno));
    *ret = (struct workers){arena_array(op->arena, struct worker, count), count};
    for (size_t i = 0; i < count; i++)
        ret->items[i] = (struct worker){.result = &results[i], .decodes = i == 0};
    return ST_OK;
}

bool workers_run(const struct workers *workers)
{
    for (size_t i = 0; i < workers->count; i++)
        if (workers->items[i].pid != 0)
            return true;
    return false;
}

static void signal_all(struct workers *workers, int number)
{
    for (size_t i = 0; i < workers->count; i++)
        worker_signal(&workers->items[i], number);
}

void workers_done(struct workers *workers)
{
    int64_t until_us = clock_monotonic_us() + END_WAIT_US;

    if (workers->count == 0)
        return;
    signal_all(workers, SIGTERM);
    while (workers_run(workers)) {
        for (size_t i = 0; i < workers->count; i++)
            worker_look(&workers->items[i]);
        if (clock_monotonic_us() > until_us)
            signal_all(workers, SIGKILL);
        usleep(STEP_US);
    }
    munmap(workers->items[0].result, workers->count * sizeof(struct worker_result));
}

struct worker *workers_free(const struct workers *workers, bool decodes)
{
    for (size_t i = 0; i < workers->count; i++)
        if (workers->items[i].pid == 0 && workers->items[i].decodes == decodes)
            return &workers->items[i];
    return NULL;
}

bool workers_has(const struct workers *workers, struct bytes source)
{
    for (size_t i = 0; i < workers->count; i++)
        if (workers->items[i].pid != 0 && !workers->items[i].decodes && bytes_is(source, workers->items[i].source))
            return true;
    return false;
}

/* ---- one ---- */

struct job {
    const struct source *source; /* NULL: decode */
    const struct sources *sources;
    const struct collect_options *options;
    struct worker_result *result;
};

static int job_do(const struct job *job)
{
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct op op;
    enum status st;

    op_init(&op, arena, clock_now_us(), ACTOR);
    st = job->source != NULL ? run_source(&op, job->source, job->options, &job->result->run)
                             : decode_waiting(&op, job->sources, job->options, &job->result->decode);
    if (st != ST_OK)
        log_event(LOG_ERROR, "collect_error", LOG_TEXT("source", job->source == NULL ? "" : job->source->row.id.p),
                  LOG_TEXT("why", op.cause));
    return status_exit_code(st);
}

/* The connection of the one who started it is not closed by libpq, which would end it for both. */
static void child(pid_t parent, struct db *db, const struct job *job)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(0);
    close(PQsocket(db_connection(db)));
    int code = job_do(job);

    fflush(stderr);
    _exit(code);
}

static enum status start(struct op *op, struct db *db, struct worker *worker, const struct job *job)
{
    pid_t parent = getpid(), pid;

    memset(worker->result, 0, sizeof(*worker->result));
    worker->overdue = false;
    worker->started_us = clock_monotonic_us();
    fflush(stdout);
    fflush(stderr);
    pid = fork();
    if (pid < 0)
        return op_fail(op, ST_UNAVAILABLE, "a process cannot be started: %s", strerror(errno));
    if (pid == 0)
        child(parent, db, job);
    worker->pid = pid;
    return ST_OK;
}

enum status worker_fetch(struct op *op, struct db *db, struct worker *worker, const struct source *source,
                         const struct collect_options *options)
{
    struct job job = {.source = source, .options = options, .result = worker->result};

    snprintf(worker->source, sizeof(worker->source), "%s", source->row.id.p);
    return start(op, db, worker, &job);
}

enum status worker_decode(struct op *op, struct db *db, struct worker *worker, const struct sources *sources,
                          const struct collect_options *options)
{
    struct job job = {.sources = sources, .options = options, .result = worker->result};

    return start(op, db, worker, &job);
}

enum worker_fate worker_look(struct worker *worker)
{
    int how;

    if (worker->pid == 0 || waitpid(worker->pid, &how, WNOHANG) != worker->pid)
        return WORKER_RUNS;
    worker->pid = 0;
    if (WIFSIGNALED(how))
        return WORKER_DIED;
    return WEXITSTATUS(how) == 0 ? WORKER_DONE : WORKER_ERROR;
}

void worker_signal(struct worker *worker, int number)
{
    if (worker->pid != 0)
        kill(worker->pid, number);
}
