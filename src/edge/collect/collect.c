#include "edge/collect.h"

#include <sodium.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/map.h"
#include "worker.h"

#define STEP_MS 20   /* between two looks while something runs; a signal is seen no later */
#define IDLE_MS 1000 /* and while nothing does */
#define LOAD_EVERY_US INT64_C(5000000)
#define PAUSE_US INT64_C(5000000)    /* after a process ended with an error, which is the database's */
#define BUSY_US INT64_C(1000000)     /* after another process had the source */
#define OVERDUE_US INT64_C(60000000) /* a run that goes on so long after its end is killed */

struct scheduler {
    struct op *op;
    struct db *db;
    const struct collect_options *options;
    struct collect_summary *summary;
    struct arena *loaded; /* what the profiles say */
    struct sources sources;
    struct workers workers;
    struct map said;      /* what is wrong with profiles */
    struct map begun;     /* once: sources that have had their run */
    struct map busy;      /* until when (monotonic) a source is left to the other process that has it */
    int64_t loaded_us;    /* monotonic; 0: never */
    int64_t paused_us;    /* until then nothing is fetched */
    int64_t decode_at_us; /* nothing is decoded before */
    bool decode_tried;    /* and nothing more was stored since */
};

static bool stopping(const struct scheduler *scheduler)
{
    return scheduler->options->stop != NULL && *scheduler->options->stop != 0;
}

/* ---- profiles ---- */

/* Once for each source and reason, however often the profiles are read. */
static void say_wrong(struct scheduler *scheduler, struct bytes id, const char *why)
{
    void **said = map_put(&scheduler->said, bytes_printf(scheduler->op->arena, "%.*s: %s", (int)id.n, id.p, why));

    if (*said != NULL)
        return;
    *said = scheduler;
    scheduler->summary->failed++;
    log_event(LOG_ERROR, "source_wrong", LOG_TEXT("source", id.p), LOG_TEXT("why", why));
}

/* A source that cannot be put is its own trouble. */
static void source_know(struct op *op, struct scheduler *scheduler, const struct source *source)
{
    struct op inner;

    op_init(&inner, op->arena, op->now_us, op->actor);
    if (source_put(&inner, scheduler->db, &source->row) != ST_OK)
        say_wrong(scheduler, source->row.id, inner.cause);
}

static enum status load(struct scheduler *scheduler)
{
    const struct collect_options *options = scheduler->options;
    struct op op;
    enum status st;

    if (scheduler->loaded_us != 0 && clock_monotonic_us() - scheduler->loaded_us < LOAD_EVERY_US)
        return ST_OK;
    sources_done(&scheduler->sources);
    arena_reset(scheduler->loaded);
    op_init(&op, scheduler->loaded, clock_now_us(), scheduler->op->actor);
    st = sources_load(&op, options->folder, options->names, options->name_count, &scheduler->sources);
    if (st != ST_OK)
        return op_fail(scheduler->op, st, "%s", op.cause);
    for (size_t i = 0; i < scheduler->sources.wrong_count; i++)
        say_wrong(scheduler, scheduler->sources.wrong[i].id, scheduler->sources.wrong[i].why);
    for (size_t i = 0; i < scheduler->sources.count; i++)
        source_know(&op, scheduler, &scheduler->sources.items[i]);
    scheduler->loaded_us = clock_monotonic_us();
    return ST_OK;
}

/* ---- those that have ended ---- */

static enum status died(struct op *op, struct scheduler *scheduler, const struct worker *worker)
{
    const struct config *config = scheduler->options->config;
    struct circuit_policy policy = {
        {1000000 * config_number(config, CONFIG_collect_wait), 1000000 * config_number(config, CONFIG_collect_most_wait)},
        config_number(config, CONFIG_collect_failures)};
    const char *why = worker->overdue ? "the run did not end in its time and was ended" : "the process that fetched it died";
    struct source_row row = {.id = bytes_of(worker->source)};
    enum status st = source_find(op, scheduler->db, &row);

    if (st != ST_OK)
        return st;
    log_event(LOG_ERROR, "collect_died", LOG_TEXT("source", worker->source), LOG_TEXT("why", why));
    circuit_fail(&row.circuit, &policy, op->now_us, 0, (uint64_t)randombytes_random() << 32 | randombytes_random());
    scheduler->summary->failed++;
    return source_settle_failure(op, scheduler->db, &row, false, why);
}

/* Monotonic; 0 when it has not been found busy. */
static int64_t *busy_until(struct scheduler *scheduler, struct bytes id)
{
    int64_t *until = map_find(&scheduler->busy, id);

    if (until == NULL) {
        until = arena_new_of(scheduler->op->arena, int64_t);
        *map_put(&scheduler->busy, bytes_copy(scheduler->op->arena, id)) = until;
    }
    return until;
}

static void add_run(struct scheduler *scheduler, struct bytes source, const struct run_result *result)
{
    struct collect_summary *summary = scheduler->summary;

    if (result->busy)
        *busy_until(scheduler, source) = clock_monotonic_us() + BUSY_US;
    summary->busy += result->busy;
    summary->failed += result->failed;
    summary->collected += !result->busy && !result->failed;
    summary->empty += !result->busy && !result->failed && result->submissions == 0;
    summary->pages += result->pages;
    summary->submissions += result->submissions;
    summary->refused += result->refused;
    if (result->submissions > 0)
        scheduler->decode_tried = false;
}

static void add_decode(struct scheduler *scheduler, const struct decode_result *result)
{
    scheduler->summary->records += result->records;
    scheduler->summary->quarantined += result->quarantined;
    scheduler->decode_tried = result->submissions == 0;
    if (result->submissions == 0)
        scheduler->decode_at_us = clock_monotonic_us() + PAUSE_US;
}

static enum status ended(struct op *op, struct scheduler *scheduler, const struct worker *worker, enum worker_fate fate)
{
    if (fate != WORKER_DONE && worker->decodes) {
        scheduler->decode_tried = true;
        scheduler->decode_at_us = clock_monotonic_us() + PAUSE_US;
    } else if (fate == WORKER_DIED) {
        return stopping(scheduler) ? ST_OK : died(op, scheduler, worker);
    } else if (fate == WORKER_ERROR) {
        scheduler->summary->failed++;
        scheduler->paused_us = clock_monotonic_us() + PAUSE_US;
    } else if (worker->decodes) {
        add_decode(scheduler, &worker->result->decode);
    } else {
        add_run(scheduler, bytes_of(worker->source), &worker->result->run);
    }
    return ST_OK;
}

static enum status look(struct op *op, struct scheduler *scheduler)
{
    int64_t most_us = 1000000 * config_number(scheduler->options->config, CONFIG_collect_run_time) + OVERDUE_US;
    enum status st = ST_OK;

    for (size_t i = 0; i < scheduler->workers.count && st == ST_OK; i++) {
        struct worker *worker = &scheduler->workers.items[i];
        enum worker_fate fate = worker_look(worker);

        if (fate != WORKER_RUNS)
            st = ended(op, scheduler, worker, fate);
        else if (!worker->decodes && worker->pid != 0 && clock_monotonic_us() - worker->started_us > most_us) {
            worker->overdue = true;
            worker_signal(worker, SIGKILL);
        }
    }
    return st;
}

/* ---- those that are to begin ---- */

static enum status due_find(struct op *op, const struct scheduler *scheduler, struct bytes *ret, size_t *ret_count)
{
    size_t count = scheduler->sources.count;
    struct bytes *ids = arena_array(op->arena, struct bytes, count + 1);

    for (size_t i = 0; i < count; i++)
        ids[i] = scheduler->sources.items[i].row.id;
    if (!scheduler->options->now)
        return source_list_due(op, scheduler->db, ids, count, ret, ret_count);
    memcpy(ret, ids, count * sizeof(*ids));
    *ret_count = count;
    return ST_OK;
}

/* A source that has no row has been said to be wrong. */
static bool may_begin(struct op *op, struct scheduler *scheduler, struct bytes id)
{
    struct source_row row = {.id = id};

    if (workers_has(&scheduler->workers, id) || (scheduler->options->once && map_find(&scheduler->begun, id) != NULL))
        return false;
    if (clock_monotonic_us() < *busy_until(scheduler, id))
        return false;
    return !scheduler->options->now || source_find(op, scheduler->db, &row) == ST_OK;
}

static enum status fetch_begin(struct op *op, struct scheduler *scheduler)
{
    struct bytes *due = arena_array(op->arena, struct bytes, scheduler->sources.count + 1);
    size_t count = 0;
    enum status st = ST_OK;

    if (stopping(scheduler) || clock_monotonic_us() < scheduler->paused_us)
        return ST_OK;
    st = due_find(op, scheduler, due, &count);
    for (size_t i = 0; i < count && st == ST_OK; i++) {
        struct worker *worker = workers_free(&scheduler->workers, false);

        if (worker == NULL)
            break;
        if (!may_begin(op, scheduler, due[i]))
            continue;
        if (scheduler->options->once)
            *map_put(&scheduler->begun, bytes_copy(scheduler->op->arena, due[i])) = scheduler;
        st = worker_fetch(op, scheduler->db, worker, sources_find(&scheduler->sources, due[i]), scheduler->options);
    }
    return st;
}

static enum status decode_begin(struct op *op, struct scheduler *scheduler)
{
    struct worker *worker = workers_free(&scheduler->workers, true);
    bool later = scheduler->options->once ? scheduler->decode_tried : clock_monotonic_us() < scheduler->decode_at_us;
    enum status st = ST_OK;

    if (stopping(scheduler) || worker == NULL || later)
        return ST_OK;
    st = source_count_waiting(op, scheduler->db, &scheduler->summary->undecoded);
    if (st != ST_OK || scheduler->summary->undecoded == 0)
        return st;
    return worker_decode(op, scheduler->db, worker, &scheduler->sources, scheduler->options);
}

/* ---- rounds ---- */

static enum status round_run(struct scheduler *scheduler)
{
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    enum status st = load(scheduler);
    struct op op;

    op_init(&op, arena, clock_now_us(), scheduler->op->actor);
    if (st != ST_OK)
        return st;
    st = look(&op, scheduler);
    if (st == ST_OK)
        st = fetch_begin(&op, scheduler);
    if (st == ST_OK)
        st = decode_begin(&op, scheduler);
    return st == ST_OK ? ST_OK : op_fail(scheduler->op, st, "%s", op.cause);
}

static void rest(const struct scheduler *scheduler)
{
    int64_t ms = workers_run(&scheduler->workers) || scheduler->options->once ? STEP_MS : IDLE_MS;

    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000}, NULL);
}

static enum status rounds(struct scheduler *scheduler)
{
    enum status st;

    do {
        st = round_run(scheduler);
        if (st == ST_OK && (workers_run(&scheduler->workers) || !scheduler->options->once))
            rest(scheduler);
    } while (st == ST_OK && !stopping(scheduler) && (workers_run(&scheduler->workers) || !scheduler->options->once));
    return st;
}

static void scheduler_done(struct scheduler *scheduler)
{
    workers_done(&scheduler->workers);
    sources_done(&scheduler->sources);
    arena_free(&scheduler->loaded);
}

enum status collect_run(struct op *op, struct db *db, const struct collect_options *options, struct collect_summary *ret)
{
    AUTO(scheduler_done) struct scheduler scheduler = {.op = op, .db = db, .options = options, .summary = ret};
    enum status st;

    *ret = (struct collect_summary){0};
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return op_fail(op, ST_UNAVAILABLE, "the HTTP library could not be set up");
    scheduler.loaded = arena_new(SIZE_MAX);
    map_init(&scheduler.said, op->arena);
    map_init(&scheduler.begun, op->arena);
    map_init(&scheduler.busy, op->arena);
    st = workers_init(op, (size_t)config_number(options->config, CONFIG_collect_slots), &scheduler.workers);
    if (st == ST_OK)
        st = rounds(&scheduler);
    if (st == ST_OK && options->once)
        st = source_count_waiting(op, db, &ret->undecoded);
    return st;
}
