#include "line.h"

#include "base/number.h"

static uint64_t line_of(const struct raw_record *record)
{
    uint64_t line = 0;

    for (size_t i = 0; i < record->count; i++)
        if (bytes_is(record->fields[i].name, "line()") && record->fields[i].count == 1 &&
            parse_u64(record->fields[i].values[0].text, &line) && line <= INT64_MAX / 2)
            return line;
    return 0;
}

enum took xml_line_take(struct decoder *decoder, struct bytes window, struct arena *arena, struct raw_record *record,
                        size_t *ret_used)
{
    enum took took = object_line_take(decoder, window, arena, record, ret_used);

    if (took != TOOK_RECORD)
        return took;
    uint64_t line = line_of(record);

    record->line = line > decoder->line ? line : decoder->line;
    decoder->line = record->line + 1;
    return took;
}

bool xml_line_skip(struct decoder *decoder, struct bytes window, size_t *ret_used)
{
    bool all = line_skip(decoder, window, ret_used);

    decoder->line += all;
    return all;
}
