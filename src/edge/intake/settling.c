#include "settling.h"

#include <string.h>

enum status settling_lines(struct op *op, struct db *db, const struct submission *submission, struct quarantine_lines *ret,
                           bool *ret_selects)
{
    struct bytes code = BYTES_NONE;

    *ret_selects = submission->is_replay && !bytes_is(submission->replay_scope, SCOPE_ALL);
    if (!*ret_selects)
        return ST_OK;
    if (bytes_start(submission->replay_scope, BYTES(SCOPE_CODE)))
        code = bytes_from(submission->replay_scope, sizeof(SCOPE_CODE) - 1);
    return quarantine_lines(op, db, &submission->replays, code, submission->progress.line, ret);
}

static const struct record **records_of(struct op *op, const struct batch *batch)
{
    const struct record **records = arena_array(op->arena, const struct record *, batch->count);

    for (size_t i = 0; i < batch->count; i++)
        records[i] = batch->records[i].record;
    return records;
}

/* ---- corrections ---- */

struct correction {
    const struct record **records;
    size_t count;
    bool *named; /* in quarantine under their id */
    enum on_file *on_file;
    struct quarantine_lines unnamed;
};

static enum status correction_look(struct op *op, struct db *db, const struct submission *submission, const struct batch *batch,
                                   struct correction *ret)
{
    ret->records = records_of(op, batch);
    ret->count = batch->count;
    ret->named = arena_array(op->arena, bool, batch->count);
    ret->on_file = arena_array(op->arena, enum on_file, batch->count);
    enum status st = quarantine_named(op, db, &submission->corrects, ret->records, ret->count, ret->named);

    if (st == ST_OK)
        st = quarantine_on_file(op, db, ret->records, ret->count, ret->on_file);
    return st == ST_OK ? quarantine_unnamed(op, db, &submission->corrects, ret->count, &ret->unnamed) : st;
}

/* The lines without an id are given out in the order of the file. */
static void correction_refuse(const struct correction *correction, struct batch *batch, struct settled_line *settled,
                              size_t *ret_settled)
{
    bool *refused = arena_array(batch->op.arena, bool, correction->count);
    size_t used = 0;

    for (size_t i = 0; i < correction->count; i++) {
        if (correction->named[i] || correction->on_file[i] == ON_FILE_SAME)
            continue;
        if (correction->on_file[i] == ON_FILE_NOTHING && used < correction->unnamed.count)
            settled[used] = (struct settled_line){correction->unnamed.items[used], SETTLEMENT_corrected}, used++;
        else
            refused[i] = true;
    }
    for (size_t i = 0, gone = 0; i < correction->count; i++)
        if (refused[i])
            batch_refuse(batch, i - gone++, REASON_not_in_quarantine);
    *ret_settled = used;
}

/* The lines leave here and not once the records are written: it is one transaction, and what is refused is known here. */
static enum status correction_screen(struct op *op, struct db *db, const struct submission *submission, struct batch *batch)
{
    struct settled_line *settled = arena_array(op->arena, struct settled_line, batch->count);
    struct correction correction;
    size_t count = 0;
    enum status st = correction_look(op, db, submission, batch, &correction);

    if (st != ST_OK)
        return st;
    correction_refuse(&correction, batch, settled, &count);
    st = quarantine_settle(op, db, &submission->corrects, settled, count, &submission->id);
    return st == ST_OK
               ? quarantine_settle_named(op, db, &submission->corrects, records_of(op, batch), batch->count, &submission->id)
               : st;
}

/* What was refused because it was not in quarantine does not stay there: nobody has to look at it. */
static enum status correction_put(struct op *op, struct db *db, const struct submission *submission, const struct batch *batch)
{
    struct settled_line *refused = arena_array(op->arena, struct settled_line, batch->quarantined_count);
    size_t count = 0;
    enum status st = quarantine_put_many(op, db, &submission->id, batch->quarantined, batch->quarantined_count);

    for (size_t i = 0; i < batch->quarantined_count; i++)
        if (batch->quarantined[i].problem != NULL && batch->quarantined[i].problem->reason == REASON_not_in_quarantine)
            refused[count++] = (struct settled_line){(int64_t)batch->quarantined[i].line, SETTLEMENT_refused};
    return st == ST_OK ? quarantine_settle(op, db, &submission->id, refused, count, &submission->id) : st;
}

/* ---- replays ---- */

static enum status replay_screen(struct op *op, struct db *db, const struct submission *submission, struct batch *batch)
{
    size_t count = batch->count;
    bool *overtaken = arena_array(op->arena, bool, count);
    enum status st = quarantine_overtaken(op, db, records_of(op, batch), count, submission->received_us, overtaken);

    for (size_t i = count; st == ST_OK && i-- > 0;)
        if (overtaken[i])
            batch_overtake(batch, i);
    return st;
}

static enum status replay_put(struct op *op, struct db *db, const struct submission *submission, const struct batch *batch)
{
    struct settled_line *taken = arena_array(op->arena, struct settled_line, batch->count);
    const struct uuid *original = &submission->replays, *by = &submission->id;
    enum status st = quarantine_try(op, db, original, by, batch->quarantined, batch->quarantined_count);

    for (size_t i = 0; i < batch->count; i++)
        taken[i] = (struct settled_line){(int64_t)batch->records[i].record->line, SETTLEMENT_retried};
    if (st == ST_OK)
        st = quarantine_settle(op, db, original, taken, batch->count, by);
    return st == ST_OK ? quarantine_settle(op, db, original, batch->overtaken, batch->overtaken_count, by) : st;
}

/* ---- any submission ---- */

enum status settling_screen(struct op *op, struct db *db, const struct submission *submission, struct batch *batch)
{
    if (batch->count == 0)
        return ST_OK;
    return submission->is_correction ? correction_screen(op, db, submission, batch)
           : submission->is_replay   ? replay_screen(op, db, submission, batch)
                                     : ST_OK;
}

enum status settling_put(struct op *op, struct db *db, const struct submission *submission, const struct batch *batch)
{
    return submission->is_correction ? correction_put(op, db, submission, batch)
           : submission->is_replay   ? replay_put(op, db, submission, batch)
                                     : quarantine_put_many(op, db, &submission->id, batch->quarantined, batch->quarantined_count);
}
