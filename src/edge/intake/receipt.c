#include "receipt.h"

#include "base/instant.h"
#include "base/json.h"
#include "store/audit_store.h"

#define PROBLEMS_SHOWN 1000

static struct bytes hash_print(struct arena *arena, const struct sha256 *hash)
{
    return sha256_print(arena, hash);
}

static void put_counts(struct json_out *out, const struct submission_progress *progress)
{
    json_key_i64(out, "records", progress->records);
    json_key_i64(out, "accepted", progress->accepted);
    json_key_i64(out, "duplicate", progress->duplicate);
    json_key_i64(out, "revised", progress->revised);
    json_key_i64(out, "quarantined", progress->quarantined);
    json_key_i64(out, "warnings", progress->warnings);
}

static void put_chain(struct op *op, struct json_out *out, const struct submission_progress *progress)
{
    json_key_string(out, "records_sha256", progress->has_chain ? hash_print(op->arena, &progress->chain) : BYTES_NONE);
}

/* Only of a correction or a replay: whose lines it takes again. */
static void put_origin(struct op *op, struct json_out *out, const struct submission *submission)
{
    if (submission->is_correction)
        json_key_string(out, "corrects", uuid_print(op->arena, &submission->corrects));
    if (!submission->is_replay)
        return;
    json_key_string(out, "replays", uuid_print(op->arena, &submission->replays));
    json_key_string(out, "replay_scope", submission->replay_scope);
}

static struct bytes leaf_of(struct op *op, const struct submission *submission)
{
    struct json_out out;
    struct buf buf;

    buf_init(&buf, op->arena);
    json_out_init(&out, &buf);
    json_open(&out, '{');
    json_key_string(&out, "partner", submission->partner);
    json_key_string(&out, "record_kind", bytes_of(record_kind_name(submission->kind)));
    json_key_string(&out, "sha256", hash_print(op->arena, &submission->sha256));
    json_key_string(&out, "stored_sha256", hash_print(op->arena, &submission->stored_sha256));
    json_key_i64(&out, "bytes", submission->bytes);
    json_key_i64(&out, "stored_bytes", submission->stored_bytes);
    json_key_string(&out, "format", submission->format);
    json_key_string(&out, "source", submission->source);
    json_key_string(&out, "received_at", instant_print(op->arena, submission->received_us));
    json_key_i64(&out, "problems", submission->progress.problems);
    put_counts(&out, &submission->progress);
    put_chain(op, &out, &submission->progress);
    put_origin(op, &out, submission);
    json_close(&out, '}');
    return buf_bytes(&buf);
}

/* In a container the member is named, and the line is that in the member. */
static void put_line(struct json_out *out, const struct submission *submission, int64_t line)
{
    struct bytes member = submission_member(submission, line, &line);

    if (member.p != NULL)
        json_key_string(out, "member", member);
    json_key_i64(out, "line", line);
}

static void put_problem(struct json_out *out, const struct submission *submission, const PGresult *res, int row)
{
    json_open(out, '{');
    put_line(out, submission, cell_i64(res, row, 1));
    json_key_string(out, "source_ref", cell_text(res, row, 2));
    json_key_string(out, "field", cell_text(res, row, 3));
    json_key_string(out, "code", cell_text(res, row, 4));
    json_key_string(out, "severity", cell_text(res, row, 5));
    json_close(out, '}');
}

static enum status put_problems(struct op *op, struct db *db, const struct submission *submission, struct json_out *out)
{
    struct param params[] = {param_uuid(&submission->id), param_i64(op->arena, -1), param_i64(op->arena, PROBLEMS_SHOWN)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_PROBLEM_LIST, params, &res);

    if (st != ST_OK)
        return st;
    json_key(out, "problems");
    json_open(out, '[');
    for (int row = 0; row < PQntuples(res); row++)
        put_problem(out, submission, res, row);
    json_close(out, ']');
    json_key(out, "problems_truncated");
    json_bool(out, submission->progress.problems > PROBLEMS_SHOWN);
    return ST_OK;
}

/* Of a container that holds several files. */
static void put_members(struct json_out *out, const struct submission *submission)
{
    if (submission->member_count == 0)
        return;
    json_key(out, "members");
    json_open(out, '[');
    for (size_t i = 0; i < submission->member_count; i++) {
        const struct member_counts *of = &submission->progress.members[i];

        json_open(out, '{');
        json_key_string(out, "member", submission->members[i]);
        json_key_i64(out, "records", of->accepted + of->duplicate + of->revised + of->quarantined);
        json_key_i64(out, "accepted", of->accepted);
        json_key_i64(out, "duplicate", of->duplicate);
        json_key_i64(out, "revised", of->revised);
        json_key_i64(out, "quarantined", of->quarantined);
        json_close(out, '}');
    }
    json_close(out, ']');
}

/* Files of it that are not in this submission, and why. */
static void put_others(struct json_out *out, const struct submission *submission)
{
    if (submission->other_count == 0)
        return;
    json_key(out, "members_passed_over");
    json_open(out, '[');
    for (size_t i = 0; i < submission->other_count; i++) {
        json_open(out, '{');
        json_key_string(out, "member", submission->others[i].name);
        json_key_string(out, "reason", BYTES("other_kind"));
        json_key_string(out, "record_kind", bytes_of(record_kind_name(submission->others[i].kind)));
        json_close(out, '}');
    }
    json_close(out, ']');
}

static void put_ignored(struct json_out *out, const struct submission *submission)
{
    json_key(out, "ignored_columns");
    json_open(out, '[');
    for (size_t i = 0; i < submission->ignored_count; i++)
        json_string(out, submission->ignored[i]);
    json_close(out, ']');
}

/* Only where something was: most formats are stored as they are. */
static void put_not_stored(struct json_out *out, const struct submission *submission)
{
    if (submission->passed_over > 0)
        json_key_i64(out, "passed_over", submission->passed_over);
    if (submission->left_out > 0)
        json_key_i64(out, "left_out", submission->left_out);
}

static enum status receipt_make(struct op *op, struct db *db, const struct submission *submission, int64_t log_index,
                                struct bytes checkpoint, struct bytes *ret)
{
    struct json_out out;
    struct buf buf;

    buf_init(&buf, op->arena);
    json_out_init(&out, &buf);
    json_open(&out, '{');
    json_key_string(&out, "receipt_id", uuid_print(op->arena, &submission->id));
    json_key_string(&out, "partner", submission->partner);
    json_key_string(&out, "record_kind", bytes_of(record_kind_name(submission->kind)));
    json_key_string(&out, "sha256", hash_print(op->arena, &submission->sha256));
    json_key_string(&out, "received_at", instant_print(op->arena, submission->received_us));
    put_counts(&out, &submission->progress);
    put_chain(op, &out, &submission->progress);
    put_origin(op, &out, submission);
    enum status st = put_problems(op, db, submission, &out);

    put_members(&out, submission);
    put_others(&out, submission);
    put_ignored(&out, submission);
    put_not_stored(&out, submission);
    json_key_i64(&out, "log_index", log_index);
    json_key(&out, "checkpoint");
    json_raw(&out, checkpoint);
    json_close(&out, '}');
    *ret = buf_bytes(&buf);
    return st;
}

enum status receipt_put(struct op *op, struct db *db, const struct intake *intake, const struct submission *submission)
{
    struct bytes checkpoint = BYTES_NONE, receipt = BYTES_NONE;
    int64_t log_index;
    enum status st =
        audit_append(op, db, "submission.done", uuid_print(op->arena, &submission->id), leaf_of(op, submission), &log_index);

    if (st == ST_OK)
        st = audit_checkpoint_json(op, db, intake->key, &checkpoint);
    if (st == ST_OK)
        st = receipt_make(op, db, submission, log_index, checkpoint, &receipt);
    if (st == ST_OK)
        st = submission_put_receipt(op, db, &submission->id, receipt);
    return st;
}
