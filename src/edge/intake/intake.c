/*
 * One submission from its first byte to its receipt.
 *
 * A chunk is a transaction: batches of records that are looked up and written together, then their traits, folded over the whole
 * chunk, then the progress. When a transaction has to be repeated the bytes are read again from where the last one ended.
 */
#include "edge/intake.h"

#include "core/record_chain.h"
#include "decoding.h"
#include "receipt.h"
#include "settling.h"
#include "spool.h"

#define CHUNK_SHARE 4 /* of the memory: what is kept until the commit; the rest is for writing it */

struct run {
    const struct intake *intake;
    struct submission *submission; /* its progress is that of the last commit */
    struct submission_progress working;
    struct arena *chunk_arena; /* what is kept until the commit */
    struct decoding *decoding;
    bool all;   /* the last record has been written */
    bool tried; /* a transaction has begun and not ended well */
    bool exclusive;
    struct ignored met;  /* columns: up to the last batch */
    struct ignored kept; /* up to the last commit */
    struct trait_delta *delta;
    bool selects; /* these lines alone are taken */
    struct quarantine_lines lines;
};

/* ---- writing ---- */

static void chain_add(struct submission_progress *progress, const struct record *record)
{
    struct record_mark mark = {.line = (int64_t)record->line,
                               .event_us = record->event_us,
                               .grade = record->grade,
                               .id = record->id,
                               .endpoint = record->endpoint.present ? record->endpoint.id : (struct uuid){{0}},
                               .site = record->site.present ? record->site.id : (struct uuid){{0}},
                               .content_hash = record->content_hash};

    record_chain_add(progress->has_chain ? &progress->chain : NULL, &mark, &progress->chain);
    progress->has_chain = true;
}

static void member_fate_count(struct submission_progress *progress, int64_t line, enum record_fate fate)
{
    struct member_counts *of = submission_member_counts(progress, line);

    if (of == NULL)
        return;
    int64_t *const counts[] = {[FATE_ACCEPTED] = &of->accepted, [FATE_DUPLICATE] = &of->duplicate, [FATE_REVISED] = &of->revised};

    ++*counts[fate];
}

/* Lines that gave no record, or none that counts any more. */
static void member_lines_count(struct submission_progress *progress, const struct batch *batch)
{
    struct member_counts *of;

    for (size_t i = 0; i < batch->quarantined_count; i++)
        if ((of = submission_member_counts(progress, (int64_t)batch->quarantined[i].line)) != NULL)
            of->quarantined++;
    for (size_t i = 0; i < batch->overtaken_count; i++)
        if ((of = submission_member_counts(progress, batch->overtaken[i].line)) != NULL)
            of->duplicate++;
}

/* A duplicate has no row of its own, so the chain leaves it out. */
static void fates_count(struct submission_progress *progress, const struct batch *batch)
{
    int64_t *const counts[] = {
        [FATE_ACCEPTED] = &progress->accepted, [FATE_DUPLICATE] = &progress->duplicate, [FATE_REVISED] = &progress->revised};

    for (size_t i = 0; i < batch->count; i++) {
        ++*counts[batch->fates[i]];
        member_fate_count(progress, (int64_t)batch->records[i].record->line, batch->fates[i]);
        if (batch->fates[i] != FATE_DUPLICATE)
            chain_add(progress, batch->records[i].record);
    }
}

static void batch_count(struct run *run, const struct batch *batch)
{
    struct submission_progress *progress = &run->working;

    if (!batch_is_empty(batch))
        progress->line = batch->line;
    progress->records += (int64_t)batch_records(batch);
    progress->quarantined += (int64_t)batch->quarantined_count;
    progress->duplicate += (int64_t)batch->overtaken_count;
    progress->warnings += batch->warnings;
    progress->problems += (int64_t)batch->problem_count;
    fates_count(progress, batch);
    member_lines_count(progress, batch);
    run->met = batch->ignored;
    run->all = batch->is_last;
}

static enum status batch_put(struct op *op, struct run *run, struct batch *batch)
{
    struct db *db = run->intake->db;
    const struct uuid *id = &run->submission->id;
    enum status st = settling_screen(op, db, run->submission, batch);

    if (st == ST_OK)
        st = record_put_many(op, db, run->submission, batch->records, batch->count, run->delta, &run->exclusive, batch->fates);
    if (st == ST_OK)
        st = problem_put_many(op, db, id, run->working.problems, batch->problems, batch->problem_count);
    if (st == ST_OK)
        st = settling_put(op, db, run->submission, batch);
    if (st == ST_OK)
        batch_count(run, batch);
    return st;
}

static bool chunk_is_full(const struct run *run)
{
    return run->working.records - run->submission->progress.records >= run->intake->chunk_records ||
           arena_used(run->chunk_arena) > run->intake->memory / CHUNK_SHARE;
}

static enum status batches_put(struct op *op, struct run *run)
{
    enum status st = ST_OK;

    while (st == ST_OK && !run->all && !chunk_is_full(run)) {
        struct batch *batch;

        st = decoding_next(op, run->decoding, &batch);
        if (st != ST_OK)
            break;
        st = batch_put(op, run, batch);
        decoding_give_back(run->decoding, batch);
        if (run->intake->show != NULL)
            run->intake->show(run->intake->show_arg, "records", run->working.records);
        arena_reset(op->arena);
    }
    return st;
}

/* The submission as it will be once this transaction is committed. */
static struct submission submission_working(const struct run *run)
{
    struct submission working = *run->submission;

    working.progress = run->working;
    working.ignored = run->met.names;
    working.ignored_count = run->met.count;
    return working;
}

static enum status decoding_start(struct op *op, struct run *run)
{
    return decoding_begin(op, run->intake, run->submission, run->selects ? &run->lines : NULL, &run->decoding);
}

/* Decoding goes on from where the last commit ended. */
static enum status decoding_again(struct op *op, struct run *run)
{
    decoding_end(&run->decoding);
    run->working = run->submission->progress;
    run->met = run->kept;
    run->all = false;
    run->exclusive = true; /* no second wait for each other */
    return decoding_start(op, run);
}

static enum status chunk_work(struct op *op, struct db *db, void *arg)
{
    struct run *run = arg;
    struct submission working;
    enum status st = run->tried ? decoding_again(op, run) : ST_OK;

    run->tried = true;
    arena_reset(run->chunk_arena);
    run->delta = trait_delta_new(run->chunk_arena, run->intake->data);
    if (st == ST_OK)
        st = trait_lock(op, db, run->exclusive);
    if (st == ST_OK)
        st = batches_put(op, run);
    if (st == ST_OK)
        st = trait_delta_put(op, db, run->delta, run->submission->partner_number);
    working = submission_working(run);
    if (st == ST_OK)
        st = submission_put_progress(op, db, &working);
    if (st == ST_OK && run->all)
        st = receipt_put(op, run->intake, &working);
    return st;
}

static void committed(struct run *run)
{
    run->tried = run->exclusive = false;
    run->submission->progress = run->working;
    for (size_t i = run->kept.count; i < run->met.count; i++)
        run->kept.names[run->kept.count++] = bytes_copy(run->kept.arena, run->met.names[i]);
    run->submission->ignored = run->kept.names;
    run->submission->ignored_count = run->kept.count;
}

static enum status chunks_put(struct op *op, struct run *run)
{
    enum status st = decoding_start(op, run);

    while (st == ST_OK && !run->all) {
        if (run->intake->should_stop != NULL && run->intake->should_stop(run->intake->stop_arg))
            return op_fail(op, ST_UNAVAILABLE, "stopped; it goes on where it stands when it is taken again");
        st = db_unit(op, run->intake->db, chunk_work, run);
        if (st == ST_OK)
            committed(run);
        arena_reset(op->arena);
    }
    return st;
}

/* ---- the whole ---- */

static void run_done(struct run *run)
{
    decoding_end(&run->decoding);
    arena_free(&run->chunk_arena);
}

static enum status decode_all(struct op *op, const struct intake *intake, struct submission *submission)
{
    AUTO(run_done)
    struct run run = {
        .intake = intake, .submission = submission, .working = submission->progress, .chunk_arena = arena_new(SIZE_MAX)};
    AUTO(arena_free) struct arena *scratch = arena_new(SIZE_MAX);
    struct op inner;

    op_init(&inner, scratch, op->now_us, op->actor);
    run.kept.arena = op->arena;
    for (size_t i = 0; i < submission->ignored_count && i < IGNORED_MOST; i++)
        run.kept.names[run.kept.count++] = submission->ignored[i];
    run.met = run.kept;
    enum status st = settling_lines(op, intake->db, submission, &run.lines, &run.selects);

    if (st != ST_OK)
        return st;
    st = chunks_put(&inner, &run);
    return st == ST_OK ? ST_OK : op_fail(op, st, "%s", inner.cause);
}

/* Decodes what is not decoded yet; another process may be at it. */
static enum status decode_rest(struct op *op, const struct intake *intake, struct submission *submission)
{
    enum status st = submission_lock(op, intake->db, &submission->id);

    if (st != ST_OK)
        return st;
    st = submission_find(op, intake->db, &submission->id, submission);
    if (st == ST_OK && !submission->done) {
        st = decode_all(op, intake, submission);
        if (st == ST_OK)
            st = submission_find(op, intake->db, &submission->id, submission);
    }
    submission_unlock(op, intake->db, &submission->id);
    return st;
}

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
}

enum status intake_store(struct op *op, const struct intake *intake, struct spool *spool, struct submission *submission)
{
    enum status st;

    if (spool->facts.is_of_other_kinds)
        return op_fail(op, ST_INPUT, "%s: the ZIP file holds no file of the kind %s", intake->source,
                       record_kind_name(intake->kind));
    intake_name(intake, spool, submission);
    st = submission_find(op, intake->db, &submission->id, submission);
    if (st != ST_NOTFOUND)
        return st;
    return submission_put(op, intake->db, submission, spool_next, spool);
}

enum status intake_decode(struct op *op, const struct intake *intake, struct submission *submission)
{
    return submission->done ? ST_OK : decode_rest(op, intake, submission);
}

/* What the spool takes is given back before decoding begins. */
static enum status store(struct op *op, const struct intake *intake, struct submission *submission)
{
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    AUTO(spool_close) struct spool spool = {.file = NULL};
    struct op inner;
    enum status st;

    op_init(&inner, arena, op->now_us, op->actor);
    st = spool_fill(&inner, intake, &spool);
    if (st != ST_OK)
        return op_fail(op, st, "%s", inner.cause);
    return intake_store(op, intake, &spool, submission);
}

static enum status take(struct op *op, const struct intake *intake, struct submission *submission, bool *ret_found)
{
    enum status st = store(op, intake, submission);

    *ret_found = st == ST_OK && submission->done;
    return st == ST_OK ? intake_decode(op, intake, submission) : st;
}

enum status intake_take(struct op *op, const struct intake *intake, struct intake_result *ret)
{
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct submission submission;
    struct op inner;
    bool repeated = false;

    op_init(&inner, arena, op->now_us, op->actor);
    intake_submission(op, intake, &submission);
    enum status st = take(&inner, intake, &submission, &repeated);

    if (st != ST_OK)
        return op_fail(op, st, "%s", inner.cause);
    *ret = (struct intake_result){bytes_copy(op->arena, submission.receipt), repeated, submission.progress};
    return ST_OK;
}
