/* A programme in time, and what people decide about merges and splits. */
#include <inttypes.h>

#include "base/number.h"
#include "cli/cli.h"
#include "cli/entity_argument.h"
#include "store/programme_decision.h"

static enum status timeline(struct op *op, struct cli *cli)
{
    static const struct rows_column columns[] = {
        {"at", ROWS_INSTANT}, {"event", ROWS_TEXT}, {"subject", ROWS_TEXT}, {"detail", ROWS_TEXT}};
    AUTO(pg_clear) PGresult *res = NULL;
    struct uuid id;
    struct db *db;
    enum status st;

    st = programme_argument(op, cli, cli_argument(cli, 0), &id);
    if (st == ST_OK)
        st = cli_db(op, cli, &db);
    struct param params[] = {param_uuid(&id)};

    if (st == ST_OK)
        st = db_run(op, db, &Q_PROGRAMME_LIST_TIMELINE, params, &res);
    if (st == ST_OK && PQntuples(res) == 0)
        return op_fail(op, ST_NOTFOUND, "there is no such programme");
    return st == ST_OK ? rows_from_result(op, cli, columns, COUNT_OF(columns), res) : st;
}

static enum status read_number(struct op *op, const struct cli *cli, const char *what, int64_t *ret)
{
    if (parse_i64(bytes_of(cli_argument(cli, 0)), ret))
        return ST_OK;
    return op_fail(op, ST_USAGE, "%s", what);
}

static enum status undo(struct op *op, struct cli *cli)
{
    struct programme_undone undone;
    struct db *db;
    int64_t change;
    enum status st = read_number(op, cli, "CHANGE is a number that efc programme timeline prints", &change);

    if (st == ST_OK)
        st = cli_db(op, cli, &db);
    if (st == ST_OK)
        st = programme_undo(op, db, change, bytes_of(cli_option(cli, "reason")), &undone);
    if (st == ST_OK)
        printf("decision %" PRId64 ": %" PRId64 " and %" PRId64 " members %s; efc correlate takes it into account\n",
               undone.number, undone.ones, undone.others, undone.apart ? "lie apart" : "belong together");
    return st;
}

static enum status release(struct op *op, struct cli *cli)
{
    struct db *db;
    int64_t number;
    enum status st = read_number(op, cli, "ID is a number that efc programme decisions prints", &number);

    if (st == ST_OK)
        st = cli_db(op, cli, &db);
    if (st == ST_OK)
        st = programme_release(op, db, number);
    if (st == ST_OK)
        printf("decision %" PRId64 " is released\n", number);
    return st;
}

static enum status decisions(struct op *op, struct cli *cli)
{
    static const struct rows_column columns[] = {
        {"decision", ROWS_NUMBER},   {"says", ROWS_TEXT},        {"change", ROWS_NUMBER},        {"programme", ROWS_TEXT},
        {"other", ROWS_TEXT},        {"members", ROWS_NUMBER},   {"other_members", ROWS_NUMBER}, {"placed_by", ROWS_TEXT},
        {"placed_at", ROWS_INSTANT}, {"released_by", ROWS_TEXT}, {"released_at", ROWS_INSTANT},  {"reason", ROWS_TEXT},
    };
    struct param params[] = {param_bool(cli_switch(cli, "all"))};
    AUTO(pg_clear) PGresult *res = NULL;
    struct db *db;
    enum status st = cli_db(op, cli, &db);

    if (st == ST_OK)
        st = db_run(op, db, &Q_PROGRAMME_LIST_DECISION, params, &res);
    return st == ST_OK ? rows_from_result(op, cli, columns, COUNT_OF(columns), res) : st;
}

const struct command command_programme_timeline = {
    .path = "programme timeline",
    .arguments = "PROGRAMME",
    .summary = "Show what happened to a programme and its members, in time",
    .text =
        "PROGRAMME is its id, or an endpoint or a site that is in it. One row an event, the oldest first: at, event, subject and detail. Events are: endpoints and sites first and last seen; the programme "
        "formed, joined or left by members, merged with another or split from it, dissolved; endpoints closed, verified or reopened; an "
        "endpoint on which a site or owner is back after a closing; decisions about merges and splits. The number of a change stands in its "
        "detail; efc programme undo takes it."
        "\n\nExample: efc programme timeline 6ba7b810-9dad-81d1-80b4-00c04fd430c8 --format csv",
    .options = (const struct cli_option[]){CLI_FORMAT_OPTION, {0}},
    .least_arguments = 1,
    .most_arguments = 1,
    .role = "efc_review",
    .run = timeline,
};

const struct command command_programme_undo = {
    .path = "programme undo",
    .arguments = "CHANGE",
    .summary = "Undo a merge or a split of programmes",
    .text =
        "CHANGE is the number of a merge or a split in efc programme timeline. Undoing a merge says that the members that came in by it, and the "
        "programme's other members, lie apart: from the next efc correlate on no programme holds members of both, whatever links tie them; the "
        "weakest are cut; the part that had come in has its own id again. Undoing a split says that what came out and what it came out of belong "
        "together, under the id of the latter. The members are those that are still there; who joined since, or joins later, goes where the "
        "links lead. A decision that contradicts one in force is refused: release that one. The decision stands in the audit log and holds "
        "until efc programme release takes it back."
        "\n\nExample: efc programme undo 17 --reason 'two resellers of one supplier, case 7'",
    .options = (const struct cli_option[]){{"reason", "TEXT", "why", CLI_REQUIRED}, CLI_ACTOR_OPTION, {0}},
    .least_arguments = 1,
    .most_arguments = 1,
    .role = "efc_review",
    .run = undo,
};

const struct command command_programme_release = {
    .path = "programme release",
    .arguments = "ID",
    .summary = "Take a decision about a merge or a split back",
    .text =
        "Programmes are grouped again as the links say, from the next efc correlate on. The decision stays on file, and the release stands "
        "in the audit log. ID is the number that efc programme decisions prints."
        "\n\nExample: efc programme release 2",
    .options = (const struct cli_option[]){CLI_ACTOR_OPTION, {0}},
    .least_arguments = 1,
    .most_arguments = 1,
    .role = "efc_review",
    .run = release,
};

const struct command command_programme_decisions = {
    .path = "programme decisions",
    .summary = "List decisions about merges and splits",
    .text =
        "One row a decision in force: decision, says (apart or together), the change that it undoes, programme and other, how many members "
        "each part had, who placed it, when and why. With --all those that were released, too.",
    .options = (const struct cli_option[]){{"all", NULL, "also those that were released", CLI_OPTIONAL}, CLI_FORMAT_OPTION, {0}},
    .role = "efc_review",
    .run = decisions,
};
