#include "core/ident/free_text.h"

/* C0 and C1 controls, DEL, and the invisible characters that only serve to make one text look like another. */
static bool invisible(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
}

static bool holds_invisible(struct bytes text)
{
    uint32_t c;

    for (size_t n; (n = utf8_next(text, &c)) > 0; text = bytes_from(text, n))
        if (invisible(c))
            return true;
    return false;
}

enum reason free_text_parse(struct arena *arena, struct bytes text, size_t most, struct bytes *ret)
{
    char *copy;
    size_t n = 0;

    text = bytes_trim(text);
    if (text.n == 0)
        return REASON_empty;
    if (utf8_check(text) < text.n)
        return REASON_invalid_utf8;
    copy = bytes_cstr(arena, text);
    for (size_t i = 0; i < text.n; i++) {
        if (ascii_space(text.p[i]) && copy[n - 1] == ' ')
            continue;
        copy[n++] = ascii_space(text.p[i]) ? ' ' : text.p[i];
    }
    if (n > most)
        return REASON_too_long;
    if (holds_invisible((struct bytes){copy, n}))
        return REASON_bad_character;
    *ret = (struct bytes){copy, n};
    return REASON_ok;
}
