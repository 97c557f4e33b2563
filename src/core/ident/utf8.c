#include "core/ident/utf8.h"

bool utf8_scalar(uint32_t c)
{
    return c < 0xD800 || (c > 0xDFFF && c <= 0x10FFFF);
}

bool utf8_invisible(uint32_t c)
{
    return c == 0xAD || c == 0x61C || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
}

uint32_t utf8_narrow(uint32_t c)
{
    if (c >= 0xFF01 && c <= 0xFF5E)
        return c - 0xFF01 + '!';
    if (c == 0x3002 || c == 0xFF61)
        return '.';
    return c == 0x3000 || c == 0xA0 ? ' ' : c;
}

void utf8_put(struct buf *out, uint32_t c)
{
    char s[4];
    size_t n = 0;

    if (c < 0x80) {
        buf_putc(out, (char)c);
        return;
    }
    if (c < 0x800) {
        s[n++] = (char)(0xC0 | c >> 6);
    } else if (c < 0x10000) {
        s[n++] = (char)(0xE0 | c >> 12);
        s[n++] = (char)(0x80 | (c >> 6 & 0x3F));
    } else {
        s[n++] = (char)(0xF0 | c >> 18);
        s[n++] = (char)(0x80 | (c >> 12 & 0x3F));
        s[n++] = (char)(0x80 | (c >> 6 & 0x3F));
    }
    s[n++] = (char)(0x80 | (c & 0x3F));
    buf_put(out, (struct bytes){s, n});
}

unsigned utf8_hex_digit(int c)
{
    if (ascii_digit(c))
        return (unsigned)(c - '0');
    return ascii_xdigit(c) ? (unsigned)(ascii_lower(c) - 'a') + 10 : 16;
}

struct bytes utf8_unescape(struct arena *arena, struct bytes text)
{
    char *out = bytes_cstr(arena, text);
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '%' && i + 2 < text.n && ascii_xdigit(text.p[i + 1]) && ascii_xdigit(text.p[i + 2])) {
            out[n++] = (char)(utf8_hex_digit(text.p[i + 1]) << 4 | utf8_hex_digit(text.p[i + 2]));
            i += 2;
        } else {
            out[n++] = text.p[i];
        }
    }
    out[n] = '\0';
    return (struct bytes){out, n};
}
