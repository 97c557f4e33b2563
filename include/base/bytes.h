/*
 * bytes.h: text that is not ours yet: a pointer and a length, perhaps with NUL bytes, perhaps not UTF-8.
 *
 * Memory  a struct bytes owns nothing; it points into an arena, a buffer or a literal.
 * Errors  none; a missing text is {NULL, 0}.
 */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct bytes {
    const char *p;
    size_t n;
};

#define BYTES(literal) ((struct bytes){(literal), sizeof(literal) - 1})
#define BYTES_NONE ((struct bytes){NULL, 0})

struct bytes bytes_of(const char *text); /* NULL gives BYTES_NONE */
bool bytes_equal(struct bytes a, struct bytes b);
bool bytes_equal_fold(struct bytes a, struct bytes b); /* ASCII case ignored */
int bytes_compare(struct bytes a, struct bytes b);     /* order of unsigned bytes, shorter first */
bool bytes_start(struct bytes text, struct bytes prefix);
bool bytes_end(struct bytes text, struct bytes suffix);
bool bytes_is(struct bytes text, const char *literal);
struct bytes bytes_from(struct bytes text, size_t offset); /* the rest from offset, empty when past the end */
struct bytes bytes_slice(struct bytes text, size_t offset, size_t n);
struct bytes bytes_trim(struct bytes text); /* without ASCII space at both ends */
bool bytes_find(struct bytes text, char c, size_t *ret_offset);

/* Cuts the part up to the next separator off *rest; false when nothing is left. An empty part is a part. */
bool bytes_next_part(struct bytes *rest, char separator, struct bytes *ret_part);

struct bytes bytes_copy(struct arena *arena, struct bytes text);  /* followed by a NUL that is not counted */
char *bytes_cstr(struct arena *arena, struct bytes text);         /* a copy as C string; the text has no NUL inside */
struct bytes bytes_lower(struct arena *arena, struct bytes text); /* ASCII letters only */
struct bytes bytes_upper(struct arena *arena, struct bytes text);
struct bytes bytes_printf(struct arena *arena, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* ASCII classes that ignore the locale. */
static inline bool ascii_digit(int c)
{
    return (unsigned)c - '0' < 10;
}

static inline bool ascii_alpha(int c)
{
    return ((unsigned)c | 0x20) - 'a' < 26;
}

static inline bool ascii_alnum(int c)
{
    return ascii_alpha(c) || ascii_digit(c);
}

static inline bool ascii_space(int c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline bool ascii_xdigit(int c)
{
    return ascii_digit(c) || ((unsigned)c | 0x20) - 'a' < 6;
}

static inline int ascii_lower(int c)
{
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

static inline int ascii_upper(int c)
{
    return c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c;
}

/* Offset of the first byte that is not well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates), n when all is well. */
size_t utf8_check(struct bytes text);
/* Bytes of the code point at the start of well-formed text, and the code point; 0 at the end. */
size_t utf8_next(struct bytes text, uint32_t *ret_code_point);

#endif
