/*
 * decoded_print.h: what a decoder gives, as text: "2: a=1 b=x|y" for a record, "3! broken_quote: the line" for one that is broken.
 *
 * A number or boolean of JSON is marked with #, a list of JSON stands in [].
 */
#ifndef TESTS_SUPPORT_DECODED_PRINT_H
#define TESTS_SUPPORT_DECODED_PRINT_H

#include "base/buf.h"
#include "format/format.h"

#define DECODED_TEXT_SHOWN 60

/* The format layer stands alone, so the codes are read from their table. */
static const char *const decoded_reasons[] = {
#define REASON(code, text) [REASON_##code] = #code,
#include "core/reason.def"
#undef REASON
};

static inline void decoded_put_field(struct buf *out, const struct raw_field *field)
{
    buf_printf(out, " %.*s=%s", (int)field->name.n, field->name.p, field->is_list ? "[" : "");
    for (size_t i = 0; i < field->count; i++) {
        buf_puts(out, i > 0 ? "|" : "");
        buf_puts(out, field->values[i].is_text ? "" : "#");
        buf_put(out, field->values[i].text);
    }
    buf_puts(out, field->is_list ? "]" : "");
}

static inline void decoded_put_record(struct buf *out, const struct raw_record *raw)
{
    buf_printf(out, "%llu", (unsigned long long)raw->line);
    if (raw->broken != REASON_ok) {
        buf_printf(out, "! %s: ", decoded_reasons[raw->broken]);
        buf_put(out, bytes_slice(raw->text, 0, DECODED_TEXT_SHOWN));
        buf_puts(out, "\n");
        return;
    }
    buf_puts(out, ":");
    for (size_t i = 0; i < raw->count; i++)
        decoded_put_field(out, &raw->fields[i]);
    buf_puts(out, "\n");
}

static inline void decoded_drain(struct decoder *decoder, struct arena *arena, struct buf *out)
{
    struct raw_record raw;

    while (decoder_next(decoder, arena, &raw))
        decoded_put_record(out, &raw);
}

/* The text fed in pieces of `piece` bytes. */
static inline struct bytes decoded_print(struct arena *arena, enum format format, struct bytes text, size_t piece)
{
    struct decoder *decoder = decoder_new(arena, format);
    struct arena *records = arena_new(SIZE_MAX); /* apart: out grows in place */
    struct buf out;

    buf_init(&out, arena);
    for (size_t at = 0; at < text.n; at += piece) {
        decoder_feed(decoder, bytes_slice(text, at, piece));
        decoded_drain(decoder, records, &out);
    }
    decoder_end(decoder);
    decoded_drain(decoder, records, &out);
    arena_free(&records);
    return buf_bytes(&out);
}

#endif
