/* XML: the first byte chooses the size of the pieces. In pieces of any size the same lines come out, and each of them is a record. */
#include <stdlib.h>

#include "format/xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n);

static enum status no_rules(struct op *op UNUSED, void *arg UNUSED, enum format format UNUSED, struct xml_rules *ret)
{
    *ret = (struct xml_rules){.keeps = NULL};
    return ST_OK;
}

static enum status lines_of(struct op *op, struct bytes text, size_t piece, struct buf *out, enum format *ret_format)
{
    AUTO(xml_close) struct xml *xml = NULL;
    enum status st = xml_open(op, BYTES("a/*"), no_rules, NULL, &xml);

    for (; st == ST_OK && text.n > 0; text = bytes_from(text, piece))
        st = xml_feed(op, xml, bytes_slice(text, 0, piece), out);
    if (st == ST_OK)
        st = xml_end(op, xml, out);
    *ret_format = xml == NULL ? FORMAT_xml : xml_format(xml);
    return st;
}

static void records_check(struct arena *arena, enum format format, struct bytes lines)
{
    struct decoder *decoder = decoder_new(arena, format);
    struct raw_record raw;
    uint64_t line = 0;

    decoder_feed(decoder, lines);
    decoder_end(decoder);
    while (decoder_next(decoder, arena, &raw)) {
        if (raw.line <= line ||
            (raw.broken != REASON_ok && raw.broken != REASON_too_many_fields && raw.broken != REASON_line_too_long))
            abort();
        line = raw.line;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n)
{
    if (n < 1)
        return 0;
    struct arena *arena = arena_new(SIZE_MAX);
    struct bytes text = {(const char *)input + 1, n - 1};
    struct buf whole, pieces;
    enum format format;
    struct op op;

    buf_init(&whole, arena);
    buf_init(&pieces, arena);
    op_init(&op, arena, 0, "fuzz");
    enum status st = lines_of(&op, text, n, &whole, &format);

    if (lines_of(&op, text, 1 + input[0], &pieces, &format) != st ||
        (st == ST_OK && !bytes_equal(buf_bytes(&whole), buf_bytes(&pieces))))
        abort();
    if (st == ST_OK)
        records_check(arena, format, buf_bytes(&whole));
    arena_free(&arena);
    return 0;
}
