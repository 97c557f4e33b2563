/*
 * One array, cut into its elements without looking at what they mean; each is then one record. The number of an element stands
 * for its line. After an element that cannot be read the next line that opens an object is tried.
 */
#include <string.h>

#include "format/decoder.h"

enum scanned { SCANNED_MORE, SCANNED_ALL, SCANNED_BROKEN };

static bool scan_string(struct json_scan *scan, char c)
{
    if (scan->escaped)
        scan->escaped = false;
    else if (c == '\\')
        scan->escaped = true;
    else if (c == '"')
        scan->quoted = false;
    return c != '\n' && c != '\r';
}

/* Walks on to the end of an object or array. */
static enum scanned scan_value(struct json_scan *scan, struct bytes window, size_t *at)
{
    for (; *at < window.n; (*at)++) {
        char c = window.p[*at];

        if (scan->quoted) {
            if (!scan_string(scan, c))
                return SCANNED_BROKEN;
        } else if (c == '"') {
            scan->quoted = true;
        } else if (c == '{' || c == '[') {
            scan->depth++;
        } else if ((c == '}' || c == ']') && --scan->depth == 0) {
            ++*at;
            return SCANNED_ALL;
        }
    }
    return SCANNED_MORE;
}

/* The end of a number, a string or a word. */
static enum scanned scan_scalar(struct bytes window, bool ended, size_t *at)
{
    struct json_scan scan = {0};

    for (; *at < window.n; ++*at) {
        char c = window.p[*at];

        if (scan.quoted && !scan_string(&scan, c))
            return SCANNED_BROKEN;
        if (!scan.quoted && *at > 0 && (c == ',' || c == ']' || c == '}' || c == '{' || c == '[' || c == '\n'))
            return SCANNED_ALL;
        if (!scan.quoted && c == '"' && *at == 0)
            scan.quoted = true;
    }
    return ended ? SCANNED_ALL : SCANNED_MORE;
}

/* From here to the next line that opens an object. */
static size_t next_object_line(struct bytes window)
{
    for (size_t at = window_find(window, 0, '\n'); at < window.n; at = window_find(window, at, '\n')) {
        do
            at++;
        while (at < window.n && ascii_space(window.p[at]));
        if (at < window.n && window.p[at] == '{')
            return at;
    }
    return window.n;
}

static enum took broken(struct decoder *decoder, struct bytes window, size_t used, struct raw_record *record, size_t *ret_used)
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

static enum took element_take(struct decoder *decoder, struct bytes window, struct arena *arena, struct raw_record *record,
                              size_t *ret_used)
{
    bool nested = window.p[0] == '{' || window.p[0] == '[';
    struct json_scan scan = {0};
    size_t at = 0;
    enum scanned scanned = nested ? scan_value(&scan, window, &at) : scan_scalar(window, decoder->ended, &at);

    if (scanned == SCANNED_MORE && !decoder->ended)
        return TOOK_NOTHING;
    if (scanned == SCANNED_BROKEN && next_object_line(window) == window.n && !decoder->ended)
        return TOOK_NOTHING;
    if (scanned != SCANNED_ALL)
        return broken(decoder, window, next_object_line(window), record, ret_used);
    decoder->line++;
    decoder->follows = true;
    record->text = bytes_trim(bytes_slice(window, 0, at));
    *ret_used = at;
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

static enum took json_take(struct decoder *decoder, struct bytes window, struct arena *arena, struct raw_record *record,
                           size_t *ret_used)
{
    if (window.n == 0) {
        if (!decoder->ended || decoder->closed)
            return TOOK_NOTHING;
        decoder->closed = true; /* the array stops before its end */
        return broken(decoder, window, 0, record, ret_used);
    }
    if (decoder->shape.records_at.n > 0 && !decoder->opened)
        return records_seek(decoder, window, ret_used) ? TOOK_OTHER : TOOK_NOTHING;
    if (decoder->shape.records_at.n > 0 && decoder->closed) {
        *ret_used = window.n; /* what stands behind the list */
        return TOOK_OTHER;
    }
    if (between_take(decoder, window, ret_used) == TOOK_OTHER)
        return TOOK_OTHER;
    if (decoder->closed)
        return trailing_take(decoder, window, record, ret_used);
    return element_take(decoder, window, arena, record, ret_used);
}

static bool element_skip(struct decoder *decoder, struct bytes window, size_t *ret_used)
{
    size_t at = 0;
    enum scanned scanned = scan_value(&decoder->scan, window, &at);

    *ret_used = at;
    if (scanned == SCANNED_BROKEN) {
        *ret_used = next_object_line(window);
        decoder->scan = (struct json_scan){.depth = 1}; /* still inside, as far as one can tell */
    }
    if (scanned == SCANNED_MORE || *ret_used == window.n)
        return false;
    decoder->line++;
    decoder->follows = scanned == SCANNED_ALL;
    return true;
}

static bool json_fits(struct bytes head)
{
    return head.p[0] == '[';
}

const struct format_row format_json = {"json", json_take, element_skip, false, 0, json_fits};
