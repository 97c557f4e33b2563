/* The audit log on the command line. */
#include <inttypes.h>
#include <string.h>

#include "base/json.h"
#include "cli/cli.h"
#include "edge/audit_key.h"
#include "edge/file.h"
#include "store/audit_check.h"

#define NOTE_FILE_LIMIT ((size_t)16 << 20) /* a receipt may list many problems */

static enum status key_new(struct op *op, struct cli *cli)
{
    struct bytes origin = bytes_of(config_text(&cli->config, CONFIG_audit_origin)), text;
    struct checkpoint_key key;
    enum status st = audit_key_new(op, cli_argument(cli, 0), origin, &key);

    if (st != ST_OK)
        return st;
    text = checkpoint_key_print(op->arena, &key);
    printf("%.*s\n", (int)text.n, text.p);
    return ST_OK;
}

const struct command command_audit_key_new = {
    .path = "audit key-new",
    .arguments = "FILE",
    .summary = "Make the key that signs checkpoints of the audit log",
    .text =
        "Writes a new Ed25519 key to FILE, which only its owner may read, and prints the other half, by which partners and auditors "
        "check signatures. Name the file in the configuration as audit_key. The name of the log is the setting audit_origin. FILE "
        "must not exist: a lost key cannot be made again, and a second key is a second log to those who check."
        "\n\nExample: EFC_AUDIT_ORIGIN=efc.example/audit efc audit key-new /etc/efc/audit.key",
    .least_arguments = 1,
    .most_arguments = 1,
    .run = key_new,
};

/* ---- verify ---- */

/* A file holds a note, or a receipt that holds one in checkpoint.note. */
static enum status note_of(struct op *op, struct bytes text, struct bytes *ret)
{
    struct json *value;
    const struct json *checkpoint;
    enum status st;

    *ret = text;
    if (!bytes_start(bytes_trim(text), BYTES("{")))
        return ST_OK;
    st = json_parse(op, text, &value);
    if (st != ST_OK)
        return st;
    checkpoint = json_find(value, "checkpoint");
    *ret = json_find_text(checkpoint == NULL ? value : checkpoint, "note");
    if (ret->p == NULL)
        return op_fail(op, ST_INPUT, "it is neither a checkpoint nor a receipt with one");
    return ST_OK;
}

static enum status given_read(struct op *op, const char *path, struct audit_given *ret)
{
    struct bytes text;
    enum status st = file_read(op, path, NOTE_FILE_LIMIT, &text);
    struct op inner;

    if (st != ST_OK)
        return st;
    op_init(&inner, op->arena, op->now_us, op->actor);
    ret->name = bytes_of(path);
    st = note_of(&inner, text, &ret->note);
    if (st == ST_OK)
        st = checkpoint_parse(&inner, ret->note, &ret->checkpoint);
    return st == ST_OK ? ST_OK : op_fail(op, st, "%s: %s", path, inner.cause);
}

static enum status given_list(struct op *op, const struct cli *cli, struct audit_check *check)
{
    const char *paths[CLI_VALUE_LIMIT];
    enum status st = ST_OK;

    check->given_count = cli_options(cli, "checkpoint", paths);
    check->given = arena_array(op->arena, struct audit_given, CLI_VALUE_LIMIT);
    for (size_t i = 0; i < check->given_count && st == ST_OK; i++)
        st = given_read(op, paths[i], &check->given[i]);
    return st;
}

/* --key, the half that checks; else the installation's own. */
static enum status check_key(struct op *op, const struct cli *cli, struct checkpoint_key *ret)
{
    const char *path = cli_option(cli, "key");
    struct bytes text;
    enum status st;

    if (path == NULL)
        return audit_key_load(op, &cli->config, ret);
    st = file_read(op, path, 1024, &text);
    return st == ST_OK ? checkpoint_key_parse(op, text, ret) : st;
}

static void print_finding(void *arg, const struct audit_finding *finding)
{
    struct rows *rows = arg;

    rows_text(rows, bytes_of(finding->table));
    rows_text(rows, finding->id);
    rows_text(rows, bytes_of(finding->what));
}

static void print_sum(struct op *op, const struct audit_check *check)
{
    struct bytes root = base64_print(op->arena, (struct bytes){(const char *)check->root.b, sizeof(check->root.b)});

    fprintf(stderr, "audit: %" PRId64 " leaves with root %.*s, %" PRId64 " checkpoints", check->leaves, (int)root.n, root.p,
            check->checkpoints);
    if (!check->key->can_check)
        fputs(" (signatures not checked: no key)", stderr);
    else if (check->unsigned_checkpoints > 0)
        fprintf(stderr, " (%" PRId64 " not signed by this key)", check->unsigned_checkpoints);
    if (!check->log_only)
        fprintf(stderr, ", %" PRId64 " rows", check->rows);
    fputs(check->findings == 0 ? ": all in order\n" : "\n", stderr);
}

static enum status verify(struct op *op, struct cli *cli)
{
    static const char *const columns[] = {"table", "id", "finding"};
    struct audit_check check = {.log_only = cli_switch(cli, "log-only"), .report = print_finding};
    struct checkpoint_key key;
    struct rows *rows;
    struct db *db;
    enum status st = check_key(op, cli, &key);

    check.key = &key;
    if (st == ST_OK)
        st = given_list(op, cli, &check);
    if (st == ST_OK)
        st = cli_db(op, cli, &db);
    if (st == ST_OK)
        st = rows_begin(op, cli, columns, COUNT_OF(columns), &rows);
    if (st != ST_OK)
        return st;
    check.arg = rows;
    st = audit_check(op, db, &check);
    rows_end(rows);
    if (st != ST_OK)
        return st;
    print_sum(op, &check);
    return check.findings == 0 ? ST_OK : op_fail(op, ST_CONFLICT, "%" PRId64 " findings", check.findings);
}

const struct command command_audit_verify = {
    .path = "audit verify",
    .summary = "Find anything that was altered, removed or inserted behind the log's back",
    .text =
        "Hashes each leaf of the audit log again and compares the root with the head, with every checkpoint that was given out and "
        "with those in the files of --checkpoint: checkpoints, or receipts that hold one. Then it holds each row of the tables that "
        "the log speaks of against its leaf, and the stored bytes of each submission against their hash. It prints one row a "
        "finding: table, id and what is wrong. A checkpoint from outside is what finds a log that was cut or written anew as a "
        "whole; so let partners keep theirs."
        "\n\nIt reads one snapshot, changes nothing and may run at any time. Exits with 1 when there is a finding."
        "\n\nExample: efc audit verify --checkpoint receipt.json",
    .options =
        (const struct cli_option[]){{"checkpoint", "FILE", "a checkpoint or receipt that was kept; may be repeated", CLI_MANY},
                                    {"key", "FILE", "the key that checks signatures (default: that of audit_key)", CLI_OPTIONAL},
                                    {"log-only", NULL, "the log and its checkpoints, not the tables", CLI_OPTIONAL},
                                    CLI_FORMAT_OPTION,
                                    {0}},
    .role = "efc_audit",
    .run = verify,
};
