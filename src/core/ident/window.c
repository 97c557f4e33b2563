#include "core/ident/window.h"

static bool space_or_dash(uint32_t c)
{
    return c == ' ' || c == '-' || c == 0xA0 || c == 0x2007 || c == 0x202F || (c >= 0x2010 && c <= 0x2013) || c == 0x2212;
}

static bool read_escape(const char *p, uint32_t *ret)
{
    uint32_t c = 0;

    if (p[0] != '\\' || p[1] != 'u')
        return false;
    for (size_t i = 2; i < 6; i++) {
        if (!ascii_xdigit(p[i]))
            return false;
        c = c << 4 | (uint32_t)(ascii_digit(p[i]) ? p[i] - '0' : ascii_lower(p[i]) - 'a' + 10);
    }
    *ret = c;
    return true;
}

size_t window_separator_at(const struct window *w, size_t i)
{
    struct bytes rest = {w->p + i, w->n - i};
    uint32_t c;
    size_t n;

    if (i >= w->n)
        return 0;
    if (w->p[i] == ' ' || w->p[i] == '-')
        return 1;
    if (w->json && rest.n >= 6 && read_escape(rest.p, &c))
        return space_or_dash(c) ? 6 : 0;
    n = (unsigned char)w->p[i] < 0x80 ? 0 : utf8_next(rest, &c);
    return n > 0 && space_or_dash(c) ? n : 0;
}

size_t window_separator_before(const struct window *w, size_t i)
{
    for (size_t n = 1; n <= WINDOW_SEPARATOR_MOST && n <= i; n++)
        if (window_separator_at(w, i - n) == n)
            return n;
    return 0;
}

/* A \uXXXX that covers or ends at i in JSON: offset behind it, else 0. Its hex digits are no digits of the text. */
size_t window_escape_over(const struct window *w, size_t i)
{
    uint32_t c;

    for (size_t back = 2; w->json && back <= 5 && back <= i; back++)
        if (i - back + 6 <= w->n && read_escape(w->p + i - back, &c))
            return i - back + 6;
    return 0;
}

/* Whether an escape of JSON ends at i: the n of "\n" and the hex digits of "\u0020" are no letters and digits of the text. */
static bool escape_before(const struct window *w, size_t i)
{
    if (!w->json || i < 2)
        return false;
    return (w->p[i - 2] == '\\' && ascii_alpha(w->p[i - 1])) || (i >= 6 && window_escape_over(w, i - 1) == i);
}

bool window_letter_before(const struct window *w, size_t i)
{
    return ascii_alpha(window_before(w, i)) && !escape_before(w, i);
}

bool window_digit_before(const struct window *w, size_t i)
{
    return ascii_digit(window_before(w, i)) && !escape_before(w, i);
}
