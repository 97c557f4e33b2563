/* Lines that could not be taken: looking at them. Taking them once more stands in cmd_quarantine_retry.c. */
#include <inttypes.h>

#include "base/instant.h"
#include "base/json.h"
#include "base/number.h"
#include "cli/cli.h"
#include "core/reason.h"
#include "store/audit_store.h"
#include "store/quarantine_store.h"

#define LIMIT_DEFAULT 1000

static enum status submission_argument(struct op *op, const char *text, struct uuid *ret)
{
    if (uuid_parse(bytes_of(text), ret))
        return ST_OK;
    return op_fail(op, ST_USAGE, "SUBMISSION is the id of a submission, the receipt_id of its receipt");
}

/* ---- list ---- */

static enum status kind_check(struct op *op, const char *name)
{
    enum record_kind kind;

    if (name == NULL || record_kind_find(bytes_of(name), &kind))
        return ST_OK;
    return op_fail(op, ST_USAGE, "--kind: there is no such kind of record");
}

static enum status code_check(struct op *op, const char *code)
{
    enum reason reason;

    if (code == NULL || reason_find(bytes_of(code), &reason))
        return ST_OK;
    return op_fail(op, ST_USAGE, "--code: there is no such reason");
}

static enum status list(struct op *op, struct cli *cli)
{
    static const struct rows_column columns[] = {
        {"submission", ROWS_TEXT},  {"line", ROWS_NUMBER},         {"partner", ROWS_TEXT},
        {"record_kind", ROWS_TEXT}, {"received_at", ROWS_INSTANT}, {"source_ref", ROWS_TEXT},
        {"field", ROWS_TEXT},       {"code", ROWS_TEXT},           {"fix", ROWS_TEXT},
        {"state", ROWS_TEXT},
    };
    const char *submission = cli_option(cli, "submission");
    AUTO(pg_clear) PGresult *res = NULL;
    struct uuid id;
    int64_t limit;
    struct db *db;
    enum status st = cli_option_i64(op, cli, "limit", 1, 1000000, LIMIT_DEFAULT, &limit);

    if (st == ST_OK && submission != NULL)
        st = submission_argument(op, submission, &id);
    if (st == ST_OK)
        st = kind_check(op, cli_option(cli, "kind"));
    if (st == ST_OK)
        st = code_check(op, cli_option(cli, "code"));
    if (st == ST_OK)
        st = cli_db(op, cli, &db);
    if (st != ST_OK)
        return st;
    struct param params[] = {
        param_cstr(cli_option(cli, "partner")), param_cstr(cli_option(cli, "kind")),
        param_cstr(cli_option(cli, "code")),    submission == NULL ? param_text(BYTES_NONE) : param_uuid(&id),
        param_bool(cli_switch(cli, "all")),     param_i64(op->arena, limit)};

    st = db_run(op, db, &Q_QUARANTINE_LIST, params, &res);
    return st == ST_OK ? rows_from_result(op, cli, columns, COUNT_OF(columns), res) : st;
}

/* ---- show ---- */

struct reading {
    struct uuid submission;
    struct bytes submission_text;
    int64_t line;
    const char *reason;
    PGresult *found;
    PGresult *problems;
};

static void reading_done(struct reading *reading)
{
    pg_clear(&reading->found);
    pg_clear(&reading->problems);
}

static struct bytes reading_detail(struct op *op, const struct reading *reading)
{
    struct json_out out;
    struct buf buf;

    buf_init(&buf, op->arena);
    json_out_init(&out, &buf);
    json_open(&out, '{');
    json_key_i64(&out, "line", reading->line);
    json_key_string(&out, "reason", bytes_of(reading->reason));
    json_close(&out, '}');
    return buf_bytes(&buf);
}

/* Who reads it, when and why stands in the log before it is shown. */
static enum status reading_work(struct op *op, struct db *db, void *arg)
{
    struct reading *reading = arg;
    struct param params[] = {param_uuid(&reading->submission), param_i64(op->arena, reading->line)};
    enum status st;

    reading_done(reading);
    st = db_run(op, db, &Q_QUARANTINE_FIND, params, &reading->found);
    if (st == ST_OK && PQntuples(reading->found) == 0)
        return op_fail(op, ST_NOTFOUND, "this line of this submission is not in quarantine, and never was");
    if (st != ST_OK)
        return st;
    struct uuid tried_by = cell_uuid(reading->found, 0, 7);
    struct param of_line[] = {param_uuid(&tried_by), param_i64(op->arena, reading->line)};

    st = db_run(op, db, &Q_QUARANTINE_LIST_PROBLEMS, of_line, &reading->problems);
    if (st == ST_OK)
        st = audit_append(op, db, "quarantine.read", reading->submission_text, reading_detail(op, reading), NULL);
    return st;
}

static struct bytes explanation(struct op *op, const PGresult *problems, int row)
{
    return record_problem_text(op->arena, cell_text(problems, row, 0), cell_text(problems, row, 1));
}

static struct bytes fix_explanation(struct op *op, const PGresult *problems, int row)
{
    return fix_text(op->arena, fix_find(cell_text(problems, row, 4)), (size_t)cell_i64(problems, row, 5));
}

static void put_line(const char *label, struct bytes text)
{
    if (text.p != NULL)
        printf("%-12s %.*s\n", label, (int)text.n, text.p);
}

static void print_text(struct op *op, const struct reading *reading)
{
    const PGresult *found = reading->found, *problems = reading->problems;
    struct bytes content = cell_bytea(op->arena, found, 0, 5);

    put_line("submission", reading->submission_text);
    put_line("member", cell_text(found, 0, 10));
    printf("%-12s %" PRId64 "\n", "line", cell_i64(found, 0, 11));
    put_line("partner", cell_text(found, 0, 0));
    put_line("record_kind", cell_text(found, 0, 1));
    put_line("received_at", instant_print(op->arena, cell_instant(found, 0, 2)));
    put_line("source_ref", cell_text(found, 0, 4));
    put_line("state", cell_text(found, 0, 6));
    for (int row = 0; row < PQntuples(problems); row++) {
        putchar('\n');
        put_line("field", cell_text(problems, row, 0));
        put_line("code", cell_text(problems, row, 1));
        put_line("severity", cell_text(problems, row, 2));
        put_line("explanation", explanation(op, problems, row));
        put_line("fix", cell_text(problems, row, 3));
        put_line("why", fix_explanation(op, problems, row));
    }
    puts(content.n > 0 ? "\nas it came" : "\nwhat came may not be kept: it was withheld");
    fwrite(content.p, 1, content.n, stdout);
    putchar('\n');
}

static void put_problem(struct op *op, struct json_out *out, const PGresult *problems, int row)
{
    json_open(out, '{');
    json_key_string(out, "field", cell_text(problems, row, 0));
    json_key_string(out, "code", cell_text(problems, row, 1));
    json_key_string(out, "severity", cell_text(problems, row, 2));
    json_key_string(out, "explanation", explanation(op, problems, row));
    json_key_string(out, "fix", cell_text(problems, row, 3));
    json_key_string(out, "fix_explanation", fix_explanation(op, problems, row));
    json_key_i64(out, "fix_count", cell_i64(problems, row, 5));
    json_close(out, '}');
}

static void print_json(struct op *op, const struct reading *reading)
{
    const PGresult *found = reading->found;
    struct bytes content = cell_bytea(op->arena, found, 0, 5);
    bool is_text = utf8_check(content) == content.n;
    struct json_out out;
    struct buf buf;

    buf_init(&buf, op->arena);
    json_out_init(&out, &buf);
    json_open(&out, '{');
    json_key_string(&out, "submission", reading->submission_text);
    if (cell_text(found, 0, 10).p != NULL)
        json_key_string(&out, "member", cell_text(found, 0, 10));
    json_key_i64(&out, "line", cell_i64(found, 0, 11));
    json_key_string(&out, "partner", cell_text(found, 0, 0));
    json_key_string(&out, "record_kind", cell_text(found, 0, 1));
    json_key_string(&out, "received_at", instant_print(op->arena, cell_instant(found, 0, 2)));
    json_key_string(&out, "source_ref", cell_text(found, 0, 4));
    json_key_string(&out, "state", cell_text(found, 0, 6));
    json_key(&out, "problems");
    json_open(&out, '[');
    for (int row = 0; row < PQntuples(reading->problems); row++)
        put_problem(op, &out, reading->problems, row);
    json_close(&out, ']');
    json_key_string(&out, is_text ? "content" : "content_base64", is_text ? content : base64_print(op->arena, content));
    json_close(&out, '}');
    printf("%.*s\n", (int)buf.n, buf.p);
}

static enum status show(struct op *op, struct cli *cli)
{
    const char *format = cli_option(cli, "format");
    AUTO(reading_done) struct reading reading = {.reason = cli_option(cli, "reason")};
    bool json = format != NULL && bytes_is(bytes_of(format), "json");
    struct db *db;
    enum status st = submission_argument(op, cli_argument(cli, 0), &reading.submission);

    if (st == ST_OK && !parse_i64(bytes_of(cli_argument(cli, 1)), &reading.line))
        return op_fail(op, ST_USAGE, "LINE is the number of a line");
    if (st == ST_OK && format != NULL && !json && !bytes_is(bytes_of(format), "text"))
        return op_fail(op, ST_USAGE, "--format must be text or json");
    if (st == ST_OK)
        st = cli_db(op, cli, &db);
    reading.submission_text = st == ST_OK ? uuid_print(op->arena, &reading.submission) : BYTES_NONE;
    if (st == ST_OK)
        st = db_unit(op, db, reading_work, &reading);
    if (st == ST_OK)
        (json ? print_json : print_text)(op, &reading);
    return st;
}

const struct command command_quarantine_list = {
    .path = "quarantine list",
    .summary = "List lines that could not be taken",
    .text =
        "One row a line: submission, line, partner, record_kind, received_at, source_ref, field, code, fix and state. field and code are "
        "those of its first error. fix names the mistake that was probably made, when there is a suggestion; efc quarantine show shows "
        "it. Nothing of what the line holds is printed, but the partner's own id."
        "\n\nIn a ZIP of several files a line has the number of its file times 10,000,000,000 in front of its own; efc quarantine show takes "
        "that number and says which file and line it is."
        "\n\nstate is 'in quarantine', or with --all also how a line has left: corrected (the partner sent it again), retried (another "
        "try took it), overtaken (the partner has withdrawn the record or said something newer), refused (a correction of a line that "
        "was not in quarantine).\n\nExample: efc quarantine list --partner bank-one --code iban_check_digits --format csv",
    .options = (const struct cli_option[]){{"partner", "ID", "only of this partner", CLI_OPTIONAL},
                                           {"kind", "KIND", "only of this kind of record", CLI_OPTIONAL},
                                           {"code", "CODE", "only with this reason", CLI_OPTIONAL},
                                           {"submission", "ID", "only of this submission", CLI_OPTIONAL},
                                           {"all", NULL, "also lines that have left quarantine", CLI_OPTIONAL},
                                           {"limit", "N", "at most so many (default 1000)", CLI_OPTIONAL},
                                           CLI_FORMAT_OPTION,
                                           {0}},
    .role = "efc_review",
    .run = list,
};

const struct command command_quarantine_show = {
    .path = "quarantine show",
    .arguments = "SUBMISSION LINE",
    .summary = "Show a line that could not be taken, what is wrong with it and what it may have been meant to be",
    .text =
        "Prints each problem of the line with its explanation and, where one is likely, a suggested fix: a value that passes the check of "
        "the field and differs from what came by a common mistake, such as two digits that changed places. It is a suggestion for the "
        "person who corrects the line at its source; efc never applies one. Then the line as it came, card numbers truncated."
        "\n\nIt may hold personal values. Who reads it, when and why is written to the audit log before it is printed, so --reason is "
        "needed: a case number, or the work that it is for."
        "\n\nExample: efc quarantine show 57a6e1b1-2d2d-8b9c-b9f6-cdf98caebb83 17 --reason 'question of bank-one, ticket 42'",
    .options = (const struct cli_option[]){{"reason", "TEXT", "why it is read", CLI_REQUIRED},
                                           {"format", "FORMAT", "text (default) or json", CLI_OPTIONAL},
                                           CLI_ACTOR_OPTION,
                                           {0}},
    .least_arguments = 2,
    .most_arguments = 2,
    .role = "efc_review",
    .run = show,
};
