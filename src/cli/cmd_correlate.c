#include "cli/cli.h"
#include "cli/default_model.h"
#include "store/correlate_store.h"

#include <signal.h>

#define WAIT_MS 1000
#define RUN_MEMORY ((size_t)4 << 30)

static volatile sig_atomic_t stopped; /* a signal asked --follow to end */

static void on_signal(int number UNUSED)
{
    stopped = 1;
}

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
static enum status run_once(struct op *op, struct cli *cli, struct db *db, const struct correlate_options *options)
{
    AUTO(arena_free) struct arena *arena = arena_new(RUN_MEMORY);
    struct correlate_counts counts;
    struct op run;
    enum status st;

    op_init(&run, arena, op->now_us, op->actor);
    st = correlate_run(&run, db, options, &counts);
    if (st != ST_OK)
        return op_fail(op, st, "%s", run.cause);
    if (cli_switch(cli, "follow") && counts.endpoints + counts.sites == 0 && !counts.rebuilt)
        return ST_OK;
    st = programme_count(op, db, &counts.programmes);
    return st == ST_OK ? print_counts(op, cli, &counts) : st;
}

static enum status follow(struct op *op, struct cli *cli, struct db *db, struct correlate_options *options)
{
    enum status st = correlate_listen(op, db);

    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
    while (st == ST_OK && stopped == 0) {
        st = run_once(op, cli, db, options);
        options->rebuild = false;
        fflush(stdout);
        if (st == ST_OK && stopped == 0)
            st = correlate_wait(op, db, WAIT_MS);
    }
    return st;
}

static enum status correlate(struct op *op, struct cli *cli)
{
    struct correlate_options options = {.default_model = default_model(), .rebuild = cli_switch(cli, "rebuild")};
    enum status st = read_executor(op, cli, &options.executor);
    struct db *db;

    if (st == ST_OK)
        st = cli_db(op, cli, &db);
    if (st == ST_OK)
        st = cli_ident_data(op, cli, &options.data);
    if (st != ST_OK)
        return st;
    return cli_switch(cli, "follow") ? follow(op, cli, db, &options) : run_once(op, cli, db, &options);
}

const struct command command_correlate = {
    .path = "correlate",
    .summary = "Bring links up to date with the records",
    .text =
        "Looks at the endpoints and sites of which something new is known since the last run, finds those that have a rare value in "
        "common, and scores each pair. What is ingested meanwhile is seen by the next run; a second correlate waits for the first."
        "\n\nPrints one row: whether everything was made again, how many endpoints and sites had changed, values that were counted, "
        "pairs that were scored, links that were written, and how many programmes there are now. The links are the same whether they grew run by run or were rebuilt."
        "\n\nExample: efc correlate --follow",
    .options =
        (const struct cli_option[]){{"follow", NULL, "stay, and do the same whenever something is ingested", CLI_OPTIONAL},
                                    {"rebuild", NULL, "make every link again", CLI_OPTIONAL},
                                    {"executor", "NAME", "auto (default); query or join: how pairs are found", CLI_OPTIONAL},
                                    CLI_FORMAT_OPTION,
                                    {0}},
    .role = "efc_correlate",
    .run = correlate,
};
