#include "base/instant.h"

#include <sodium.h>

#include "cli/cli.h"
#include "edge/route.h"
#include "store/token_store.h"

static enum status scopes_read(struct op *op, const struct cli *cli, struct token *token)
{
    struct bytes *scopes = arena_array(op->arena, struct bytes, CLI_VALUE_LIMIT);
    const char *texts[CLI_VALUE_LIMIT];
    enum scope scope;

    token->scopes = scopes;
    token->scope_count = cli_options(cli, "scope", texts);
    for (size_t i = 0; i < token->scope_count; i++) {
        scopes[i] = bytes_of(texts[i]);
        if (!scope_find(scopes[i], &scope))
            return op_fail(op, ST_USAGE, "--scope must be submit, read or withdraw");
    }
    if (token->scope_count == 0)
        return op_fail(op, ST_USAGE, "--scope is missing");
    return ST_OK;
}

static enum status expiry_read(struct op *op, const struct cli *cli, struct token *token)
{
    struct bytes text = bytes_of(cli_option(cli, "expires"));

    if (!date_parse(text, &token->expires_us) && !instant_parse(text, &token->expires_us))
        return op_fail(op, ST_USAGE, "--expires must be a date (2027-03-01) or a time with an offset");
    if (token->expires_us <= op->now_us)
        return op_fail(op, ST_USAGE, "--expires lies in the past");
    return ST_OK;
}

/* As OpenSSL prints it, with colons, or without. */
static enum status fingerprint_read(struct op *op, const char *text, struct token *token)
{
    size_t n = 0;

    token->is_certificate = true;
    if (sodium_hex2bin(token->sha256.b, sizeof(token->sha256.b), text, bytes_of(text).n, ":", &n, NULL) != 0 ||
        n != sizeof(token->sha256.b))
        return op_fail(op, ST_USAGE, "--certificate-fingerprint must be a SHA-256 in 64 hex digits");
    return ST_OK;
}

static enum status add(struct op *op, struct cli *cli)
{
    const char *fingerprint = cli_option(cli, "certificate-fingerprint");
    struct token token = {.partner = bytes_of(cli_argument(cli, 0))};
    struct bytes text = token_new(op->arena, &token);
    struct db *db;
    enum status st = scopes_read(op, cli, &token);

    if (st == ST_OK)
        st = expiry_read(op, cli, &token);
    if (st == ST_OK && fingerprint != NULL)
        st = fingerprint_read(op, fingerprint, &token);
    if (st == ST_OK)
        st = cli_db(op, cli, &db);
    if (st == ST_OK)
        st = token_put(op, db, &token);
    if (st == ST_OK)
        text = fingerprint != NULL ? token.id : text;
    if (st == ST_OK)
        printf("%.*s\n", (int)text.n, text.p);
    return st;
}

static enum status list(struct op *op, struct cli *cli)
{
    static const struct rows_column columns[] = {
        {"token", ROWS_TEXT},      {"partner", ROWS_TEXT},    {"kind", ROWS_TEXT},         {"scopes", ROWS_TEXT},
        {"created_at", ROWS_TEXT}, {"expires_at", ROWS_TEXT}, {"last_used_at", ROWS_TEXT}, {"state", ROWS_TEXT},
    };
    struct param params[] = {param_cstr(cli_argument(cli, 0)), param_instant(op->arena, op->now_us)};
    AUTO(pg_clear) PGresult *res = NULL;
    struct db *db;
    enum status st = cli_db(op, cli, &db);

    if (st == ST_OK)
        st = db_run(op, db, &Q_TOKEN_LIST, params, &res);
    return st == ST_OK ? rows_from_result(op, cli, columns, COUNT_OF(columns), res) : st;
}

static enum status revoke(struct op *op, struct cli *cli)
{
    struct db *db;
    enum status st = cli_db(op, cli, &db);

    return st == ST_OK ? token_revoke(op, db, bytes_of(cli_argument(cli, 0))) : st;
}

const struct command command_token_add = {
    .path = "token add",
    .arguments = "PARTNER",
    .summary = "Let a partner use the push API",
    .text = "Prints the token. It is shown this once: the database keeps its hash. The partner sends it as "
            "'Authorization: Bearer TOKEN'.\n\nScopes: "
#define SCOPE(name, text) #name " (" text ") "
#include "edge/scope.def"
#undef SCOPE
            "\n\nWith --certificate-fingerprint the partner is known by a client certificate instead, which nginx has verified; "
            "the SHA-256 that 'openssl x509 -noout -fingerprint -sha256' prints. What is printed then is the id, for revoking."
            "\n\nExample: efc token add bank-one --scope submit --scope read --expires 2027-03-01",
    .options = (const struct cli_option[]){{"scope", "SCOPE", "what it is good for; may be repeated", CLI_REQUIRED | CLI_MANY},
                                           {"expires", "TIME", "until when (a date, or RFC 3339)", CLI_REQUIRED},
                                           {"certificate-fingerprint", "SHA256", "a client certificate", CLI_OPTIONAL},
                                           CLI_ACTOR_OPTION,
                                           {NULL, NULL, NULL, 0}},
    .least_arguments = 1,
    .most_arguments = 1,
    .role = "efc_admin",
    .run = add,
};

const struct command command_token_list = {
    .path = "token list",
    .arguments = "[PARTNER]",
    .summary = "List tokens and client certificates",
    .text = "Prints id, partner, scopes, times and state of each; never a token.",
    .options = (const struct cli_option[]){CLI_FORMAT_OPTION, {NULL, NULL, NULL, 0}},
    .most_arguments = 1,
    .role = "efc_admin",
    .run = list,
};

const struct command command_token_revoke = {
    .path = "token revoke",
    .arguments = "TOKEN-ID",
    .summary = "Make a token or client certificate invalid at once",
    .text = "TOKEN-ID is the one that 'efc token list' prints, the 16 digits in the middle of a token.",
    .options = (const struct cli_option[]){CLI_ACTOR_OPTION, {NULL, NULL, NULL, 0}},
    .least_arguments = 1,
    .most_arguments = 1,
    .role = "efc_admin",
    .run = revoke,
};
