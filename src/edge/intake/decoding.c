#include "decoding.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "edge/profile_file.h"
#include "member_head.h"
#include "profile_shelf.h"
#include "stage.h"

#define BATCHES 3      /* one is written, one waits, one is filled */
#define BATCH_SHARE 24 /* of the unit's memory is a batch's at most */
#define PIECES 3

/* A packed piece of the submission; packed.p NULL: there are no more. */
struct piece {
    struct arena *arena;
    struct bytes packed;
};

/* Two rings between two threads: pieces go one way, batches the other. A count belongs to the lock, what it counts to whoever the
 * counts say. */
struct decoding {
    const struct intake *intake;
    const struct submission *submission;
    const struct quarantine_lines *lines; /* NULL: all of them are wanted */
    size_t lines_passed;
    pthread_t thread;
    bool started;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool stop;

    struct piece pieces[PIECES];
    size_t pieces_put, pieces_taken;
    bool all_put;                   /* by the writer alone */
    struct batch *batches[BATCHES]; /* NULL: not needed yet; a small submission fills one */
    size_t batches_filled, batches_taken, batches_back;

    /* the thread's own */
    int64_t now_us; /* of the unit of work that it is for */
    const char *actor;
    struct arena *arena;       /* decoder, profile, names of columns, batches */
    struct arena *piece_arena; /* one unpacked piece */
    struct arena *scratch;     /* one record */
    struct arena *of_member;   /* decoder and profile of a file in a container */
    struct profile_loan own;   /* that goes with the format of such a file */
    bool in_member;
    int64_t lines_before; /* what the number of a line is counted from */
    struct decoder *decoder;
    struct profile_loan profile;
    struct ignored ignored;
    struct batch_reading reading;
    int64_t after;    /* the line behind which it begins */
    bool ended;       /* the decoder has got the last piece */
    int64_t since_us; /* has not waited since then */
};

/* ---- the rings ---- */

static void add_one(struct decoding *d, size_t *count)
{
    pthread_mutex_lock(&d->lock);
    ++*count;
    pthread_cond_signal(&d->changed);
    pthread_mutex_unlock(&d->lock);
}

static bool piece_room(const struct decoding *d)
{
    return !d->all_put && d->pieces_put - d->pieces_taken < PIECES;
}

static bool has_piece(const struct decoding *d)
{
    return d->pieces_put > d->pieces_taken;
}

static bool has_free_batch(const struct decoding *d)
{
    return d->batches_filled - d->batches_back < BATCHES;
}

/* For the thread: waits until it is so; false: it is to stop. */
static bool wait_for(struct decoding *d, bool (*is_so)(const struct decoding *d))
{
    bool stop;

    pthread_mutex_lock(&d->lock);
    while (!d->stop && !is_so(d))
        pthread_cond_wait(&d->changed, &d->lock);
    stop = d->stop;
    pthread_mutex_unlock(&d->lock);
    return !stop;
}

/* ---- the thread: from pieces to batches ---- */

/* A file in a container that holds several. */
static enum status member_begin(struct op *op, struct decoding *d, struct bytes text)
{
    struct member_head head;
    struct op inner;

    profile_give_back(&d->own);
    arena_reset(d->of_member);
    op_init(&inner, d->of_member, op->now_us, op->actor);
    enum status st = member_head_parse(&inner, text, &head);

    if (st == ST_OK && d->submission->profile.n == 0 && head.profile_text.n > 0) {
        st = profile_lend(&inner, d->intake->shelf, "of the file", head.profile_text, &d->own);
        d->reading.profile = &d->own.profile;
    } else if (d->submission->profile.n == 0) {
        d->reading.profile = NULL;
    }
    if (st != ST_OK)
        return op_fail(op, st, "%s", inner.cause);
    d->decoder = profile_decoder(d->reading.profile, d->of_member, head.format);
    d->lines_before = head.number * SUBMISSION_MEMBER_LINES;
    d->reading.columns_noted = false;
    d->in_member = true;
    return ST_OK;
}

/* What a piece is in such a container: a head, a text, or the end of a file. */
static enum status member_piece_take(struct op *op, struct decoding *d, struct bytes raw)
{
    if (!d->in_member)
        return member_begin(op, d, raw);
    if (raw.n > 0) {
        decoder_feed(d->decoder, raw);
    } else {
        decoder_end(d->decoder);
        d->in_member = false;
    }
    return ST_OK;
}

static enum status piece_decode(struct op *op, struct decoding *d, const struct piece *piece)
{
    struct op inner;
    struct bytes raw;
    enum status st;

    if (piece->packed.p == NULL) {
        d->ended = true;
        decoder_end(d->decoder);
        return ST_OK;
    }
    op_init(&inner, d->piece_arena, op->now_us, op->actor);
    st = submission_piece_unpack(&inner, piece->packed, &raw);
    if (st != ST_OK)
        return op_fail(op, st, "%s", inner.cause);
    if (d->submission->member_count > 0)
        st = member_piece_take(op, d, raw);
    else
        decoder_feed(d->decoder, raw);
    arena_reset(d->piece_arena);
    return st;
}

static enum status piece_feed(struct decoding *d, struct batch *batch)
{
    enum status st;

    stage_end(d->intake, INTAKE_STAGE_decode, d->since_us);
    if (!wait_for(d, has_piece))
        return op_fail(&batch->op, ST_UNAVAILABLE, "stopped");
    d->since_us = clock_monotonic_us();
    st = piece_decode(&batch->op, d, &d->pieces[d->pieces_taken % PIECES]);
    add_one(d, &d->pieces_taken);
    return st;
}

/* Both come in ascending order. */
static bool is_wanted(struct decoding *d, int64_t line)
{
    if (d->lines == NULL)
        return true;
    while (d->lines_passed < d->lines->count && d->lines->items[d->lines_passed] < line)
        d->lines_passed++;
    return d->lines_passed < d->lines->count && d->lines->items[d->lines_passed] == line;
}

static void raw_take(struct decoding *d, struct batch *batch, struct raw_record *raw)
{
    size_t count;
    const struct bytes *columns = decoder_columns(d->decoder, &count);

    raw->line += (uint64_t)d->lines_before;

    if ((int64_t)raw->line > d->after && is_wanted(d, (int64_t)raw->line))
        batch_take(batch, &d->reading, raw, columns, count);
}

static bool batch_is_full(const struct decoding *d, const struct batch *batch)
{
    size_t most = d->intake->chunk_records < BATCH_RECORDS ? (size_t)d->intake->chunk_records : BATCH_RECORDS;

    return batch_records(batch) >= most || arena_used(batch->op.arena) > d->intake->memory / BATCH_SHARE;
}

static enum status batch_fill(struct decoding *d, struct batch *batch)
{
    enum status st = ST_OK;
    struct raw_record raw;

    batch_clear(batch);
    while (st == ST_OK && !batch->is_last && !batch_is_full(d, batch)) {
        arena_reset(d->reading.scratch);
        if (decoder_next(d->decoder, d->reading.scratch, &raw))
            raw_take(d, batch, &raw);
        else if (d->ended)
            batch->is_last = true;
        else
            st = piece_feed(d, batch);
    }
    batch->ignored = d->ignored;
    return st;
}

static struct batch *batch_get(struct decoding *d)
{
    struct batch **place = &d->batches[d->batches_filled % BATCHES];

    if (*place == NULL) {
        *place = arena_new_of(d->arena, struct batch);
        op_init(&(*place)->op, arena_new(SIZE_MAX), d->now_us, d->actor);
    }
    return *place;
}

static void *decode(void *arg)
{
    struct decoding *d = arg;
    enum status st = ST_OK;
    bool is_last = false;

    while (st == ST_OK && !is_last && wait_for(d, has_free_batch)) {
        struct batch *batch = batch_get(d);

        d->since_us = clock_monotonic_us();
        st = batch_fill(d, batch);
        stage_end(d->intake, INTAKE_STAGE_decode, d->since_us);
        is_last = batch->is_last;
        add_one(d, &d->batches_filled);
    }
    return NULL;
}

/* ---- the writer's side ---- */

static enum status piece_put(struct op *op, struct decoding *d)
{
    struct piece *piece = &d->pieces[d->pieces_put % PIECES];
    struct op inner;
    enum status st;

    arena_reset(piece->arena);
    op_init(&inner, piece->arena, op->now_us, op->actor);
    st = submission_piece_find(&inner, d->intake->db, submission_source(d->submission), (int64_t)d->pieces_put, &piece->packed);
    if (st != ST_OK)
        return op_fail(op, st, "%s", inner.cause);
    d->all_put = piece->packed.p == NULL;
    add_one(d, &d->pieces_put);
    return ST_OK;
}

/* Waits until there is a batch, or a piece is wanted. */
static bool batch_or_room(struct decoding *d, bool *ret_room)
{
    bool filled;

    pthread_mutex_lock(&d->lock);
    while (!piece_room(d) && d->batches_filled == d->batches_taken)
        pthread_cond_wait(&d->changed, &d->lock);
    *ret_room = piece_room(d);
    filled = d->batches_filled > d->batches_taken;
    pthread_mutex_unlock(&d->lock);
    return filled;
}

enum status decoding_next(struct op *op, struct decoding *decoding, struct batch **ret)
{
    enum status st = ST_OK;
    bool filled = false, room = true;

    while (st == ST_OK && (room || !filled)) {
        filled = batch_or_room(decoding, &room);
        if (room)
            st = piece_put(op, decoding);
    }
    if (st != ST_OK)
        return st;
    struct batch *batch = decoding->batches[decoding->batches_taken++ % BATCHES];

    if (batch->op.status != ST_OK)
        return op_fail(op, batch->op.status, "%s", batch->op.cause);
    *ret = batch;
    return ST_OK;
}

void decoding_give_back(struct decoding *decoding, struct batch *batch UNUSED)
{
    add_one(decoding, &decoding->batches_back);
}

/* ---- beginning and end ---- */

static void ignored_begin(struct decoding *d)
{
    d->ignored.arena = d->arena;
    for (size_t i = 0; i < d->submission->ignored_count && i < IGNORED_MOST; i++)
        d->ignored.names[d->ignored.count++] = d->submission->ignored[i];
}

static enum status reading_begin(struct op *op, struct decoding *d)
{
    const struct submission *submission = d->submission;
    struct op inner;
    enum format format = FORMAT_csv;
    enum status st = ST_OK;

    op_init(&inner, d->arena, op->now_us, op->actor);
    if (submission->profile.n > 0) {
        st = profile_lend(&inner, d->intake->shelf, "of the submission", submission->profile, &d->profile);
        d->reading.profile = &d->profile.profile;
    }
    if (st != ST_OK)
        return op_fail(op, st, "%s", inner.cause);
    format_find(submission->format, &format);
    d->decoder = profile_decoder(d->reading.profile, d->arena, format);
    d->after = submission->progress.line;
    d->reading.data = d->intake->data;
    d->reading.kind = submission->kind;
    d->reading.partner = submission->partner;
    d->reading.keeps_texts = submission->is_correction;
    d->reading.problems = submission->progress.problems;
    d->reading.ignored = &d->ignored;
    d->reading.scratch = d->scratch;
    d->reading.columns_noted = submission->progress.records > 0;
    return ST_OK;
}

static void rings_begin(struct decoding *d)
{
    for (size_t i = 0; i < PIECES; i++)
        d->pieces[i].arena = arena_new(SIZE_MAX);
    pthread_mutex_init(&d->lock, NULL);
    pthread_cond_init(&d->changed, NULL);
}

enum status decoding_begin(struct op *op, const struct intake *intake, const struct submission *submission,
                           const struct quarantine_lines *lines, struct decoding **ret)
{
    struct arena *arena = arena_new(SIZE_MAX);
    AUTO(decoding_end) struct decoding *d = arena_new_of(arena, struct decoding);
    int error;

    d->arena = arena;
    d->piece_arena = arena_new(SIZE_MAX);
    d->scratch = arena_new(SIZE_MAX);
    d->of_member = arena_new(SIZE_MAX);
    d->intake = intake;
    d->submission = submission;
    d->lines = lines;
    d->now_us = op->now_us;
    d->actor = op->actor;
    rings_begin(d);
    ignored_begin(d);
    enum status st = reading_begin(op, d);

    if (st != ST_OK)
        return st;
    error = pthread_create(&d->thread, NULL, decode, d);
    if (error != 0)
        return op_fail(op, ST_UNAVAILABLE, "no thread can be started: %s", strerror(error));
    d->started = true;
    *ret = d;
    d = NULL;
    return ST_OK;
}

static void thread_stop(struct decoding *d)
{
    if (!d->started)
        return;
    pthread_mutex_lock(&d->lock);
    d->stop = true;
    pthread_cond_broadcast(&d->changed);
    pthread_mutex_unlock(&d->lock);
    pthread_join(d->thread, NULL);
}

void decoding_end(struct decoding **decoding)
{
    struct decoding *d = *decoding;

    if (d == NULL)
        return;
    thread_stop(d);
    pthread_mutex_destroy(&d->lock);
    pthread_cond_destroy(&d->changed);
    for (size_t i = 0; i < BATCHES; i++)
        if (d->batches[i] != NULL)
            arena_free(&d->batches[i]->op.arena);
    for (size_t i = 0; i < PIECES; i++)
        arena_free(&d->pieces[i].arena);
    profile_give_back(&d->profile);
    profile_give_back(&d->own);
    arena_free(&d->of_member);
    arena_free(&d->piece_arena);
    arena_free(&d->scratch);

    struct arena *arena = d->arena; /* d lies in it */

    arena_free(&arena);
    *decoding = NULL;
}
