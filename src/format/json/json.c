/*
 * One array, cut into its elements without looking at what they mean; each is then one record. The number of an element stands
 * for its line. After an element that cannot be read the next line that opens an object is tried.
 */
#include "format/decoder.h"

static const struct bytes root = {"", 0};
static const struct document_row records_inside = {.elements = {&root, 1}};

enum took json_broken(struct decoder *decoder, struct bytes window, size_t used, struct raw_record *record, size_t *ret_used)
{
    decoder->line++;
    decoder->follows = false;
    record->text = bytes_trim(bytes_slice(window, 0, used));
    record->broken = text_check(record->text);
    if (record->broken == REASON_ok)
        record->broken = REASON_json_invalid;
    *ret_used = used;
    return TOOK_RECORD;
}

enum took json_element_frame(struct decoder *decoder, struct bytes window, struct raw_record *record, size_t *ret_used)
{
    bool nested = window.p[0] == '{' || window.p[0] == '[';
    struct json_scan scan = {0};
    size_t at = 0;
    enum scanned scanned = nested ? json_value_scan(&scan, window, &at) : json_scalar_scan(window, decoder->ended, &at);

    if (scanned == SCANNED_MORE && !decoder->ended)
        return TOOK_NOTHING;
    if (scanned == SCANNED_BROKEN && json_next_object_line(window) == window.n && !decoder->ended)
        return TOOK_NOTHING;
    if (scanned != SCANNED_ALL)
        return json_broken(decoder, window, json_next_object_line(window), record, ret_used);
    *ret_used = at;
    return TOOK_OTHER;
}

static enum took element_take(struct decoder *decoder, struct bytes window, struct arena *arena, struct raw_record *record,
                              size_t *ret_used)
{
    enum took took = json_element_frame(decoder, window, record, ret_used);

    if (took != TOOK_OTHER)
        return took;
    decoder->line++;
    decoder->follows = true;
    record->text = bytes_trim(bytes_slice(window, 0, *ret_used));
    object_decode(arena, decoder->shape.nested, record);
    return TOOK_RECORD;
}

/* Between elements: brackets, commas, space. */
static enum took between_take(struct decoder *decoder, struct bytes window, size_t *ret_used)
{
    char c = window.p[0];

    *ret_used = 1;
    if (ascii_space(c))
        return TOOK_OTHER;
    if (!decoder->opened && c == '[')
        decoder->opened = true;
    else if (decoder->follows && c == ',')
        decoder->follows = false;
    else if (decoder->opened && !decoder->closed && c == ']')
        decoder->closed = true;
    else
        return TOOK_NOTHING;
    return TOOK_OTHER;
}

/* Whatever stands behind the array is one broken record, however it comes in; its first byte tells where. */
static enum took trailing_take(struct decoder *decoder, struct bytes window, struct raw_record *record, size_t *ret_used)
{
    *ret_used = window.n;
    if (decoder->trails)
        return TOOK_OTHER;
    decoder->trails = true;
    decoder->line++;
    record->text = bytes_slice(window, 0, 1);
    record->broken = REASON_json_invalid;
    return TOOK_RECORD;
}

/* The list stands inside something, or the objects follow each other without one. */
static bool is_document(struct decoder *decoder, struct bytes window)
{
    if (decoder->shape.records_at.n == 0 && !decoder->opened && window.n > 0 && window.p[0] == '{')
        decoder->bare = true;
    return decoder->bare || decoder->shape.records_at.n > 0;
}

static enum took json_take(struct decoder *decoder, struct bytes window, struct arena *arena, struct raw_record *record,
                           size_t *ret_used)
{
    if (is_document(decoder, window))
        return document_take(decoder, &records_inside, window, arena, record, ret_used);
    if (window.n == 0) {
        if (!decoder->ended || decoder->closed)
            return TOOK_NOTHING;
        decoder->closed = true; /* the array stops before its end */
        return json_broken(decoder, window, 0, record, ret_used);
    }
    if (between_take(decoder, window, ret_used) == TOOK_OTHER)
        return TOOK_OTHER;
    if (decoder->closed)
        return trailing_take(decoder, window, record, ret_used);
    return element_take(decoder, window, arena, record, ret_used);
}

bool json_element_skip(struct decoder *decoder, struct bytes window, size_t *ret_used)
{
    size_t at = 0;
    enum scanned scanned = json_value_scan(&decoder->scan, window, &at);

    *ret_used = at;
    if (scanned == SCANNED_BROKEN) {
        *ret_used = json_next_object_line(window);
        decoder->scan = (struct json_scan){.depth = 1}; /* still inside, as far as one can tell */
    }
    if (scanned == SCANNED_MORE || *ret_used == window.n)
        return false;
    decoder->line++;
    decoder->follows = scanned == SCANNED_ALL;
    return true;
}

/* A list, or an object over several lines: what opens alone on its line is no line of ndjson. */
static bool json_fits(struct bytes head)
{
    struct bytes line = bytes_slice(head, 0, window_find(head, 0, '\n'));

    return head.p[0] == '[' || (line.n < head.n && bytes_is(bytes_trim(line), "{"));
}

const struct format_row format_json = {.name = "json", .take = json_take, .skip = json_element_skip, .fits = json_fits};
