/* Who has come back on another endpoint. */
#include "base/instant.h"
#include "cli/cli.h"
#include "core/trait.h"

static enum status read_since(struct op *op, const struct cli *cli, struct param *ret)
{
    const char *text = cli_option(cli, "since");
    int64_t us;

    *ret = param_text(BYTES_NONE);
    if (text == NULL)
        return ST_OK;
    if (!date_parse(bytes_of(text), &us) && !instant_parse(bytes_of(text), &us))
        return op_fail(op, ST_USAGE, "--since must be a date (2026-03-31) or a time (2026-03-31T12:00:00Z)");
    *ret = param_instant(op->arena, us);
    return ST_OK;
}

static enum status reemergence(struct op *op, struct cli *cli)
{
    static const struct rows_column columns[] = {
        {"request", ROWS_NUMBER},   {"by", ROWS_TEXT},       {"name", ROWS_TEXT},       {"closed_endpoint", ROWS_TEXT},
        {"closed_on", ROWS_TEXT},   {"endpoint", ROWS_TEXT}, {"first_seen", ROWS_TEXT}, {"days", ROWS_NUMBER},
        {"rail_from", ROWS_TEXT},   {"rail_to", ROWS_TEXT},  {"link", ROWS_TEXT},       {"state", ROWS_TEXT},
        {"found_at", ROWS_INSTANT},
    };
    struct bytes kinds[TRAIT_COUNT];
    struct param since;
    AUTO(pg_clear) PGresult *res = NULL;
    struct db *db;
    enum status st = read_since(op, cli, &since);

    for (enum trait_kind kind = 0; kind < TRAIT_COUNT; kind++)
        kinds[kind] = bytes_of(trait_kind_name(kind));
    if (st == ST_OK)
        st = cli_db(op, cli, &db);
    if (st != ST_OK)
        return st;
    struct param params[] = {param_text_array(op->arena, kinds, TRAIT_COUNT), since};

    st = db_run(op, db, &Q_REEMERGENCE_LIST, params, &res);
    return st == ST_OK ? rows_from_result(op, cli, columns, COUNT_OF(columns), res) : st;
}

const struct command command_report_reemergence = {
    .path = "report reemergence",
    .summary = "List sites and owners that came back on another endpoint",
    .text =
        "When a partner has closed an endpoint, each efc correlate looks whether its sites and its owner turn up on another one: a site that has "
        "a link of probability 0.9 and more, or a confirmed one, to both, what ties the other endpoint to it being newer than the closing; "
        "or an owner, registration number, account or contact that few have, with an endpoint that was first seen after the closing. It is "
        "noted once, with a leaf in the audit log, and the request goes on to `reopened` as soon as efc deliver runs."
        "\n\nOne row each, the last found first: request (by which the endpoint was closed), by (site, or the kind of value that names the owner), "
        "name, closed_endpoint, closed_on, endpoint (the other one), first_seen, days from closing to that, rail_from and rail_to (card-acceptor, "
        "iban, bitcoin ...), link (proposed, confirmed or rejected), the request's state and found_at."
        "\n\nExample: efc report reemergence --since 2026-06-01 --format csv",
    .options =
        (const struct cli_option[]){{"since", "DATE", "only what was found since then", CLI_OPTIONAL}, CLI_FORMAT_OPTION, {0}},
    .role = "efc_review",
    .run = reemergence,
};
