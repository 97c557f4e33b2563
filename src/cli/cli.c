/* Finds the command, reads its options by argp, runs it in one unit of work and says how it ended. */
#include "cli/cli.h"

#include <argp.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/number.h"
#include "store/schema_store.h"

#define PROCESS_MEMORY ((size_t)1 << 30)
#define FIRST_KEY 256 /* argp keys of our options; below stand characters */

#define COMMAND(symbol) extern const struct command command_##symbol;
#include "cli/command.def"
#undef COMMAND

static const struct command *const commands[] = {
#define COMMAND(symbol) &command_##symbol,
#include "cli/command.def"
#undef COMMAND
};

static const struct cli_option common_options[] = {
    {"db", "CONNINFO", "the database, as a libpq connection string", CLI_OPTIONAL},
    {"config", "FILE", "the configuration file", CLI_OPTIONAL},
    {NULL, NULL, NULL, 0},
};

const char *argp_program_version = "efc " EFC_VERSION;

/* ---- the list of commands ---- */

static void print_commands(FILE *out)
{
    fputs("Usage: efc COMMAND [OPTION…] [ARGUMENT…]\n\n"
          "Links payment endpoints to reported sites and, once people have approved it, asks the one\n"
          "institution that can close the endpoint to do so.\n\nCommands:\n",
          out);
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        fprintf(out, "  %-22s  %s\n", commands[i]->path, commands[i]->summary);
    fputs("\n'efc COMMAND --help' explains one command. Exit codes: 0 done, 1 something is wrong with the\n"
          "input, 2 wrong usage, 3 a service is unavailable, 4 a defect of this program.\n",
          out);
}

/* How many of the words make up the path, 0 when they do not begin with it. */
static int path_words(const char *path, int count, char **words)
{
    int used = 0;

    for (const char *word = path; *word != '\0'; used++) {
        size_t n = strcspn(word, " ");

        if (used == count || strlen(words[used]) != n || strncmp(words[used], word, n) != 0)
            return 0;
        word += n + (word[n] == ' ');
    }
    return used;
}

static const struct command *command_find(int count, char **words, int *ret_used)
{
    const struct command *best = NULL;

    *ret_used = 0;
    for (size_t i = 0; i < COUNT_OF(commands); i++) {
        int used = path_words(commands[i]->path, count, words);

        if (used > *ret_used) {
            best = commands[i];
            *ret_used = used;
        }
    }
    return best;
}

/* ---- options ---- */

struct option_set {
    struct cli *cli;
    const struct cli_option *options[CLI_OPTION_LIMIT];
    struct argp_option argp[CLI_OPTION_LIMIT + 1];
    size_t count;
};

static void add_options(struct option_set *set, const struct cli_option *options, int group)
{
    for (; options != NULL && options->name != NULL && set->count < CLI_OPTION_LIMIT; options++) {
        set->options[set->count] = options;
        set->argp[set->count] =
            (struct argp_option){options->name, FIRST_KEY + (int)set->count, options->argument, 0, options->text, group};
        set->count++;
    }
}

static void keep_value(struct argp_state *state, struct cli *cli, const struct cli_option *option, const char *value)
{
    if (!(option->flags & CLI_MANY) && cli_option(cli, option->name) != NULL)
        argp_error(state, "--%s is given twice", option->name);
    if (cli->value_count == CLI_VALUE_LIMIT)
        argp_error(state, "too many options");
    cli->values[cli->value_count++] = (struct cli_value){option->name, value == NULL ? "" : value};
}

static void check_complete(struct argp_state *state, const struct option_set *set)
{
    const struct command *command = set->cli->command;

    for (size_t i = 0; i < set->count; i++)
        if ((set->options[i]->flags & CLI_REQUIRED) && cli_option(set->cli, set->options[i]->name) == NULL)
            argp_error(state, "--%s is missing", set->options[i]->name);
    if (set->cli->argument_count < command->least_arguments)
        argp_error(state, "an argument is missing: %s", command->arguments);
    if (command->most_arguments >= 0 && set->cli->argument_count > command->most_arguments)
        argp_error(state, "one argument too many");
}

static error_t on_option(int key, char *value, struct argp_state *state)
{
    struct option_set *set = state->input;

    if (key >= FIRST_KEY && key < FIRST_KEY + (int)set->count)
        keep_value(state, set->cli, set->options[key - FIRST_KEY], value);
    else if (key == ARGP_KEY_ARG)
        set->cli->arguments[set->cli->argument_count++] = value;
    else if (key == ARGP_KEY_END)
        check_complete(state, set);
    else
        return ARGP_ERR_UNKNOWN;
    return 0;
}

static void read_options(struct op *op, struct cli *cli, int argc, char **argv)
{
    const struct command *command = cli->command;
    struct option_set set = {.cli = cli};
    struct argp argp = {.options = set.argp, .parser = on_option, .args_doc = command->arguments};

    add_options(&set, command->options, 0);
    add_options(&set, common_options, 1);
    cli->arguments = arena_array(op->arena, const char *, (size_t)argc + 1);
    argp.doc = arena_printf(op->arena, "%s\v%s", command->summary, command->text == NULL ? "" : command->text);
    argv[0] = arena_printf(op->arena, "efc %s", command->path);
    argp_err_exit_status = status_exit_code(ST_USAGE);
    argp_parse(&argp, argc, argv, 0, NULL, &set);
}

const char *cli_option(const struct cli *cli, const char *name)
{
    for (size_t i = 0; i < cli->value_count; i++)
        if (strcmp(cli->values[i].option, name) == 0)
            return cli->values[i].value;
    return NULL;
}

bool cli_switch(const struct cli *cli, const char *name)
{
    return cli_option(cli, name) != NULL;
}

size_t cli_options(const struct cli *cli, const char *name, const char **values)
{
    size_t count = 0;

    for (size_t i = 0; i < cli->value_count; i++)
        if (strcmp(cli->values[i].option, name) == 0)
            values[count++] = cli->values[i].value;
    return count;
}

const char *cli_argument(const struct cli *cli, int index)
{
    return index < cli->argument_count ? cli->arguments[index] : NULL;
}

enum status cli_option_i64(struct op *op, const struct cli *cli, const char *name, int64_t least, int64_t most, int64_t otherwise,
                           int64_t *ret)
{
    const char *text = cli_option(cli, name);
    int64_t number = otherwise;

    if (text != NULL && (!parse_i64(bytes_of(text), &number) || number < least || number > most))
        return op_fail(op, ST_USAGE, "--%s must be a whole number from %lld to %lld", name, (long long)least, (long long)most);
    *ret = number;
    return ST_OK;
}

enum status cli_option_double(struct op *op, const struct cli *cli, const char *name, double least, double most, double otherwise,
                              double *ret)
{
    const char *text = cli_option(cli, name);
    double number = otherwise;

    if (text != NULL && (!parse_double(bytes_of(text), &number) || number < least || number > most))
        return op_fail(op, ST_USAGE, "--%s must be a number from %g to %g", name, least, most);
    *ret = number;
    return ST_OK;
}

enum status cli_is_json(struct op *op, const struct cli *cli, bool *ret)
{
    const char *format = cli_option(cli, "format");

    if (format != NULL && strcmp(format, "json") != 0 && strcmp(format, "table") != 0)
        return op_fail(op, ST_USAGE, "--format must be table or json");
    *ret = format != NULL && strcmp(format, "json") == 0;
    return ST_OK;
}

/* ---- what commands need ---- */

enum status cli_db_any_schema(struct op *op, struct cli *cli, struct db **ret)
{
    const char *conninfo = config_text(&cli->config, CONFIG_db);
    enum status st;

    if (conninfo[0] == '\0')
        return op_fail(op, ST_USAGE, "no database is named: use --db, EFC_DB or db: in the configuration file");
    if (cli->db == NULL && (st = db_open(op, conninfo, cli->command->role, &cli->db)) != ST_OK)
        return st;
    *ret = cli->db;
    return ST_OK;
}

enum status cli_db(struct op *op, struct cli *cli, struct db **ret)
{
    enum status st = cli_db_any_schema(op, cli, ret);

    return st == ST_OK ? schema_check(op, *ret) : st;
}

static enum status load_config(struct op *op, struct cli *cli)
{
    static const char *const level_names[] = {"error", "warning", "info", "debug"};
    const char *path = cli_option(cli, "config");
    const char *db = cli_option(cli, "db");
    enum status st = config_load(op, path != NULL ? path : getenv("EFC_CONFIG"), &cli->config);

    if (st == ST_OK && db != NULL)
        st = config_set(op, &cli->config, CONFIG_db, bytes_of(db), "--db");
    for (size_t i = 0; st == ST_OK && i < COUNT_OF(level_names); i++)
        if (strcmp(config_text(&cli->config, CONFIG_log_level), level_names[i]) == 0)
            log_set_level((enum log_level)i);
    return st;
}

static const char *actor_of(const struct cli *cli)
{
    const char *named = cli_option(cli, "actor"), *login = getenv("USER");

    if (named != NULL)
        return named;
    return login != NULL && login[0] != '\0' ? login : "unknown";
}

static enum status run(struct op *op, struct cli *cli)
{
    enum status st = load_config(op, cli);

    if (st == ST_OK)
        st = cli->command->run(op, cli);
    db_close(&cli->db);
    ident_data_free(&cli->ident_data);
    if (fflush(stdout) != 0 && st == ST_OK)
        st = op_fail(op, ST_FULL, "the output could not be written");
    return st;
}

static int no_command(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "--version") == 0) {
        puts(argp_program_version);
        return 0;
    }
    bool asked = argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0);

    print_commands(asked ? stdout : stderr);
    return asked ? 0 : status_exit_code(ST_USAGE);
}

int cli_main(int argc, char **argv)
{
    AUTO(arena_free) struct arena *arena = arena_new(PROCESS_MEMORY);
    struct cli *cli = arena_new_of(arena, struct cli);
    struct op op;
    enum status st;
    int used;

    if (sodium_init() < 0)
        return status_exit_code(ST_BUG);
    cli->command = command_find(argc - 1, argv + 1, &used);
    if (cli->command == NULL)
        return no_command(argc, argv);
    op_init(&op, arena, clock_now_us(), "");
    read_options(&op, cli, argc - used, argv + used);
    op.actor = actor_of(cli);
    st = run(&op, cli);
    if (st != ST_OK)
        fprintf(stderr, "efc %s: %s\n", cli->command->path, op.cause[0] != '\0' ? op.cause : status_text(st));
    return status_exit_code(st);
}
