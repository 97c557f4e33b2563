#include "base/bytes.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct bytes bytes_of(const char *text)
{
    return text == NULL ? BYTES_NONE : (struct bytes){text, strlen(text)};
}

bool bytes_equal(struct bytes a, struct bytes b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool bytes_equal_fold(struct bytes a, struct bytes b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (ascii_lower(a.p[i]) != ascii_lower(b.p[i]))
            return false;
    return true;
}

int bytes_compare(struct bytes a, struct bytes b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n == 0 ? 0 : memcmp(a.p, b.p, n);

    return order != 0 ? order : (a.n > b.n) - (a.n < b.n);
}

bool bytes_start(struct bytes text, struct bytes prefix)
{
    return text.n >= prefix.n && bytes_equal(bytes_slice(text, 0, prefix.n), prefix);
}

bool bytes_end(struct bytes text, struct bytes suffix)
{
    return text.n >= suffix.n && bytes_equal(bytes_from(text, text.n - suffix.n), suffix);
}

bool bytes_is(struct bytes text, const char *literal)
{
    return bytes_equal(text, bytes_of(literal));
}

struct bytes bytes_from(struct bytes text, size_t offset)
{
    if (offset >= text.n)
        offset = text.n;
    return text.p == NULL ? text : (struct bytes){text.p + offset, text.n - offset};
}

struct bytes bytes_slice(struct bytes text, size_t offset, size_t n)
{
    struct bytes rest = bytes_from(text, offset);

    if (n < rest.n)
        rest.n = n;
    return rest;
}

struct bytes bytes_trim(struct bytes text)
{
    while (text.n > 0 && ascii_space(text.p[text.n - 1]))
        text.n--;
    while (text.n > 0 && ascii_space(*text.p))
        text = bytes_from(text, 1);
    return text;
}

bool bytes_find(struct bytes text, char c, size_t *ret_offset)
{
    const char *at = text.n == 0 ? NULL : memchr(text.p, c, text.n);

    if (at == NULL)
        return false;
    *ret_offset = (size_t)(at - text.p);
    return true;
}

bool bytes_next_part(struct bytes *rest, char separator, struct bytes *ret_part)
{
    size_t at;

    if (rest->p == NULL)
        return false;
    if (bytes_find(*rest, separator, &at)) {
        *ret_part = bytes_slice(*rest, 0, at);
        *rest = bytes_from(*rest, at + 1);
        return true;
    }
    *ret_part = *rest;
    *rest = BYTES_NONE;
    return true;
}

struct bytes bytes_copy(struct arena *arena, struct bytes text)
{
    char *copy = arena_alloc(arena, text.n + 1);

    if (text.n > 0)
        memcpy(copy, text.p, text.n);
    return (struct bytes){copy, text.n};
}

char *bytes_cstr(struct arena *arena, struct bytes text)
{
    return (char *)bytes_copy(arena, text).p;
}

static struct bytes bytes_mapped(struct arena *arena, struct bytes text, int (*map)(int))
{
    char *copy = bytes_cstr(arena, text);

    for (size_t i = 0; i < text.n; i++)
        copy[i] = (char)map(copy[i]);
    return (struct bytes){copy, text.n};
}

struct bytes bytes_lower(struct arena *arena, struct bytes text)
{
    return bytes_mapped(arena, text, ascii_lower);
}

struct bytes bytes_upper(struct arena *arena, struct bytes text)
{
    return bytes_mapped(arena, text, ascii_upper);
}

struct bytes bytes_printf(struct arena *arena, const char *fmt, ...)
{
    struct bytes text;
    va_list args;

    va_start(args, fmt);
    text.p = arena_vprintf(arena, &text.n, fmt, args);
    va_end(args);
    return text;
}

/* Bytes of the well-formed code point at s (Unicode 15, table 3-7), 0 when there is none. */
static size_t sequence_length(const unsigned char *s, size_t n)
{
    unsigned low = 0x80, high = 0xBF;
    size_t length;

    if (s[0] < 0x80)
        return 1;
    if (s[0] < 0xC2 || s[0] > 0xF4)
        return 0;
    length = s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
    if (n < length)
        return 0;
    if (s[0] == 0xE0)
        low = 0xA0;
    if (s[0] == 0xED)
        high = 0x9F;
    if (s[0] == 0xF0)
        low = 0x90;
    if (s[0] == 0xF4)
        high = 0x8F;
    if (s[1] < low || s[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++)
        if ((s[i] & 0xC0) != 0x80)
            return 0;
    return length;
}

size_t utf8_check(struct bytes text)
{
    const unsigned char *s = (const unsigned char *)text.p;
    size_t i = 0;

    while (i < text.n) {
        uint64_t eight;

        if (text.n - i >= sizeof(eight)) { /* most text is ASCII: eight bytes a step */
            memcpy(&eight, s + i, sizeof(eight));
            if ((eight & UINT64_C(0x8080808080808080)) == 0) {
                i += sizeof(eight);
                continue;
            }
        }
        size_t length = sequence_length(s + i, text.n - i);

        if (length == 0)
            return i;
        i += length;
    }
    return text.n;
}

size_t utf8_next(struct bytes text, uint32_t *ret_code_point)
{
    static const unsigned char first_bits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    const unsigned char *s = (const unsigned char *)text.p;
    size_t length = text.n == 0 ? 0 : sequence_length(s, text.n);
    uint32_t code_point;

    if (length == 0)
        return 0;
    code_point = s[0] & first_bits[length];
    for (size_t i = 1; i < length; i++)
        code_point = code_point << 6 | (s[i] & 0x3F);
    *ret_code_point = code_point;
    return length;
}
