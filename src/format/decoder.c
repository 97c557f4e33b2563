#include "format/decoder.h"

#include <string.h>

#include "base/buf.h"

#define FIRST_ROOM ((size_t)16 * 1024) /* of the window: most submissions are small, and memory that is taken is zeroed */
#define KEPT_OF_TOO_LONG 1024          /* bytes of a record that is too long: enough to find it in the file */

static const struct format_row *const rows[] = {
#define FORMAT(name, text) [FORMAT_##name] = &format_##name,
#include "format/format.def"
#undef FORMAT
};

const struct format_row *format_row(enum format format)
{
    return rows[format];
}

const char *format_name(enum format format)
{
    return rows[format]->name;
}

bool format_find(struct bytes name, enum format *ret)
{
    for (int format = 0; format < FORMAT_COUNT; format++)
        if (bytes_is(name, rows[format]->name)) {
            *ret = (enum format)format;
            return true;
        }
    return false;
}

bool format_is_json(enum format format)
{
    return rows[format]->skip == json_element_skip;
}

bool format_has_kinds(enum format format)
{
    return rows[format]->many_kinds;
}

bool format_is_text(enum format format)
{
    return rows[format]->fits != NULL;
}

bool format_has_path(enum format format)
{
    return format_is_json(format) || (!format_is_text(format) && !format_has_columns(format));
}

bool format_has_columns(enum format format)
{
    return rows[format]->delimiter != 0;
}

bool format_has_lines(enum format format)
{
    return !format_is_json(format);
}

const struct withheld_name *format_withheld_names(enum format format, size_t *ret_count)
{
    *ret_count = rows[format]->withheld_count;
    return rows[format]->withheld;
}

/* ---- what the formats share ---- */

size_t window_find(struct bytes window, size_t from, char c)
{
    const char *found = from < window.n ? memchr(window.p + from, c, window.n - from) : NULL;

    return found == NULL ? window.n : (size_t)(found - window.p);
}

bool line_skip(struct decoder *decoder, struct bytes window, size_t *ret_used)
{
    size_t end = window_find(window, 0, '\n');

    (void)decoder;
    *ret_used = end < window.n ? end + 1 : end;
    return end < window.n;
}

enum reason text_check(struct bytes text)
{
    if (text.n > 0 && memchr(text.p, '\0', text.n) != NULL)
        return REASON_nul_byte;
    return utf8_check(text) < text.n ? REASON_invalid_utf8 : REASON_ok;
}

struct bytes without_line_end(struct bytes line)
{
    if (line.n > 0 && line.p[line.n - 1] == '\n')
        line.n--;
    if (line.n > 0 && line.p[line.n - 1] == '\r')
        line.n--;
    return line;
}

bool is_blank(struct bytes text)
{
    return bytes_trim(text).n == 0;
}

/* ---- the window ---- */

struct decoder *decoder_new(struct arena *arena, enum format format)
{
    struct decoder *decoder = arena_new_of(arena, struct decoder);

    decoder->arena = arena;
    decoder->format = format;
    decoder->line = 1;
    decoder->shape.delimiter = rows[format]->delimiter;
    return decoder;
}

void decoder_shape_set(struct decoder *decoder, const struct decoder_shape *shape)
{
    decoder->shape = *shape;
    if (decoder->shape.delimiter == 0 || !format_is_text(decoder->format))
        decoder->shape.delimiter = rows[decoder->format]->delimiter;
}

static void window_reserve(struct decoder *decoder, size_t n)
{
    size_t left = decoder->end - decoder->start, room = decoder->room == 0 ? FIRST_ROOM : decoder->room;

    if (decoder->start > 0)
        memmove(decoder->window, decoder->window + decoder->start, left);
    decoder->start = 0;
    decoder->end = left;
    while (room < left + n)
        room *= 2;
    if (room > decoder->room)
        decoder->window = arena_grow(decoder->arena, decoder->window, decoder->room, room);
    decoder->room = room;
}

void decoder_feed(struct decoder *decoder, struct bytes piece)
{
    if (piece.n == 0)
        return;
    window_reserve(decoder, piece.n);
    memcpy(decoder->window + decoder->end, piece.p, piece.n);
    decoder->end += piece.n;
}

void decoder_end(struct decoder *decoder)
{
    decoder->ended = true;
}

static struct bytes window_rest(const struct decoder *decoder)
{
    if (decoder->window == NULL) /* nothing has been fed yet */
        return BYTES("");
    return (struct bytes){decoder->window + decoder->start, decoder->end - decoder->start};
}

static void window_use(struct decoder *decoder, size_t n)
{
    struct bytes used = bytes_slice(window_rest(decoder), 0, n);

    decoder->start += n;
    if (!rows[decoder->format]->lines)
        return;
    for (size_t at = 0; (at = window_find(used, at, '\n')) < n; at++)
        decoder->line++;
}

static bool mark_skip(struct decoder *decoder)
{
    struct bytes mark = BYTES("\xEF\xBB\xBF"), rest = window_rest(decoder);

    if (decoder->begun)
        return true;
    if (rest.n < mark.n && !decoder->ended)
        return false;
    if (bytes_start(rest, mark))
        decoder->start += mark.n;
    decoder->begun = true;
    return true;
}

static bool rest_skip(struct decoder *decoder)
{
    size_t used = 0;
    bool all = rows[decoder->format]->skip(decoder, window_rest(decoder), &used);

    window_use(decoder, used);
    if (all || decoder->ended)
        decoder->skipping = false;
    return all;
}

static void too_long(struct decoder *decoder, struct raw_record *ret)
{
    ret->text = bytes_slice(window_rest(decoder), 0, KEPT_OF_TOO_LONG);
    ret->broken = REASON_line_too_long;
    decoder->skipping = true;
    decoder->scan = (struct json_scan){0};
    rest_skip(decoder);
}

bool decoder_next(struct decoder *decoder, struct arena *arena, struct raw_record *ret)
{
    if (!mark_skip(decoder))
        return false;
    if (decoder->skipping && !rest_skip(decoder))
        return false;
    for (;;) {
        struct bytes window = window_rest(decoder);
        size_t used = 0;

        *ret = (struct raw_record){.line = decoder->line, .mixed = rows[decoder->format]->many_kinds};
        enum took took = rows[decoder->format]->take(decoder, window, arena, ret, &used);

        if (took == TOOK_NOTHING && window.n > FORMAT_RECORD_MOST) {
            too_long(decoder, ret);
            return true;
        }
        if (took == TOOK_NOTHING)
            return false;
        window_use(decoder, used);
        if (took == TOOK_RECORD)
            return true;
    }
}

const struct bytes *decoder_columns(const struct decoder *decoder, size_t *ret_count)
{
    *ret_count = decoder->column_count;
    return decoder->columns;
}
