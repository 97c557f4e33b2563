#include "cli/cli.h"
#include "base/instant.h"
#include "store/link_store.h"

#include <string.h>

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

static void print_head(struct op *op, const struct link_explanation *explanation)
{
    const struct link *link = &explanation->link;
    const struct match_waterfall *waterfall = &explanation->waterfall;
    struct bytes bits = match_bits_print(op->arena, link->bits), prior = match_bits_print(op->arena, waterfall->prior);

    printf("endpoint     %.*s\nsite         %.*s\nstatus       %s\nprobability  %.6f\nweight       %.*s bits\n",
           (int)link->endpoint.n, link->endpoint.p, (int)link->site.n, link->site.p, link_status_name(link->status),
           match_probability(link->bits), (int)bits.n, bits.p);
    printf("model        %d, %.16s..., rules %d\n", explanation->model.id, explanation->model.sha256.p, MATCH_VERSION);
    if (!explanation->kept)
        printf("remark       not in the list of links: too weak, or not correlated yet\n");
    else if (explanation->kept_model != 0 && explanation->kept_model != explanation->model.id)
        printf("remark       the list was made by model %d; another is in use now: run efc correlate\n", explanation->kept_model);
    else if (explanation->kept_bits != link->bits)
        printf("remark       the records have changed since the list was made: run efc correlate\n");
    printf("\n%14.*s  prior: two taken at random\n", (int)prior.n, prior.p);
}

static void print_records(struct op *op, const char *side, const struct match_side *what, const struct link_record *records,
                          size_t count)
{
    printf("%16s%s (%s), %d record%s of %d partner%s", "", side, record_role_name(what->role), what->records,
           what->records == 1 ? "" : "s", what->partners, what->partners == 1 ? "" : "s");
    for (size_t i = 0; i < count; i++) {
        struct bytes date = date_print(op->arena, records[i].event_us);

        printf("%s %.*s %.*s %.*s (%.*s)", i == 0 ? ":" : ",", (int)records[i].partner.n, records[i].partner.p,
               (int)records[i].kind.n, records[i].kind.p, (int)records[i].source_ref.n, records[i].source_ref.p, (int)date.n,
               date.p);
    }
    putchar('\n');
}

static void print_part(struct op *op, int64_t bits, const char *why)
{
    struct bytes text = match_bits_print(op->arena, bits);

    if (bits != 0)
        printf("%16s%13.*s  %s\n", "", (int)text.n, text.p, why);
}

static void print_piece(struct op *op, const struct match_piece *piece, const struct link_examples *examples)
{
    const struct evidence *evidence = piece->evidence;
    bool ruled = piece->rule != RULE_COUNT;
    struct bytes bits = match_bits_print(op->arena, piece->verdict == VERDICT_counted ? piece->bits : 0);
    struct bytes full = match_bits_print(op->arena, piece->full), remark = match_piece_text(op->arena, piece);

    printf("%14.*s  %s: %s\n", (int)bits.n, bits.p, ruled ? match_family_name(match_rule_family(piece->rule)) : "none",
           ruled ? match_rule_text(piece->rule) : trait_kind_name(evidence->kind));
    printf("%16s%s = %.*s\n%16s%.*s\n", "", trait_kind_name(evidence->kind), (int)evidence->value.n, evidence->value.p, "",
           (int)remark.n, remark.p);
    if (ruled)
        printf("%16s%13.*s  %s\n", "", (int)full.n, full.p, match_rule_name(piece->rule));
    print_part(op, piece->shared, "others have it too");
    print_part(op, piece->partners, "several partners say so");
    print_part(op, piece->grade, "grade of the sources");
    print_part(op, piece->time, "not at the same time");
    print_part(op, piece->listed, "on a list of hubs");
    print_records(op, "endpoint", &evidence->endpoint, examples->endpoint, examples->endpoint_count);
    print_records(op, "site", &evidence->site, examples->site, examples->site_count);
}

static void print_taken(struct op *op, int64_t bits, int64_t apart_us, const char *why)
{
    struct bytes text = match_bits_print(op->arena, bits);

    if (bits != 0)
        printf("%14.*s  %s %lld days apart\n", (int)text.n, text.p, why, (long long)(apart_us / INSTANT_DAY));
}

static void print_contrary(struct op *op, uint32_t contrary)
{
    for (enum match_contrary i = 0; i < CONTRARY_COUNT; i++) {
        struct bytes bits = match_bits_print(op->arena, match_contrary_bits(i));

        if ((contrary & 1U << i) != 0)
            printf("%14.*s  contrary: %s (%s)\n", (int)bits.n, bits.p, match_contrary_text(i), match_contrary_name(i));
    }
}

/* The way over a third, and whether it stands in place of the sum above. */
static void print_hop(struct op *op, const struct link_explanation *explanation)
{
    const struct link_hop *hop = explanation->hop;
    const struct match_hop_parts parts = match_hop_explain(&explanation->model.model, &hop->hop);
    struct bytes bits = match_bits_print(op->arena, hop->bits), link = match_bits_print(op->arena, hop->hop.link_bits);
    struct bytes kin = match_bits_print(op->arena, parts.kin), most = match_bits_print(op->arena, parts.most);
    struct bytes loss = match_bits_print(op->arena, parts.loss);

    printf("\ntwo hops, by way of %.*s%s\n", (int)hop->via.n, hop->via.p,
           explanation->two_hops ? "" : "; not counted: the two have more in common themselves");
    printf("%14.*s  the link of the third\n", (int)link.n, link.p);
    printf("%14.*s  the third is kin: %s, shared by %d %ss\n", (int)kin.n, kin.p, trait_kind_name(hop->hop.kind), hop->hop.shared,
           hop->hop.via_site ? "site" : "endpoint");
    printf("%14.*s  the most that one hand behind both shows, their lives lie %lld days apart\n", (int)most.n, most.p,
           (long long)(hop->hop.apart_us / INSTANT_DAY));
    printf("%14.*s  lost on the way; added to the least of the three\n", (int)loss.n, loss.p);
    printf("%14.*s  two hops: probability %.6f; never acted on without people\n", (int)bits.n, bits.p,
           match_probability(hop->bits));
}

static void print_waterfall(struct op *op, const struct link_explanation *explanation)
{
    const struct match_waterfall *waterfall = &explanation->waterfall;
    struct bytes bits = match_bits_print(op->arena, waterfall->score.bits);

    print_head(op, explanation);
    for (size_t i = 0; i < waterfall->count; i++)
        print_piece(op, &waterfall->pieces[i], &explanation->examples[waterfall->pieces[i].evidence - explanation->evidence]);
    print_taken(op, waterfall->hand, waterfall->apart_us,
                "one hand behind both may run other endpoints and sites; their lives lie");
    print_taken(op, waterfall->apart, waterfall->apart_us, "contrary: their lives lie");
    print_contrary(op, waterfall->contrary);
    printf("%14.*s  in all: probability %.6f\n", (int)bits.n, bits.p, match_probability(waterfall->score.bits));
    if (explanation->hop != NULL)
        print_hop(op, explanation);
}

static enum status show(struct op *op, struct cli *cli)
{
    const char *format = cli_option(cli, "format");
    struct link_explanation explanation;
    const struct ident_data *data;
    struct uuid endpoint, site;
    struct db *db;
    enum status st = read_pair(op, cli, &data, &endpoint, &site);

    if (st == ST_OK && format != NULL && strcmp(format, "json") != 0 && strcmp(format, "table") != 0)
        return op_fail(op, ST_USAGE, "--format must be table or json");
    if (st == ST_OK)
        st = cli_db(op, cli, &db);
    if (st == ST_OK)
        st = link_explain(op, db, data, &endpoint, &site, &explanation);
    if (st == ST_NOTFOUND)
        return op_fail(op, ST_NOTFOUND, "nothing is known of this endpoint or this site, or nothing has been correlated yet");
    if (st != ST_OK)
        return st;
    if (format != NULL && strcmp(format, "json") == 0) {
        struct bytes json = link_explanation_json(op->arena, &explanation);

        printf("%.*s\n", (int)json.n, json.p);
    } else {
        print_waterfall(op, &explanation);
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
        "probability is 1/(1 + 2^-weight). A link by way of a third (two hops) is shown with the way; it stands in place of the sum "
        "where it says more."
        "\n\nExample: efc link show payto://card-acceptor/412345/M0001 shop.example",
    .options = (const struct cli_option[]){{"format", "FORMAT", "table (default) or json", CLI_OPTIONAL}, {0}},
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
    .text = "The decision is kept with who made it, when and why, also when links are made again; a later decision replaces it.",
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
    .text = "The decision is kept with who made it, when and why, also when links are made again; a later decision replaces it.",
    .options = DECISION_OPTIONS,
    .least_arguments = 2,
    .most_arguments = 2,
    .role = "efc_review",
    .run = reject,
};
