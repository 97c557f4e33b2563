#include "core/record/record_check.h"

#define PROBLEM_LIMIT 64 /* of one record: what more is wrong does not help the sender */

void check_problem(struct check *check, struct bytes field, enum reason reason, bool is_error)
{
    struct record *record = check->record;

    if (is_error)
        record->refused = true;
    if (record->problem_count == PROBLEM_LIMIT)
        return;
    if (record->problems == NULL)
        record->problems = arena_array(check->context.arena, struct problem, 4);
    else if (record->problem_count >= 4 && (record->problem_count & (record->problem_count - 1)) == 0)
        record->problems = arena_grow(check->context.arena, record->problems, record->problem_count * sizeof(struct problem),
                                      record->problem_count * 2 * sizeof(struct problem));
    record->problems[record->problem_count++] = (struct problem){
        .line = record->line, .source_ref = record->source_ref, .field = field, .reason = reason, .is_error = is_error};
}

void check_fault(struct check *check, size_t index, const struct field_row *row, enum reason reason)
{
    if (row->need == NEED_IDENTIFIES)
        check->faults[index] = reason;
    else
        check_problem(check, row->name, reason, row->need == NEED_REQUIRED);
}

const struct value *check_value(const struct check *check, const char *name)
{
    enum record_field field;

    if (!record_field_find(check->record->kind, bytes_of(name), &field))
        return NULL;
    const struct field_values *values = record_field_get(check->record, field);

    return values->count == 0 ? NULL : &values->items[0];
}
