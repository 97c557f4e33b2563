/* Any text as a name, a card descriptor and a phone number; the first two bytes are the country. */
#include "fuzz/ident_property.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n);

static void check_tokens(struct arena *arena, struct bytes text)
{
    struct token_list tokens;

    ident_name_tokens(ident_lists(), arena, text, &tokens);
    for (size_t i = 0; i < tokens.count; i++)
        MUST(tokens.items[i].n > 0 && (i == 0 || bytes_compare(tokens.items[i - 1], tokens.items[i]) < 0));
    MUST(ident_name_squashed(ident_lists(), arena, text).n <= 32 * text.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n)
{
    static const enum ident_kind kinds[] = {IDENT_company_name, IDENT_person_name, IDENT_descriptor, IDENT_phone};
    struct arena *arena = ident_arena();
    struct bytes all = {(const char *)input, n}, text = bytes_from(all, 2);
    struct ident_context context = {.country = bytes_slice(all, 0, 2)};
    struct descriptor_parts parts;

    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        property_check(ident_lists(), arena, kinds[i], text, &context);
    if (utf8_check(text) < text.n)
        return 0;
    check_tokens(arena, text);
    ident_descriptor_parts(ident_lists(), arena, text, &context, &parts);
    MUST(utf8_check(parts.name) == parts.name.n);
    return 0;
}
