/*
 * window.h: the text around a place in a stream, looked at to both sides.
 *
 * Shape   a unit is one character however it is spelled: a byte of ASCII, a sequence of UTF-8, a character reference of HTML, in JSON a
 *         \uXXXX (a pair of them beyond U+FFFF). What \u and '&' stand for is a unit; their hex digits are no digits of the text.
 *         A gap is up to three spaces, dashes and dots between two digits; it is plain when it is one space or dash.
 * Source  Unicode: the decimal digits (Nd) of every script; spaces (Zs), dashes (Pd) and the invisible characters of utf8.h
 */
#ifndef CORE_IDENT_WINDOW_H
#define CORE_IDENT_WINDOW_H

#include "base/bytes.h"

#define WINDOW_UNIT_MOST 14 /* bytes: "\\u0026thinsp;" */
#define WINDOW_GAP_UNITS 3
#define WINDOW_GAP_MOST (WINDOW_GAP_UNITS * WINDOW_UNIT_MOST)
#define WINDOW_OPEN SIZE_MAX

struct window {
    const char *p;
    size_t n;
    bool json;
    size_t boundary; /* what stands before it is settled; WINDOW_OPEN when there is none near */
};

enum gap { GAP_NONE, GAP_PLAIN, GAP_DOT };

struct unit {
    unsigned n; /* bytes, at least 1 */
    int digit;  /* 0..9, -1 when it is none */
    enum gap gap;
};

/* The byte at i, and the one before it; NUL beyond the ends. */
static inline char window_at(const struct window *w, size_t i)
{
    return i < w->n ? w->p[i] : '\0';
}

static inline char window_before(const struct window *w, size_t i)
{
    return i > 0 ? w->p[i - 1] : '\0';
}

/* The unit that begins at i with a byte that is no plain ASCII. */
struct unit window_spelled_unit(const struct window *w, size_t i);

/* The unit that begins at i, or ends there. */
static inline struct unit window_unit(const struct window *w, size_t i)
{
    char c = window_at(w, i);

    if (ascii_digit(c))
        return (struct unit){1, c - '0', GAP_NONE};
    if (c == ' ' || c == '-')
        return (struct unit){1, -1, GAP_PLAIN};
    if (c == '.')
        return (struct unit){1, -1, GAP_DOT};
    if ((unsigned char)c < 0x80 && c != '&' && (c != '\\' || !w->json))
        return (struct unit){1, -1, GAP_NONE};
    return window_spelled_unit(w, i);
}
struct unit window_unit_before(const struct window *w, size_t i);

/* Where the unit begins that i lies inside of; i itself when a unit begins there. */
size_t window_unit_begin(const struct window *w, size_t i);

bool window_letter_before(const struct window *w, size_t i);
bool window_digit_before(const struct window *w, size_t i);

/* Bytes of the gap that begins at i, or ends there; 0 when there is none. */
size_t window_gap(const struct window *w, size_t i, bool *ret_plain);
size_t window_gap_before(const struct window *w, size_t i, bool *ret_plain);

#endif
