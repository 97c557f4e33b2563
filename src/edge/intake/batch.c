#include "batch.h"

#include "core/profile.h"

#define FIXES_MOST 10000 /* problems of a submission for which fixes are looked for: more have one cause */

void batch_clear(struct batch *batch)
{
    struct op op = batch->op;

    op_clear(&op);
    arena_reset(op.arena);
    batch->op = op;
    batch->count = batch->overtaken_count = 0;
    batch->quarantined_count = batch->problem_count = batch->problem_room = 0;
    batch->problems = NULL;
    batch->warnings = 0;
    batch->is_last = false;
}

bool batch_is_empty(const struct batch *batch)
{
    return batch_records(batch) == 0;
}

size_t batch_records(const struct batch *batch)
{
    return batch->count + batch->overtaken_count + batch->quarantined_count;
}

static void name_note(const struct batch_reading *reading, struct bytes name)
{
    if (reading->profile == NULL || !profile_names_column(reading->profile, reading->kind, name))
        ignored_note(reading->ignored, reading->kind, name);
}

static void names_note(struct batch_reading *reading, const struct raw_record *raw, const struct bytes *columns, size_t count)
{
    for (size_t i = 0; i < count && !reading->columns_noted; i++)
        name_note(reading, columns[i]);
    reading->columns_noted = true;
    for (size_t i = 0; i < raw->count && count == 0; i++)
        name_note(reading, raw->fields[i].name);
}

/* What is not there stays so. */
static struct bytes text_copy(struct arena *arena, struct bytes text)
{
    return text.p == NULL ? BYTES_NONE : bytes_copy(arena, text);
}

static void problem_put(struct batch *batch, const struct problem *problem)
{
    batch->problems = arena_room(batch->op.arena, batch->problems, batch->problem_count, &batch->problem_room, sizeof(*problem));
    batch->warnings += !problem->is_error;
    batch->problems[batch->problem_count++] = *problem;
}

static void problems_put(struct batch *batch, const struct record *record)
{
    struct arena *arena = batch->op.arena;
    struct bytes source_ref = text_copy(arena, record->source_ref);

    for (size_t i = 0; i < record->problem_count; i++) {
        struct problem problem = record->problems[i];

        problem.source_ref = source_ref;
        problem.field = text_copy(arena, problem.field);
        problem.fix.value = text_copy(arena, problem.fix.value);
        problem_put(batch, &problem);
    }
}

/* What is written of a record; its fields are not. */
static const struct record *record_copy(struct arena *arena, const struct record *record)
{
    struct record *copy = arena_new_of(arena, struct record);

    *copy = *record;
    copy->source_ref = bytes_copy(arena, record->source_ref);
    copy->endpoint.name = text_copy(arena, record->endpoint.name);
    copy->site.name = text_copy(arena, record->site.name);
    copy->content = bytes_copy(arena, record->content);
    copy->fields = NULL;
    copy->problems = NULL;
    copy->problem_count = 0;
    return copy;
}

static struct trait_list traits_copy(struct arena *arena, const struct trait_list *list)
{
    struct trait_list copy = {arena_array(arena, struct trait, list->count), list->count};

    for (size_t i = 0; i < list->count; i++) {
        copy.items[i] = list->items[i];
        copy.items[i].value = bytes_copy(arena, list->items[i].value);
    }
    return copy;
}

static void record_put(struct batch *batch, const struct batch_reading *reading, const struct raw_record *raw,
                       const struct record *record)
{
    struct arena *arena = batch->op.arena;
    struct trait_list endpoint, site;

    trait_derive(reading->data, reading->scratch, record, &endpoint, &site);
    if (reading->keeps_texts)
        batch->texts[batch->count] = bytes_copy(arena, raw->text);
    batch->records[batch->count++] =
        (struct asserted){record_copy(arena, record), traits_copy(arena, &endpoint), traits_copy(arena, &site)};
}

static struct problem *first_error(struct arena *arena, const struct record *record)
{
    for (size_t i = 0; i < record->problem_count; i++)
        if (record->problems[i].is_error) {
            struct problem *problem = arena_new_of(arena, struct problem);

            *problem = record->problems[i];
            problem->field = text_copy(arena, problem->field);
            return problem;
        }
    return NULL;
}

static void quarantine_put(struct batch *batch, const struct raw_record *raw, const struct record *record, bool withheld)
{
    struct arena *arena = batch->op.arena;

    batch->quarantined[batch->quarantined_count++] =
        (struct quarantined){.line = raw->line,
                             .text = withheld ? BYTES_NONE : bytes_copy(arena, raw->text),
                             .source_ref = text_copy(arena, record->source_ref),
                             .problem = first_error(arena, record)};
}

static void record_drop(struct batch *batch, size_t index)
{
    batch->count--;
    for (size_t i = index; i < batch->count; i++) {
        batch->records[i] = batch->records[i + 1];
        batch->texts[i] = batch->texts[i + 1];
    }
}

void batch_refuse(struct batch *batch, size_t index, enum reason reason)
{
    const struct record *record = batch->records[index].record;
    struct problem *problem = arena_new_of(batch->op.arena, struct problem);

    *problem = (struct problem){
        .line = record->line, .source_ref = record->source_ref, .field = BYTES("source_ref"), .reason = reason, .is_error = true};
    problem_put(batch, problem);
    batch->quarantined[batch->quarantined_count++] = (struct quarantined){
        .line = record->line, .text = batch->texts[index], .source_ref = record->source_ref, .problem = problem};
    record_drop(batch, index);
}

void batch_overtake(struct batch *batch, size_t index)
{
    batch->overtaken[batch->overtaken_count++] =
        (struct settled_line){(int64_t)batch->records[index].record->line, SETTLEMENT_overtaken};
    record_drop(batch, index);
}

void batch_take(struct batch *batch, struct batch_reading *reading, const struct raw_record *raw, const struct bytes *columns,
                size_t column_count)
{
    struct raw_record mapped = *raw;
    enum profile_fate fate = reading->profile == NULL
                                 ? PROFILE_MAPPED
                                 : profile_apply(reading->profile, reading->kind, reading->scratch, raw, &mapped);
    struct record record;

    if (fate == PROFILE_OTHER || (reading->profile == NULL && raw_record_is_other(raw, reading->kind)))
        return;
    names_note(reading, raw, columns, column_count);
    record_check(reading->data, reading->scratch, reading->kind, reading->partner, &mapped, &record);
    record.withheld = record.withheld || fate == PROFILE_WITHHELD;
    if (record.problem_count > 0) {
        if (reading->problems < FIXES_MOST)
            record_fix(reading->data, reading->scratch, &mapped, &record);
        reading->problems += (int64_t)record.problem_count;
        problems_put(batch, &record);
    }
    batch->line = (int64_t)raw->line;
    if (record.refused)
        quarantine_put(batch, raw, &record, record.withheld);
    else
        record_put(batch, reading, raw, &record);
}
