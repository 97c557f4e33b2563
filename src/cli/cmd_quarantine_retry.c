/* Lines that could not be taken, or whole submissions, taken once more from the stored bytes under the rules and the profile of now. */
#include <inttypes.h>
#include <string.h>

#include "cli/cli.h"
#include "edge/audit_key.h"
#include "edge/intake.h"
#include "edge/profile_file.h"
#include "store/partner_store.h"

#define MIB ((size_t)1 << 20)

struct retry {
    struct cli *cli;
    struct db *db;
    const struct ident_data *data;
    struct checkpoint_key key;
    struct bytes scope;
    int64_t submissions;
    int64_t taken;
    int64_t quarantined;
};

/* ---- the profile ---- */

/* How the stored bytes are to be read now; text BYTES_NONE: as they are. */
struct reading {
    struct profile profile;
    struct bytes text;
};

static void reading_done(struct reading *reading)
{
    profile_done(&reading->profile);
}

/* --profile, or the partner's own, or that of the submission when the partner has none now. */
static enum status reading_find(struct op *op, const struct retry *retry, const struct submission *original, struct reading *ret)
{
    const char *path = cli_option(retry->cli, "profile"), *folder = config_text(&retry->cli->config, CONFIG_data_dir);
    enum status st = path != NULL ? profile_load(op, path, &ret->profile, &ret->text)
                                  : profile_of_partner(op, folder, original->partner, &ret->profile, &ret->text);

    if (st != ST_OK || ret->text.n > 0 || original->profile.n == 0)
        return st;
    ret->text = original->profile;
    return profile_parse(op, "of the submission", original->profile, &ret->profile);
}

/* The stored bytes are UTF-8 already: what was read in the wrong character set cannot be read again from them. */
static enum status charset_check(struct op *op, const struct submission *original, const struct reading *reading)
{
    AUTO(reading_done) struct reading before = {.text = original->profile};
    enum status st = before.text.n == 0 ? ST_OK : profile_parse(op, "of the submission", before.text, &before.profile);
    struct bytes now = reading->text.n == 0 ? BYTES_NONE : reading->profile.character_set;

    if (st == ST_OK && !bytes_equal_fold(now, before.profile.character_set))
        return op_fail(op, ST_INPUT,
                       "the profile names another character set than the one that the file was read in: the file must be "
                       "sent again");
    return st;
}

/* ---- one submission ---- */

static enum status original_find(struct op *op, const struct retry *retry, const struct uuid *id, struct submission *ret)
{
    enum status st = submission_find(op, retry->db, id, ret);

    if (st == ST_OK && ret->is_replay) {
        struct uuid original = ret->replays;

        st = submission_find(op, retry->db, &original, ret);
    }
    if (st == ST_NOTFOUND)
        return op_fail(op, st, "there is no such submission");
    if (st == ST_OK && !ret->done)
        return op_fail(op, ST_CONFLICT, "the submission is still being decoded");
    if (st == ST_OK && ret->is_correction && bytes_is(retry->scope, SCOPE_ALL))
        return op_fail(op, ST_CONFLICT, "a correction is not taken once more as a whole: name the submission that it corrects");
    return st;
}

static enum status replay_decode(struct op *op, const struct retry *retry, const struct partner *partner,
                                 struct submission *replay)
{
    const struct config *config = &retry->cli->config;
    struct intake intake = {.db = retry->db,
                            .data = retry->data,
                            .key = &retry->key,
                            .partner = partner,
                            .kind = replay->kind,
                            .source = "quarantine retry",
                            .chunk_records = config_number(config, CONFIG_chunk_records),
                            .memory = (size_t)config_number(config, CONFIG_unit_memory) * MIB};

    return intake_decode(op, &intake, replay);
}

static enum status replay_print(struct op *op, struct retry *retry, const struct submission *replay)
{
    const struct submission_progress *p = &replay->progress;
    struct bytes id = uuid_print(op->arena, &replay->replays);

    printf("%.*s\n", (int)replay->receipt.n, replay->receipt.p);
    if (fflush(stdout) != 0)
        return op_fail(op, ST_FULL, "the receipt could not be written");
    fprintf(stderr,
            "%s: %" PRId64 " lines: %" PRId64 " accepted, %" PRId64 " duplicate, %" PRId64 " revised, %" PRId64
            " still in quarantine\n",
            id.p, p->records, p->accepted, p->duplicate, p->revised, p->quarantined);
    retry->submissions++;
    retry->taken += p->accepted + p->duplicate + p->revised;
    retry->quarantined += p->quarantined;
    return ST_OK;
}

static enum status submission_retry(struct op *op, struct retry *retry, const struct uuid *id)
{
    AUTO(reading_done) struct reading reading = {.text = BYTES_NONE};
    struct submission original = {.done = false}, replay = {.done = false};
    struct partner partner;
    enum status st = original_find(op, retry, id, &original);

    if (st == ST_OK)
        st = partner_find(op, retry->db, original.partner, &partner);
    if (st == ST_OK)
        st = reading_find(op, retry, &original, &reading);
    if (st == ST_OK)
        st = charset_check(op, &original, &reading);
    if (st != ST_OK)
        return st;
    original.partner_number = partner.number;
    st = submission_replay(op, retry->db, &original, retry->scope, reading.text, &replay);
    if (st == ST_OK)
        st = replay_decode(op, retry, &partner, &replay);
    return st == ST_OK ? replay_print(op, retry, &replay) : st;
}

/* Each in memory of its own. */
static enum status one_retry(struct op *op, struct retry *retry, const struct uuid *id)
{
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct op inner;
    enum status st;

    op_init(&inner, arena, op->now_us, op->actor);
    st = submission_retry(&inner, retry, id);
    return st == ST_OK ? ST_OK : op_fail(op, st, "%s: %s", uuid_print(op->arena, id).p, inner.cause);
}

/* ---- which ---- */

static enum status all_retry(struct op *op, struct retry *retry)
{
    struct param params[] = {param_cstr(cli_option(retry->cli, "partner")), param_cstr(cli_option(retry->cli, "kind")),
                             param_cstr(cli_option(retry->cli, "code"))};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, retry->db, &Q_QUARANTINE_LIST_SUBMISSIONS, params, &res);

    for (int row = 0; st == ST_OK && row < PQntuples(res); row++) {
        struct uuid id = cell_uuid(res, row, 0);

        st = one_retry(op, retry, &id);
    }
    return st;
}

static enum status scope_read(struct op *op, struct retry *retry, struct uuid *ret_id, bool *ret_one)
{
    const char *submission = cli_option(retry->cli, "submission"), *code = cli_option(retry->cli, "code");
    const char *kind = cli_option(retry->cli, "kind");
    bool whole = cli_switch(retry->cli, "whole");
    enum record_kind known_kind;
    enum reason known;

    *ret_one = submission != NULL;
    if (submission == NULL && code == NULL)
        return op_fail(op, ST_USAGE, "say what is taken once more: --submission ID, or --code CODE");
    if (submission != NULL && !uuid_parse(bytes_of(submission), ret_id))
        return op_fail(op, ST_USAGE, "--submission is the id of a submission, the receipt_id of its receipt");
    if (whole && (submission == NULL || code != NULL))
        return op_fail(op, ST_USAGE, "--whole belongs to --submission, without --code");
    if (code != NULL && !reason_find(bytes_of(code), &known))
        return op_fail(op, ST_USAGE, "--code: there is no such reason");
    if (kind != NULL && !record_kind_find(bytes_of(kind), &known_kind))
        return op_fail(op, ST_USAGE, "--kind: there is no such kind of record");
    if (submission != NULL && (kind != NULL || cli_option(retry->cli, "partner") != NULL))
        return op_fail(op, ST_USAGE, "--partner and --kind belong to --code alone");
    retry->scope = whole          ? BYTES(SCOPE_ALL)
                   : code != NULL ? bytes_printf(op->arena, SCOPE_CODE "%s", code)
                                  : BYTES(SCOPE_QUARANTINE);
    return ST_OK;
}

static enum status retry_run(struct op *op, struct cli *cli)
{
    struct retry retry = {.cli = cli};
    struct uuid id;
    bool one;
    enum status st = scope_read(op, &retry, &id, &one);

    if (st == ST_OK)
        st = audit_key_load(op, &cli->config, &retry.key);
    if (st == ST_OK)
        st = cli_db(op, cli, &retry.db);
    if (st == ST_OK)
        st = cli_ident_data(op, cli, &retry.data);
    if (st == ST_OK)
        st = one ? one_retry(op, &retry, &id) : all_retry(op, &retry);
    if (st != ST_OK)
        return st;
    if (!one)
        fprintf(stderr, "%" PRId64 " submissions: %" PRId64 " lines were taken\n", retry.submissions, retry.taken);
    return retry.quarantined == 0 ? ST_OK : op_fail(op, ST_INPUT, "%" PRId64 " lines are still in quarantine", retry.quarantined);
}

const struct command command_quarantine_retry = {
    .path = "quarantine retry",
    .summary = "Take lines in quarantine once more, under the rules and the profile of now",
    .text =
        "Reads the stored bytes of a submission again, with the program's present rules and the partner's present profile (--profile, or "
        "partners/<partner>.conf below data_dir, or else the profile that the submission was read by). Lines in quarantine that can now "
        "be taken leave it; the others stay, with what is wrong with them now. With --code it does so for all submissions that have "
        "lines with that reason, and for those lines alone."
        "\n\n--whole replays the whole submission, as when a profile was wrong: lines that now say something else become revisions, those "
        "that say the same count as duplicates. What the partner has withdrawn, or has sent something newer about, stays as it is and "
        "counts as a duplicate. Records that a profile once left out of the stored bytes are not there to be taken."
        "\n\nEach submission gives a receipt, a line of JSON on stdout, with a leaf in the audit log: it names the submission that it "
        "replays and counts only the lines that it took up; the first receipt never changes. Cut off and called again, it goes on where "
        "it stopped. Exits with 1 when lines are still in quarantine."
        "\n\nExample: efc quarantine retry --code time_invalid --partner bank-one",
    .options = (const struct cli_option[]){{"submission", "ID", "lines of this submission", CLI_OPTIONAL},
                                           {"code", "CODE", "lines with this reason", CLI_OPTIONAL},
                                           {"partner", "ID", "only of this partner", CLI_OPTIONAL},
                                           {"kind", "KIND", "only of this kind of record", CLI_OPTIONAL},
                                           {"whole", NULL, "every line of the submission", CLI_OPTIONAL},
                                           {"profile", "FILE", "the partner profile to read it by", CLI_OPTIONAL},
                                           CLI_ACTOR_OPTION,
                                           {0}},
    .role = "efc_intake",
    .run = retry_run,
};
