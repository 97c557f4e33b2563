#include "cli/cli.h"
#include "cli/default_model.h"
#include "store/correlate_store.h"

#include <signal.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"

#define WAIT_MS 1000 /* decisions and rulings are not announced: they are seen at the latest then */
#define PAUSE_LEAST_MS 100
#define PAUSE_MOST_MS 5000
#define RUN_MEMORY ((size_t)4 << 30)

static volatile sig_atomic_t stopped; /* a signal asked --follow to end */

static enum status read_executor(struct op *op, const struct cli *cli, enum correlate_executor *ret)
{
    static const char *const names[] = {[EXECUTOR_auto] = "auto", [EXECUTOR_query] = "query", [EXECUTOR_join] = "join"};
    const char *text = cli_option(cli, "executor");

    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (text == NULL || bytes_is(bytes_of(text), names[i])) {
            *ret = (enum correlate_executor)i;
            return ST_OK;
        }
    return op_fail(op, ST_USAGE, "--executor must be auto, query or join");
}

static enum status print_stages(struct op *op, const struct cli *cli, const struct correlate_counts *counts)
{
    static const char *const columns[] = {"stage", "milliseconds"};
    struct rows *rows;
    enum status st = rows_begin(op, cli, columns, COUNT_OF(columns), &rows);

    for (enum correlate_stage stage = 0; st == ST_OK && stage < STAGE_COUNT; stage++) {
        rows_text(rows, bytes_of(correlate_stage_name(stage)));
        rows_i64(rows, counts->stage_us[stage] / 1000);
    }
    if (st == ST_OK)
        rows_end(rows);
    return st;
}

static enum status print_counts(struct op *op, const struct cli *cli, const struct correlate_counts *counts)
{
    static const char *const columns[] = {"rebuilt", "endpoints", "sites", "values", "pairs", "links", "programmes"};
    const int64_t numbers[] = {counts->endpoints, counts->sites, counts->values,
                               counts->pairs,     counts->links, counts->programmes.programmes};
    struct rows *rows;
    enum status st = rows_begin(op, cli, columns, COUNT_OF(columns), &rows);

    if (st != ST_OK)
        return st;
    rows_text(rows, bytes_of(counts->rebuilt ? "yes" : "no"));
    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        rows_i64(rows, numbers[i]);
    rows_end(rows);
    return ST_OK;
}

/* One run in an arena of its own: following does not grow. */
static enum status run_once(struct op *op, struct cli *cli, struct db *db, const struct correlate_options *options, bool quiet)
{
    AUTO(arena_free) struct arena *arena = arena_new(RUN_MEMORY);
    struct correlate_counts counts;
    struct op run;
    enum status st;

    op_init(&run, arena, clock_now_us(), op->actor);
    st = correlate_run(&run, db, options, &counts);
    if (st == ST_OK && !(quiet && !counts.worked))
        st = programme_count(&run, db, &counts.programmes);
    if (st != ST_OK)
        return op_fail(op, st, "%s", run.cause);
    if (counts.reemerged > 0)
        fprintf(stderr, "correlate: %lld times a site or an owner has turned up on another endpoint: efc report reemergence\n",
                (long long)counts.reemerged);
    if (quiet && !counts.worked)
        return ST_OK;
    return cli_switch(cli, "stages") ? print_stages(op, cli, &counts) : print_counts(op, cli, &counts);
}

/* ---- following ---- */

static void on_signal(int number UNUSED)
{
    stopped = 1;
}

static void catch_signals(void)
{
    const struct sigaction action = {.sa_handler = on_signal}; /* no SA_RESTART: a wait ends at once */

    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
}

/* As long as the connection holds. */
static enum status follow_connection(struct op *op, struct cli *cli, struct correlate_options *options, int64_t *pause_ms)
{
    struct db *db;
    enum status st = cli_db(op, cli, &db);

    if (st == ST_OK)
        st = correlate_listen(op, db); /* before the first run: what comes after it is heard of */
    while (st == ST_OK && !stopped) {
        st = run_once(op, cli, db, options, true);
        if (st != ST_OK)
            break;
        options->rebuild = false;
        *pause_ms = PAUSE_LEAST_MS;
        fflush(stdout);
        if (!stopped)
            st = correlate_wait(op, db, WAIT_MS);
    }
    return st;
}

static void sleep_ms(int64_t ms)
{
    struct timespec pause = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};

    nanosleep(&pause, NULL); /* a signal ends it */
}

static bool passes(enum status st)
{
    return st == ST_UNAVAILABLE || st == ST_UNKNOWN_OUTCOME || st == ST_RETRY;
}

/* A run that broke off leaves nothing half done: the next connection takes up what is left. */
static enum status follow(struct op *op, struct cli *cli, struct correlate_options *options)
{
    int64_t pause_ms = PAUSE_LEAST_MS;
    bool connected = false;
    enum status st = ST_OK;

    catch_signals();
    while (!stopped) {
        AUTO(arena_free) struct arena *arena = arena_new(RUN_MEMORY);
        struct op unit;

        op_init(&unit, arena, clock_now_us(), op->actor);
        st = follow_connection(&unit, cli, options, &pause_ms);
        connected = connected || cli->db != NULL;
        db_close(&cli->db);
        if (st == ST_OK || stopped)
            return ST_OK;
        if (!passes(st) || !connected) /* at the start a wrong address should be seen at once */
            return op_fail(op, st, "%s", unit.cause);
        log_event(LOG_WARNING, "correlate_interrupted", LOG_TEXT("cause", unit.cause), LOG_NUMBER("pause_ms", pause_ms));
        sleep_ms(pause_ms);
        pause_ms = pause_ms * 2 < PAUSE_MOST_MS ? pause_ms * 2 : PAUSE_MOST_MS;
    }
    return ST_OK;
}

static enum status correlate(struct op *op, struct cli *cli)
{
    struct correlate_options options = {.default_model = default_model(), .rebuild = cli_switch(cli, "rebuild")};
    enum status st = read_executor(op, cli, &options.executor);
    struct db *db;

    options.memory = (size_t)config_number(&cli->config, CONFIG_correlate_memory) << 20;
    if (st == ST_OK)
        st = cli_ident_data(op, cli, &options.data);
    if (st == ST_OK && cli_switch(cli, "follow"))
        return follow(op, cli, &options);
    if (st == ST_OK)
        st = cli_db(op, cli, &db);
    return st == ST_OK ? run_once(op, cli, db, &options, false) : st;
}

const struct command command_correlate = {
    .path = "correlate",
    .summary = "Bring links up to date with the records",
    .text =
        "Looks at the endpoints and sites of which something new is known since the last run, finds those that have a rare value in "
        "common, and scores each pair. What is ingested meanwhile is seen by the next run; a second correlate waits for the first."
        "\n\nPrints one row: whether everything was made again, how many endpoints and sites had changed, values that were counted, "
        "pairs that were scored, links that were written, and how many programmes there are now. The links are the same whether they grew run by run or were rebuilt."
        "\n\n--follow goes on until SIGTERM, and then ends when the run at hand has ended: it is woken by each ingest, looks by itself once a "
        "second, and connects again when the database was away. It prints a row for each run that had something to do."
        "\n\nExample: efc correlate --follow",
    .options =
        (const struct cli_option[]){{"follow", NULL, "stay, and do the same whenever something is ingested", CLI_OPTIONAL},
                                    {"rebuild", NULL, "make every link again", CLI_OPTIONAL},
                                    {"executor", "NAME", "auto (default); query or join: how pairs are found", CLI_OPTIONAL},
                                    {"stages", NULL, "print how long each stage took", CLI_OPTIONAL},
                                    CLI_FORMAT_OPTION,
                                    {0}},
    .role = "efc_correlate",
    .run = correlate,
};
