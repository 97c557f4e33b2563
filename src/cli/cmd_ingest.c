/* efc ingest: files, standard input or a manifest, each to its receipt. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json.h"
#include "cli/cli.h"
#include "cli/receipt_summary.h"
#include "edge/audit_key.h"
#include "edge/file.h"
#include "edge/file_kinds.h"
#include "edge/intake.h"
#include "edge/profile_file.h"
#include "edge/record_reader.h"

#define MANIFEST_LIMIT ((size_t)16 << 20)
#define MIB ((size_t)1 << 20)

/* The file before: its last chunk may be on its way to the disk while the next file is read. */
struct under_way {
    struct intake_taking *taking;
    const char *path;
};

struct ingest {
    struct op *op; /* of the command */
    struct cli *cli;
    struct db *db;
    struct turns *turns;
    struct under_way under_way;
    enum status stopped; /* a service is not there: no file more is taken */
    const struct ident_data *data;
    struct checkpoint_key key;
    int64_t quarantined;
    int64_t refused; /* files */
    struct intake_times times;
};

/* ---- a source of bytes ---- */

static void close_descriptor(int *descriptor)
{
    if (*descriptor > STDIN_FILENO)
        close(*descriptor);
}

static enum status descriptor_read(struct op *op, void *arg, char *buffer, size_t room, size_t *ret_n)
{
    ssize_t n;

    do
        n = read(*(int *)arg, buffer, room);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return op_fail(op, ST_UNAVAILABLE, "reading: %s", strerror(errno));
    *ret_n = (size_t)n;
    return ST_OK;
}

static enum status source_open(struct op *op, const char *path, int *ret)
{
    struct stat info;

    if (strcmp(path, "-") == 0) {
        *ret = STDIN_FILENO;
        return ST_OK;
    }
    *ret = open(path, O_RDONLY | O_CLOEXEC);
    if (*ret < 0)
        return op_fail(op,
                       errno == ENOENT   ? ST_NOTFOUND
                       : errno == EACCES ? ST_FORBIDDEN
                                         : ST_UNAVAILABLE,
                       "%s: %s", path, strerror(errno));
    if (fstat(*ret, &info) == 0 && S_ISDIR(info.st_mode))
        return op_fail(op, ST_INPUT, "%s is a folder, not a file", path);
    return ST_OK;
}

/* ---- what people see ---- */

static void show(void *arg, const char *step, int64_t done)
{
    const char *source = arg;
    char what[160];

    snprintf(what, sizeof(what), "%.120s: %s", source, step);
    progress_show(what, done, 0);
}

static enum status print_result(struct op *op, const char *source, const struct intake_result *result)
{
    progress_end();
    printf("%.*s\n", (int)result->receipt.n, result->receipt.p);
    if (fflush(stdout) != 0)
        return op_fail(op, ST_FULL, "the receipt could not be written");
    return receipt_summary(op, source, result);
}

static void print_stage(const char *name, const char *thread, int64_t us, const char *text)
{
    fprintf(stderr, "stage %-8s %-8s %9.3f s  %s\n", name, thread, (double)us / 1e6, text);
}

static void print_stages(const struct ingest *ingest, int64_t passed_us)
{
#define INTAKE_STAGE(name, thread, text) print_stage(#name, #thread, ingest->times.us[INTAKE_STAGE_##name], text);
#include "edge/intake_stage.def"
#undef INTAKE_STAGE
    print_stage("all", "", passed_us, "what passed");
}

static void ingest_done(struct ingest *ingest)
{
    intake_done(&ingest->under_way.taking);
    turns_free(&ingest->turns);
}

static enum status result_take(struct op *op, struct ingest *ingest, const struct under_way *under_way)
{
    struct intake_result result;
    enum status st = intake_end(op, under_way->taking, &result);

    if (st != ST_OK)
        return st;
    ingest->quarantined += result.progress.quarantined;
    return print_result(op, under_way->path, &result);
}

static void under_way_end(struct ingest *ingest)
{
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct op op;
    enum status st;

    if (ingest->under_way.taking == NULL)
        return;
    op_init(&op, arena, ingest->op->now_us, ingest->op->actor);
    st = result_take(&op, ingest, &ingest->under_way);
    intake_done(&ingest->under_way.taking);
    if (st != ST_OK && ingest->stopped == ST_OK)
        ingest->stopped = op_fail(ingest->op, st, "%s", op.cause);
}

/* ---- one file ---- */

/* What tells how a partner's file is to be read; text BYTES_NONE: it has our fields. */
struct reading {
    struct profile profile;
    struct bytes text;
};

static void reading_done(struct reading *reading)
{
    profile_done(&reading->profile);
}

/* --profile, or else the partner's own below data_dir. */
static enum status reading_find(struct op *op, const struct ingest *ingest, struct bytes partner, struct reading *ret)
{
    const char *path = cli_option(ingest->cli, "profile"), *folder = config_text(&ingest->cli->config, CONFIG_data_dir);

    return path == NULL ? profile_of_partner(op, folder, partner, &ret->profile, &ret->text)
                        : profile_load(op, path, &ret->profile, &ret->text);
}

static enum status kind_take(struct op *op, struct ingest *ingest, const struct partner *partner, enum record_kind kind,
                             const char *path, const struct reading *reading)
{
    const struct config *config = &ingest->cli->config;
    AUTO(close_descriptor) int descriptor = -1;
    struct intake intake = {.db = ingest->db,
                            .turns = ingest->turns,
                            .data = ingest->data,
                            .key = &ingest->key,
                            .partner = partner,
                            .kind = kind,
                            .source = path,
                            .profile = reading->text.n == 0 ? NULL : &reading->profile,
                            .profile_text = reading->text,
                            .chunk_records = config_number(config, CONFIG_chunk_records),
                            .memory = (size_t)config_number(config, CONFIG_unit_memory) * MIB,
                            .read = descriptor_read,
                            .read_arg = &descriptor,
                            .show = show,
                            .show_arg = (void *)path,
                            .times = &ingest->times};
    struct intake_taking *taking = NULL;
    enum status st = source_open(op, path, &descriptor);

    if (st == ST_OK)
        st = intake_begin(op, &intake, &taking);
    under_way_end(ingest);
    ingest->under_way = (struct under_way){taking, path};
    return st;
}

/* A file that says itself of what kinds its records are. */
static enum status kinds_read(struct op *op, const char *path, bool ret[RECORD_KIND_COUNT])
{
    enum status st = strcmp(path, "-") == 0 ? ST_OK : record_reader_kinds(op, path, ret);

    for (int i = 0; i < RECORD_KIND_COUNT && st == ST_OK; i++)
        if (ret[i])
            return ST_OK;
    if (st != ST_OK)
        return st;
    return op_fail(op, ST_USAGE, "say the kind of the records: --kind KIND, or a profile that tells it");
}

/* The kinds that the file is asked for, one submission each. */
static enum status kinds_find(struct op *op, const struct reading *reading, const enum record_kind *kind, const char *path,
                              bool ret[RECORD_KIND_COUNT])
{
    const struct profile *profile = &reading->profile;

    if (kind != NULL) {
        ret[*kind] = true;
        return ST_OK;
    }
    if (reading->text.n == 0)
        return kinds_read(op, path, ret);
    if (profile->kind_column.n > 0 && strcmp(path, "-") == 0)
        return op_fail(op, ST_USAGE, "a file of several kinds cannot come from standard input");
    return file_kinds(op, path, profile, ret);
}

static enum status file_take(struct op *op, struct ingest *ingest, const struct partner *partner, const enum record_kind *kind,
                             const char *path)
{
    AUTO(reading_done) struct reading reading = {.text = BYTES_NONE};
    bool kinds[RECORD_KIND_COUNT] = {false};
    enum status st = reading_find(op, ingest, partner->id, &reading);

    if (st == ST_OK)
        st = kinds_find(op, &reading, kind, path, kinds);
    for (int i = 0; i < RECORD_KIND_COUNT && st == ST_OK; i++)
        if (kinds[i])
            st = kind_take(op, ingest, partner, (enum record_kind)i, path, &reading);
    return st;
}

static bool is_refusal(enum status st)
{
    return status_exit_code(st) == status_exit_code(ST_INPUT);
}

/* A file that is refused does not keep the next from being taken; a service that is not there does. */
static enum status one_take(struct op *op, struct ingest *ingest, const struct partner *partner, const enum record_kind *kind,
                            const char *path)
{
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct op inner;

    op_init(&inner, arena, op->now_us, op->actor);
    enum status st = file_take(&inner, ingest, partner, kind, path);

    progress_end();
    if (ingest->stopped != ST_OK)
        return ingest->stopped;
    if (st == ST_OK)
        return ST_OK;
    if (!is_refusal(st))
        return op_fail(op, st, "%s", inner.cause);
    ingest->refused++;
    if (strncmp(inner.cause, path, strlen(path)) == 0)
        fprintf(stderr, "refused: %s\n", inner.cause);
    else
        fprintf(stderr, "%s: refused: %s\n", path, inner.cause);
    return ST_OK;
}

static enum status kind_parse(struct op *op, struct bytes text, enum record_kind *ret)
{
    if (record_kind_find(text, ret))
        return ST_OK;
    return op_fail(op, ST_USAGE, "there is no such kind of record; see efc ingest --help");
}

static enum status partner_get(struct op *op, struct ingest *ingest, struct bytes id, struct partner *ret)
{
    enum status st = partner_find(op, ingest->db, id, ret);

    if (st == ST_NOTFOUND)
        return op_fail(op, st, "there is no partner of this id: efc partner add makes one");
    return st;
}

static enum status files_take(struct op *op, struct ingest *ingest)
{
    struct cli *cli = ingest->cli;
    struct partner partner;
    enum record_kind kind;
    const char *name = cli_option(cli, "kind");
    enum status st = name == NULL ? ST_OK : kind_parse(op, bytes_of(name), &kind);

    if (st == ST_OK)
        st = partner_get(op, ingest, bytes_of(cli_option(cli, "partner")), &partner);
    for (int i = 0; i < cli->argument_count && st == ST_OK; i++)
        st = one_take(op, ingest, &partner, name == NULL ? NULL : &kind, cli_argument(cli, i));
    return st;
}

/* ---- a manifest ---- */

static enum status partner_make(struct op *op, struct ingest *ingest, const struct json *entry, struct bytes id)
{
    struct partner partner = {.id = id,
                              .name = json_find_text(entry, "name"),
                              .kind = json_find_text(entry, "kind"),
                              .country = json_find_text(entry, "country")};

    if (partner.name.p == NULL)
        partner.name = id;
    if (partner.kind.p == NULL)
        partner.kind = BYTES("other");
    if (partner.country.p == NULL)
        partner.country = BYTES("EU");
    return partner_put_name(op, ingest->db, &partner);
}

static enum status entry_take(struct op *op, struct ingest *ingest, const char *manifest, const struct json *entry)
{
    struct bytes id = json_find_text(entry, "partner"), file = json_find_text(entry, "file");
    const char *slash = strrchr(manifest, '/');
    struct partner partner;
    enum record_kind kind;
    enum status st;

    if (id.p == NULL || file.n == 0 || json_find_text(entry, "record_kind").p == NULL)
        return op_fail(op, ST_INPUT, "%s: each entry needs partner, record_kind and file", manifest);
    if (!record_kind_find(json_find_text(entry, "record_kind"), &kind))
        return op_fail(op, ST_INPUT, "%s: an entry has an unknown record_kind", manifest);
    st = cli_switch(ingest->cli, "create-partners") ? partner_make(op, ingest, entry, id) : ST_OK;
    if (st == ST_OK)
        st = partner_get(op, ingest, id, &partner);
    if (st != ST_OK)
        return st;
    bool is_relative = file.p[0] != '/' && slash != NULL;
    const char *path =
        arena_printf(op->arena, "%.*s%.*s", is_relative ? (int)(slash - manifest + 1) : 0, manifest, (int)file.n, file.p);

    return one_take(op, ingest, &partner, &kind, path);
}

static enum status manifest_take(struct op *op, struct ingest *ingest, const char *path)
{
    struct json *manifest;
    struct bytes text;
    enum status st = file_read(op, path, MANIFEST_LIMIT, &text);

    if (st == ST_OK)
        st = json_parse(op, text, &manifest);
    if (st == ST_OK && manifest->type != JSON_ARRAY)
        st = op_fail(op, ST_INPUT, "%s: a manifest is a JSON array of objects", path);
    if (st != ST_OK)
        return st;
    for (const struct json *entry = manifest->first; entry != NULL && st == ST_OK; entry = entry->next)
        st = entry_take(op, ingest, path, entry);
    return st;
}

/* ---- the command ---- */

static enum status usage_check(struct op *op, const struct cli *cli)
{
    bool manifest = cli_option(cli, "manifest") != NULL;
    bool named = cli_option(cli, "partner") != NULL;

    if (manifest && (cli_option(cli, "partner") != NULL || cli_option(cli, "kind") != NULL || cli->argument_count > 0))
        return op_fail(op, ST_USAGE, "--manifest stands alone: it names partners, kinds and files");
    if (!manifest && !named)
        return op_fail(op, ST_USAGE, "say who sends what: --partner ID [--kind KIND] FILE…, or --manifest FILE");
    if (!manifest && cli->argument_count == 0)
        return op_fail(op, ST_USAGE, "name a file, or - for standard input");
    if (!manifest && cli_switch(cli, "create-partners"))
        return op_fail(op, ST_USAGE, "--create-partners belongs to --manifest");
    return ST_OK;
}

static enum status ingest_run(struct op *op, struct cli *cli)
{
    AUTO(ingest_done) struct ingest ingest = {.op = op, .cli = cli};
    const char *manifest = cli_option(cli, "manifest");
    int64_t since_us = clock_monotonic_us();
    enum status st = usage_check(op, cli);

    if (st == ST_OK)
        st = audit_key_load(op, &cli->config, &ingest.key);
    if (st == ST_OK)
        st = cli_db(op, cli, &ingest.db);
    if (st == ST_OK)
        st = cli_ident_data(op, cli, &ingest.data);
    if (st == ST_OK)
        ingest.turns = turns_new(db_open, config_text(&cli->config, CONFIG_db), cli->command->role);
    if (st == ST_OK)
        st = manifest != NULL ? manifest_take(op, &ingest, manifest) : files_take(op, &ingest);
    under_way_end(&ingest);
    if (st == ST_OK)
        st = ingest.stopped;
    if (cli_switch(cli, "stages"))
        print_stages(&ingest, clock_monotonic_us() - since_us);
    if (st == ST_OK && ingest.quarantined + ingest.refused > 0)
        return op_fail(op, ST_INPUT, "%" PRId64 " records are in quarantine, %" PRId64 " files were refused", ingest.quarantined,
                       ingest.refused);
    return st;
}

const struct command command_ingest = {
    .path = "ingest",
    .arguments = "FILE…",
    .summary = "Take in what a partner sends",
    .text =
        "Takes, and recognises by its content:\n"
#define FORMAT(name, text) "\n  " #name ": " text
#include "format/format.def"
#undef FORMAT
        "\n\nEach of them as it is, compressed with gzip, or in a ZIP file, alone or up to 100 together, which need not be of the same format: "
        "the receipt then counts each of them, and a problem names the file. CSV is that of RFC 4180, columns in any order; a "
        "spreadsheet with our names in its first line needs no profile, nor do goAML, ISO 20022, STIX, MISP, X-ARF and ICCAM; XML of a "
        "partner's own does. - is standard input. Kinds of record:\n"
#define RECORD_KIND(name, time_field, endpoint, site, text) "\n  " #name ": " text
#include "core/record_kind.def"
#undef RECORD_KIND
        "\n\nThe bytes are stored before they are interpreted, card numbers truncated. Each file is answered with a receipt, a line of "
        "JSON on stdout, once everything in it is durable; the first problems are explained on stderr. A line that cannot be taken goes "
        "to quarantine, the rest goes on. The same file again gives the same receipt; a file whose taking was cut off goes on where it "
        "stopped."
        "\n\nA partner profile maps a file of another layout onto our fields: --profile names it, or else it is partners/<partner>.conf in "
        "data_dir, where there is one. It also tells the kind when --kind does not; so do the records of goAML, ISO 20022, STIX, MISP, "
        "X-ARF and ICCAM. A file that holds several kinds gives a receipt for each. In a ZIP file the names of the "
        "files in it count, where a profile tells the kind by the name. efc partner check shows what a profile makes of a file."
        "\n\nA receipt counts records: accepted, duplicate (on file with the same content), revised (on file with other content, which "
        "this supersedes), quarantined; together they are all records. warnings counts fields that were not taken of records that were; "
        "problems lists both kinds with line, field and reason, the first 1000, and problems_truncated says whether there are more. "
        "ignored_columns names what no field is called. passed_over, where it stands, counts records that the profile does not take (not "
        "marked as suspicious, for instance); left_out counts texts and values of the others that nobody needs or that may not be "
        "stored: of both nothing is stored. members_passed_over, of a ZIP file, names the files in it that are of another kind and not "
        "in this receipt. sha256 is that of the file as it came, records_sha256 is chained over the records that were "
        "taken, log_index and checkpoint are the place in the audit log."
        "\n\nA value of a field that may not be sent (of a victim, a picture, page content, a security code, a password) is replaced by "
        "\"withheld\" before anything is stored, and its record goes to quarantine; a table with such a column is refused as a whole."
        "\n\nA manifest is a JSON array of {\"partner\", \"record_kind\", \"file\"}, files relative to it. With --create-partners an "
        "unknown partner is made from \"name\", \"kind\" and \"country\" of its entry, or else as kind other, country EU."
        "\n\nExit code 1: a record is in quarantine or a file was refused."
        "\n\nExample: efc ingest --partner bank-one --kind merchant_flag flags.csv",
    .options =
        (const struct cli_option[]){{"partner", "ID", "who sends it", CLI_OPTIONAL},
                                    {"kind", "KIND", "the kind of its records", CLI_OPTIONAL},
                                    {"profile", "FILE", "the partner profile that tells what its columns mean", CLI_OPTIONAL},
                                    {"manifest", "FILE", "many files of many partners", CLI_OPTIONAL},
                                    {"create-partners", NULL, "make the partners that the manifest names", CLI_OPTIONAL},
                                    {"stages", NULL, "print on stderr how long each stage took", CLI_OPTIONAL},
                                    CLI_ACTOR_OPTION,
                                    {0}},
    .most_arguments = -1,
    .role = "efc_intake",
    .run = ingest_run,
};
