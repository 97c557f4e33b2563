/* A line is a record; an object that spans lines is not NDJSON and fails line by line. */
#include "format/decoder.h"

enum took object_line_take(struct decoder *decoder, struct bytes window, struct arena *arena, struct raw_record *record,
                           size_t *ret_used)
{
    size_t end = window_find(window, 0, '\n');

    if (window.n == 0 || (end == window.n && !decoder->ended))
        return TOOK_NOTHING;
    *ret_used = end < window.n ? end + 1 : end;
    record->text = without_line_end(bytes_slice(window, 0, *ret_used));
    if (is_blank(record->text))
        return TOOK_OTHER;
    object_decode(arena, decoder->shape.nested, record);
    return TOOK_RECORD;
}

static bool ndjson_fits(struct bytes head)
{
    return head.p[0] == '{';
}

const struct format_row format_ndjson = {
    .name = "ndjson", .take = object_line_take, .skip = line_skip, .lines = true, .fits = ndjson_fits};
