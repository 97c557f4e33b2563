/* One submission from its first byte to its receipt. */
#include "edge/intake.h"

#include "base/clock.h"
#include "run.h"
#include "spool.h"
#include "stage.h"

const char *intake_called(const struct intake *intake)
{
    return intake->called == NULL ? intake->source : intake->called;
}

/* ---- bytes ---- */

void intake_submission(const struct op *op, const struct intake *intake, struct submission *ret)
{
    *ret = (struct submission){.partner = intake->partner->id,
                               .partner_number = intake->partner->number,
                               .kind = intake->kind,
                               .source = bytes_of(intake->source),
                               .profile = intake->profile == NULL ? BYTES_NONE : intake->profile_text,
                               .received_us = op->now_us};
}

void intake_name(const struct intake *intake, const struct spool *spool, struct submission *submission)
{
    if (spool->facts.profile_text.n > 0)
        submission->profile = spool->facts.profile_text;
    submission->id = submission_id(intake->partner->id, intake->kind, &spool->sha256, submission->profile);
    if (submission->is_correction)
        submission->id = submission_correction_id(&submission->id, &submission->corrects);
    submission->sha256 = spool->sha256;
    submission->stored_sha256 = spool->stored_sha256;
    submission->bytes = spool->bytes;
    submission->stored_bytes = spool->stored_bytes;
    submission->format = spool->facts.member_count > 0 ? BYTES("zip") : bytes_of(format_name(spool->format));
    submission->passed_over = spool->facts.passed_over;
    submission->left_out = spool->facts.left_out;
    submission->members = spool->facts.members;
    submission->member_count = spool->facts.member_count;
    submission->others = spool->facts.others;
    submission->other_count = spool->facts.other_count;
}

enum status intake_store(struct op *op, const struct intake *intake, struct spool *spool, struct submission *submission)
{
    enum status st;

    if (spool->facts.is_of_other_kinds)
        return op_fail(op, ST_INPUT, "%s: the ZIP file holds no file of the kind %s", intake_called(intake),
                       record_kind_name(intake->kind));
    intake_name(intake, spool, submission);
    run_settle(intake->turns, &submission->id);
    st = submission_find(op, intake->db, &submission->id, submission);
    if (st != ST_NOTFOUND)
        return st;
    return submission_put(op, intake->db, submission, spool_next, spool);
}

/* ---- records ---- */

/* Another process may be at it. */
static enum status decode_begin(struct op *op, const struct intake *intake, struct submission *submission, struct run **ret)
{
    enum status st = submission_lock(op, intake->db, &submission->id);

    if (st == ST_OK)
        st = submission_find(op, intake->db, &submission->id, submission);
    if (st != ST_OK || submission->done)
        return st;
    *ret = run_new(op, intake, submission);
    return run_fill(op, *ret);
}

static enum status decode_end(struct op *op, const struct intake *intake, struct submission *submission, struct run *run)
{
    enum status st = run == NULL ? ST_OK : run_end(op, run);

    return st == ST_OK ? submission_find(op, intake->db, &submission->id, submission) : st;
}

enum status intake_decode(struct op *op, const struct intake *intake, struct submission *submission)
{
    AUTO(run_free) struct run *run = NULL;
    enum status st;

    if (submission->done)
        return ST_OK;
    st = decode_begin(op, intake, submission, &run);
    if (st == ST_OK)
        st = decode_end(op, intake, submission, run);
    run_free(&run); /* a chunk may still be closing, and whoever takes the submission next must find it closed */
    submission_unlock(op, intake->db, &submission->id);
    return st;
}

/* ---- the whole ---- */

struct intake_taking {
    struct intake intake;
    struct submission submission;
    struct arena *arena;
    struct op op;
    struct run *run; /* NULL: nothing is left to decode */
    bool repeated;
    bool locked;
};

void intake_done(struct intake_taking **taking)
{
    struct intake_taking *t = *taking;

    if (t == NULL)
        return;
    run_free(&t->run);
    if (t->locked)
        submission_unlock(&t->op, t->intake.db, &t->submission.id);

    struct arena *arena = t->arena; /* it lies in it */

    arena_free(&arena);
    *taking = NULL;
}

/* What the spool takes is given back before decoding begins. */
static enum status store(struct op *op, const struct intake *intake, struct submission *submission)
{
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    AUTO(spool_close) struct spool spool = {.file = NULL};
    int64_t since_us = clock_monotonic_us();
    struct op inner;
    enum status st;

    op_init(&inner, arena, op->now_us, op->actor);
    st = spool_fill(&inner, intake, &spool);
    since_us = stage_end(intake, INTAKE_STAGE_read, since_us);
    if (st != ST_OK)
        return op_fail(op, st, "%s", inner.cause);
    st = intake_store(op, intake, &spool, submission);
    stage_end(intake, INTAKE_STAGE_store, since_us);
    return st;
}

static enum status take(struct intake_taking *taking)
{
    struct op *op = &taking->op;
    enum status st = store(op, &taking->intake, &taking->submission);

    if (st == ST_OK && !taking->submission.done) {
        taking->locked = true;
        st = decode_begin(op, &taking->intake, &taking->submission, &taking->run);
    }
    taking->repeated = st == ST_OK && taking->run == NULL;
    return st;
}

enum status intake_begin(struct op *op, const struct intake *intake, struct intake_taking **ret)
{
    struct arena *arena = arena_new(SIZE_MAX);
    AUTO(intake_done) struct intake_taking *taking = arena_new_of(arena, struct intake_taking);

    taking->arena = arena;
    taking->intake = *intake;
    op_init(&taking->op, arena, op->now_us, op->actor);
    intake_submission(op, &taking->intake, &taking->submission);
    enum status st = take(taking);

    if (st != ST_OK)
        return op_fail(op, st, "%s", taking->op.cause);
    *ret = taking;
    taking = NULL;
    return ST_OK;
}

enum status intake_end(struct op *op, struct intake_taking *taking, struct intake_result *ret)
{
    struct submission *submission = &taking->submission;
    enum status st = decode_end(&taking->op, &taking->intake, submission, taking->run);

    if (st != ST_OK)
        return op_fail(op, st, "%s", taking->op.cause);
    *ret = (struct intake_result){bytes_copy(op->arena, submission->receipt), taking->repeated, submission->progress};
    return ST_OK;
}

enum status intake_take(struct op *op, const struct intake *intake, struct intake_result *ret)
{
    AUTO(intake_done) struct intake_taking *taking = NULL;
    enum status st = intake_begin(op, intake, &taking);

    return st == ST_OK ? intake_end(op, taking, ret) : st;
}
