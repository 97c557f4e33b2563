/* The audit log on the command line. */
#include <inttypes.h>
#include <string.h>

#include "base/instant.h"
#include "base/json.h"
#include "base/number.h"
#include "cli/cli.h"
#include "edge/audit_key.h"
#include "edge/file.h"
#include "store/audit_check.h"
#include "store/audit_proof.h"
#include "store/audit_store.h"

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
    struct bytes root = base64_print(op->arena, sha256_raw(&check->root));

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

/* ---- checkpoint, list, show, prove, check ---- */

struct checkpoint_work {
    struct checkpoint_key key;
    struct bytes note;
};

static enum status checkpoint_work(struct op *op, struct db *db, void *arg)
{
    struct checkpoint_work *work = arg;

    return audit_checkpoint(op, db, &work->key, &work->note);
}

static enum status print_checkpoint(struct op *op, struct cli *cli)
{
    struct checkpoint_work work;
    struct db *db;
    enum status st = audit_key_load(op, &cli->config, &work.key);

    if (st == ST_OK)
        st = cli_db(op, cli, &db);
    if (st == ST_OK)
        st = db_unit(op, db, checkpoint_work, &work);
    if (st != ST_OK)
        return st;
    fwrite(work.note.p, 1, work.note.n, stdout);
    return ST_OK;
}

const struct command command_audit_checkpoint = {
    .path = "audit checkpoint",
    .summary = "Print a signed checkpoint of the audit log",
    .text =
        "Name, size and root of the log, signed by the key of audit_key (a C2SP tlog-checkpoint); without a key it is not signed. Give "
        "it to people outside, as often as you like: efc audit verify --checkpoint finds whether the log is still the same."
        "\n\nExample: efc audit checkpoint > checkpoint-2026-03-01",
    .role = "efc_audit",
    .run = print_checkpoint,
};

static enum status list(struct op *op, struct cli *cli)
{
    static const struct rows_column columns[] = {
        {"leaf", ROWS_NUMBER}, {"at", ROWS_INSTANT},   {"actor", ROWS_TEXT},
        {"action", ROWS_TEXT}, {"subject", ROWS_TEXT}, {"detail", ROWS_TEXT},
    };
    AUTO(pg_clear) PGresult *res = NULL;
    int64_t before, limit;
    struct db *db;
    enum status st = cli_option_i64(op, cli, "before", 0, INT64_MAX, -1, &before);

    if (st == ST_OK)
        st = cli_option_i64(op, cli, "limit", 1, 1000000, 50, &limit);
    if (st == ST_OK)
        st = cli_db(op, cli, &db);
    if (st != ST_OK)
        return st;
    struct param params[] = {param_cstr(cli_option(cli, "action")), param_cstr(cli_option(cli, "subject")),
                             param_cstr(cli_option(cli, "by")),
                             before < 0 ? param_text(BYTES_NONE) : param_i64(op->arena, before), param_i64(op->arena, limit)};

    st = db_run(op, db, &Q_AUDIT_LIST, params, &res);
    return st == ST_OK ? rows_from_result(op, cli, columns, COUNT_OF(columns), res) : st;
}

const struct command command_audit_list = {
    .path = "audit list",
    .summary = "List leaves of the audit log, the newest first",
    .text = "One row a leaf: leaf, at, actor, action, subject, detail. An --action that ends with a dot takes all that begin so."
            "\n\nExample: efc audit list --action request. --subject 12",
    .options =
        (const struct cli_option[]){{"action", "ACTION", "only this action, such as request.approved or request.", CLI_OPTIONAL},
                                    {"subject", "ID", "only what was done to this", CLI_OPTIONAL},
                                    {"by", "NAME", "only what this actor did", CLI_OPTIONAL},
                                    {"before", "N", "only leaves before this one", CLI_OPTIONAL},
                                    {"limit", "N", "at most so many (default 50)", CLI_OPTIONAL},
                                    CLI_FORMAT_OPTION,
                                    {0}},
    .role = "efc_audit",
    .run = list,
};

/* The proof for the leaf that the first argument names. */
static enum status proof_of_argument(struct op *op, struct cli *cli, struct audit_proof *ret)
{
    struct checkpoint_key key;
    int64_t index, since;
    struct db *db;
    enum status st = cli_option_i64(op, cli, "since", 1, INT64_MAX, 0, &since);

    if (st == ST_OK && (!parse_i64(bytes_of(cli_argument(cli, 0)), &index) || index < 0))
        return op_fail(op, ST_USAGE, "LEAF must be the number of a leaf, from 0");
    if (st == ST_OK)
        st = audit_key_load(op, &cli->config, &key);
    if (st == ST_OK)
        st = cli_db(op, cli, &db);
    return st == ST_OK ? audit_proof_get(op, db, &key, index, since, ret) : st;
}

static void print_hash(struct op *op, const char *before, const struct sha256 *hash)
{
    struct bytes text = base64_print(op->arena, sha256_raw(hash));

    printf("%s%.*s\n", before, (int)text.n, text.p);
}

static enum status show(struct op *op, struct cli *cli)
{
    struct audit_proof *proof = arena_new_of(op->arena, struct audit_proof);
    enum status st = proof_of_argument(op, cli, proof);

    if (st != ST_OK)
        return st;
    printf("leaf     %" PRId64 "\nat       %s\nactor    %s\naction   %s\nsubject  %s\ndetail   %s\n", proof->index,
           instant_print(op->arena, proof->leaf.at_us).p, proof->leaf.actor.p, proof->leaf.action.p, proof->leaf.subject.p,
           proof->leaf.detail.p == NULL ? "-" : proof->leaf.detail.p);
    print_hash(op, "hash     ", &proof->leaf_hash);
    printf("\nin the log of %" PRIu64 " leaves", proof->checkpoint.size);
    print_hash(op, " with the root ", &proof->checkpoint.root);
    for (size_t i = 0; i < proof->count; i++)
        print_hash(op, i == 0 ? "by       " : "         ", &proof->hashes[i]);
    return ST_OK;
}

const struct command command_audit_show = {
    .path = "audit show",
    .arguments = "LEAF",
    .summary = "Show one leaf of the audit log and why it is in the log",
    .text = "What was done, when, by whom and to what; the hash of the leaf, and the hashes that lead from it to the root.",
    .least_arguments = 1,
    .most_arguments = 1,
    .role = "efc_audit",
    .run = show,
};

static enum status prove(struct op *op, struct cli *cli)
{
    struct audit_proof *proof = arena_new_of(op->arena, struct audit_proof);
    enum status st = proof_of_argument(op, cli, proof);
    struct bytes text;

    if (st != ST_OK)
        return st;
    text = audit_proof_print(op->arena, proof);
    printf("%.*s\n", (int)text.n, text.p);
    return ST_OK;
}

const struct command command_audit_prove = {
    .path = "audit prove",
    .arguments = "LEAF",
    .summary = "Print the proof that a leaf is in the audit log, for people outside",
    .text =
        "JSON with the leaf, the hashes from it to the root (RFC 6962) and a signed checkpoint. With --since it also proves that the "
        "log has only grown since it had that many leaves. efc audit check checks it without a database."
        "\n\nExample: efc audit prove 42 --since 12 > proof.json",
    .options =
        (const struct cli_option[]){{"since", "SIZE", "size of an earlier checkpoint that the log has grown from", CLI_OPTIONAL},
                                    {0}},
    .least_arguments = 1,
    .most_arguments = 1,
    .role = "efc_audit",
    .run = prove,
};

static enum status check_proof(struct op *op, struct cli *cli)
{
    struct audit_proof *proof = arena_new_of(op->arena, struct audit_proof);
    const char *path = cli_option(cli, "checkpoint");
    struct audit_given earlier;
    struct checkpoint_key key;
    struct bytes text;
    enum status st = check_key(op, cli, &key);

    if (st == ST_OK)
        st = file_read(op, cli_argument(cli, 0), NOTE_FILE_LIMIT, &text);
    if (st == ST_OK && path != NULL)
        st = given_read(op, path, &earlier);
    if (st == ST_OK && path != NULL && checkpoint_check(op->arena, earlier.note, &key) != CHECKPOINT_SIGNED)
        return op_fail(op, ST_CONFLICT, "%s: it is not signed by this key", path);
    if (st == ST_OK)
        st = audit_proof_check(op, text, &key, path == NULL ? NULL : &earlier.checkpoint, proof);
    if (st != ST_OK)
        return st;
    printf("%.*s\n", (int)proof->text.n, proof->text.p);
    fprintf(stderr, "audit: this is leaf %" PRId64 " of the log %.*s of %" PRIu64 " leaves\n", proof->index,
            (int)proof->checkpoint.origin.n, proof->checkpoint.origin.p, proof->checkpoint.size);
    return ST_OK;
}

const struct command command_audit_check = {
    .path = "audit check",
    .arguments = "PROOF",
    .summary = "Check a proof of efc audit prove; needs no database",
    .text =
        "Checks the signature of the checkpoint in the file PROOF, and that the leaf is in the log of that checkpoint; with --checkpoint "
        "also that this log has only grown since the checkpoint (or receipt) that you have kept. Prints the leaf. Exits with 1 when "
        "the proof proves nothing."
        "\n\nExample: efc audit check proof.json --key log.pub --checkpoint receipt.json",
    .options = (const struct cli_option[]){{"key", "FILE", "the key that checks signatures, as key-new printed it", CLI_REQUIRED},
                                           {"checkpoint", "FILE", "a checkpoint or receipt that was kept", CLI_OPTIONAL},
                                           {0}},
    .least_arguments = 1,
    .most_arguments = 1,
    .run = check_proof,
};
