/* Who has come back on another endpoint. */
#include <stdlib.h>

#include "base/instant.h"
#include "cli/cli.h"
#include "store/link_store.h"

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

enum column {
    REQUEST,
    BY,
    NAME,
    CLOSED_ENDPOINT,
    CLOSED_ON,
    ENDPOINT,
    FIRST_SEEN,
    DAYS,
    RAIL_FROM,
    RAIL_TO,
    LINK,
    STATE,
    FOUND_AT,
    RULES
};

static void print_row(struct op *op, struct rows *rows, const PGresult *res, int row)
{
    uint64_t rules = (uint64_t)cell_i64(res, row, RULES);

    for (int column = REQUEST; column <= STATE; column++)
        if (column == REQUEST || column == DAYS)
            rows_i64(rows, cell_i64(res, row, column));
        else
            rows_text(rows, cell_text(res, row, column));
    rows_text(rows, rules == 0 ? cell_text(res, row, BY) : link_rules_text(op->arena, rules));
    rows_text(rows, instant_print(op->arena, cell_instant(res, row, FOUND_AT)));
}

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static void print_summary(struct op *op, const PGresult *res)
{
    size_t count = (size_t)PQntuples(res), across = 0;
    int64_t *days = arena_array(op->arena, int64_t, count + 1);

    for (size_t i = 0; i < count; i++) {
        days[i] = cell_i64(res, (int)i, DAYS);
        across += !bytes_equal(cell_text(res, (int)i, RAIL_FROM), cell_text(res, (int)i, RAIL_TO));
    }
    if (count == 0)
        return;
    qsort(days, count, sizeof(*days), by_number);
    fprintf(stderr, "%zu found, %zu of them on another rail; half came back within %lld days\n", count, across,
            (long long)days[(count - 1) / 2]);
}

static enum status reemergence(struct op *op, struct cli *cli)
{
    static const char *const columns[] = {"request",  "by",         "name",     "closed_endpoint", "closed_on",
                                          "endpoint", "first_seen", "days",     "rail_from",       "rail_to",
                                          "link",     "state",      "evidence", "found_at"};
    struct bytes kinds[TRAIT_COUNT];
    struct param since;
    AUTO(pg_clear) PGresult *res = NULL;
    struct rows *rows;
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
    if (st == ST_OK)
        st = rows_begin(op, cli, columns, COUNT_OF(columns), &rows);
    if (st != ST_OK)
        return st;
    for (int row = 0; row < PQntuples(res); row++)
        print_row(op, rows, res, row);
    rows_end(rows);
    print_summary(op, res);
    return ST_OK;
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
        "iban, bitcoin ...), link (proposed, confirmed or rejected), the request's state, evidence (the rules that tie the site to the other endpoint, "
        "or what names the owner) and found_at. How many days it took half of them to come back goes to stderr."
        "\n\nExample: efc report reemergence --since 2026-06-01 --format csv",
    .options =
        (const struct cli_option[]){{"since", "DATE", "only what was found since then", CLI_OPTIONAL}, CLI_FORMAT_OPTION, {0}},
    .role = "efc_review",
    .run = reemergence,
};
