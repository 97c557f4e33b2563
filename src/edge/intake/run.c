#include "run.h"

#include <stdlib.h>

#include "base/clock.h"
#include "decoding.h"
#include "settling.h"
#include "stage.h"
#include "turns.h"

struct run {
    const struct intake *intake;
    struct submission *submission; /* its progress is that of the last commit */
    struct arena *arena;           /* columns, and the cause of a failure */
    struct op op;
    struct decoding *decoding;
    struct submission_progress filled; /* up to the last chunk that was filled */
    struct ignored met;                /* columns: up to there */
    struct ignored kept;               /* up to the last commit */
    bool all;                          /* the last record is in that chunk */
    bool all_committed;
    bool tried;          /* a transaction has begun and not ended well: decoding has run ahead */
    enum status closing; /* what became of the chunk that was closed last, in turns */
    struct run *broken;  /* another submission whose chunk has to be repeated before this goes on */
    struct chunk alone;
    bool selects; /* these lines alone are taken */
    struct quarantine_lines lines;
};

struct run *run_new(const struct op *op, const struct intake *intake, struct submission *submission)
{
    struct arena *arena = arena_new(SIZE_MAX);
    struct run *run = arena_new_of(arena, struct run);

    *run = (struct run){.intake = intake, .submission = submission, .arena = arena, .filled = submission->progress};
    op_init(&run->op, arena, op->now_us, op->actor);
    run->kept.arena = arena;
    for (size_t i = 0; i < submission->ignored_count && i < IGNORED_MOST; i++)
        run->kept.names[run->kept.count++] = submission->ignored[i];
    run->met = run->kept;
    run->alone.arena = arena_new(SIZE_MAX);
    return run;
}

/* ---- one chunk ---- */

static enum status decoding_start(struct op *op, struct run *run)
{
    return decoding_begin(op, run->intake, run->submission, run->selects ? &run->lines : NULL, &run->decoding);
}

/* Decoding goes on from where the last commit ended. */
static enum status decoding_again(struct op *op, struct run *run)
{
    decoding_end(&run->decoding);
    run->filled = run->submission->progress;
    run->met = run->kept;
    run->all = false;
    return decoding_start(op, run);
}

static enum status predecessor_wait(struct op *op, struct run *run);

/* What the chunk that is being closed has of a record is not to be seen before it is committed. */
static enum status batch_put(struct op *op, struct run *run, struct db *db, struct chunk *chunk, struct batch *batch)
{
    const struct lane *closing = run->intake->turns == NULL ? NULL : turns_closing(run->intake->turns);
    enum status st = closing != NULL && chunk_knows(&closing->chunk, batch) ? predecessor_wait(op, run) : ST_OK;

    return st == ST_OK ? chunk_put(op, db, chunk, batch) : st;
}

static enum status chunk_fill(struct op *op, struct run *run, struct db *db, struct chunk *chunk)
{
    const struct intake *intake = run->intake;
    enum status st = trait_lock(op, db, false);

    while (st == ST_OK && !chunk->all && !chunk_is_full(chunk)) {
        int64_t since_us = clock_monotonic_us();
        struct batch *batch;

        st = decoding_next(op, run->decoding, &batch);
        stage_end(intake, INTAKE_STAGE_await, since_us);
        if (st != ST_OK)
            break;
        st = batch_put(op, run, db, chunk, batch);
        decoding_give_back(run->decoding, batch);
        if (intake->show != NULL)
            intake->show(intake->show_arg, "records", chunk->submission.progress.records);
        if (st == ST_OK)
            arena_reset(op->arena);
    }
    return st;
}

/* The names of columns move to where they outlive the decoding, which is given back as soon as it has come to its end. */
static void filled(struct run *run, struct chunk *chunk)
{
    run->filled = chunk->submission.progress;
    run->all = chunk->all;
    for (size_t i = run->met.count; i < chunk->met.count; i++)
        run->met.names[run->met.count++] = bytes_copy(run->arena, chunk->met.names[i]);
    chunk->met = run->met;
    if (run->all)
        decoding_end(&run->decoding);
}

static void committed(struct run *run, struct chunk *chunk)
{
    run->submission->progress = chunk->submission.progress;
    run->kept = chunk->met;
    run->submission->ignored = run->kept.names;
    run->submission->ignored_count = run->kept.count;
    run->all_committed = chunk->all;
    arena_reset(chunk->arena);
}

/* ---- alone ---- */

static enum status alone_work(struct op *op, struct db *db, void *arg)
{
    struct run *run = arg;
    struct chunk *chunk = &run->alone;
    enum status st = run->tried ? decoding_again(op, run) : ST_OK;

    run->tried = true;
    chunk_begin(chunk, run->intake, run->submission, &run->filled, &run->met);
    if (st == ST_OK)
        st = chunk_fill(op, run, db, chunk);
    return st == ST_OK ? chunk_close(op, db, chunk) : st;
}

static enum status alone(struct op *op, struct run *run)
{
    enum status st = db_unit(op, run->intake->db, alone_work, run);

    if (st != ST_OK)
        return st;
    run->tried = false;
    filled(run, &run->alone);
    committed(run, &run->alone);
    return ST_OK;
}

static enum status rest_alone(struct op *op, struct run *run)
{
    enum status st = ST_OK;

    while (st == ST_OK && !run->all_committed) {
        st = alone(op, run);
        if (st == ST_OK)
            arena_reset(op->arena);
    }
    return st;
}

/* ---- in turns ---- */

/* Takes note of what became of the chunk that was being closed; NULL: there was none. */
static struct run *closing_wait(struct turns *turns)
{
    int64_t since_us = clock_monotonic_us();
    struct lane *lane = turns_wait(turns);

    if (lane == NULL)
        return NULL;
    stage_end(lane->run->intake, INTAKE_STAGE_turn, since_us);
    lane->run->closing = lane->st;
    if (lane->st == ST_OK)
        committed(lane->run, &lane->chunk);
    else
        (void)op_fail(&lane->run->op, lane->st, "%s", lane->op.cause);
    return lane->run;
}

/* Takes what is left of a submission whose chunk was in the way of another. */
static void repair(struct run *run)
{
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct op op;

    if (run->closing != ST_RETRY)
        return;
    op_clear(&run->op);
    op_init(&op, arena, run->op.now_us, run->op.actor);
    run->tried = true;
    run->closing = rest_alone(&op, run);
    if (run->closing != ST_OK)
        (void)op_fail(&run->op, run->closing, "%s", op.cause);
}

/* The chunk before is committed, or this one has to be taken back. What went wrong with another submission for good is its own. */
static enum status predecessor_wait(struct op *op, struct run *run)
{
    struct run *before = closing_wait(run->intake->turns);

    if (before == NULL || before->closing == ST_OK || (before != run && before->closing != ST_RETRY))
        return ST_OK;
    if (before != run)
        run->broken = before;
    return op_fail(op, before->closing, "%s", before->op.cause);
}

/* What can be written while the chunk before is being closed. */
static enum status lane_go_ahead(struct op *op, struct run *run, struct lane *lane)
{
    const struct lane *before = turns_closing(run->intake->turns);
    bool any;

    if (before == NULL)
        return ST_OK;
    enum status st = chunk_close_ahead(op, lane->db, &lane->chunk, &before->chunk, turns_is_done, before, &any);
    int64_t since_us = clock_monotonic_us();

    if (st == ST_OK && any)
        st = trait_turn_wait(op, lane->db, before->turn);
    stage_end(run->intake, INTAKE_STAGE_turn, since_us);
    return st;
}

static enum status lane_fill(struct op *op, struct run *run, struct lane *lane)
{
    enum status st = db_begin(op, lane->db);

    if (st == ST_OK)
        st = trait_turn_begin(op, lane->db, &lane->turn);
    if (st == ST_OK)
        st = chunk_fill(op, run, lane->db, &lane->chunk);
    if (st == ST_OK)
        st = lane_go_ahead(op, run, lane);
    if (st == ST_OK)
        st = predecessor_wait(op, run);
    if (st == ST_OK) {
        filled(run, &lane->chunk);
        lane->run = run;
        st = turns_close(op, run->intake->turns, lane);
    }
    if (st != ST_OK)
        db_rollback(lane->db);
    return st;
}

/* ST_RETRY: nothing of this chunk is there, and the decoding has to begin again. */
static enum status in_turns(struct op *op, struct run *run)
{
    struct lane *lane;
    enum status st = turns_lane(op, run->intake->turns, &lane);

    if (st != ST_OK)
        return st;
    chunk_begin(&lane->chunk, run->intake, run->submission, &run->filled, &run->met);
    return lane_fill(op, run, lane);
}

/* Nobody else's transaction is open when one is repeated. */
static void others_settle(struct run *run)
{
    struct run *before = closing_wait(run->intake->turns);

    if (before != NULL && before != run)
        run->broken = before;
    if (run->broken != NULL)
        repair(run->broken);
    run->broken = NULL;
}

static enum status again_alone(struct op *op, struct run *run)
{
    op_clear(op);
    others_settle(run);
    if (run->closing != ST_OK && run->closing != ST_RETRY)
        return op_fail(op, run->closing, "%s", run->op.cause);
    run->closing = ST_OK;
    op_clear(&run->op);
    run->tried = true;
    return alone(op, run);
}

/* A correction and a replay look at lines that the chunk before it may have settled. */
static bool takes_turns(const struct run *run)
{
    return run->intake->turns != NULL && !run->submission->is_correction && !run->submission->is_replay;
}

static enum status next_chunk(struct op *op, struct run *run)
{
    enum status st;

    if (!takes_turns(run)) {
        if (run->intake->turns != NULL)
            others_settle(run);
        return alone(op, run);
    }
    st = in_turns(op, run);
    return st == ST_RETRY ? again_alone(op, run) : st;
}

/* ---- all of them ---- */

static enum status chunks_fill(struct op *op, struct run *run)
{
    const struct intake *intake = run->intake;
    enum status st = decoding_start(op, run);

    while (st == ST_OK && !run->all) {
        if (intake->should_stop != NULL && intake->should_stop(intake->stop_arg))
            return op_fail(op, ST_UNAVAILABLE, "stopped; it goes on where it stands when it is taken again");
        st = next_chunk(op, run);
        if (st == ST_OK)
            arena_reset(op->arena);
    }
    return st;
}

enum status run_fill(struct op *op, struct run *run)
{
    AUTO(arena_free) struct arena *scratch = arena_new(SIZE_MAX);
    struct op inner;
    enum status st = settling_lines(op, run->intake->db, run->submission, &run->lines, &run->selects);

    if (st != ST_OK)
        return st;
    op_init(&inner, scratch, op->now_us, op->actor);
    st = chunks_fill(&inner, run);
    return st == ST_OK ? ST_OK : op_fail(op, st, "%s", inner.cause);
}

enum status run_end(struct op *op, struct run *run)
{
    struct turns *turns = run->intake->turns;
    const struct lane *closing = turns == NULL ? NULL : turns_closing(turns);

    if (closing != NULL && closing->run == run) {
        closing_wait(turns);
        repair(run);
    }
    return run->closing == ST_OK ? ST_OK : op_fail(op, run->closing, "%s", run->op.cause);
}

void run_settle(struct turns *turns, const struct uuid *submission)
{
    const struct lane *closing = turns == NULL ? NULL : turns_closing(turns);

    if (closing != NULL && uuid_compare(&closing->run->submission->id, submission) == 0)
        repair(closing_wait(turns));
}

void run_free(struct run **run)
{
    struct turns *turns = *run == NULL ? NULL : (*run)->intake->turns;
    const struct lane *closing = turns == NULL ? NULL : turns_closing(turns);

    if (*run == NULL)
        return;
    if (closing != NULL && closing->run == *run)
        closing_wait(turns);
    decoding_end(&(*run)->decoding);
    arena_free(&(*run)->alone.arena);

    struct arena *arena = (*run)->arena; /* the run lies in it */

    arena_free(&arena);
    *run = NULL;
}
