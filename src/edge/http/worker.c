#include "edge/http/worker.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/instant.h"
#include "base/log.h"
#include "edge/http/metric.h"
#include "edge/http/pool.h"
#include "edge/intake.h"
#include "store/idempotency_store.h"

#define REST_S 3                     /* between two looks when nobody wakes it */
#define EXPIRE_EVERY_US INSTANT_HOUR /* old keys */

struct worker {
    const struct server_options *options;
    struct metric *metric;
    struct profile_shelf *shelf;
    struct pool *pool; /* one connection of its own: requests do not wait for it */
    struct turns *turns;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t waking;
    bool woken;
    atomic_bool stopping;
    int64_t expired_us;
};

/* Where a round stands in the queue: what fails is passed over until the next round. */
struct place {
    int64_t received_us;
    struct uuid id;
};

void worker_log_failure(const struct op *op, const struct uuid *submission, enum status st)
{
    struct bytes id = uuid_print(op->arena, submission);

    log_event(status_may_retry(st) ? LOG_WARNING : LOG_ERROR, "submission_unfinished", LOG_TEXT("submission", id.p),
              LOG_TEXT("status", status_name(st)), LOG_TEXT("cause", op->cause));
}

/* ---- one submission ---- */

struct found {
    struct submission submission;
    struct partner partner;
};

static enum status found_next(struct op *op, struct db *db, struct place *place, struct found *ret)
{
    struct param params[] = {param_instant(op->arena, place->received_us), param_uuid(&place->id)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_SUBMISSION_NEXT_STORED, params, &res);

    if (st != ST_OK)
        return st;
    if (PQntuples(res) == 0)
        return ST_NOTFOUND;
    place->id = ret->submission.id = cell_uuid(res, 0, 0);
    place->received_us = ret->submission.received_us = cell_instant(res, 0, 4);
    ret->partner.id = ret->submission.partner = bytes_copy(op->arena, cell_text(res, 0, 1));
    ret->partner.number = ret->submission.partner_number = (int16_t)cell_i64(res, 0, 2);
    return record_kind_find(cell_text(res, 0, 3), &ret->submission.kind) ? ST_OK : op_fail(op, ST_BUG, "an unknown kind");
}

static bool should_stop(void *arg)
{
    return atomic_load(&((struct worker *)arg)->stopping);
}

static enum status found_decode(struct op *op, struct worker *worker, struct db *db, struct found *found)
{
    const struct config *config = worker->options->config;
    struct intake intake = {.db = db,
                            .turns = worker->turns,
                            .data = worker->options->data,
                            .key = &worker->options->key,
                            .partner = &found->partner,
                            .kind = found->submission.kind,
                            .source = "http",
                            .shelf = worker->shelf,
                            .chunk_records = config_number(config, CONFIG_chunk_records),
                            .memory = (size_t)config_number(config, CONFIG_unit_memory) << 20,
                            .should_stop = should_stop,
                            .stop_arg = worker};
    const struct submission_progress *progress = &found->submission.progress;
    enum status st = intake_decode(op, &intake, &found->submission);

    if (st == ST_OK)
        metric_records(worker->metric, progress->accepted, progress->duplicate, progress->revised, progress->quarantined);
    else
        worker_log_failure(op, &found->submission.id, st);
    return st;
}

/* ---- rounds ---- */

static enum status one_take(struct op *op, struct worker *worker, struct place *place)
{
    struct found found = {.partner = {.number = 0}};
    struct db *db;
    enum status st = pool_take(op, worker->pool, &db);

    if (st != ST_OK)
        return st;
    st = found_next(op, db, place, &found);
    if (st == ST_OK && found_decode(op, worker, db, &found) != ST_OK)
        op_clear(op); /* it is passed over; the next one may be well */
    pool_give(worker->pool, db);
    return st;
}

static void round_run(struct worker *worker)
{
    struct place place = {.received_us = 0};
    enum status st = ST_OK;

    while (st == ST_OK && !atomic_load(&worker->stopping)) {
        AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
        struct op op;

        op_init(&op, arena, clock_now_us(), "efc-serve");
        st = one_take(&op, worker, &place);
        if (st != ST_OK && st != ST_NOTFOUND)
            log_event(LOG_WARNING, "worker_waits", LOG_TEXT("status", status_name(st)), LOG_TEXT("cause", op.cause));
    }
}

static void keys_expire(struct worker *worker)
{
    int64_t now_us = clock_now_us(), days = config_number(worker->options->config, CONFIG_idempotency_days);
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct op op;
    struct db *db;

    if (worker->expired_us != 0 && now_us - worker->expired_us < EXPIRE_EVERY_US)
        return;
    op_init(&op, arena, now_us, "efc-serve");
    if (pool_take(&op, worker->pool, &db) != ST_OK)
        return;
    if (idempotency_expire(&op, db, now_us - days * INSTANT_DAY) == ST_OK)
        worker->expired_us = now_us;
    pool_give(worker->pool, db);
}

static void rest(struct worker *worker)
{
    struct timespec until;
    int result = 0;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += REST_S;
    pthread_mutex_lock(&worker->lock);
    while (!worker->woken && !atomic_load(&worker->stopping) && result == 0)
        result = pthread_cond_timedwait(&worker->waking, &worker->lock, &until);
    worker->woken = false;
    pthread_mutex_unlock(&worker->lock);
}

static void *work(void *arg)
{
    struct worker *worker = arg;

    while (!atomic_load(&worker->stopping)) {
        round_run(worker);
        keys_expire(worker);
        rest(worker);
    }
    return NULL;
}

/* ---- start and stop ---- */

struct worker *worker_start(const struct server_options *options, struct metric *metric, struct profile_shelf *shelf)
{
    struct worker *worker = calloc(1, sizeof(*worker));

    if (worker == NULL)
        abort();
    worker->options = options;
    worker->metric = metric;
    worker->shelf = shelf;
    worker->pool = pool_new(config_text(options->config, CONFIG_db), "efc_intake", 1);
    worker->turns = turns_new(pool_open, config_text(options->config, CONFIG_db), "efc_intake");
    pthread_mutex_init(&worker->lock, NULL);
    pthread_cond_init(&worker->waking, NULL);
    if (pthread_create(&worker->thread, NULL, work, worker) != 0)
        abort();
    return worker;
}

void worker_wake(struct worker *worker)
{
    pthread_mutex_lock(&worker->lock);
    worker->woken = true;
    pthread_cond_signal(&worker->waking);
    pthread_mutex_unlock(&worker->lock);
}

void worker_stop(struct worker **stopped)
{
    struct worker *worker = *stopped;

    if (worker == NULL)
        return;
    atomic_store(&worker->stopping, true);
    worker_wake(worker);
    pthread_join(worker->thread, NULL);
    turns_free(&worker->turns);
    pool_free(&worker->pool);
    pthread_cond_destroy(&worker->waking);
    pthread_mutex_destroy(&worker->lock);
    free(worker);
    *stopped = NULL;
}
