#include "head.h"

#include <string.h>

#include "edge/profile_file.h"

#define NAME_SHOWN 40 /* of a column's name that a stranger chose */

/* A name that is fit to be printed; what is not may hold anything. */
static const char *shown(struct op *op, struct bytes name)
{
    if (name.n == 0 || name.n > NAME_SHOWN)
        return "(not shown)";
    for (size_t i = 0; i < name.n; i++)
        if (!ascii_alpha(name.p[i]) && name.p[i] != '_' && name.p[i] != '-' && name.p[i] != ' ')
            return "(not shown)";
    return bytes_cstr(op->arena, name);
}

/* What the profile makes of the columns must be a record of the kind, and no column may be one that it refuses. */
static enum reason profiled_check(struct op *op, const struct intake *intake, const struct bytes *columns, size_t count,
                                  struct bytes *ret_column)
{
    struct bytes *names = arena_array(op->arena, struct bytes, PROFILE_FIELD_MOST);

    for (size_t i = 0; i < count; i++)
        if (!profile_allows_column(intake->profile, columns[i])) {
            *ret_column = columns[i];
            return REASON_column_not_allowed;
        }
    count = profile_fields_of(intake->profile, intake->kind, columns, count, names);
    return record_columns_check(intake->kind, names, count, ret_column);
}

/* What stands between the names of a header that was read as one name; 0: nothing that programs put there. */
static char other_delimiter(const struct bytes *columns, size_t count)
{
    static const char known[] = ";|";

    for (const char *c = known; count == 1 && *c != 0; c++)
        if (memchr(columns[0].p, *c, columns[0].n) != NULL)
            return *c;
    return 0;
}

static enum status columns_check(struct op *op, const struct intake *intake, const struct decoder *decoder)
{
    size_t count;
    const struct bytes *columns = decoder_columns(decoder, &count);
    char delimiter = intake->profile == NULL ? other_delimiter(columns, count) : 0;
    struct bytes column = BYTES_NONE;
    enum reason reason = intake->profile != NULL ? profiled_check(op, intake, columns, count, &column)
                                                 : record_columns_check(intake->kind, columns, count, &column);

    if (reason == REASON_ok)
        return ST_OK;
    if (delimiter != 0)
        return op_fail(
            op, ST_INPUT,
            "%s: line 1: the columns stand between '%c': save the file with commas, or have a profile say \"delimiter: '%c'\"",
            intake_called(intake), delimiter, delimiter);
    if (reason == REASON_wrong_kind)
        return op_fail(op, ST_INPUT, "%s: line 1: these are the columns of another kind of record than %s", intake_called(intake),
                       record_kind_name(intake->kind));
    return op_fail(op, ST_INPUT, "%s: line 1, column %s: %s", intake_called(intake), shown(op, column), reason_text(reason));
}

static enum status object_check(struct op *op, const struct intake *intake, enum format format, const struct raw_record *raw)
{
    struct bytes other = raw_record_forbidden(raw);

    if (other.n > 0)
        return op_fail(op, ST_INPUT, "%s: line %llu, field %s: %s", intake_called(intake), (unsigned long long)raw->line,
                       shown(op, other), reason_text(REASON_forbidden_field));
    for (size_t i = 0; i < raw->count; i++) {
        const struct raw_field *field = &raw->fields[i];

        if (intake->profile != NULL && !profile_allows_column(intake->profile, field->name))
            return op_fail(op, ST_INPUT, "%s: line %llu, field %s: %s", intake_called(intake), (unsigned long long)raw->line,
                           shown(op, field->name), reason_text(REASON_column_not_allowed));
        if (intake->profile != NULL)
            continue;
        if (!format_has_kinds(format) && bytes_is(field->name, "record_kind") && field->count == 1 &&
            !bytes_is(field->values[0].text, record_kind_name(intake->kind)))
            return op_fail(op, ST_INPUT, "%s: line %llu, record_kind: %s (%s)", intake_called(intake),
                           (unsigned long long)raw->line, reason_text(REASON_wrong_kind), record_kind_name(intake->kind));
        if (record_field_forbidden(field->name))
            return op_fail(op, ST_INPUT, "%s: line %llu, field %s: %s", intake_called(intake), (unsigned long long)raw->line,
                           shown(op, field->name), reason_text(REASON_forbidden_field));
    }
    return ST_OK;
}

enum status head_check(struct op *op, const struct intake *intake, struct bytes head, bool whole, enum format format)
{
    struct decoder *decoder = profile_decoder(intake->profile, op->arena, format);
    struct raw_record raw;

    decoder_feed(decoder, head);
    if (whole)
        decoder_end(decoder);
    bool any = decoder_next(decoder, op->arena, &raw);
    size_t columns;

    decoder_columns(decoder, &columns);
    if (format_has_columns(format) && columns == 0)
        return op_fail(op, ST_INPUT, "%s: line 1: %s", intake_called(intake),
                       reason_text(any     ? raw.broken
                                   : whole ? REASON_missing_column
                                           : REASON_line_too_long));
    enum status st = format_has_columns(format) ? columns_check(op, intake, decoder) : ST_OK;

    return st == ST_OK && any && raw.broken == REASON_ok ? object_check(op, intake, format, &raw) : st;
}
