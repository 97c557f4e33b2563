/* Which endpoints, acquirers or owners, closed together, silence the most sites. */
#include <inttypes.h>
#include <string.h>

#include "cli/cli.h"
#include "store/report_store.h"

#define LIMIT 20

static bool word_find(const char *text, const char *const *words, size_t count, size_t *ret)
{
    for (size_t i = 0; text != NULL && i < count; i++)
        if (strcmp(text, words[i]) == 0) {
            *ret = i;
            return true;
        }
    return text == NULL;
}

static enum status read_question(struct op *op, const struct cli *cli, struct chokepoint_question *ret)
{
    static const char *const by[] = {"endpoint", "acquirer", "owner"}, *const objectives[] = {"reached", "silenced"},
                             *const weights[] = {"flags", "sites"};
    size_t chosen_by = 0, objective = 0, weight = 0;
    int64_t limit = LIMIT;
    enum status st = cli_option_double(op, cli, "min-probability", 0, 1, 0.9, &ret->least_probability);

    if (st == ST_OK)
        st = cli_option_i64(op, cli, "limit", 1, 1000000, LIMIT, &limit);
    if (st != ST_OK)
        return st;
    if (!word_find(cli_option(cli, "by"), by, COUNT_OF(by), &chosen_by))
        return op_fail(op, ST_USAGE, "--by must be endpoint, acquirer or owner");
    if (!word_find(cli_option(cli, "objective"), objectives, COUNT_OF(objectives), &objective))
        return op_fail(op, ST_USAGE, "--objective must be reached or silenced");
    if (!word_find(cli_option(cli, "weight"), weights, COUNT_OF(weights), &weight))
        return op_fail(op, ST_USAGE, "--weight must be flags or sites");
    ret->by = (enum chokepoint_by)chosen_by;
    ret->objective = (enum chokepoint_objective)objective;
    ret->count_sites = weight == 1;
    ret->limit = (size_t)limit;
    return ST_OK;
}

static void put_weight(struct op *op, struct rows *rows, int64_t weight)
{
    rows_number(rows, bytes_printf(op->arena, "%.1f", (double)weight / CHOKEPOINT_WEIGHT));
}

static void put_share(struct op *op, struct rows *rows, int64_t part, int64_t whole)
{
    rows_number(rows, bytes_printf(op->arena, "%.4f", whole == 0 ? 0 : (double)part / (double)whole));
}

static void print_rank(struct op *op, struct rows *rows, const struct chokepoint_report *report, size_t i)
{
    const struct chokepoint_rank *rank = &report->ranks[i];

    rows_i64(rows, (int64_t)i + 1);
    rows_text(rows, report->names[i]);
    rows_i64(rows, rank->closed);
    put_weight(op, rows, rank->reached);
    put_weight(op, rows, rank->silenced);
    put_share(op, rows, rank->reached_total, report->weight);
    put_share(op, rows, rank->silenced_total, report->weight);
    rows_i64(rows, rank->reached_sites);
    rows_i64(rows, rank->silenced_sites);
    put_weight(op, rows, report->weight - rank->silenced_total);
    rows_i64(rows, (int64_t)report->sites - rank->silenced_sites);
}

static enum status chokepoints(struct op *op, struct cli *cli)
{
    static const char *const columns[] = {"rank",           "choice",        "endpoints",      "reached",
                                          "silenced",       "reached_share", "silenced_share", "reached_sites",
                                          "silenced_sites", "remaining",     "remaining_sites"};
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct chokepoint_question question;
    struct chokepoint_report report;
    struct rows *rows;
    struct db *db;
    enum status st = read_question(op, cli, &question);

    if (st == ST_OK)
        st = cli_db(op, cli, &db);
    if (st == ST_OK)
        st = chokepoint_report_get(op, db, &question, arena, &report);
    if (st == ST_OK)
        st = rows_begin(op, cli, columns, COUNT_OF(columns), &rows);
    if (st != ST_OK)
        return st;
    for (size_t i = 0; i < report.count; i++)
        print_rank(op, rows, &report, i);
    rows_end(rows);
    fprintf(stderr, "%u sites with %u open endpoints, %u choices, weight %.1f\n", report.sites, report.endpoints, report.choices,
            (double)report.weight / CHOKEPOINT_WEIGHT);
    fputs(question.objective == CHOKEPOINT_reached
              ? "reached: for every number of choices at least 63 % (1 - 1/e) of the best there is; silenced: no such bound\n"
              : "chosen for what is silenced: no bound tells how near this is to the best there is\n",
          stderr);
    return ST_OK;
}

const struct command command_report_chokepoints = {
    .path = "report chokepoints",
    .summary = "Rank what to close together so that the most sites fall silent",
    .text =
        "A site is reached when at least one of its endpoints is closed, and silenced when all are. What counts are links that are confirmed, or "
        "at least as probable as --min-probability and not rejected; endpoints that a partner has closed already are gone. A site weighs as "
        "much as the flags of its endpoints, an endpoint's flags being shared out among its sites; with --weight sites each counts one."
        "\n\nThe choices are endpoints, acquirers (the partner who can close an endpoint, else the acquirer BIN, bank or wallet provider in "
        "its name) or owners (name, registration number, LEI, VAT number, SEPA creditor id). Behind an address on a chain there is often "
        "no institution and no owner: such an endpoint stays open, and its sites are not silenced."
        "\n\nThe ranks are greedy: each choice is the best after those before it. For what is reached, the default, this is at "
        "least 1 - 1/e (63 %) of what the best choice of as many could reach, for every number of choices: covering is submodular, and no "
        "better bound exists for a fast method. For what is silenced no bound holds: closing one of two endpoints silences nothing, so gains "
        "may grow. --objective silenced takes the choice that silences most, and between equals the one that brings sites nearest to it. Both "
        "numbers are printed either way."
        "\n\nOne row a choice: rank, choice, endpoints that it closes, reached and silenced (weight, by this choice), reached_share and "
        "silenced_share (so far, of all), reached_sites and silenced_sites (so far), remaining and remaining_sites (not silenced yet)."
        "\n\nExample: efc report chokepoints --by acquirer --limit 5",
    .options = (const struct cli_option[]){{"by", "WHAT", "endpoint (default), acquirer or owner", CLI_OPTIONAL},
                                           {"objective", "WHAT", "reached (default) or silenced", CLI_OPTIONAL},
                                           {"weight", "WHAT", "flags (default) or sites", CLI_OPTIONAL},
                                           {"min-probability", "P", "links at least so probable (0.9)", CLI_OPTIONAL},
                                           {"limit", "N", "at most so many choices (20)", CLI_OPTIONAL},
                                           CLI_FORMAT_OPTION,
                                           {0}},
    .role = "efc_review",
    .run = chokepoints,
};
