/* Identifiers on the command line: what a value means to this program, and what it finds in a text. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

#define MEMORY ((size_t)256 << 20)    /* of one value or one text */
#define TEXT_LIMIT ((size_t)64 << 20) /* bytes of a text to extract from */

static const char *const columns[] = {"kind", "result", "reason", "value", "display", "strength", "explanation", "details"};
static const char *const strengths[] = {
    [STRENGTH_FREE] = "free", [STRENGTH_STRUCTURED] = "structured", [STRENGTH_CHECKED] = "checked"};

static struct ident_context context_of(const struct cli *cli)
{
    return (struct ident_context){.country = bytes_of(cli_option(cli, "country")),
                                  .provider = bytes_of(cli_option(cli, "provider")),
                                  .memo = bytes_of(cli_option(cli, "memo"))};
}

struct parsing {
    const struct ident_data *data;
    struct arena *arena; /* emptied after each value */
    struct ident_context context;
    struct rows *rows;
    int64_t values, refused;
};

/* "bank=539, hub=cdn" */
static struct bytes details_of(struct parsing *parsing, const struct ident *ident)
{
    struct detail_list list;
    struct buf out;

    ident_details(parsing->data, parsing->arena, ident, &parsing->context, &list);
    buf_init(&out, parsing->arena);
    for (size_t i = 0; i < list.count; i++)
        buf_printf(&out, "%s%s=%.*s", i == 0 ? "" : ", ", list.items[i].name, (int)list.items[i].value.n, list.items[i].value.p);
    return buf_bytes(&out);
}

static void put_ident(struct parsing *parsing, const struct ident *ident)
{
    bool doubted = ident->doubt != REASON_ok;

    rows_text(parsing->rows, bytes_of(ident_kind_name(ident->kind)));
    rows_text(parsing->rows, doubted ? BYTES("doubted") : BYTES("accepted"));
    rows_text(parsing->rows, doubted ? bytes_of(reason_code(ident->doubt)) : BYTES_NONE);
    rows_text(parsing->rows, ident->value);
    rows_text(parsing->rows, ident_print(parsing->arena, ident));
    rows_text(parsing->rows, bytes_of(strengths[ident_kind_strength(ident->kind)]));
    rows_text(parsing->rows, doubted ? bytes_of(reason_text(ident->doubt)) : BYTES_NONE);
    rows_text(parsing->rows, details_of(parsing, ident));
}

static void put_refused(struct parsing *parsing, struct bytes kind, enum reason reason, const char *explanation)
{
    rows_text(parsing->rows, kind);
    rows_text(parsing->rows, BYTES("refused"));
    rows_text(parsing->rows, bytes_of(reason_code(reason)));
    rows_text(parsing->rows, BYTES_NONE);
    rows_text(parsing->rows, BYTES_NONE);
    rows_text(parsing->rows, BYTES_NONE);
    rows_text(parsing->rows, bytes_of(explanation));
    rows_text(parsing->rows, BYTES_NONE);
    parsing->refused++;
}

static void parse_value(struct parsing *parsing, struct bytes kind_name, struct bytes text)
{
    enum ident_kind kind;
    struct ident ident;
    enum reason reason;

    parsing->values++;
    if (!ident_kind_find(kind_name, &kind)) {
        put_refused(parsing, kind_name, REASON_choice_unknown, "there is no such kind; efc ident kinds lists them");
        return;
    }
    reason = ident_parse(parsing->data, parsing->arena, kind, text, &parsing->context, &ident);
    if (reason == REASON_ok)
        put_ident(parsing, &ident);
    else
        put_refused(parsing, kind_name, reason, reason_text(reason));
    arena_reset(parsing->arena);
}

static void free_text(char **text)
{
    free(*text);
}

/* "kind, tab, value" a line. */
static void parse_lines(struct parsing *parsing)
{
    AUTO(free_text) char *line = NULL;
    size_t room = 0;
    ssize_t n;

    while ((n = getline(&line, &room, stdin)) > 0) {
        struct bytes value = {line, (size_t)n}, kind;

        if (value.p[value.n - 1] == '\n')
            value.n--;
        bytes_next_part(&value, '\t', &kind);
        parse_value(parsing, kind, value);
    }
}

static enum status check_arguments(struct op *op, const struct cli *cli)
{
    if (cli_switch(cli, "batch"))
        return cli->argument_count == 0 ? ST_OK
                                        : op_fail(op, ST_USAGE, "--batch reads standard input and takes no KIND and VALUE");
    return cli->argument_count == 2 ? ST_OK : op_fail(op, ST_USAGE, "KIND and VALUE are needed, or --batch");
}

static enum status parse(struct op *op, struct cli *cli)
{
    AUTO(arena_free) struct arena *arena = arena_new(MEMORY);
    struct parsing parsing = {.arena = arena, .context = context_of(cli)};
    enum status st = check_arguments(op, cli);

    if (st == ST_OK)
        st = cli_ident_data(op, cli, &parsing.data);
    if (st == ST_OK)
        st = rows_begin(op, cli, columns, COUNT_OF(columns), &parsing.rows);
    if (st != ST_OK)
        return st;
    if (cli_switch(cli, "batch"))
        parse_lines(&parsing);
    else
        parse_value(&parsing, bytes_of(cli_argument(cli, 0)), bytes_of(cli_argument(cli, 1)));
    rows_end(parsing.rows);
    if (parsing.refused > 0)
        return op_fail(op, ST_INPUT, "%lld of %lld values refused", (long long)parsing.refused, (long long)parsing.values);
    return ST_OK;
}

static enum status read_text(struct op *op, struct bytes *ret)
{
    struct buf text;
    char piece[65536];
    size_t n;

    buf_init(&text, op->arena);
    while ((n = fread(piece, 1, sizeof(piece), stdin)) > 0) {
        buf_put(&text, (struct bytes){piece, n});
        if (text.n > TEXT_LIMIT)
            return op_fail(op, ST_LIMIT, "the text is longer than %zu bytes", TEXT_LIMIT);
    }
    *ret = buf_bytes(&text);
    return ST_OK;
}

static enum status extract(struct op *op, struct cli *cli)
{
    static const char *const found_columns[] = {"offset", "length", "kind", "value", "reason"};
    const struct ident_data *data;
    struct ident_list found;
    struct bytes text;
    struct rows *rows;
    enum status st = read_text(op, &text);

    if (st == ST_OK)
        st = cli_ident_data(op, cli, &data);
    if (st == ST_OK)
        st = rows_begin(op, cli, found_columns, COUNT_OF(found_columns), &rows);
    if (st != ST_OK)
        return st;
    ident_extract(data, op->arena, text, &found);
    for (size_t i = 0; i < found.count; i++) {
        const struct ident_found *item = &found.items[i];

        rows_i64(rows, (int64_t)item->offset);
        rows_i64(rows, (int64_t)item->n);
        rows_text(rows, bytes_of(ident_kind_name(item->ident.kind)));
        rows_text(rows, item->ident.value);
        rows_text(rows, item->ident.doubt == REASON_ok ? BYTES_NONE : bytes_of(reason_code(item->ident.doubt)));
    }
    rows_end(rows);
    return ST_OK;
}

static enum status kinds(struct op *op, struct cli *cli)
{
    static const char *const kind_columns[] = {"kind", "label", "strength", "personal", "pivot"};
    struct rows *rows;
    enum status st = rows_begin(op, cli, kind_columns, COUNT_OF(kind_columns), &rows);

    if (st != ST_OK)
        return st;
    for (int i = IDENT_none + 1; i < IDENT_COUNT; i++) {
        enum ident_kind kind = (enum ident_kind)i;

        rows_text(rows, bytes_of(ident_kind_name(kind)));
        rows_text(rows, bytes_of(ident_kind_label(kind)));
        rows_text(rows, bytes_of(strengths[ident_kind_strength(kind)]));
        rows_text(rows, ident_kind_personal(kind) ? BYTES("yes") : BYTES("no"));
        rows_text(rows, ident_kind_pivot(kind) ? BYTES("yes") : BYTES("no"));
    }
    rows_end(rows);
    return ST_OK;
}

const struct command command_ident_parse = {
    .path = "ident parse",
    .arguments = "[KIND VALUE]",
    .summary = "Show how an identifier is read: its canonical form, or why it is refused",
    .text =
        "One row: the kind; accepted, doubted or refused; the reason code; the canonical form, which is what is compared and "
        "stored; the form for people; how much the kind proves by itself; the reason in words; what can be read out of it and what is known of it, such as the "
        "bank of an IBAN, the site of a URL, what a card descriptor holds, or the list of hubs that it stands in."
        "\n\nWith --batch, lines of KIND, a tab and VALUE are read from standard input, and each gives a row."
        "\n\nExit code 1 when a value is refused.\n\nExample: efc ident parse iban 'BE68 5390 0754 7034'",
    .options = (const struct cli_option[]){{"batch", NULL, "read lines of KIND, tab, VALUE from standard input", CLI_OPTIONAL},
                                           {"country", "CC", "country of a phone, VAT or registration number", CLI_OPTIONAL},
                                           {"provider", "NAME", "provider of a wallet account", CLI_OPTIONAL},
                                           {"memo", "TEXT", "memo or tag of an endpoint", CLI_OPTIONAL},
                                           CLI_FORMAT_OPTION,
                                           {0}},
    .least_arguments = 0,
    .most_arguments = 2,
    .run = parse,
};

const struct command command_ident_extract = {
    .path = "ident extract",
    .summary = "List the identifiers in a text on standard input",
    .text = "One row for each: where it stands (offset and length in bytes), its kind, its canonical form, and why it is doubted."
            "\n\nExample: efc ident extract < note.txt",
    .options = (const struct cli_option[]){CLI_FORMAT_OPTION, {0}},
    .run = extract,
};

const struct command command_ident_kinds = {
    .path = "ident kinds",
    .summary = "List the kinds of identifier",
    .text =
        "One row a kind: its name, what people call it, how much its form proves, whether it may point to a person, whether one "
        "may search and expand by it.",
    .options = (const struct cli_option[]){CLI_FORMAT_OPTION, {0}},
    .run = kinds,
};
