#include "cli/cli.h"
#include "edge/audit_key.h"
#include "edge/http.h"

static enum status print_openapi(struct op *op)
{
    struct buf text;

    buf_init(&text, op->arena);
    openapi_print(&text);
    fwrite(text.p, 1, text.n, stdout);
    return ST_OK;
}

static enum status serve(struct op *op, struct cli *cli)
{
    struct server_options options = {
        .config = &cli->config, .socket_path = cli_option(cli, "socket"), .listen = cli_option(cli, "listen")};
    enum status st;

    if (cli_switch(cli, "openapi"))
        return print_openapi(op);
    if ((options.socket_path == NULL) == (options.listen == NULL))
        return op_fail(op, ST_USAGE, "one of --socket and --listen is needed");
    if (config_text(&cli->config, CONFIG_db)[0] == '\0')
        return op_fail(op, ST_USAGE, "no database is named: use --db, EFC_DB or db: in the configuration file");
    st = cli_ident_data(op, cli, &options.data);
    if (st == ST_OK)
        st = audit_key_load(op, &cli->config, &options.key);
    return st == ST_OK ? server_run(op, &options) : st;
}

const struct command command_serve = {
    .path = "serve",
    .summary = "Take submissions over HTTP (the push API)",
    .text =
        "Serves until SIGTERM or SIGINT, then finishes the requests it is working on. It has no TLS of its own: nginx stands in "
        "front (config/nginx.conf) and talks to it over a Unix socket; only there are the proxy's headers about the client "
        "believed. --listen is for trying it out on the same machine."
        "\n\nThe log is on stderr, one JSON object a line. /health says that it lives, /ready that it can work, /metrics what "
        "it has done (Prometheus). --openapi describes the routes."
        "\n\nExample: efc serve --socket /run/efc/serve.sock",
    .options = (const struct cli_option[]){{"socket", "PATH", "the Unix socket to listen on", CLI_OPTIONAL},
                                           {"listen", "ADDRESS:PORT", "a loopback address to listen on instead", CLI_OPTIONAL},
                                           {"openapi", NULL, "print the OpenAPI 3.1 description and end", CLI_OPTIONAL},
                                           {NULL, NULL, NULL, 0}},
    .role = "efc_intake",
    .run = serve,
};
