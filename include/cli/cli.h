/*
 * cli.h: the command line: what a command is, what it gets, how it prints rows.
 *
 * Output  data on stdout, everything else on stderr; exit codes from status.def.
 * Adding  a command: src/cli/cmd_<noun>.c with a `const struct command command_<noun>_<verb>`, and a row in command.def.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdio.h>

#include "base/config.h"
#include "core/ident.h"
#include "store/db.h"

#define CLI_OPTION_LIMIT 24
#define CLI_VALUE_LIMIT 64 /* of all options together */

enum cli_option_flags { CLI_OPTIONAL = 0, CLI_REQUIRED = 1, CLI_MANY = 2 };

struct cli_option {
    const char *name;     /* without the dashes; NULL ends the list */
    const char *argument; /* what the help calls its value; NULL: a switch */
    const char *text;
    unsigned flags;
};

/* --format, for commands that print rows. */
#define CLI_FORMAT_OPTION                                                                                                        \
    {                                                                                                                            \
        "format", "FORMAT", "table (default), csv or json", CLI_OPTIONAL                                                         \
    }
/* --format, for commands that print one thing in full. */
#define CLI_PICTURE_OPTION                                                                                                       \
    {                                                                                                                            \
        "format", "FORMAT", "table (default) or json", CLI_OPTIONAL                                                              \
    }
/* --actor, for commands that the ledger records. */
#define CLI_ACTOR_OPTION                                                                                                         \
    {                                                                                                                            \
        "actor", "NAME", "who acts, as the ledger records it (default: the login name)", CLI_OPTIONAL                            \
    }

struct cli;

struct command {
    const char *path;      /* "db init" */
    const char *arguments; /* "FILE…", or NULL */
    const char *summary;   /* one line for the list of commands */
    const char *text;      /* the manual: what it does, what it prints, what can go wrong, an example */
    const struct cli_option *options;
    int least_arguments;
    int most_arguments; /* -1: any number */
    const char *role;   /* database role, NULL when it needs no database */
    enum status (*run)(struct op *op, struct cli *cli);
};

struct cli_value {
    const char *option;
    const char *value;
};

struct cli {
    const struct command *command;
    struct config config;
    const char **arguments;
    int argument_count;
    struct cli_value values[CLI_VALUE_LIMIT];
    size_t value_count;
    struct db *db;
    struct ident_data *ident_data;
};

int cli_main(int argc, char **argv);

const char *cli_option(const struct cli *cli, const char *name); /* NULL when it was not given */
bool cli_switch(const struct cli *cli, const char *name);
size_t cli_options(const struct cli *cli, const char *name,
                   const char **values);                    /* all of a CLI_MANY option; room: CLI_VALUE_LIMIT */
const char *cli_argument(const struct cli *cli, int index); /* NULL past the end */
MUST_CHECK enum status cli_option_i64(struct op *op, const struct cli *cli, const char *name, int64_t least, int64_t most,
                                      int64_t otherwise, int64_t *ret);
MUST_CHECK enum status cli_option_double(struct op *op, const struct cli *cli, const char *name, double least, double most,
                                         double otherwise, double *ret);

/* The database, opened as the command's role on first use, with this program's schema (ST_SCHEMA otherwise). */
MUST_CHECK enum status cli_db(struct op *op, struct cli *cli, struct db **ret);
/* The same without the check of the schema. */
MUST_CHECK enum status cli_db_any_schema(struct op *op, struct cli *cli, struct db **ret);
/* The lists that identifiers need, loaded on first use from the built-in files or data_dir. */
MUST_CHECK enum status cli_ident_data(struct op *op, struct cli *cli, const struct ident_data **ret);

/* ---- rows on stdout, as --format says ---- */

struct rows;
/* columns: their names, which are the CSV header and the JSON keys. */
MUST_CHECK enum status rows_begin(struct op *op, const struct cli *cli, const char *const *columns, size_t count,
                                  struct rows **ret);
void rows_text(struct rows *rows, struct bytes text);     /* the next cell; BYTES_NONE: empty, null */
void rows_number(struct rows *rows, struct bytes number); /* the same, without quotes in JSON and to the right in a table */
void rows_i64(struct rows *rows, int64_t number);
void rows_end(struct rows *rows);

/* How a cell of a result is printed; a NULL is an empty cell whatever its kind. */
enum rows_kind { ROWS_TEXT, ROWS_NUMBER, ROWS_INSTANT, ROWS_PROBABILITY };
struct rows_column {
    const char *name;
    enum rows_kind kind;
};
/* All rows of a result, which has these columns in this order. */
MUST_CHECK enum status rows_from_result(struct op *op, const struct cli *cli, const struct rows_column *columns, size_t count,
                                        const PGresult *res);

/* What CLI_PICTURE_OPTION says. */
MUST_CHECK enum status cli_is_json(struct op *op, const struct cli *cli, bool *ret);

/* A line on stderr for people, "-- 12,000 of 20,000 records", redrawn in place; nothing when stderr is no terminal. */
void progress_show(const char *what, int64_t done, int64_t total);
void progress_end(void);

#endif
