/*
 * window.h: the text around a place in a stream, looked at to both sides.
 *
 * In JSON an escape stands for one character: the n of "\n" and the digits of "\u00a0" are no letters and digits of the text.
 */
#ifndef CORE_IDENT_WINDOW_H
#define CORE_IDENT_WINDOW_H

#include "base/bytes.h"

#define WINDOW_SEPARATOR_MOST 6 /* bytes: "\u00a0" */
#define WINDOW_OPEN SIZE_MAX

struct window {
    const char *p;
    size_t n;
    bool json;
    size_t boundary; /* what stands before it is settled; WINDOW_OPEN when there is none near */
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

bool window_letter_before(const struct window *w, size_t i);
bool window_digit_before(const struct window *w, size_t i);

/* Bytes of the one space or dash that begins at i, or ends there; 0 when there is none. */
size_t window_separator_at(const struct window *w, size_t i);
size_t window_separator_before(const struct window *w, size_t i);

/* Offset behind the \uXXXX that covers or ends at i, 0 when there is none. */
size_t window_escape_over(const struct window *w, size_t i);

#endif
