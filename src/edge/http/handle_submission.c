/* POST /v1/submissions, POST …/corrections, GET /v1/submissions/{submission_id}. */
#include <sodium.h>
#include <string.h>

#include "edge/http/upload.h"
#include "edge/http/worker.h"
#include "store/idempotency_store.h"

static const char location_prefix[] = "/v1/submissions/";

/* ---- what is answered ---- */

static struct bytes progress_print(struct op *op, const struct submission *submission)
{
    const struct submission_progress *progress = &submission->progress;
    struct json_out out;
    struct buf text;

    buf_init(&text, op->arena);
    json_out_init(&out, &text);
    json_open(&out, '{');
    json_key_string(&out, "submission_id", uuid_print(op->arena, &submission->id));
    json_key_string(&out, "state", BYTES("stored"));
    json_key_string(&out, "record_kind", bytes_of(record_kind_name(submission->kind)));
    json_key_string(&out, "sha256", sha256_print(op->arena, &submission->sha256));
    json_key_i64(&out, "records", progress->records);
    json_key_i64(&out, "accepted", progress->accepted);
    json_key_i64(&out, "duplicate", progress->duplicate);
    json_key_i64(&out, "revised", progress->revised);
    json_key_i64(&out, "quarantined", progress->quarantined);
    json_key_i64(&out, "warnings", progress->warnings);
    json_close(&out, '}');
    buf_putc(&text, '\n');
    return buf_bytes(&text);
}

static void answer(struct request *request, int status, const struct submission *submission)
{
    struct op *op = &request->op;
    struct bytes body = submission->done ? submission->receipt : progress_print(op, submission);

    if (request->method.p[0] == 'P')
        response_header(request, "Location",
                        arena_printf(op->arena, "%s%s", location_prefix, uuid_print(op->arena, &submission->id).p));
    if (!submission->done)
        response_header(request, "Retry-After", "2");
    response_set(request, status, "application/json", body);
}

/* Its own submissions are all that a partner can see; one of another is not there. */
static enum status own_find(struct request *request, struct db *db, const struct uuid *id, struct submission *ret)
{
    enum status st = submission_find(&request->op, db, id, ret);

    if (st == ST_NOTFOUND || (st == ST_OK && !bytes_equal(ret->partner, request->caller.partner)))
        return request_fail(request, ST_NOTFOUND, PROBLEM_TYPE_not_found, "/path/submission_id", "%s", "");
    return st;
}

static enum status get_end(struct request *request)
{
    struct submission submission = {.done = false};
    struct uuid id;
    struct db *db;
    enum status st = request_uuid(request, 0, &id);

    if (st == ST_OK)
        st = request_db(request, &db);
    if (st == ST_OK)
        st = own_find(request, db, &id, &submission);
    if (st == ST_OK)
        answer(request, 200, &submission);
    return st;
}

/* ---- taking a submission ---- */

static enum status put_begin(struct request *request)
{
    struct upload *upload;
    struct bytes kind;
    enum status st = request_query(request, "record_kind", &kind);

    return st == ST_OK ? upload_begin(request, kind, &upload) : st;
}

static enum status correction_begin(struct request *request)
{
    struct submission corrected = {.done = false};
    struct upload *upload;
    struct uuid id;
    struct db *db;
    enum status st = request_uuid(request, 0, &id);

    if (st == ST_OK)
        st = request_db(request, &db);
    if (st == ST_OK)
        st = own_find(request, db, &id, &corrected);
    request_db_done(request);
    if (st == ST_OK && !corrected.done)
        return request_fail(request, ST_CONFLICT, PROBLEM_TYPE_conflict, "/path/submission_id",
                            "the submission is still being decoded");
    if (st == ST_OK && corrected.progress.quarantined == 0)
        return request_fail(request, ST_CONFLICT, PROBLEM_TYPE_conflict, "/path/submission_id",
                            "no line of this submission ever was in quarantine");
    if (st == ST_OK)
        st = upload_begin(request, bytes_of(record_kind_name(corrected.kind)), &upload);
    if (st != ST_OK)
        return st;
    upload->corrects = corrected.is_correction ? corrected.corrects : *submission_source(&corrected);
    upload->is_correction = true;
    return ST_OK;
}

/* Makes the bytes safe. From here on the submission is not lost, whatever happens. */
static enum status bytes_store(struct request *request, struct upload *upload, struct submission *submission)
{
    struct op *op = &request->op;
    enum status st = space_check(op, request->server->options->config);

    intake_submission(op, &upload->intake, submission);
    submission->is_correction = upload->is_correction;
    submission->corrects = upload->corrects;
    return st == ST_OK ? intake_store(op, &upload->intake, &upload->spool, submission) : st;
}

/* One submission at a time is written through two sessions; those beside it keep the other processors busy as it is. */
static enum status decode(struct op *op, struct server *server, struct intake *intake, struct submission *submission)
{
    intake->turns = turns_borrow(server->turns);
    enum status st = intake_decode(op, intake, submission);

    turns_give_back(&intake->turns);
    return st;
}

/* Decodes now what is small; what is large, or cannot be finished at the moment, is left to the worker. */
static int decode_now(struct request *request, struct upload *upload, struct submission *submission)
{
    int64_t later = config_number(request->server->options->config, CONFIG_http_later) << 20;
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct submission known = *submission;
    struct op inner;
    enum status st;

    if (!submission->done && upload->spool.stored_bytes <= later) {
        op_init(&inner, arena, request->op.now_us, request->op.actor);
        st = decode(&inner, request->server, &upload->intake, &known);
        if (st == ST_OK) {
            *submission = known;
            submission->receipt = bytes_copy(request->op.arena, known.receipt);
            submission->partner = request->caller.partner;
        } else {
            worker_log_failure(&inner, &submission->id, st);
        }
    }
    if (submission->done)
        metric_records(request->server->metric, submission->progress.accepted, submission->progress.duplicate,
                       submission->progress.revised, submission->progress.quarantined);
    else
        worker_wake(request->server->worker);
    return submission->done ? 201 : 202;
}

static enum status take(struct request *request, struct upload *upload, struct submission *ret, int *ret_status)
{
    enum status st = bytes_store(request, upload, ret);

    if (st == ST_OK)
        *ret_status = decode_now(request, upload, ret);
    return st;
}

/* ---- the same answer to the same request ---- */

static void fingerprint(struct request *request, const struct upload *upload, struct sha256 *ret)
{
    struct arena *arena = request->op.arena;
    struct bytes hash = sha256_print(arena, &upload->spool.sha256);

    sha256_bytes(bytes_printf(arena, "%.*s %.*s %s %.*s", (int)request->method.n, request->method.p, (int)request->path.n,
                              request->path.p, record_kind_name(upload->intake.kind), (int)hash.n, hash.p),
                 ret);
}

static enum status answer_again(struct request *request, struct db *db, const struct idempotency *key,
                                const struct sha256 *expected, struct submission *ret, int *ret_status)
{
    if (sodium_memcmp(key->fingerprint.b, expected->b, sizeof(expected->b)) != 0)
        return request_fail(request, ST_INPUT, PROBLEM_TYPE_key_reused, "/header/Idempotency-Key", "%s", "");
    *ret_status = key->status;
    return submission_find(&request->op, db, &key->submission_id, ret);
}

static enum status take_under_key(struct request *request, struct upload *upload, struct db *db, struct idempotency *key,
                                  struct submission *ret, int *ret_status)
{
    struct sha256 expected;
    enum status st = idempotency_find(&request->op, db, key);

    fingerprint(request, upload, &expected);
    if (st == ST_OK)
        return answer_again(request, db, key, &expected, ret, ret_status);
    if (st == ST_NOTFOUND)
        st = take(request, upload, ret, ret_status);
    if (st != ST_OK)
        return st;
    key->fingerprint = expected;
    key->submission_id = ret->id;
    key->status = *ret_status;
    return idempotency_put(&request->op, db, key);
}

static enum status take_once(struct request *request, struct upload *upload, struct db *db, struct submission *ret,
                             int *ret_status)
{
    struct idempotency key = {.partner = request->caller.partner, .key = upload->key};
    enum status st = idempotency_lock(&request->op, db, &key);

    if (st == ST_CONFLICT)
        return request_fail(request, st, PROBLEM_TYPE_in_progress, "/header/Idempotency-Key", "%s", "");
    if (st != ST_OK)
        return st;
    st = take_under_key(request, upload, db, &key, ret, ret_status);
    idempotency_unlock(&request->op, db, &key);
    return st;
}

static enum status put_end(struct request *request)
{
    struct upload *upload = request->state;
    struct submission submission = {.done = false};
    int status = 0;
    struct db *db;
    enum status st = upload_end(request);

    if (st == ST_OK)
        st = request_db(request, &db);
    if (st != ST_OK)
        return st;
    upload->intake.db = db;
    st = upload->key.p == NULL ? take(request, upload, &submission, &status)
                               : take_once(request, upload, db, &submission, &status);
    if (st == ST_OK)
        answer(request, status, &submission);
    return st;
}

const struct handler handler_submission_put = {.begin = put_begin, .piece = upload_piece, .end = put_end, .close = upload_close};
const struct handler handler_correction_put = {
    .begin = correction_begin, .piece = upload_piece, .end = put_end, .close = upload_close};
const struct handler handler_submission_get = {.end = get_end};
