#include "core/ident/compact.h"

#include <string.h>

#include "core/ident/utf8.h"

enum { SKIP_SPACE = 16, KEEP = 32, RAISE = 64 };

#define DIGITS(class)                                                                                                            \
    ['0'] = (class), ['1'] = (class), ['2'] = (class), ['3'] = (class), ['4'] = (class), ['5'] = (class), ['6'] = (class),       \
    ['7'] = (class), ['8'] = (class), ['9'] = (class)
#define LETTERS(a, b, c, d, e, f, g, h, i, j, k, l, m, class)                                                                    \
    [a] = (class), [b] = (class), [c] = (class), [d] = (class), [e] = (class), [f] = (class), [g] = (class), [h] = (class),      \
    [i] = (class), [j] = (class), [k] = (class), [l] = (class), [m] = (class)

static const unsigned char classes[256] = {
    DIGITS(KEEP),
    LETTERS('A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', KEEP),
    LETTERS('N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z', KEEP),
    LETTERS('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', RAISE),
    LETTERS('n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', RAISE),
    [' '] = SKIP_SPACE,
    ['\t'] = SKIP_SPACE,
    ['\n'] = SKIP_SPACE,
    ['\v'] = SKIP_SPACE,
    ['\f'] = SKIP_SPACE,
    ['\r'] = SKIP_SPACE,
    ['-'] = COMPACT_DASH,
    ['.'] = COMPACT_DOT,
    ['/'] = COMPACT_SLASH,
    [':'] = COMPACT_COLON,
    ['+'] = COMPACT_SIGN,
    ['*'] = COMPACT_SIGN,
};

/* Bytes of the invisible or wide space at the start of text, 0 when there is none. */
static size_t foreign_space(struct bytes text)
{
    uint32_t c;
    size_t n = utf8_next(text, &c);

    if (n > 1 && (c == 0xA0 || (c >= 0x2000 && c <= 0x200F) || c == 0x202F || c == 0x2060 || c == 0x3000 || c == 0xFEFF))
        return n;
    return 0;
}

/* The ASCII twin of a wide letter or digit at the start of text, '\0' when there is none; *ret_n its bytes. */
static char wide_twin(struct bytes text, size_t *ret_n)
{
    uint32_t c;

    *ret_n = utf8_next(text, &c);
    c = *ret_n == 3 ? utf8_narrow(c) : 0;
    return c < 0x80 && ascii_alnum((int)c) ? (char)ascii_upper((int)c) : '\0';
}

static bool put(struct compact *compact, size_t *n, char c)
{
    if (*n == COMPACT_MOST)
        return false;
    compact->p[(*n)++] = c;
    return true;
}

enum reason compact_upper(struct bytes text, unsigned skip, struct compact *ret)
{
    unsigned keep = KEEP | RAISE | (skip & COMPACT_SIGN);
    size_t n = 0;

    skip |= SKIP_SPACE;
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        unsigned class = classes[c];

        if (class & keep) {
            if (!put(ret, &n, (char)(c - (class & RAISE ? 'a' - 'A' : 0))))
                return REASON_too_long;
        } else if (!(class & skip)) {
            size_t bytes = foreign_space(bytes_from(text, i));
            char twin = bytes > 0 ? '\0' : wide_twin(bytes_from(text, i), &bytes);

            if (twin == '\0' && foreign_space(bytes_from(text, i)) == 0)
                return REASON_bad_character;
            if (twin != '\0' && !put(ret, &n, twin))
                return REASON_too_long;
            i += bytes - 1;
        }
    }
    ret->n = n;
    return n == 0 ? REASON_empty : REASON_ok;
}

enum reason compact_digits(struct bytes text, unsigned skip, struct compact *ret)
{
    enum reason reason = compact_upper(text, skip, ret);

    if (reason == REASON_ok && !all_digits(ret->p, ret->n))
        return REASON_structure;
    return reason;
}

struct bytes compact_bytes(const struct compact *compact)
{
    return (struct bytes){compact->p, compact->n};
}

struct bytes compact_after_word(struct bytes text, const char *word)
{
    struct bytes head = bytes_slice(text, 0, strlen(word));
    struct bytes rest = bytes_from(text, head.n);

    if (!bytes_equal_fold(head, bytes_of(word)) || rest.n == 0 || !(ascii_space(rest.p[0]) || rest.p[0] == ':'))
        return text;
    while (rest.n > 0 && (ascii_space(rest.p[0]) || rest.p[0] == ':'))
        rest = bytes_from(rest, 1);
    return rest;
}

bool all_digits(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!ascii_digit(p[i]))
            return false;
    return true;
}

bool all_upper(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i] < 'A' || p[i] > 'Z')
            return false;
    return true;
}

bool all_alnum(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!ascii_digit(p[i]) && (p[i] < 'A' || p[i] > 'Z'))
            return false;
    return true;
}
