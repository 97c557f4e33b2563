/* Proposing disruption requests: from links to drafts that people then approve. */
#include <inttypes.h>

#include "cli/cli.h"
#include "cli/entity_argument.h"
#include "store/proposal_store.h"

#define LEAST_PROBABILITY 0.5 /* what is not even likely is never proposed */
#define USUAL_PROBABILITY 0.95

struct proposing {
    struct cli *cli;
    struct db *db;
    const struct ident_data *data;
    struct rows *rows;
    struct proposal_list list;
    bool one; /* an endpoint was named: what stands in the way is an error */
    int64_t made, limit;
    int64_t unrouted, known;
};

/* The partner that --partner names, or the one whose route fits best. */
static enum status partner_of(struct op *op, struct proposing *proposing, struct bytes endpoint, struct bytes *ret)
{
    const char *named = cli_option(proposing->cli, "partner");
    struct request_route *routes = NULL;
    size_t count = 0;
    enum status st;

    if (named != NULL) {
        *ret = bytes_of(named);
        return ST_OK;
    }
    st = request_routes(op, proposing->db, endpoint, &routes, &count);
    if (st == ST_OK && count == 0)
        return op_fail(op, ST_NOTFOUND, "no partner is known that can close this endpoint (efc partner add --closes)");
    if (st == ST_OK)
        *ret = routes[0].partner;
    return st;
}

static void print_proposal(struct op *op, struct proposing *proposing, const struct request_proposal *proposal, int64_t id)
{
    struct buf sites;

    buf_init(&sites, op->arena);
    for (size_t i = 0; i < proposal->message.site_count; i++) {
        buf_puts(&sites, i == 0 ? "" : "|");
        buf_put(&sites, proposal->message.sites[i].name);
    }
    rows_i64(proposing->rows, id);
    rows_text(proposing->rows, proposal->message.endpoint);
    rows_text(proposing->rows, proposal->partner);
    rows_number(proposing->rows, bytes_printf(op->arena, "%.6f", proposal->probability));
    rows_text(proposing->rows, buf_bytes(&sites));
}

static enum status propose_case(struct op *op, struct proposing *proposing, const struct proposal_case *item)
{
    const struct config *config = &proposing->cli->config;
    struct request_proposal proposal;
    struct bytes partner;
    int64_t id = 0;
    enum status st = partner_of(op, proposing, item->endpoint, &partner);

    if (st == ST_OK)
        st = proposal_make(op, proposing->db, proposing->data, item, &proposal);
    if (st != ST_OK)
        return st;
    proposal.partner = partner;
    proposal.by_engine = cli_switch(proposing->cli, "engine");
    proposal.message.acknowledge_working_days = config_number(config, CONFIG_acknowledge_days);
    proposal.message.outcome_days = config_number(config, CONFIG_outcome_days);
    st = request_propose(op, proposing->db, &proposal, &id);
    if (st != ST_OK)
        return st;
    proposing->made++;
    print_proposal(op, proposing, &proposal, id);
    return ST_OK;
}

/* One endpoint in a unit of work of its own. */
static enum status propose_next(struct op *op, struct proposing *proposing, const struct proposal_case *item)
{
    AUTO(arena_free) struct arena *arena = arena_new((size_t)config_number(&proposing->cli->config, CONFIG_unit_memory) << 20);
    struct op unit;
    bool made = false;
    enum status st = ST_OK;

    op_init(&unit, arena, op->now_us, op->actor);
    if (!proposing->one)
        st = proposal_was_made(&unit, proposing->db, &item->endpoint_id, &made);
    if (st == ST_OK && !made)
        st = propose_case(&unit, proposing, item);
    if (!proposing->one) {
        proposing->known += made || st == ST_CONFLICT;
        proposing->unrouted += st == ST_NOTFOUND;
        if (st == ST_NOTFOUND || st == ST_CONFLICT)
            return ST_OK;
    }
    return st == ST_OK ? st : op_fail(op, st, "%s", unit.cause);
}

static enum status propose_all(struct op *op, struct proposing *proposing)
{
    enum status st = ST_OK;

    for (size_t i = 0; i < proposing->list.count && st == ST_OK; i++)
        if (proposing->limit == 0 || proposing->made < proposing->limit)
            st = propose_next(op, proposing, proposing->list.items[i]);
    fprintf(stderr,
            "%" PRId64 " proposed, %" PRId64 " had a request before, %" PRId64 " that no partner can close, %zu links left out\n",
            proposing->made, proposing->known, proposing->unrouted, proposing->list.left_out);
    return st;
}

static enum status read_arguments(struct op *op, struct proposing *proposing, double *least, struct entity *endpoint)
{
    struct cli *cli = proposing->cli;
    enum status st = cli_option_double(op, cli, "min-probability", LEAST_PROBABILITY, 1, USUAL_PROBABILITY, least);

    proposing->one = cli_argument(cli, 0) != NULL;
    if (st == ST_OK)
        st = cli_option_i64(op, cli, "limit", 1, INT64_MAX, 0, &proposing->limit);
    if (st == ST_OK && !proposing->one && cli_option(cli, "min-probability") == NULL)
        st = op_fail(op, ST_USAGE, "name an ENDPOINT, or give --min-probability for all");
    if (st == ST_OK && proposing->one)
        st = endpoint_argument(op, cli, cli_argument(cli, 0), endpoint);
    if (st == ST_OK)
        st = cli_ident_data(op, cli, &proposing->data);
    return st == ST_OK ? cli_db(op, cli, &proposing->db) : st;
}

static enum status propose(struct op *op, struct cli *cli)
{
    static const char *const columns[] = {"request", "endpoint", "partner", "probability", "sites"};
    struct proposing proposing = {.cli = cli};
    struct entity endpoint;
    double least = 0;
    enum status st = read_arguments(op, &proposing, &least, &endpoint);

    if (st == ST_OK)
        st = proposal_cases(op, proposing.db, least, proposing.one ? &endpoint.id : NULL, &proposing.list);
    if (st == ST_OK && proposing.one && proposing.list.count == 0)
        return op_fail(op, ST_NOTFOUND, "no link over the probability ties this endpoint to a site on strong evidence");
    if (st == ST_OK)
        st = rows_begin(op, cli, columns, COUNT_OF(columns), &proposing.rows);
    if (st != ST_OK)
        return st;
    st = propose_all(op, &proposing);
    rows_end(proposing.rows);
    return st;
}

const struct command command_request_propose = {
    .path = "request propose",
    .arguments = "[ENDPOINT]",
    .summary = "Propose that partners close endpoints",
    .text =
        "Makes a draft for one endpoint, or with --min-probability for every endpoint that has a link of that probability and no request "
        "yet, best first. Each draft goes to the partner whose route fits the endpoint best ('efc partner add --closes'). It keeps the "
        "links as they are now with their waterfalls, and the message that the partner will get. Nothing leaves before two people have "
        "approved.\n\nNever proposed: rejected links, and links on weak evidence alone (names, infrastructure, amount and time, texts). "
        "Prints one row a draft: request, endpoint, partner, probability, sites.\n\nExample: efc request propose --min-probability 0.99 "
        "--limit 20 --engine --actor engine",
    .options =
        (const struct cli_option[]){{"min-probability", "P", "least probability of a link (0.95; at least 0.5)", CLI_OPTIONAL},
                                    {"limit", "N", "at most so many drafts", CLI_OPTIONAL},
                                    {"partner", "ID", "the receiver, instead of the one whose route fits best", CLI_OPTIONAL},
                                    {"engine", NULL, "the engine proposes, not a person", CLI_OPTIONAL},
                                    CLI_ACTOR_OPTION,
                                    CLI_FORMAT_OPTION,
                                    {0}},
    .least_arguments = 0,
    .most_arguments = 1,
    .role = "efc_review",
    .run = propose,
};
