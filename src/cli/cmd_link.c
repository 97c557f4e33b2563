#include "cli/cli.h"
#include "cli/link_waterfall.h"
#include "store/link_store.h"

/* ---- list ---- */

struct printing {
    struct rows *rows;
    struct arena *arena; /* of one row */
};

static enum status print_link(struct op *op UNUSED, const struct link *link, void *arg)
{
    struct printing *printing = arg;

    arena_reset(printing->arena);
    rows_text(printing->rows, link->endpoint);
    rows_text(printing->rows, link->site);
    rows_number(printing->rows, bytes_printf(printing->arena, "%.6f", match_probability(link->bits)));
    rows_number(printing->rows, match_bits_print(printing->arena, link->bits));
    rows_text(printing->rows, bytes_of(link_status_name(link->status)));
    rows_text(printing->rows, link_rules_text(printing->arena, link->rules));
    return ST_OK;
}

static enum status list(struct op *op, struct cli *cli)
{
    static const char *const columns[] = {"endpoint", "site", "probability", "weight_bits", "status", "evidence"};
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct printing printing = {.arena = arena};
    struct link_filter filter;
    struct db *db;
    enum status st = cli_option_double(op, cli, "min-probability", 0, 1, 0, &filter.least_probability);

    if (st == ST_OK)
        st = cli_option_i64(op, cli, "limit", 1, INT64_MAX, 0, &filter.limit);
    if (st == ST_OK)
        st = cli_db(op, cli, &db);
    if (st == ST_OK)
        st = rows_begin(op, cli, columns, COUNT_OF(columns), &printing.rows);
    if (st != ST_OK)
        return st;
    st = link_list(op, db, &filter, print_link, &printing);
    rows_end(printing.rows);
    return st;
}

/* ---- one link ---- */

/* The names as people write them: an endpoint's in any form that FORMATS knows, a site as a URL or a host. */
static enum status read_pair(struct op *op, struct cli *cli, const struct ident_data **ret_data, struct uuid *ret_endpoint,
                             struct uuid *ret_site)
{
    struct ident endpoint, site;
    enum status st = cli_ident_data(op, cli, ret_data);

    if (st != ST_OK)
        return st;
    if (ident_parse(*ret_data, op->arena, IDENT_endpoint, bytes_of(cli_argument(cli, 0)), NULL, &endpoint) != REASON_ok)
        return op_fail(op, ST_USAGE, "ENDPOINT is not a payment endpoint, such as payto://iban/... or bitcoin:...");
    if (ident_parse(*ret_data, op->arena, IDENT_site, bytes_of(cli_argument(cli, 1)), NULL, &site) != REASON_ok)
        return op_fail(op, ST_USAGE, "SITE is not a site: a host name or a URL");
    *ret_endpoint = entity_of_endpoint(op->arena, endpoint.value).id;
    *ret_site = entity_of_site(op->arena, site.value).id;
    return ST_OK;
}

static enum status show(struct op *op, struct cli *cli)
{
    struct link_explanation explanation;
    const struct ident_data *data;
    struct uuid endpoint, site;
    struct db *db;
    bool json = false;
    enum status st = read_pair(op, cli, &data, &endpoint, &site);

    if (st == ST_OK)
        st = cli_is_json(op, cli, &json);
    if (st == ST_OK)
        st = cli_db(op, cli, &db);
    if (st == ST_OK)
        st = link_explain(op, db, data, &endpoint, &site, &explanation);
    if (st == ST_NOTFOUND)
        return op_fail(op, ST_NOTFOUND, "nothing is known of this endpoint or this site, or nothing has been correlated yet");
    if (st != ST_OK)
        return st;
    if (json) {
        struct bytes text = link_explanation_json(op->arena, &explanation);

        printf("%.*s\n", (int)text.n, text.p);
    } else {
        link_waterfall_print(op, &explanation);
    }
    return ST_OK;
}

/* ---- decisions ---- */

static enum status decide(struct op *op, struct cli *cli, enum link_status decision)
{
    const struct ident_data *data;
    struct uuid endpoint, site;
    struct db *db;
    enum status st = read_pair(op, cli, &data, &endpoint, &site);

    if (st == ST_OK)
        st = cli_db(op, cli, &db);
    if (st == ST_OK)
        st = link_decide(op, db, &endpoint, &site, decision, bytes_of(cli_option(cli, "reason")));
    if (st == ST_NOTFOUND)
        return op_fail(op, ST_NOTFOUND, "nothing is known of this endpoint or this site");
    return st;
}

static enum status confirm(struct op *op, struct cli *cli)
{
    return decide(op, cli, LINK_confirmed);
}

static enum status reject(struct op *op, struct cli *cli)
{
    return decide(op, cli, LINK_rejected);
}

const struct command command_link_list = {
    .path = "link list",
    .summary = "List links between endpoints and sites",
    .text =
        "One row a pair, best first: endpoint, site, probability, weight_bits, status (proposed, confirmed or rejected) and evidence, "
        "the rules that were counted with | between them; two_hops: by way of a third, never acted on without people."
        "\n\nExample: efc link list --min-probability 0.9 --format csv",
    .options = (const struct cli_option[]){{"min-probability", "P", "only links at least so probable (0 to 1)", CLI_OPTIONAL},
                                           {"limit", "N", "only the first N", CLI_OPTIONAL},
                                           CLI_FORMAT_OPTION,
                                           {0}},
    .role = "efc_review",
    .run = list,
};

const struct command command_link_show = {
    .path = "link show",
    .arguments = "ENDPOINT SITE",
    .summary = "Show why an endpoint and a site belong together",
    .text =
        "Prints the score, evidence by evidence: the prior, and for each value that both have the rule, its weight, what was added or "
        "taken off and why, how many share the value, and the first records that said so on both sides. Of each family only the "
        "strongest piece counts; the others are shown with 0. The numbers in the first column add up to the weight, and the "
        "probability is 1/(1 + 2^-weight). A link by way of a third (two hops) is shown with the way: the least of the third's link, of "
        "how sure it is that the third is kin and of the most that one hand shows, and what is lost on the way added to it; it stands in "
        "place of the sum where it says more."
        "\n\nExample: efc link show payto://card-acceptor/412345/M0001 shop.example",
    .options = (const struct cli_option[]){CLI_PICTURE_OPTION, {0}},
    .least_arguments = 2,
    .most_arguments = 2,
    .role = "efc_review",
    .run = show,
};

#define DECISION_OPTIONS                                                                                                         \
    (const struct cli_option[])                                                                                                  \
    {                                                                                                                            \
        {"reason", "TEXT", "why; kept with the decision", CLI_REQUIRED}, CLI_ACTOR_OPTION, {0},                                  \
    }

const struct command command_link_confirm = {
    .path = "link confirm",
    .arguments = "ENDPOINT SITE",
    .summary = "Record that an endpoint takes the money of a site",
    .text = "The decision is kept with who made it, when and why, also when links are made again; a later decision replaces it. "
            "From the next efc correlate on the two lie in one programme, however weak the link is."
            "\n\nExample: efc link confirm payto://iban/DE89370400440532013000 shop.example --reason 'test purchase, case 7'",
    .options = DECISION_OPTIONS,
    .least_arguments = 2,
    .most_arguments = 2,
    .role = "efc_review",
    .run = confirm,
};

const struct command command_link_reject = {
    .path = "link reject",
    .arguments = "ENDPOINT SITE",
    .summary = "Record that an endpoint has nothing to do with a site",
    .text =
        "The decision is kept with who made it, when and why, also when links are made again; a later decision replaces it. "
        "From the next efc correlate on the link holds no programme together, and the site is not tied to others by publishing the endpoint."
        "\n\nExample: efc link reject payto://iban/DE89370400440532013000 shop.example --reason 'planted by a rival, case 7'",
    .options = DECISION_OPTIONS,
    .least_arguments = 2,
    .most_arguments = 2,
    .role = "efc_review",
    .run = reject,
};
