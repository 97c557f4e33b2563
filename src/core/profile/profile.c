/* A record of a partner's file to the fields that FORMATS names: field by field through the profile. */
#include "core/profile.h"

#include "core/record/record_field.h"
#include "local_time.h"
#include "mark.h"
#include "transform.h"

static bool field_is_of(const struct profile_field *field, enum record_kind kind)
{
    return field->any_kind || field->kind == kind;
}

/* ---- columns ---- */

static bool is_among(const struct texts *texts, struct bytes text)
{
    for (size_t i = 0; i < texts->count; i++)
        if (bytes_equal_fold(texts->items[i], text))
            return true;
    return false;
}

static bool field_names(const struct profile_field *field, struct bytes column)
{
    return is_among(&field->columns, column) || mark_names_column(&field->arguments[TRANSFORM_when], column);
}

static bool whole_names(const struct profile *profile, struct bytes column)
{
    return bytes_equal_fold(profile->kind_column, column) || mark_names_column(&profile->only, column);
}

/* What the decoder itself says of a record: "line()", "name()". */
static bool is_own(struct bytes column)
{
    return bytes_end(column, BYTES("()"));
}

bool profile_names_column(const struct profile *profile, enum record_kind kind, struct bytes column)
{
    for (size_t i = 0; i < profile->field_count; i++)
        if (field_is_of(&profile->fields[i], kind) && field_names(&profile->fields[i], column))
            return true;
    return whole_names(profile, column) || is_own(column);
}

static bool any_kind_names(const struct profile *profile, struct bytes column)
{
    for (size_t i = 0; i < profile->field_count; i++)
        if (field_names(&profile->fields[i], column))
            return true;
    return whole_names(profile, column);
}

bool profile_allows_column(const struct profile *profile, struct bytes column)
{
    if (record_field_forbidden(column))
        return false;
    return !profile->others_refused || is_own(column) || any_kind_names(profile, column) || is_among(&profile->allowed, column);
}

bool profile_keeps_column(const struct profile *profile, struct bytes column)
{
    return !record_field_forbidden(column) && (any_kind_names(profile, column) || is_among(&profile->allowed, column));
}

bool profile_counts(const struct profile *profile, const struct raw_record *raw)
{
    return profile->only.count == 0 || mark_fits(&profile->only, raw);
}

static bool is_filled(const struct profile_field *field, const struct bytes *columns, size_t count)
{
    if (field->arguments[TRANSFORM_constant].count + field->arguments[TRANSFORM_otherwise].count > 0)
        return true;
    for (size_t i = 0; i < count; i++)
        if (is_among(&field->columns, columns[i]))
            return true;
    return false;
}

size_t profile_fields_of(const struct profile *profile, enum record_kind kind, const struct bytes *columns, size_t count,
                         struct bytes *ret)
{
    size_t found = 0;

    for (size_t i = 0; i < profile->field_count && found < PROFILE_FIELD_MOST; i++)
        if (field_is_of(&profile->fields[i], kind) && is_filled(&profile->fields[i], columns, count))
            ret[found++] = profile->fields[i].name;
    return found;
}

/* ---- the kind ---- */

static bool pattern_fits(struct bytes pattern, struct bytes text)
{
    if (bytes_end(pattern, BYTES("*")))
        return bytes_start(text, bytes_slice(pattern, 0, pattern.n - 1));
    return bytes_equal(pattern, text);
}

bool profile_file_kind(const struct profile *profile, struct bytes file_name, enum record_kind *ret)
{
    for (size_t i = 0; i < profile->kind_count; i++)
        if (!profile->kinds_of_files || pattern_fits(profile->kinds[i].theirs, file_name)) {
            *ret = profile->kinds[i].kind;
            return true;
        }
    return false;
}

bool profile_kinds(const struct profile *profile, struct bytes file_name, bool ret[RECORD_KIND_COUNT])
{
    enum record_kind kind;

    for (size_t i = 0; i < profile->kind_count && profile->kind_column.n > 0; i++)
        ret[profile->kinds[i].kind] = true;
    if (profile->kind_column.n > 0)
        return true;
    if (!profile_file_kind(profile, file_name, &kind))
        return false;
    ret[kind] = true;
    return true;
}

enum kinship { KIND_OURS, KIND_OTHER, KIND_UNKNOWN };

/* A record may be of several kinds. A code that the profile does not know goes to the submission of its first kind, where it is
 * quarantined. */
static enum kinship kind_of(const struct profile *profile, const struct raw_record *raw, enum record_kind kind)
{
    const struct raw_field *field = raw_find(raw, profile->kind_column);
    struct bytes text = raw_has_value(field) ? bytes_trim(field->values[0].text) : BYTES_NONE;
    bool known = false;

    if (profile->kind_column.n == 0)
        return KIND_OURS;
    for (size_t i = 0; i < profile->kind_count; i++) {
        bool fits = bytes_equal_fold(profile->kinds[i].theirs, text);

        if (fits && profile->kinds[i].kind == kind)
            return KIND_OURS;
        known = known || fits;
    }
    return !known && profile->kinds[0].kind == kind ? KIND_UNKNOWN : KIND_OTHER;
}

/* ---- one field ---- */

static void columns_take(struct transforming *t, const struct profile_field *field, const struct raw_record *raw)
{
    bool joined = field->arguments[TRANSFORM_join].count > 0;
    size_t room = 0;

    for (size_t i = 0; i < field->columns.count; i++) {
        const struct raw_field *column = raw_find(raw, field->columns.items[i]);

        room += column == NULL ? 0 : column->count;
    }
    t->values = arena_array(t->arena, struct raw_value, room);
    for (size_t i = 0; i < field->columns.count && (joined || t->count == 0); i++) {
        const struct raw_field *column = raw_find(raw, field->columns.items[i]);

        if (!raw_has_value(column))
            continue;
        t->is_list = column->is_list;
        for (size_t value = 0; value < column->count; value++)
            t->values[t->count++] = column->values[value];
    }
}

static void amount_take(const struct profile *profile, struct transforming *t)
{
    for (size_t i = 0; i < t->count && profile->decimal != 0; i++)
        if (t->values[i].is_text)
            t->values[i].text = amount_plain(t->arena, t->values[i].text, profile->decimal);
}

static void time_take(const struct profile *profile, struct transforming *t, bool day)
{
    struct bytes text;

    for (size_t i = 0; i < t->count; i++)
        if (local_time_read(profile, t->arena, bytes_trim(t->values[i].text), day, &text))
            t->values[i] = (struct raw_value){text, true};
}

static void list_take(const struct profile *profile, struct transforming *t)
{
    struct texts separator = {&profile->list_separator, 1};

    if (!t->is_list && profile->list_separator.n > 0)
        transform_split(t, &separator);
}

/* A list where one value is meant, as flattened JSON has it, counts by its first. */
static void shape_take(const struct profile *profile, const struct field_row *row, struct transforming *t)
{
    if (row->shape == SHAPE_LIST) {
        list_take(profile, t);
    } else if (t->is_list && t->count == 1) {
        t->is_list = false;
    }
    if (row->value == VALUE_amount)
        amount_take(profile, t);
    if (row->value == VALUE_time || row->value == VALUE_date)
        time_take(profile, t, row->value == VALUE_date);
}

static void field_map(const struct profile *profile, enum record_kind kind, const struct profile_field *field,
                      const struct raw_record *raw, struct transforming *t)
{
    enum record_field known;

    columns_take(t, field, raw);
    transform_all(t, field);
    if (record_field_find(kind, field->name, &known))
        shape_take(profile, field_row_at(kind, record_field_index(known)), t);
}

static struct bytes currency_of(const struct profile *profile, enum record_kind kind, struct arena *arena,
                                const struct raw_record *raw)
{
    struct transforming t = {.arena = arena, .raw = raw};

    for (size_t i = 0; i < profile->field_count && t.count == 0; i++)
        if (field_is_of(&profile->fields[i], kind) && bytes_is(profile->fields[i].name, "currency"))
            field_map(profile, kind, &profile->fields[i], raw, &t);
    return t.count == 0 ? BYTES_NONE : bytes_trim(t.values[0].text);
}

static bool has_name(const struct raw_field *fields, size_t count, struct bytes name)
{
    for (size_t i = 0; i < count; i++)
        if (bytes_equal(fields[i].name, name))
            return true;
    return false;
}

static void fields_map(const struct profile *profile, enum record_kind kind, struct arena *arena, const struct raw_record *raw,
                       struct raw_record *ret)
{
    struct raw_field *fields = arena_array(arena, struct raw_field, profile->field_count);
    struct bytes currency = currency_of(profile, kind, arena, raw);

    for (size_t i = 0; i < profile->field_count; i++) {
        const struct profile_field *field = &profile->fields[i];
        struct transforming t = {.arena = arena, .currency = currency, .raw = raw};

        if (!field_is_of(field, kind) || has_name(fields, ret->count, field->name))
            continue;
        field_map(profile, kind, field, raw, &t);
        if (t.count > 0)
            fields[ret->count++] = (struct raw_field){field->name, t.values, t.count, t.is_list};
    }
    ret->fields = fields;
}

enum profile_fate profile_apply(const struct profile *profile, enum record_kind kind, struct arena *arena,
                                const struct raw_record *raw, struct raw_record *ret)
{
    enum kinship kinship = kind_of(profile, raw, kind);

    *ret = *raw;
    ret->fields = NULL;
    ret->count = 0;
    if (kinship == KIND_OTHER || (profile->kind_column.n == 0 && raw_record_is_other(raw, kind)) ||
        (raw->broken == REASON_ok && !profile_counts(profile, raw)))
        return PROFILE_OTHER;
    if (raw->broken != REASON_ok)
        return PROFILE_MAPPED;
    for (size_t i = 0; i < raw->count; i++)
        if (!profile_allows_column(profile, raw->fields[i].name)) {
            ret->broken = REASON_column_not_allowed;
            return PROFILE_WITHHELD;
        }
    if (kinship == KIND_OURS)
        fields_map(profile, kind, arena, raw, ret);
    else
        ret->broken = REASON_wrong_kind;
    return PROFILE_MAPPED;
}
