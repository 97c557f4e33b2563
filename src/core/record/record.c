/* A record from what a format decoded: field by field through the table, then the endpoint and the site, then the canonical JSON. */
#include "core/record.h"

#include <string.h>

#include "core/record/record_check.h"

#define LIST_SEPARATOR '|'

/* ---- fields ---- */

static bool is_known(const struct raw_field *field)
{
    return field->count > 1 || raw_field_text(field).n > 0;
}

static bool kind_agrees(enum record_kind kind, const struct raw_field *field)
{
    return raw_field_text(field).n == 0 || bytes_is(raw_field_text(field), record_kind_name(kind));
}

bool raw_record_is_other(const struct raw_record *raw, enum record_kind kind)
{
    for (size_t i = 0; raw->mixed && i < raw->count; i++)
        if (bytes_is(raw->fields[i].name, "record_kind") && !kind_agrees(kind, &raw->fields[i]))
            return true;
    return false;
}

struct bytes raw_record_forbidden(const struct raw_record *raw)
{
    for (size_t i = 0; i < raw->other_count; i++)
        if (record_field_forbidden(raw->others[i]))
            return raw->others[i];
    return BYTES_NONE;
}

static void forbidden_add(struct check *check, struct bytes name)
{
    check->record->withheld = true;
    check_problem(check, bytes_copy(check->context.arena, name), REASON_forbidden_field, true);
}

/* Sorts the fields of the line into the places of their kind. */
static void fields_place(struct check *check)
{
    for (size_t i = 0; i < check->raw->count; i++) {
        const struct raw_field *field = &check->raw->fields[i];
        enum record_field found;

        if (record_field_find(check->record->kind, field->name, &found)) {
            if (is_known(field))
                check->present[record_field_index(found)] = field;
        } else if (bytes_is(field->name, "record_kind")) {
            if (!kind_agrees(check->record->kind, field))
                check_problem(check, BYTES("record_kind"), REASON_wrong_kind, true);
        } else if (record_field_forbidden(field->name) && is_known(field)) {
            forbidden_add(check, field->name);
        }
    }
    if (raw_record_forbidden(check->raw).n > 0)
        forbidden_add(check, raw_record_forbidden(check->raw));
}

/* A JSON number stands for its digits, true and false only for a boolean. */
static bool type_fits(const struct field_row *row, const struct raw_value *value)
{
    if (value->is_text || row->value == VALUE_boolean)
        return true;
    return value->text.n > 0 && (ascii_digit(value->text.p[0]) || value->text.p[0] == '-');
}

static enum reason one_check(struct check *check, const struct field_row *row, const struct raw_value *raw, struct value *ret)
{
    if (!type_fits(row, raw))
        return REASON_json_type;
    return value_check(&check->context, row->value, raw->text, ret);
}

static bool is_listed(const struct field_values *values, struct bytes text)
{
    for (size_t i = 0; i < values->count; i++)
        if (bytes_equal(values->items[i].text, text))
            return true;
    return false;
}

static void value_take(struct check *check, size_t index, const struct field_row *row, const struct raw_value *raw)
{
    struct field_values *values = &check->record->fields[index];
    struct value value;
    enum reason reason = one_check(check, row, raw, &value);

    if (reason == REASON_empty)
        return;
    if (reason != REASON_ok) {
        check_fault(check, index, row, reason);
        return;
    }
    if (value.ident.doubt != REASON_ok)
        check_problem(check, row->name, value.ident.doubt, false);
    if (!is_listed(values, value.text))
        values->items[values->count++] = value;
}

/* The values of a cell, "a|b|c". */
static size_t cell_split(struct bytes cell, struct raw_value *values)
{
    struct bytes part;
    size_t count = 0;

    while (count < RECORD_LIST_LIMIT && bytes_next_part(&cell, LIST_SEPARATOR, &part))
        values[count++] = (struct raw_value){part, true};
    return count;
}

static size_t separators(struct bytes cell)
{
    size_t count = 0;

    for (size_t i = 0; i < cell.n; i++)
        count += cell.p[i] == LIST_SEPARATOR;
    return count;
}

static void list_take(struct check *check, size_t index, const struct field_row *row, const struct raw_field *field)
{
    const struct raw_value *values = field->values;
    size_t count = field->count;

    if (!field->is_list && values[0].is_text && separators(values[0].text) > 0) {
        count = separators(values[0].text) + 1;
        if (count <= RECORD_LIST_LIMIT) {
            struct raw_value *split = arena_array(check->context.arena, struct raw_value, count);

            count = cell_split(values[0].text, split);
            values = split;
        }
    }
    if (count > RECORD_LIST_LIMIT) {
        check_fault(check, index, row, REASON_list_too_long);
        return;
    }
    check->record->fields[index].items = arena_array(check->context.arena, struct value, count);
    for (size_t i = 0; i < count; i++)
        value_take(check, index, row, &values[i]);
}

static void field_take(struct check *check, size_t index)
{
    const struct field_row *row = field_row_at(check->record->kind, index);
    const struct raw_field *field = check->present[index];

    if (field == NULL) {
        if (row->need == NEED_REQUIRED)
            check_problem(check, row->name, REASON_required, true);
    } else if (row->shape == SHAPE_LIST) {
        list_take(check, index, row, field);
    } else if (field->is_list) {
        check_fault(check, index, row, REASON_json_type);
    } else {
        check->record->fields[index].items = arena_new_of(check->context.arena, struct value);
        value_take(check, index, row, &field->values[0]);
    }
}

/* ---- the record ---- */

/* 4x4 as two digits from 1; a half that is missing counts as the one that promises least. */
static int16_t grade_of(const struct check *check)
{
    const struct value *source = check_value(check, "source_grade"), *info = check_value(check, "info_grade");
    const char *letter = source == NULL ? NULL : strchr("ABCX", source->text.p[0]);

    if (source == NULL && info == NULL)
        return 0;
    return (int16_t)(10 * (letter == NULL ? 4 : letter - "ABCX" + 1) + (info == NULL ? 4 : info->text.p[0] - '0'));
}

static const enum record_field time_fields[] = {
#define RECORD_KIND(name, time_field, endpoint, site, text) FIELD_##name##_##time_field,
#include "core/record_kind.def"
#undef RECORD_KIND
};

static void identity_make(struct record *record)
{
    struct bytes parts[] = {record->partner, bytes_of(record_kind_name(record->kind)), record->source_ref};

    record->id = uuid_derive(parts, COUNT_OF(parts));
    record->event_us = record_field_get(record, time_fields[record->kind])->items[0].number;
}

static void reference_take(struct check *check)
{
    const struct value *reference = check_value(check, "source_ref");

    if (reference == NULL)
        return;
    check->record->source_ref = reference->text;
    for (size_t i = 0; i < check->record->problem_count; i++)
        check->record->problems[i].source_ref = reference->text;
}

void record_check(const struct ident_data *data, struct arena *arena, enum record_kind kind, struct bytes partner,
                  const struct raw_record *raw, struct record *ret)
{
    struct check check = {.record = ret, .raw = raw, .context = {.data = data, .arena = arena}};

    *ret = (struct record){.kind = kind,
                           .line = raw->line,
                           .partner = partner,
                           .fields = arena_array(arena, struct field_values, record_field_count(kind))};
    if (raw->broken != REASON_ok) {
        check_problem(&check, BYTES_NONE, raw->broken, true);
        return;
    }
    fields_place(&check);
    value_context_fill(&check.context, kind, check.present);
    for (size_t i = 0; i < record_field_count(kind); i++)
        field_take(&check, i);
    check_entities(&check);
    reference_take(&check);
    if (ret->refused)
        return;
    ret->grade = grade_of(&check);
    identity_make(ret);
    check_content(&check);
}
