#include "chunk.h"

#include "base/clock.h"
#include "core/record_chain.h"
#include "receipt.h"
#include "settling.h"
#include "stage.h"

#define CHUNK_SHARE 6 /* of the memory: what is kept until the commit; the rest is for writing it */

void chunk_begin(struct chunk *chunk, const struct intake *intake, const struct submission *submission,
                 const struct submission_progress *progress, const struct ignored *met)
{
    struct arena *arena = chunk->arena;

    arena_reset(arena);
    *chunk = (struct chunk){.intake = intake, .arena = arena, .submission = *submission, .met = *met};
    chunk->submission.progress = *progress;
    chunk->first = progress->records;
    chunk->delta = trait_delta_new(arena, intake->data);
    map_init(&chunk->ids, arena);
}

/* ---- filling ---- */

bool chunk_knows(const struct chunk *chunk, const struct batch *batch)
{
    for (size_t i = 0; i < batch->count; i++)
        if (map_find(&chunk->ids, uuid_bytes(&batch->records[i].record->id)) != NULL)
            return true;
    return false;
}

static void ids_note(struct chunk *chunk, const struct batch *batch)
{
    struct uuid *ids = arena_array(chunk->arena, struct uuid, batch->count);

    for (size_t i = 0; i < batch->count; i++) {
        ids[i] = batch->records[i].record->id;
        *map_put(&chunk->ids, uuid_bytes(&ids[i])) = &ids[i];
    }
}

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

static void batch_count(struct chunk *chunk, const struct batch *batch)
{
    struct submission_progress *progress = &chunk->submission.progress;

    if (!batch_is_empty(batch))
        progress->line = batch->line;
    progress->records += (int64_t)batch_records(batch);
    progress->quarantined += (int64_t)batch->quarantined_count;
    progress->duplicate += (int64_t)batch->overtaken_count;
    progress->warnings += batch->warnings;
    progress->problems += (int64_t)batch->problem_count;
    fates_count(progress, batch);
    member_lines_count(progress, batch);
    chunk->met = batch->ignored;
    chunk->all = batch->is_last;
}

enum status chunk_put(struct op *op, struct db *db, struct chunk *chunk, struct batch *batch)
{
    const struct submission *submission = &chunk->submission;
    size_t used = arena_used(chunk->arena);
    int64_t since_us = clock_monotonic_us();
    enum status st = settling_screen(op, db, submission, batch);

    if (st == ST_OK)
        st = record_put_many(op, db, submission, batch->records, batch->count, chunk->delta, batch->fates);
    if (st == ST_OK)
        st = problem_put_many(op, db, &submission->id, submission->progress.problems, batch->problems, batch->problem_count);
    if (st == ST_OK)
        st = settling_put(op, db, submission, batch);
    if (st != ST_OK)
        return st;
    ids_note(chunk, batch);
    batch_count(chunk, batch);
    chunk->grown = arena_used(chunk->arena) - used;
    stage_end(chunk->intake, INTAKE_STAGE_record, since_us);
    return ST_OK;
}

/* Another batch like the last one would not fit. */
bool chunk_is_full(const struct chunk *chunk)
{
    return chunk->submission.progress.records - chunk->first >= chunk->intake->chunk_records ||
           arena_used(chunk->arena) + chunk->grown > chunk->intake->memory / CHUNK_SHARE;
}

/* ---- closing ---- */

#define OWN_WRITERS 2 /* the chunk before and this one */

/* Where others write as well, whoever holds entities and waits for its turn would be in their way. */
static enum status may_go_ahead(struct op *op, struct db *db, const struct chunk *before, bool *ret)
{
    int64_t writers = 0;
    enum status st = ST_OK;

    if (trait_delta_is_locked(before->delta))
        st = trait_writers(op, db, &writers);
    *ret = st == ST_OK && writers > 0 && writers <= OWN_WRITERS;
    return st;
}

enum status chunk_close_ahead(struct op *op, struct db *db, struct chunk *chunk, const struct chunk *before,
                              bool (*is_turn)(const void *arg), const void *arg, bool *ret_any)
{
    int64_t since_us = clock_monotonic_us();
    enum status st = may_go_ahead(op, db, before, ret_any);

    if (st == ST_OK && *ret_any)
        st = trait_delta_put_ahead(op, db, chunk->delta, before->delta, chunk->submission.partner_number, is_turn, arg);
    stage_end(chunk->intake, INTAKE_STAGE_ahead, since_us);
    return st;
}

enum status chunk_close(struct op *op, struct db *db, struct chunk *chunk)
{
    struct submission *submission = &chunk->submission;
    int64_t since_us = clock_monotonic_us();
    enum status st = trait_delta_put(op, db, chunk->delta, submission->partner_number);

    since_us = stage_end(chunk->intake, INTAKE_STAGE_trait, since_us);
    submission->ignored = chunk->met.names;
    submission->ignored_count = chunk->met.count;
    if (st == ST_OK)
        st = submission_put_progress(op, db, submission);
    if (st == ST_OK && chunk->all)
        st = receipt_put(op, db, chunk->intake, submission);
    stage_end(chunk->intake, INTAKE_STAGE_receipt, since_us);
    return st;
}
