/* The stream that truncates card numbers: the first byte says whether it is JSON, the second where and how it is cut. */
#include "core/ident.h"
#include "fuzz/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n);

static struct bytes masked(struct arena *arena, struct bytes text, bool json, size_t step)
{
    struct card_mask mask = {.json = json};
    struct buf out;

    buf_init(&out, arena);
    for (size_t i = 0; i < text.n; i += step)
        card_mask_feed(&mask, bytes_slice(text, i, step), &out);
    card_mask_end(&mask, &out);
    return buf_bytes(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n)
{
    static struct arena *arena;

    if (n < 2)
        return 0;
    if (arena == NULL)
        arena = arena_new((size_t)256 << 20);
    struct bytes text = {(const char *)input + 2, n - 2};
    bool json = input[0] % 2 == 1, found;
    struct bytes whole = masked(arena, text, json, text.n + 1);

    MUST(bytes_equal(masked(arena, text, json, 1u + input[1]), whole));
    MUST(bytes_equal(masked(arena, text, json, 1), whole));
    if (!json) { /* in broken JSON the quotes put around one number may part it from its neighbour */
        MUST(bytes_equal(masked(arena, whole, json, whole.n + 1), whole));
        MUST(bytes_equal(card_mask_text(arena, text, &found), whole));
        card_mask_text(arena, whole, &found);
        MUST(!found);
    }
    arena_reset(arena);
    return 0;
}
