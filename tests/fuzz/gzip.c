/* gzip: the first byte is the size of the pieces, the rest the stream. It unpacks, or says that it is damaged; it never hangs. */
#include <stdlib.h>

#include "format/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n)
{
    struct arena *arena = arena_new((size_t)64 << 20);
    struct bytes stream = {(const char *)input + 1, n == 0 ? 0 : n - 1};
    size_t piece = n == 0 ? 1 : (size_t)input[0] + 1;
    struct gunzip *gunzip = gunzip_new(arena);
    enum status st = ST_OK;
    struct op op;

    op_init(&op, arena, 0, "fuzz");
    for (size_t at = 0; at < stream.n && st == ST_OK; at += piece) {
        struct bytes text = {NULL, 1};

        gunzip_feed(gunzip, bytes_slice(stream, at, piece));
        while (st == ST_OK && text.n > 0)
            st = gunzip_next(&op, gunzip, &text);
    }
    if (st == ST_OK)
        st = gunzip_end(&op, gunzip);
    if (st != ST_OK && st != ST_INPUT && st != ST_LIMIT)
        abort();
    arena_free(&arena);
    return 0;
}
