/*
 * Decoders: the first byte chooses the format, the second the size of the pieces, the rest is the file. In pieces of any size the same
 * records come out, and each line number is larger than the one before.
 */
#include <stdlib.h>

#include "support/decoded_print.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n);

static void lines_rise(struct arena *arena, enum format format, struct bytes text)
{
    struct decoder *decoder = decoder_new(arena, format);
    struct raw_record raw;
    uint64_t line = 0;

    decoder_feed(decoder, text);
    decoder_end(decoder);
    while (decoder_next(decoder, arena, &raw)) {
        if (raw.line <= line || (raw.broken == REASON_ok && utf8_check(raw.text) < raw.text.n))
            abort();
        line = raw.line;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n)
{
    if (n < 2)
        return 0;
    struct arena *arena = arena_new((size_t)64 << 20);
    enum format format = (enum format)(input[0] % FORMAT_COUNT);
    struct bytes text = {(const char *)input + 2, n - 2};

    lines_rise(arena, format, text);
    if (!bytes_equal(decoded_print(arena, format, text, n), decoded_print(arena, format, text, 1 + input[1] % 32)))
        abort();
    arena_free(&arena);
    return 0;
}
