/* Models of the score: list, show, add, activate. */
#include <inttypes.h>

#include "base/number.h"
#include "cli/cli.h"
#include "cli/model_argument.h"

static enum status list(struct op *op, struct cli *cli)
{
    static const struct rows_column columns[] = {
        {"model", ROWS_NUMBER},       {"active", ROWS_TEXT}, {"made_links", ROWS_TEXT}, {"origin", ROWS_TEXT},
        {"created_at", ROWS_INSTANT}, {"sha256", ROWS_TEXT}, {"trial", ROWS_TEXT},      {"against", ROWS_NUMBER},
    };
    AUTO(pg_clear) PGresult *res = NULL;
    struct db *db;
    enum status st = cli_db(op, cli, &db);

    if (st == ST_OK)
        st = db_run(op, db, &Q_MODEL_LIST, NULL, &res);
    return st == ST_OK ? rows_from_result(op, cli, columns, COUNT_OF(columns), res) : st;
}

static enum status show(struct op *op, struct cli *cli)
{
    const char *name = cli_argument(cli, 0);
    struct model_entry entry;
    struct db *db;
    enum status st = cli_db(op, cli, &db);

    if (st == ST_OK)
        st = model_argument(op, db, name == NULL ? "active" : name, &entry);
    if (st == ST_OK)
        fwrite(entry.text.p, 1, entry.text.n, stdout);
    return st;
}

static enum status add(struct op *op, struct cli *cli)
{
    struct model_entry entry;
    struct db *db;
    int16_t id;
    enum status st = cli_db(op, cli, &db);

    if (st == ST_OK)
        st = model_argument(op, db, cli_argument(cli, 0), &entry);
    if (st == ST_OK)
        st = model_put(op, db, entry.text, "file", &id);
    if (st == ST_OK)
        printf("model %d\n", id);
    return st;
}

static enum status activate(struct op *op, struct cli *cli)
{
    struct db *db;
    int64_t id;
    enum status st;

    if (!parse_i64(bytes_of(cli_argument(cli, 0)), &id) || id < 0 || id > INT16_MAX)
        return op_fail(op, ST_USAGE, "MODEL is a number that efc model list prints");
    st = cli_db(op, cli, &db);
    if (st == ST_OK)
        st = model_activate(op, db, (int16_t)id, bytes_of(cli_option(cli, "reason")), cli_option(cli, "anyway") != NULL);
    if (st == ST_OK)
        printf("model %" PRId64 " is in use; the next efc correlate makes all links again\n", id);
    return st;
}

const struct command command_model_list = {
    .path = "model list",
    .summary = "List the models of the score",
    .text =
        "One row a model: model (its number), active (in use), made_links (the links were made with it), origin (default, file, estimate "
        "or learn), created_at, the start of its sha256, and trial and against: whether it did better, worse or alike on people's decisions "
        "than the model that was in use when it was made, or unknown. A model that is there is never changed; each link says which one made it.",
    .options = (const struct cli_option[]){CLI_FORMAT_OPTION, {0}},
    .role = "efc_review",
    .run = list,
};

const struct command command_model_show = {
    .path = "model show",
    .arguments = "[MODEL]",
    .summary = "Print the text of a model",
    .text =
        "MODEL is a number of efc model list, or `active` (the default). The text explains itself; kept in a file, changed and added "
        "with efc model add it is another model."
        "\n\nExample: efc model show 3 >model-3.conf",
    .options = (const struct cli_option[]){{0}},
    .most_arguments = 1,
    .role = "efc_review",
    .run = show,
};

const struct command command_model_add = {
    .path = "model add",
    .arguments = "FILE",
    .summary = "Add a model from a file",
    .text =
        "Reads the file, says line, key and reason when something is wrong in it, and adds the model under a new number, which it "
        "prints; the same text has the same number again. It is not in use before efc model activate."
        "\n\nExample: efc model add config/model/default.conf",
    .options = (const struct cli_option[]){{0}},
    .least_arguments = 1,
    .most_arguments = 1,
    .role = "efc_review",
    .run = add,
};

const struct command command_model_activate = {
    .path = "model activate",
    .arguments = "MODEL",
    .summary = "Put a model into use",
    .text =
        "MODEL is a number of efc model list; look at efc model diff active MODEL first. The log says who did it, when and why. "
        "What efc model learn made must not have done worse in its trial than the model in use, and what efc model estimate made must have "
        "done better (efc model list, column trial); --anyway puts another into use all the same, and the log says that, too. The next "
        "efc correlate makes all links again; a running efc correlate --follow does so by itself. Going back is the same command with "
        "the number of the model before."
        "\n\nExample: efc model activate 3 --reason 'learned from the decisions of June'",
    .options = (const struct cli_option[]){{"reason", "TEXT", "why", CLI_REQUIRED},
                                           {"anyway", NULL, "even when its trial does not speak for it", CLI_OPTIONAL},
                                           CLI_ACTOR_OPTION,
                                           {0}},
    .least_arguments = 1,
    .most_arguments = 1,
    .role = "efc_review",
    .run = activate,
};
