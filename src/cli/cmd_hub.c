/* What analysts rule about hubs in single cases. */
#include <inttypes.h>

#include "base/number.h"
#include "cli/cli.h"
#include "cli/entity_argument.h"
#include "store/hub_store.h"

struct hub_case_ids { /* what a case that is a pair points to */
    struct uuid endpoint, site, programme;
};

static enum status read_pair(struct op *op, struct cli *cli, struct hub_case_ids *ids, struct hub_override *hub)
{
    struct entity endpoint, site;
    enum status st = endpoint_argument(op, cli, cli_option(cli, "endpoint"), &endpoint);

    if (st == ST_OK)
        st = site_argument(op, cli, cli_option(cli, "site"), &site);
    if (st != ST_OK)
        return st;
    ids->endpoint = endpoint.id;
    ids->site = site.id;
    hub->endpoints = &ids->endpoint;
    hub->sites = &ids->site;
    hub->endpoint_count = hub->site_count = 1;
    return ST_OK;
}

static enum status read_case(struct op *op, struct cli *cli, struct db *db, struct hub_case_ids *ids, struct hub_override *hub)
{
    bool endpoint = cli_option(cli, "endpoint") != NULL, site = cli_option(cli, "site") != NULL;
    const char *programme = cli_option(cli, "programme");

    if (programme == NULL && endpoint && site)
        return read_pair(op, cli, ids, hub);
    if (programme == NULL || endpoint || site)
        return op_fail(op, ST_USAGE, "the case is --endpoint and --site, or --programme");
    if (!uuid_parse(bytes_of(programme), &ids->programme))
        return op_fail(op, ST_USAGE, "--programme is an id that efc programme list prints");
    return hub_case_of_programme(op, db, &ids->programme, hub);
}

static enum status add(struct op *op, struct cli *cli)
{
    struct hub_override hub = {.value = bytes_of(cli_argument(cli, 1)),
                               .is_hub = cli_switch(cli, "hub"),
                               .reason = bytes_trim(bytes_of(cli_option(cli, "reason")))};
    struct hub_case_ids ids;
    struct db *db;
    int64_t number;
    enum status st = trait_kind_argument(op, cli_argument(cli, 0), &hub.kind);

    if (st == ST_OK)
        st = cli_db(op, cli, &db);
    if (st == ST_OK)
        st = read_case(op, cli, db, &ids, &hub);
    if (st == ST_OK)
        st = hub_override_put(op, db, &hub, &number);
    if (st == ST_OK)
        printf("override %" PRId64 " is placed; efc correlate takes it into account\n", number);
    return st;
}

static enum status release(struct op *op, struct cli *cli)
{
    struct db *db;
    int64_t number;
    enum status st = ST_OK;

    if (!parse_i64(bytes_of(cli_argument(cli, 0)), &number))
        return op_fail(op, ST_USAGE, "ID must be the number of an override");
    st = cli_db(op, cli, &db);
    if (st == ST_OK)
        st = hub_override_release(op, db, number);
    if (st == ST_OK)
        printf("override %" PRId64 " is released\n", number);
    return st;
}

static enum status list(struct op *op, struct cli *cli)
{
    static const struct rows_column columns[] = {
        {"override", ROWS_NUMBER},  {"kind", ROWS_TEXT},           {"value", ROWS_TEXT},     {"ruling", ROWS_TEXT},
        {"case", ROWS_TEXT},        {"pairs", ROWS_NUMBER},        {"placed_by", ROWS_TEXT}, {"placed_at", ROWS_INSTANT},
        {"released_by", ROWS_TEXT}, {"released_at", ROWS_INSTANT}, {"reason", ROWS_TEXT},
    };
    struct bytes kinds[TRAIT_COUNT];
    AUTO(pg_clear) PGresult *res = NULL;
    struct db *db;
    enum status st = cli_db(op, cli, &db);

    for (enum trait_kind kind = 0; kind < TRAIT_COUNT; kind++)
        kinds[kind] = bytes_of(trait_kind_name(kind));
    struct param params[] = {param_text_array(op->arena, kinds, TRAIT_COUNT), param_bool(cli_switch(cli, "all"))};

    if (st == ST_OK)
        st = db_run(op, db, &Q_HUB_LIST_OVERRIDE, params, &res);
    return st == ST_OK ? rows_from_result(op, cli, columns, COUNT_OF(columns), res) : st;
}

const struct command command_hub_override_add = {
    .path = "hub override add",
    .arguments = "KIND VALUE",
    .summary = "Rule in one case that a value is no hub, or that it is one",
    .text =
        "A value that many share, or that stands on a list of hubs, says almost nothing. In a single case an analyst may know better: "
        "the call centre's number that 4,000 merchants use was answered by this seller. An override says so for one pair of an endpoint "
        "and a site, or for all pairs of the members that a programme has now; nobody else's score changes. With it the value counts as if "
        "nobody else had it; with --hub it counts at most as much as a value on a list of hubs. That goes for what the two have in common, "
        "for links by way of a third, an endpoint or a site that is kin to one of the two by the value, and for programmes: by a value that is no "
        "hub those of the case are tied to each other, by one that is they are tied to nobody."
        "\n\nKIND and VALUE as efc link show prints them: email, phone, site, owner, name_squashed ... and the value in its canonical "
        "form. An endpoint and a site of the case must have it in common, or one of them with another endpoint, or site, that it is kin to. The override stands in the audit log with who placed it, when "
        "and why; the next efc correlate looks at the case again, and efc link show names the ruling."
        "\n\nExample: efc hub override add phone +442079460000 --endpoint payto://iban/DE89370400440532013000 --site shop.example "
        "--reason 'answered by the seller, case 7'",
    .options =
        (const struct cli_option[]){{"endpoint", "ENDPOINT", "the case: this endpoint and --site", CLI_OPTIONAL},
                                    {"site", "SITE", "the case: this site and --endpoint", CLI_OPTIONAL},
                                    {"programme", "ID", "the case: the members of this programme", CLI_OPTIONAL},
                                    {"hub", NULL, "the value counts as a hub, though the lists do not say so", CLI_OPTIONAL},
                                    {"reason", "TEXT", "why", CLI_REQUIRED},
                                    CLI_ACTOR_OPTION,
                                    {0}},
    .least_arguments = 2,
    .most_arguments = 2,
    .role = "efc_review",
    .run = add,
};

const struct command command_hub_override_release = {
    .path = "hub override release",
    .arguments = "ID",
    .summary = "Take an override back",
    .text =
        "The value counts again as its count and the lists say. The override stays on file, and the release stands in the audit log; "
        "the next efc correlate looks at the case again. ID is the number that efc hub override list prints."
        "\n\nExample: efc hub override release 3",
    .options = (const struct cli_option[]){CLI_ACTOR_OPTION, {0}},
    .least_arguments = 1,
    .most_arguments = 1,
    .role = "efc_review",
    .run = release,
};

const struct command command_hub_override_list = {
    .path = "hub override list",
    .summary = "List the overrides about hubs",
    .text =
        "One row an override in force: override, kind, value, ruling (hub or no hub), case (endpoint and site, or the programme), how "
        "many pairs it is about, who placed it, when and why. With --all those that were released, too.",
    .options = (const struct cli_option[]){{"all", NULL, "also those that were released", CLI_OPTIONAL}, CLI_FORMAT_OPTION, {0}},
    .role = "efc_review",
    .run = list,
};
