/* Any text to look through: what is found stands in the text, in order, without overlaps, and is canonical. */
#include "fuzz/ident_property.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n)
{
    struct arena *arena = ident_arena();
    struct ident_list list;
    size_t end = 0;

    ident_extract(ident_lists(), arena, (struct bytes){(const char *)input, n}, &list);
    for (size_t i = 0; i < list.count; i++) {
        const struct ident_found *found = &list.items[i];
        struct ident again;

        MUST(found->offset >= end && found->n > 0 && found->n <= n - found->offset);
        end = found->offset + found->n;
        MUST(ident_parse(ident_lists(), arena, found->ident.kind, found->ident.value, NULL, &again) == REASON_ok);
        MUST(bytes_equal(again.value, found->ident.value));
    }
    return 0;
}
