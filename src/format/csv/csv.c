/*
 * RFC 4180, read in one pass over the window. After an error the next line is tried: a quote that is never closed costs one line,
 * not the rest of the file.
 */
#include <string.h>

#include "format/decoder.h"

struct line {
    struct bytes window;
    bool ended;
    char delimiter;
    struct arena *arena;
    struct raw_value values[FORMAT_COLUMN_MOST];
    size_t count; /* fields, also those past the limit */
    size_t at;
    bool several; /* a quoted field holds a line end */
};

enum part { PART_MORE, PART_FIELD, PART_LAST, PART_BROKEN };

/* "" inside a quoted field is one quote. */
static struct bytes unquoted(struct arena *arena, struct bytes text)
{
    char *copy = arena_alloc(arena, text.n);
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++) {
        copy[n++] = text.p[i];
        i += text.p[i] == '"';
    }
    return (struct bytes){copy, n};
}

/* What stands behind a field: a delimiter, the end of the line or of the file. */
static enum part field_close(struct line *line)
{
    struct bytes w = line->window;

    if (line->at == w.n)
        return line->ended ? PART_LAST : PART_MORE;
    if (w.p[line->at] == line->delimiter) {
        line->at++;
        return PART_FIELD;
    }
    if (w.p[line->at] == '\r') {
        if (line->at + 1 == w.n)
            return line->ended ? PART_LAST : PART_MORE;
        line->at += w.p[line->at + 1] == '\n';
    }
    if (w.p[line->at] != '\n')
        return PART_BROKEN;
    line->at++;
    return PART_LAST;
}

static void field_put(struct line *line, struct bytes text)
{
    if (line->count < FORMAT_COLUMN_MOST)
        line->values[line->count] = (struct raw_value){text, true};
    line->count++;
}

static enum part quoted_field(struct line *line)
{
    struct bytes w = line->window;
    size_t begin = line->at + 1, end = begin;
    bool doubled = false;

    for (;;) {
        end = window_find(w, end, '"');
        if (end == w.n)
            return line->ended ? PART_BROKEN : PART_MORE;
        if (end + 1 == w.n && !line->ended)
            return PART_MORE;
        if (end + 1 == w.n || w.p[end + 1] != '"')
            break;
        doubled = true;
        end += 2;
    }
    struct bytes text = bytes_slice(w, begin, end - begin);

    line->several = line->several || window_find(text, 0, '\n') < text.n;
    field_put(line, doubled ? unquoted(line->arena, text) : text);
    line->at = end + 1;
    return field_close(line);
}

static enum part plain_field(struct line *line)
{
    struct bytes w = line->window;
    size_t begin = line->at, end = begin;

    while (end < w.n && w.p[end] != line->delimiter && w.p[end] != '\n' && w.p[end] != '"')
        end++;
    if (end == w.n && !line->ended)
        return PART_MORE;
    if (end < w.n && w.p[end] == '"')
        return PART_BROKEN;
    line->at = end;
    bool carriage = end > begin && w.p[end - 1] == '\r' && (end == w.n || w.p[end] == '\n');

    field_put(line, bytes_slice(w, begin, end - begin - carriage));
    return field_close(line);
}

static enum part line_read(struct line *line)
{
    enum part part;

    do {
        bool quoted = line->at < line->window.n && line->window.p[line->at] == '"';

        part = quoted ? quoted_field(line) : plain_field(line);
    } while (part == PART_FIELD);
    return part;
}

/* ---- the header ---- */

static struct bytes column_name(struct arena *arena, struct bytes text)
{
    return bytes_lower(arena, bytes_trim(text));
}

static bool header_take(struct decoder *decoder, const struct line *line, struct raw_record *record)
{
    if (line->count > FORMAT_COLUMN_MOST) {
        record->broken = REASON_too_many_fields;
        return false;
    }
    for (size_t i = 0; i < line->count; i++)
        decoder->columns[i] = column_name(decoder->arena, line->values[i].text);
    decoder->column_count = line->count;
    decoder->has_columns = true;
    return true;
}

/* ---- a line ---- */

static bool is_empty(const struct line *line)
{
    for (size_t i = 0; i < line->count && i < FORMAT_COLUMN_MOST; i++)
        if (line->values[i].text.n > 0)
            return false;
    return true;
}

static enum reason count_check(const struct decoder *decoder, const struct line *line)
{
    if (line->count == decoder->column_count)
        return REASON_ok;
    return line->count > decoder->column_count ? REASON_too_many_fields : REASON_too_few_fields;
}

static void fields_put(const struct decoder *decoder, const struct line *line, struct raw_record *record)
{
    struct raw_field *fields = arena_array(line->arena, struct raw_field, line->count);
    struct raw_value *values = arena_array(line->arena, struct raw_value, line->count);

    memcpy(values, line->values, line->count * sizeof(*values));
    for (size_t i = 0; i < line->count; i++)
        fields[i] = (struct raw_field){.name = decoder->columns[i], .values = &values[i], .count = 1};
    record->fields = fields;
    record->count = line->count;
}

/* Only the first line counts as broken; what follows is tried again. */
static enum took first_line_broken(const struct decoder *decoder, struct bytes window, enum reason reason,
                                   struct raw_record *record, size_t *ret_used)
{
    size_t end = window_find(window, 0, '\n');

    if (end == window.n && !decoder->ended)
        return TOOK_NOTHING;
    *ret_used = end < window.n ? end + 1 : end;
    record->text = without_line_end(bytes_slice(window, 0, *ret_used));
    record->broken = reason;
    return TOOK_RECORD;
}

static enum took complete_line(struct decoder *decoder, const struct line *line, struct raw_record *record, size_t *ret_used)
{
    enum reason reason = text_check(record->text);

    *ret_used = line->at;
    if (is_empty(line) && reason == REASON_ok)
        return TOOK_OTHER;
    record->broken = reason;
    if (reason == REASON_ok && !decoder->has_columns)
        return header_take(decoder, line, record) ? TOOK_OTHER : TOOK_RECORD;
    if (reason == REASON_ok)
        reason = count_check(decoder, line);
    record->broken = reason;
    if (reason == REASON_ok)
        fields_put(decoder, line, record);
    return TOOK_RECORD;
}

enum took table_take(struct decoder *decoder, struct bytes window, struct arena *arena, struct raw_record *record,
                     size_t *ret_used)
{
    struct line line;
    enum part part;

    if (window.n == 0)
        return TOOK_NOTHING;
    line.window = window;
    line.ended = decoder->ended;
    line.delimiter = decoder->shape.delimiter;
    line.arena = arena;
    line.count = line.at = 0;
    line.several = false;
    part = line_read(&line);
    if (part == PART_MORE && window.n > FORMAT_RECORD_MOST && window_find(window, 0, '\n') < window.n)
        part = PART_BROKEN; /* a quote that stays open over so many lines */
    if (part == PART_MORE)
        return TOOK_NOTHING;
    record->text = without_line_end(bytes_slice(window, 0, line.at));
    if (part == PART_BROKEN || (line.several && decoder->has_columns && count_check(decoder, &line) != REASON_ok))
        return first_line_broken(decoder, window, REASON_broken_quote, record, ret_used);
    return complete_line(decoder, &line, record, ret_used);
}

static bool csv_fits(struct bytes head UNUSED)
{
    return true;
}

const struct format_row format_csv = {
    .name = "csv", .take = table_take, .skip = line_skip, .lines = true, .delimiter = ',', .fits = csv_fits};
