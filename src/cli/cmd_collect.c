/* efc collect: fetch from the partners, and how each of them stands. */
#include <inttypes.h>

#include "base/clock.h"
#include "cli/cli.h"
#include "edge/audit_key.h"
#include "edge/collect.h"

static volatile sig_atomic_t stop_asked;

static void ask_stop(int number UNUSED)
{
    stop_asked = 1;
}

static void ignore(int number UNUSED)
{
}

static void catch_signals(void)
{
    struct sigaction stop = {.sa_handler = ask_stop}, child = {.sa_handler = ignore};

    sigaction(SIGTERM, &stop, NULL);
    sigaction(SIGINT, &stop, NULL);
    sigaction(SIGCHLD, &child, NULL); /* a process that ends cuts the wait for the next round short */
    signal(SIGPIPE, SIG_IGN);
}

/* --profiles, or partners/ below data_dir. */
static enum status folder_find(struct op *op, const struct cli *cli, const char **ret)
{
    const char *data_dir = config_text(&cli->config, CONFIG_data_dir);

    *ret = cli_option(cli, "profiles");
    if (*ret == NULL && data_dir[0] != '\0')
        *ret = arena_printf(op->arena, "%s/partners", data_dir);
    return *ret != NULL ? ST_OK
                        : op_fail(op, ST_USAGE, "say where the profiles are: --profiles FOLDER, or data_dir in the settings");
}

static void print_summary(const struct collect_summary *s)
{
    printf("%" PRId64 " sources collected, %" PRId64 " of them with nothing new, %" PRId64 " failed, %" PRId64 " busy; %" PRId64
           " pages and files, %" PRId64 " submissions, %" PRId64 " files refused; %" PRId64 " records, %" PRId64
           " in quarantine, %" PRId64 " submissions not decoded yet\n",
           s->collected, s->empty, s->failed, s->busy, s->pages, s->submissions, s->refused, s->records, s->quarantined,
           s->undecoded);
}

static enum status collect(struct op *op, struct cli *cli)
{
    struct collect_options options = {.config = &cli->config,
                                      .names = cli->arguments,
                                      .name_count = (size_t)cli->argument_count,
                                      .once = cli_switch(cli, "once"),
                                      .now = cli_switch(cli, "now"),
                                      .stop = &stop_asked};
    struct collect_summary summary = {0};
    struct db *db;
    enum status st = options.now && !options.once ? op_fail(op, ST_USAGE, "--now goes with --once") : ST_OK;

    if (st == ST_OK)
        st = folder_find(op, cli, &options.folder);
    if (st == ST_OK)
        st = cli_db(op, cli, &db);
    if (st == ST_OK)
        st = audit_key_load(op, &cli->config, &options.key);
    if (st == ST_OK)
        st = cli_ident_data(op, cli, &options.data);
    if (st != ST_OK)
        return st;
    if (cli_option(cli, "actor") == NULL)
        op->actor = "efc collect";
    catch_signals();
    st = collect_run(op, db, &options, &summary);
    if (st == ST_OK)
        print_summary(&summary);
    if (st == ST_OK && options.once && summary.failed + summary.refused + summary.quarantined + summary.undecoded > 0)
        return op_fail(op, ST_INPUT, "something is wrong with a source or with what it gave: see efc collect status");
    return st;
}

static const struct rows_column status_columns[] = {
    {"source", ROWS_TEXT},           {"partner", ROWS_TEXT},       {"kind", ROWS_TEXT},          {"circuit", ROWS_TEXT},
    {"last_success", ROWS_INSTANT},  {"lag_seconds", ROWS_NUMBER}, {"last_data", ROWS_INSTANT},  {"next_run", ROWS_INSTANT},
    {"more_waiting", ROWS_TEXT},     {"failures", ROWS_NUMBER},    {"not_decoded", ROWS_NUMBER}, {"refused_files", ROWS_NUMBER},
    {"last_error_at", ROWS_INSTANT}, {"last_error", ROWS_TEXT}};

static const struct rows_column refused_columns[] = {{"source", ROWS_TEXT},        {"file", ROWS_TEXT},
                                                     {"bytes", ROWS_NUMBER},       {"modified_at", ROWS_INSTANT},
                                                     {"refused_at", ROWS_INSTANT}, {"why", ROWS_TEXT}};

static struct param names_param(struct op *op, const struct cli *cli)
{
    struct bytes *names = arena_array(op->arena, struct bytes, (size_t)cli->argument_count + 1);

    for (int i = 0; i < cli->argument_count; i++)
        names[i] = bytes_of(cli_argument(cli, i));
    return cli->argument_count == 0 ? param_text(BYTES_NONE) : param_text_array(op->arena, names, (size_t)cli->argument_count);
}

static enum status collect_status(struct op *op, struct cli *cli)
{
    struct param params[] = {names_param(op, cli), param_instant(op->arena, clock_now_us())};
    bool refused = cli_switch(cli, "refused");
    AUTO(pg_clear) PGresult *res = NULL;
    struct db *db;
    enum status st = cli_db(op, cli, &db);

    if (st == ST_OK)
        st = db_run(op, db, refused ? &Q_SOURCE_LIST_REFUSED : &Q_SOURCE_LIST_STATUS, params, &res);
    if (st != ST_OK)
        return st;
    if (PQntuples(res) == 0 && cli->argument_count > 0 && !refused)
        return op_fail(op, ST_NOTFOUND, "nothing has been collected from a source or partner of this name");
    return refused ? rows_from_result(op, cli, refused_columns, COUNT_OF(refused_columns), res)
                   : rows_from_result(op, cli, status_columns, COUNT_OF(status_columns), res);
}

const struct command command_collect = {
    .path = "collect",
    .arguments = "[PARTNER…]",
    .summary = "Fetch what partners offer, by their profiles",
    .text =
        "Fetches from every source whose profile says where from (its key collect), or from those of the named partners or sources alone. "
        "A profile stands in the folder --profiles, or in partners/ below data_dir, as <partner>.conf; a partner with several sources has "
        "<partner>.<name>.conf for each. Places are fetched from in these ways:\n"
#define COLLECT_KIND(name, begin, text) "\n  " #name " (" begin "…): " text
#include "core/collect_kind.def"
#undef COLLECT_KIND
        "\n\nBelow collect a profile says:\n"
#define COLLECT_KEY(name, argument, text) "\n  " #name ": " text
#include "core/collect_key.def"
#undef COLLECT_KEY
        "\n\nEach source is fetched by a process of its own, by its schedule. What comes is stored in one transaction with the place up to "
        "which the source has been read, then decoded by another process that holds no credentials; so nothing is skipped or stored twice, "
        "whoever is killed. A source that fails is tried again with growing pauses; after some failures in a row it is left alone for "
        "longer, then one attempt decides. Several efc collect may run at once: a source is fetched by one of them."
        "\n\nWithout --once it goes on until SIGTERM, and then ends what is running. With --once it fetches what is due and ends; --now also "
        "fetches what is not due yet. A line of counts goes to stdout, one log line a run to stderr."
        "\n\nExit code 1, with --once: a source failed, a file was refused, or a record is in quarantine."
        "\n\nExample: efc collect --once --now hotline-one",
    .options = (const struct cli_option[]){{"once", NULL, "fetch what is due and end", CLI_OPTIONAL},
                                           {"now", NULL, "with --once: also what is not due", CLI_OPTIONAL},
                                           {"profiles", "FOLDER", "the partners' profiles (default: partners/ in data_dir)",
                                            CLI_OPTIONAL},
                                           CLI_ACTOR_OPTION,
                                           {0}},
    .most_arguments = -1,
    .role = "efc_collect",
    .run = collect,
};

const struct command command_collect_status = {
    .path = "collect status",
    .arguments = "[PARTNER…]",
    .summary = "Show how each source stands",
    .text =
        "One row a source: source, partner, kind, circuit, last_success (when a run last went well, with or without anything new), "
        "lag_seconds (since then), last_data (when something new was last stored), next_run (not before), more_waiting (the last run ended at "
        "its limit), failures (in a row), not_decoded (submissions that are stored and not decoded yet), refused_files, last_error_at and "
        "last_error. Circuits:\n"
#define CIRCUIT_STATE(name, text) "\n  " #name ": " text
#include "core/circuit_state.def"
#undef CIRCUIT_STATE
        "\n\nA source stands here once efc collect has seen its profile. Exit code 1: there is none of a name that was given."
        "\n\nExample: efc collect status --format csv",
    .options =
        (const struct cli_option[]){
            {"refused", NULL, "the files that were refused instead, each with the reason", CLI_OPTIONAL}, CLI_FORMAT_OPTION, {0}},
    .most_arguments = -1,
    .role = "efc_collect",
    .run = collect_status,
};
