#include "run.h"

#include <sodium.h>

#include "base/clock.h"
#include "base/log.h"
#include "edge/secret.h"

#define SECRET_MOST ((size_t)64 * 1024)

static enum status (*const runs[COLLECT_KIND_COUNT])(struct run *run) = {
#define COLLECT_KIND(name, begin, text) name##_run,
#include "core/collect_kind.def"
#undef COLLECT_KIND
};

/* ---- time ---- */

bool run_stopped(const struct run *run)
{
    return run->options->stop != NULL && *run->options->stop != 0;
}

bool run_goes_on(struct run *run)
{
    bool over = run->result->pages + run->result->refused >= run->plan->limit_pages || clock_monotonic_us() >= run->deadline_us;

    run->more = over;
    return !over && !run_stopped(run);
}

int64_t run_transfer_ms(const struct run *run)
{
    int64_t left_us = run->deadline_us - clock_monotonic_us();
    int64_t ms = (left_us < run->plan->limit_us ? left_us : run->plan->limit_us) / 1000;

    return ms < 1 ? 1 : ms;
}

/* ---- credentials ---- */

static enum status secret_take(struct op *op, const char *what, struct bytes reference, struct bytes *ret)
{
    struct op inner;

    if (reference.n == 0)
        return ST_OK;
    op_init(&inner, op->arena, op->now_us, op->actor);
    enum status st = secret_read(&inner, reference, SECRET_MOST, ret);

    return st == ST_OK ? ST_OK : op_fail(op, st, "%s: %s", what, inner.cause);
}

static enum status login_read(struct op *op, const struct collect *plan, struct login *ret)
{
    const struct {
        const char *what;
        struct bytes reference;
        struct bytes *ret;
    } rows[] = {{"bearer", plan->bearer, &ret->bearer},
                {"password", plan->password, &ret->password},
                {"certificate", plan->certificate, &ret->certificate},
                {"certificate_key", plan->certificate_key, &ret->certificate_key},
                {"ssh_key", plan->ssh_key, &ret->ssh_key}};
    enum status st = ST_OK;

    for (size_t i = 0; i < COUNT_OF(rows) && st == ST_OK; i++)
        st = secret_take(op, rows[i].what, rows[i].reference, rows[i].ret);
    return st;
}

static void login_forget(struct login *login)
{
    struct bytes *const secrets[] = {&login->bearer, &login->password, &login->certificate, &login->certificate_key,
                                     &login->ssh_key};

    for (size_t i = 0; i < COUNT_OF(secrets); i++)
        secret_forget(secrets[i]);
}

/* ---- settling ---- */

static struct circuit_policy policy_of(const struct config *config)
{
    return (struct circuit_policy){.back_off = {1000000 * config_number(config, CONFIG_collect_wait),
                                                1000000 * config_number(config, CONFIG_collect_most_wait)},
                                   .failures_to_open = config_number(config, CONFIG_collect_failures)};
}

static void say(const struct run *run, enum status st, const char *why)
{
    const char *outcome = st != ST_OK ? "failed" : run->stored ? "collected" : "nothing new";

    log_event(st == ST_OK ? LOG_INFO : LOG_WARNING, "collect", LOG_TEXT("source", run->row.id.p), LOG_TEXT("outcome", outcome),
              LOG_NUMBER("pages", run->result->pages), LOG_NUMBER("submissions", run->result->submissions),
              LOG_NUMBER("refused", run->result->refused), LOG_TEXT("circuit", circuit_state_name(run->row.circuit.state)),
              LOG_TEXT("why", why));
}

static enum status settle(struct run *run, enum status fetched)
{
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    int64_t started_us = run->op->now_us, now_us = clock_now_us();
    struct circuit_policy policy = policy_of(run->options->config);
    struct op op;
    enum status st;

    op_init(&op, arena, now_us, run->op->actor);
    if (fetched == ST_OK) {
        int64_t next_us = schedule_next(&run->plan->schedule, run->source->profile.calendar, started_us);

        circuit_succeed(&run->row.circuit, next_us > now_us ? next_us : now_us);
        st = source_settle_success(&op, run->db, &run->row, run->stored, run->more);
    } else {
        circuit_fail(&run->row.circuit, &policy, now_us, run->asked_us,
                     (uint64_t)randombytes_random() << 32 | randombytes_random());
        st = source_settle_failure(&op, run->db, &run->row, run->stored, run->op->cause);
    }
    run->result->failed = fetched != ST_OK;
    say(run, fetched, fetched == ST_OK ? "" : run->op->cause);
    return st == ST_OK ? ST_OK : op_fail(run->op, st, "%s", op.cause);
}

/* ---- the run ---- */

static void easy_free(CURL **easy)
{
    if (*easy != NULL)
        curl_easy_cleanup(*easy);
}

static enum status fetch(struct run *run)
{
    AUTO(easy_free) CURL *easy = curl_easy_init();
    enum status st = login_read(run->op, run->plan, &run->login);

    if (st == ST_OK && easy == NULL)
        st = op_fail(run->op, ST_UNAVAILABLE, "the HTTP library could not be set up");
    if (st == ST_OK && !network_list_parse(run->op->arena, run->plan->networks, &run->gate.networks))
        st = op_fail(run->op, ST_INPUT, "the networks of the source cannot be read");
    run->easy = easy;
    if (st == ST_OK)
        st = runs[run->plan->kind](run);
    login_forget(&run->login);
    return st;
}

/* A run that is stopped is neither well nor failed: it is due as before. */
static enum status fetch_and_settle(struct run *run)
{
    enum status st = source_begin(run->op, run->db, &run->row);

    if (st != ST_OK)
        return st;
    st = fetch(run);
    if (run_stopped(run) && st != ST_OK)
        return ST_OK;
    return settle(run, st);
}

static enum status claimed(struct run *run)
{
    enum status st = source_find(run->op, run->db, &run->row);

    if (st == ST_OK)
        st = partner_find(run->op, run->db, run->row.partner, &run->partner);
    if (st != ST_OK)
        return st;
    run->result->busy = run->row.circuit.next_us > run->op->now_us && !run->options->now;
    return run->result->busy ? ST_OK : fetch_and_settle(run);
}

enum status run_source(struct op *op, const struct source *source, const struct collect_options *options,
                       struct run_result *result)
{
    AUTO(db_close) struct db *db = NULL;
    struct run run = {.op = op,
                      .source = source,
                      .plan = source->profile.collect,
                      .options = options,
                      .row = source->row,
                      .deadline_us = clock_monotonic_us() + 1000000 * config_number(options->config, CONFIG_collect_run_time),
                      .result = result};
    enum status st = db_open(op, config_text(options->config, CONFIG_db), "efc_collect", &db);

    if (st != ST_OK)
        return st;
    run.db = db;
    st = source_lock(op, db, source->row.id);
    result->busy = st == ST_CONFLICT;
    if (st == ST_CONFLICT)
        return ST_OK;
    return st == ST_OK ? claimed(&run) : st;
}
