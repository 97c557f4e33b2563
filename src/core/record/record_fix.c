/* What the wrong values of a record may have been meant to be. */
#include "core/fix/candidate.h"

#define LIST_SEPARATOR '|'

struct fixing {
    const struct ident_data *data;
    struct arena *scratch;
    enum record_kind kind;
    const struct raw_field *present[RECORD_FIELD_LIMIT];
};

static void fields_place(struct fixing *fixing, const struct raw_record *raw)
{
    enum record_field found;

    for (size_t i = 0; i < raw->count; i++)
        if (record_field_find(fixing->kind, raw->fields[i].name, &found))
            fixing->present[record_field_index(found)] = &raw->fields[i];
}

/* One value that the check refuses or doubts for this reason. What is or was a card number is never repeated. */
static struct fix text_fix(const struct value_context *context, enum value_kind kind, enum reason reason, struct bytes text)
{
    struct value value = {.text = BYTES_NONE};
    enum reason found = value_check(context, kind, text, &value);

    if (found == REASON_ok)
        found = value.ident.doubt;
    if (found != reason || looks_like_card_number(context->arena, bytes_trim(text)))
        return (struct fix){.kind = FIX_none};
    return fix_value(context, kind, text);
}

static struct fix cell_fix(const struct value_context *context, const struct field_row *row, enum reason reason,
                           struct bytes cell)
{
    struct fix fix = {.kind = FIX_none};
    struct bytes part;

    if (row->shape == SHAPE_ONE)
        return text_fix(context, row->value, reason, cell);
    while (fix.kind == FIX_none && bytes_next_part(&cell, LIST_SEPARATOR, &part))
        fix = text_fix(context, row->value, reason, part);
    return fix;
}

static struct fix field_fix(struct fixing *fixing, size_t index, enum reason reason)
{
    const struct field_row *row = field_row_at(fixing->kind, index);
    const struct raw_field *field = fixing->present[index];
    struct value_context context = {.data = fixing->data, .arena = fixing->scratch};
    struct fix fix = {.kind = FIX_none};

    if (field == NULL)
        return fix;
    value_context_fill(&context, fixing->kind, fixing->present);
    for (size_t i = 0; i < field->count && fix.kind == FIX_none; i++)
        fix = cell_fix(&context, row, reason, field->values[i].text);
    return fix;
}

/* Candidates are many and short-lived: they have memory of their own. */
void record_fix(const struct ident_data *data, struct arena *arena, const struct raw_record *raw, struct record *record)
{
    enum record_field field;

    if (record->problem_count == 0 || record->withheld || raw->broken != REASON_ok)
        return;
    AUTO(arena_free) struct arena *scratch = arena_new(SIZE_MAX);
    struct fixing fixing = {.data = data, .scratch = scratch, .kind = record->kind};

    fields_place(&fixing, raw);
    for (size_t i = 0; i < record->problem_count; i++) {
        struct problem *problem = &record->problems[i];

        if (!record_field_find(record->kind, problem->field, &field))
            continue;
        problem->fix = field_fix(&fixing, record_field_index(field), problem->reason);
        if (problem->fix.kind != FIX_none)
            problem->fix.value = bytes_copy(arena, problem->fix.value);
        arena_reset(scratch);
    }
}
