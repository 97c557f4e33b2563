/* Which links another model would take over a threshold. */
#include <inttypes.h>

#include "base/number.h"
#include "cli/cli.h"
#include "cli/model_argument.h"
#include "store/model_evidence.h"

#define NAMES_AT_ONCE 1000
#define LIMIT 1000

static enum status read_thresholds(struct op *op, const struct cli *cli, int64_t *ret, size_t *ret_count)
{
    const char *texts[CLI_VALUE_LIMIT];
    size_t count = cli_options(cli, "threshold", texts);

    for (size_t i = 0; i < count; i++) {
        double p;

        if (!parse_double(bytes_of(texts[i]), &p) || p <= 0 || p >= 1)
            return op_fail(op, ST_USAGE, "--threshold must be a probability between 0 and 1");
        ret[i] = match_bits(p);
    }
    if (count == 0) {
        ret[count++] = match_bits(0.9);
        ret[count++] = match_bits(0.5);
    }
    *ret_count = count;
    return ST_OK;
}

static void print_probability(struct op *op, struct rows *rows, int64_t bits)
{
    rows_number(rows, bytes_printf(op->arena, "%.6f", bits == INT64_MIN ? 0 : match_probability(bits)));
}

/* By which of the models the link comes over a third. */
static struct bytes two_hops_text(const struct model_crossing *crossing)
{
    if (crossing->old_hops && crossing->new_hops)
        return BYTES("both");
    return crossing->old_hops ? BYTES("old") : crossing->new_hops ? BYTES("new") : BYTES("no");
}

static enum status print_some(struct op *op, struct db *db, struct rows *rows, const struct model_crossing *items, size_t count)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = model_crossing_names(op, db, items, count, &res);

    for (int row = 0; st == ST_OK && row < PQntuples(res); row++) {
        rows_text(rows, cell_text(res, row, 0));
        rows_text(rows, cell_text(res, row, 1));
        print_probability(op, rows, items[row].old_bits);
        print_probability(op, rows, items[row].new_bits);
        rows_text(rows, items[row].new_bits > items[row].old_bits ? BYTES("rises") : BYTES("falls"));
        rows_text(rows, cell_text(res, row, 2));
        rows_text(rows, two_hops_text(&items[row]));
    }
    return st;
}

static enum status print_difference(struct op *op, const struct cli *cli, struct db *db,
                                    const struct model_difference *difference, size_t limit)
{
    static const char *const columns[] = {"endpoint", "site",   "probability_old", "probability_new",
                                          "change",   "status", "two_hops"};
    size_t count = difference->count < limit ? difference->count : limit;
    struct rows *rows;
    enum status st = rows_begin(op, cli, columns, COUNT_OF(columns), &rows);

    if (st != ST_OK)
        return st;
    for (size_t at = 0; at < count && st == ST_OK; at += NAMES_AT_ONCE)
        st = print_some(op, db, rows, difference->items + at, count - at < NAMES_AT_ONCE ? count - at : NAMES_AT_ONCE);
    rows_end(rows);
    fprintf(stderr, "%zu links would cross%s; %" PRId64 " links are made by the old model, %" PRId64 " by the new\n",
            difference->count, count < difference->count ? " (not all of them are shown: --limit)" : "", difference->old_links,
            difference->new_links);
    return st;
}

static enum status diff(struct op *op, struct cli *cli)
{
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct model_entry *entries = arena_array(op->arena, struct model_entry, 2);
    int64_t thresholds[CLI_VALUE_LIMIT], limit = 0;
    struct model_difference difference;
    const struct ident_data *data;
    size_t threshold_count = 0;
    struct db *db;
    enum status st = read_thresholds(op, cli, thresholds, &threshold_count);

    if (st == ST_OK)
        st = cli_option_i64(op, cli, "limit", 1, INT64_MAX, LIMIT, &limit);
    if (st == ST_OK)
        st = cli_ident_data(op, cli, &data);
    if (st == ST_OK)
        st = cli_db(op, cli, &db);
    for (int i = 0; i < 2 && st == ST_OK; i++)
        st = model_argument(op, db, cli_argument(cli, i), &entries[i]);
    if (st == ST_OK)
        st = model_difference_get(op, db, data, &entries[0].model, &entries[1].model, thresholds, threshold_count, arena,
                                  &difference);
    return st == ST_OK ? print_difference(op, cli, db, &difference, (size_t)limit) : st;
}

const struct command command_model_diff = {
    .path = "model diff",
    .arguments = "OLD NEW",
    .summary = "Show which links another model would take over a threshold",
    .text =
        "Scores every pair by both models, from the traits that are stored now, and prints those that lie on different sides of a threshold: "
        "endpoint, site, probability_old, probability_new, change (rises or falls), status (what people decided about the link) and "
        "two_hops (whether it comes by way of a third: no, by the old model, by the new, by both). The largest change comes first. "
        "Nothing is written, and nothing changes before efc model activate."
        "\n\nOLD and NEW are numbers of efc model list, `active`, or files."
        "\n\nExample: efc model diff active 3 --threshold 0.95",
    .options = (const struct cli_option[]){{"threshold", "P", "a probability; may be repeated (0.9 and 0.5)", CLI_MANY},
                                           {"limit", "N", "at most so many rows (1000)", CLI_OPTIONAL},
                                           CLI_FORMAT_OPTION,
                                           {0}},
    .least_arguments = 2,
    .most_arguments = 2,
    .role = "efc_review",
    .run = diff,
};
