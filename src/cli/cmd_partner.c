#include "cli/cli.h"
#include "store/partner_store.h"

#define ROUTE_LIMIT CLI_VALUE_LIMIT

/* "card-acceptor/412345" */
static enum status route_parse(struct op *op, const char *text, struct partner_route *ret)
{
    struct bytes rest = bytes_of(text);

    if (!bytes_next_part(&rest, '/', &ret->scheme) || ret->scheme.n == 0 || rest.p == NULL)
        return op_fail(op, ST_USAGE, "--closes must be SCHEME/PREFIX, such as card-acceptor/412345");
    ret->prefix = rest;
    return ST_OK;
}

static enum status read_routes(struct op *op, const struct cli *cli, struct partner *partner)
{
    struct partner_route *routes = arena_array(op->arena, struct partner_route, ROUTE_LIMIT);
    const char *texts[CLI_VALUE_LIMIT];
    enum status st = ST_OK;

    partner->routes = routes;
    partner->route_count = cli_options(cli, "closes", texts);
    for (size_t i = 0; i < partner->route_count && st == ST_OK; i++)
        st = route_parse(op, texts[i], &routes[i]);
    return st;
}

static void read_networks(struct op *op, const struct cli *cli, struct partner *partner)
{
    const char *texts[CLI_VALUE_LIMIT];
    struct bytes *networks = arena_array(op->arena, struct bytes, CLI_VALUE_LIMIT);

    partner->networks = networks;
    partner->network_count = cli_options(cli, "delivery-network", texts);
    for (size_t i = 0; i < partner->network_count; i++)
        networks[i] = bytes_of(texts[i]);
}

static enum status add(struct op *op, struct cli *cli)
{
    struct partner partner = {.id = bytes_of(cli_argument(cli, 0)),
                              .name = bytes_of(cli_option(cli, "name")),
                              .kind = bytes_of(cli_option(cli, "kind")),
                              .country = bytes_of(cli_option(cli, "country")),
                              .delivery_url = bytes_of(cli_option(cli, "delivery-url")),
                              .delivery_key = bytes_of(cli_option(cli, "delivery-key")),
                              .delivery_ca = bytes_of(cli_option(cli, "delivery-ca"))};
    struct db *db;
    enum status st = read_routes(op, cli, &partner);

    read_networks(op, cli, &partner);
    if (st == ST_OK)
        st = cli_db(op, cli, &db);
    if (st == ST_OK)
        st = partner_put(op, db, &partner);
    return st;
}

static enum status list(struct op *op, struct cli *cli)
{
    static const struct rows_column columns[] = {
        {"partner", ROWS_TEXT}, {"kind", ROWS_TEXT},         {"country", ROWS_TEXT},
        {"name", ROWS_TEXT},    {"delivery_url", ROWS_TEXT}, {"closes", ROWS_TEXT},
    };
    AUTO(pg_clear) PGresult *res = NULL;
    struct db *db;
    enum status st = cli_db(op, cli, &db);

    if (st == ST_OK)
        st = db_run(op, db, &Q_PARTNER_LIST, NULL, &res);
    return st == ST_OK ? rows_from_result(op, cli, columns, COUNT_OF(columns), res) : st;
}

const struct command command_partner_add = {
    .path = "partner add",
    .arguments = "ID",
    .summary = "Add a partner",
    .text =
        "ID is 1 to 63 of a-z, 0-9, - and _. Kinds: "
#define PARTNER_KIND(name, text) #name " "
#include "core/partner_kind.def"
#undef PARTNER_KIND
        "\n\nWith --closes a partner says which endpoints it is able to close: the scheme of the endpoint's name and how the rest of "
        "the name begins, such as card-acceptor/412345 (an acquirer's BIN), iban/DE37040044 (country and bank code), "
        "wallet/paypal or bitcoin/ (all of a scheme). The longest prefix wins."
        "\n\nThe signing key for deliveries is not stored: --delivery-key says where it is found. Requests are delivered over https "
        "to public addresses only; --delivery-network names a private network that may be used for this partner."
        "\n\nExample: efc partner add bank-one --name 'Bank One' --kind acquirer --country DE --closes card-acceptor/412345",
    .options = (const struct cli_option[]){{"name", "NAME", "how people call it", CLI_REQUIRED},
                                           {"kind", "KIND", "what it is (see below)", CLI_REQUIRED},
                                           {"country", "CC", "two letters, EU for a European body", CLI_REQUIRED},
                                           {"closes", "SCHEME/PREFIX", "endpoints that it can close; may be repeated", CLI_MANY},
                                           {"delivery-url", "URL", "where requests are delivered to (https)", CLI_OPTIONAL},
                                           {"delivery-key", "REF", "its signing key: env:NAME or file:PATH", CLI_OPTIONAL},
                                           {"delivery-ca", "FILE", "certificate authority of its server", CLI_OPTIONAL},
                                           {"delivery-network", "NETWORK", "private network that may be used", CLI_MANY},
                                           CLI_ACTOR_OPTION,
                                           {0}},
    .least_arguments = 1,
    .most_arguments = 1,
    .role = "efc_admin",
    .run = add,
};

const struct command command_partner_list = {
    .path = "partner list",
    .summary = "List the partners",
    .text = "One row a partner: partner, kind, country, name, delivery_url and what it closes.",
    .options = (const struct cli_option[]){CLI_FORMAT_OPTION, {0}},
    .role = "efc_admin",
    .run = list,
};
