/*
 * One submission from its first byte to its receipt.
 *
 * A chunk is a transaction: batches of records that are looked up and written together, then their traits, folded over the whole
 * chunk, then the progress. When a transaction has to be repeated the bytes are read again from where the last one ended.
 */
#include "edge/intake.h"

#include <string.h>

#include "core/record_chain.h"
#include "edge/profile_file.h"
#include "ignored.h"
#include "receipt.h"
#include "spool.h"
#include "store/record_store.h"

#define BATCH_RECORDS 2000
#define BATCH_SHARE 8 /* of the memory is a batch's at most */
#define CHUNK_SHARE 4 /* what is kept until the commit; the rest is for writing it */

struct run {
    const struct intake *intake;
    struct submission *submission; /* its progress is that of the last commit */
    struct submission_progress working;
    struct arena *decoder_arena;
    struct arena *chunk_arena; /* what is kept until the commit */
    struct decoder *decoder;
    struct profile *profile; /* NULL: the file has our fields */
    int64_t next_piece;
    bool ended; /* the last piece has been fed */
    bool all;   /* the last record has been given */
    bool tried; /* a transaction has begun and not ended well */
    bool exclusive;
    struct ignored ignored;
    struct trait_delta *delta;
    struct batch *batch;
};

struct batch {
    const struct record *records[BATCH_RECORDS];
    enum record_fate fates[BATCH_RECORDS];
    size_t count;
    struct quarantined quarantined[BATCH_RECORDS];
    size_t quarantined_count;
    struct problem *problems;
    size_t problem_count;
    size_t problem_room;
};

/* ---- reading ---- */

static void stream_restart(struct run *run)
{
    enum format format = FORMAT_csv;

    format_find(run->submission->format, &format);
    arena_reset(run->decoder_arena);
    run->decoder = profile_decoder(run->profile, run->decoder_arena, format);
    run->next_piece = 0;
    run->ended = run->all = false;
    run->working = run->submission->progress;
}

static bool batch_is_empty(const struct batch *batch)
{
    return batch->count + batch->quarantined_count == 0;
}

/* Between batches nothing is kept, so that lines which are in already can be passed over in any number. */
static enum status piece_feed(struct op *op, struct run *run)
{
    struct bytes piece;

    if (batch_is_empty(run->batch))
        arena_reset(op->arena);
    enum status st = submission_piece_get(op, run->intake->db, &run->submission->id, run->next_piece, &piece);

    if (st != ST_OK)
        return st;
    if (piece.p == NULL) {
        run->ended = true;
        decoder_end(run->decoder);
    } else {
        run->next_piece++;
        decoder_feed(run->decoder, piece);
    }
    return ST_OK;
}

/* The next record behind the last that was committed; run->all is set when there is none. */
static enum status raw_next(struct op *op, struct run *run, struct raw_record *ret)
{
    for (;;) {
        enum status st = ST_OK;

        if (decoder_next(run->decoder, op->arena, ret)) {
            if ((int64_t)ret->line > run->submission->progress.line)
                return ST_OK;
        } else if (run->ended) {
            run->all = true;
            return ST_OK;
        } else {
            st = piece_feed(op, run);
        }
        if (st != ST_OK)
            return st;
    }
}

static void name_note(struct run *run, struct bytes name)
{
    if (run->profile == NULL || !profile_names_column(run->profile, run->submission->kind, name))
        ignored_note(&run->ignored, run->submission->kind, name);
}

static void names_note(struct run *run, const struct raw_record *raw)
{
    size_t count;
    const struct bytes *columns = decoder_columns(run->decoder, &count);

    for (size_t i = 0; i < count && run->working.records == 0; i++)
        name_note(run, columns[i]);
    for (size_t i = 0; i < raw->count && count == 0; i++)
        name_note(run, raw->fields[i].name);
}

static void problems_take(struct op *op, struct run *run, struct batch *batch, const struct record *record)
{
    size_t need = batch->problem_count + record->problem_count, room = batch->problem_room == 0 ? 256 : batch->problem_room;

    while (room < need)
        room *= 2;
    if (room > batch->problem_room)
        batch->problems =
            arena_grow(op->arena, batch->problems, batch->problem_room * sizeof(struct problem), room * sizeof(struct problem));
    batch->problem_room = room;
    for (size_t i = 0; i < record->problem_count; i++) {
        batch->problems[batch->problem_count++] = record->problems[i];
        run->working.warnings += !record->problems[i].is_error;
    }
}

static void record_take(struct op *op, struct run *run, struct batch *batch, const struct raw_record *raw)
{
    enum record_kind kind = run->submission->kind;
    struct raw_record mapped = *raw;

    enum profile_fate fate = run->profile == NULL ? PROFILE_MAPPED : profile_apply(run->profile, kind, op->arena, raw, &mapped);

    if (fate == PROFILE_OTHER || (run->profile == NULL && raw_record_is_other(raw, kind)))
        return;
    struct record *record = arena_new_of(op->arena, struct record);

    names_note(run, raw);
    record_check(run->intake->data, op->arena, kind, run->submission->partner, &mapped, record);
    record->withheld = record->withheld || fate == PROFILE_WITHHELD;
    problems_take(op, run, batch, record);
    run->working.line = (int64_t)raw->line;
    run->working.records++;
    if (!record->refused) {
        batch->records[batch->count++] = record;
        return;
    }
    run->working.quarantined++;
    batch->quarantined[batch->quarantined_count++] =
        (struct quarantined){raw->line, record->withheld ? BYTES_NONE : bytes_copy(op->arena, raw->text)};
}

static bool batch_is_full(const struct op *op, const struct run *run, const struct batch *batch)
{
    return batch->count + batch->quarantined_count == BATCH_RECORDS ||
           arena_used(op->arena) > run->intake->memory / BATCH_SHARE ||
           run->working.records - run->submission->progress.records >= run->intake->chunk_records;
}

static enum status batch_read(struct op *op, struct run *run, struct batch *batch)
{
    struct raw_record raw;
    enum status st = ST_OK;

    while (st == ST_OK && !run->all && !batch_is_full(op, run, batch)) {
        st = raw_next(op, run, &raw);
        if (st == ST_OK && !run->all)
            record_take(op, run, batch, &raw);
    }
    return st;
}

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

/* A duplicate has no row of its own, so the chain leaves it out. */
static void fates_count(struct submission_progress *progress, const struct batch *batch)
{
    int64_t *const counts[] = {
        [FATE_ACCEPTED] = &progress->accepted, [FATE_DUPLICATE] = &progress->duplicate, [FATE_REVISED] = &progress->revised};

    for (size_t i = 0; i < batch->count; i++) {
        ++*counts[batch->fates[i]];
        if (batch->fates[i] != FATE_DUPLICATE)
            chain_add(progress, batch->records[i]);
    }
}

static enum status batch_put(struct op *op, struct run *run, struct batch *batch)
{
    struct db *db = run->intake->db;
    const struct uuid *id = &run->submission->id;
    enum status st =
        record_put_many(op, db, run->submission, batch->records, batch->count, run->delta, &run->exclusive, batch->fates);

    if (st == ST_OK)
        st = problem_put_many(op, db, id, run->working.problems, batch->problems, batch->problem_count);
    if (st == ST_OK)
        st = quarantine_put_many(op, db, id, batch->quarantined, batch->quarantined_count);
    run->working.problems += (int64_t)batch->problem_count;
    fates_count(&run->working, batch);
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
        *run->batch = (struct batch){.count = 0};
        st = batch_read(op, run, run->batch);
        if (st == ST_OK)
            st = batch_put(op, run, run->batch);
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
    working.ignored = run->ignored.names;
    working.ignored_count = run->ignored.count;
    return working;
}

static enum status chunk_work(struct op *op, struct db *db, void *arg)
{
    struct run *run = arg;
    struct submission working;
    enum status st;

    if (run->tried) {
        stream_restart(run);
        run->exclusive = true; /* no second wait for each other */
    }
    run->tried = true;
    arena_reset(run->chunk_arena);
    run->delta = trait_delta_new(run->chunk_arena, run->intake->data);
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

static enum status chunks_put(struct op *op, struct run *run)
{
    enum status st = ST_OK;

    stream_restart(run);
    while (st == ST_OK && !run->all) {
        if (run->intake->should_stop != NULL && run->intake->should_stop(run->intake->stop_arg))
            return op_fail(op, ST_UNAVAILABLE, "stopped; it goes on where it stands when it is taken again");
        run->exclusive = false;
        st = db_unit(op, run->intake->db, chunk_work, run);
        if (st != ST_OK)
            break;
        run->tried = false;
        run->submission->progress = run->working;
        arena_reset(op->arena);
    }
    return st;
}

/* ---- the whole ---- */

static enum status decode_all(struct op *op, const struct intake *intake, struct submission *submission)
{
    AUTO(profile_done) struct profile profile = {.calendar = NULL};
    AUTO(arena_free) struct arena *decoder = arena_new(SIZE_MAX);
    AUTO(arena_free) struct arena *chunk = arena_new(SIZE_MAX);
    AUTO(arena_free) struct arena *batch = arena_new(SIZE_MAX);
    struct run *run = arena_new_of(op->arena, struct run);
    struct op inner;
    enum status st;

    op_init(&inner, batch, op->now_us, op->actor);
    *run = (struct run){.intake = intake, .submission = submission, .decoder_arena = decoder, .chunk_arena = chunk};
    run->batch = arena_new_of(op->arena, struct batch);
    run->ignored.arena = op->arena;
    for (size_t i = 0; i < submission->ignored_count && i < IGNORED_MOST; i++)
        run->ignored.names[run->ignored.count++] = submission->ignored[i];
    st = submission->profile.n == 0 ? ST_OK : profile_parse(op, "of the submission", submission->profile, &profile);
    if (st != ST_OK)
        return st;
    run->profile = submission->profile.n == 0 ? NULL : &profile;
    st = chunks_put(&inner, run);
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

enum status intake_store(struct op *op, const struct intake *intake, struct spool *spool, struct submission *submission)
{
    enum status st;

    if (spool->facts.profile_text.n > 0)
        submission->profile = spool->facts.profile_text;
    submission->id = submission_id(intake->partner->id, intake->kind, &spool->sha256, submission->profile);
    st = submission_find(op, intake->db, &submission->id, submission);
    if (st != ST_NOTFOUND)
        return st;
    submission->sha256 = spool->sha256;
    submission->stored_sha256 = spool->stored_sha256;
    submission->bytes = spool->bytes;
    submission->stored_bytes = spool->stored_bytes;
    submission->format = bytes_of(format_name(spool->format));
    submission->passed_over = spool->facts.passed_over;
    submission->left_out = spool->facts.left_out;
    submission->members = spool->facts.members;
    submission->member_count = spool->facts.member_count;
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
