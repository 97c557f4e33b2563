#include "core/ident/window.h"

#include <string.h>
#include <unicode/uchar.h>

#include "core/ident/html_entity.h"
#include "core/ident/utf8.h"

#define REFERENCE_MOST 8    /* bytes behind '&', with ';': "&thinsp;", "&#x2009;" */
#define BACKSLASHES_MOST 32 /* in a row; behind more of them nothing is taken for an escape */

static bool is_dot(uint32_t c)
{
    return c == '.' || c == 0xB7 || c == 0x2022 || c == 0x2024 || c == 0x2027 || c == 0xFF0E;
}

static struct unit unit_of(uint32_t c, size_t n)
{
    struct unit unit = {(unsigned)n, (int)u_charDigitValue((UChar32)c), GAP_NONE};
    uint32_t category = U_GET_GC_MASK((UChar32)c);

    if (is_dot(c))
        unit.gap = GAP_DOT;
    else if ((category & (U_GC_ZS_MASK | U_GC_PD_MASK)) != 0 || c == 0x2212 || utf8_invisible(c))
        unit.gap = GAP_PLAIN;
    return unit;
}

/* A backslash behind an odd number of backslashes is the end of an escape. */
static bool opens_escape(const struct window *w, size_t i)
{
    size_t n = 0;

    while (n < BACKSLASHES_MOST && window_before(w, i - n) == '\\')
        n++;
    return n < BACKSLASHES_MOST && n % 2 == 0;
}

static bool read_escape(const struct window *w, size_t i, uint32_t *ret)
{
    uint32_t c = 0;

    if (i + 6 > w->n || w->p[i] != '\\' || w->p[i + 1] != 'u')
        return false;
    for (size_t k = i + 2; k < i + 6; k++) {
        if (!ascii_xdigit(w->p[k]))
            return false;
        c = c << 4 | utf8_hex_digit(w->p[k]);
    }
    *ret = c;
    return true;
}

/* Bytes of the character behind \uXXXX, 0 when it is none. */
static size_t escape_at(const struct window *w, size_t i, uint32_t *ret)
{
    uint32_t high, low;

    if (!read_escape(w, i, &high) || !opens_escape(w, i))
        return 0;
    if (high >= 0xD800 && high < 0xDC00 && read_escape(w, i + 6, &low) && low >= 0xDC00 && low < 0xE000) {
        *ret = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
        return 12;
    }
    *ret = high;
    return utf8_scalar(high) ? 6 : 0;
}

/* Bytes of a reference's name, with the ';' behind it; 0 when it is none. */
static size_t reference_at(const struct window *w, size_t i, uint32_t *ret)
{
    struct bytes text = {w->p + i, w->n - i < REFERENCE_MOST ? w->n - i : REFERENCE_MOST};
    size_t end;

    return bytes_find(text, ';', &end) && html_entity_read(bytes_slice(text, 0, end), ret) ? end + 1 : 0;
}

/* The sign that opens a reference may be an escape itself: "\u0026nbsp;". */
struct unit window_spelled_unit(const struct window *w, size_t i)
{
    uint32_t c = w->p[i] == '&' ? '&' : 0;
    size_t n = w->p[i] == '&' ? 1 : w->p[i] == '\\' ? escape_at(w, i, &c) : utf8_next((struct bytes){w->p + i, w->n - i}, &c);
    size_t reference = c == '&' && n > 0 ? reference_at(w, i + n, &c) : 0;

    return n == 0 ? (struct unit){1, -1, GAP_NONE} : unit_of(c, n + reference);
}

static bool may_open(const struct window *w, char c)
{
    return (unsigned char)c >= 0xC0 || c == '&' || (c == '\\' && w->json);
}

size_t window_unit_begin(const struct window *w, size_t i)
{
    for (size_t back = WINDOW_UNIT_MOST - 1; back > 0; back--)
        if (back <= i && i < w->n && may_open(w, w->p[i - back]) && window_unit(w, i - back).n > back)
            return i - back;
    return i;
}

struct unit window_unit_before(const struct window *w, size_t i)
{
    if (i == 0)
        return (struct unit){1, -1, GAP_NONE};
    size_t begin = i - 1;
    char last = w->p[begin];

    if ((w->json && ascii_xdigit(last)) || last == ';' || (unsigned char)last >= 0x80)
        begin = window_unit_begin(w, i - 1);
    return window_unit(w, begin);
}

/* The n of "\n" is no letter of the text. */
bool window_letter_before(const struct window *w, size_t i)
{
    return ascii_alpha(window_before(w, i)) && !(w->json && i >= 2 && w->p[i - 2] == '\\') && window_unit_before(w, i).n == 1;
}

bool window_digit_before(const struct window *w, size_t i)
{
    return window_unit_before(w, i).digit >= 0;
}

size_t window_gap(const struct window *w, size_t i, bool *ret_plain)
{
    size_t units = 0, n = 0;

    *ret_plain = true;
    for (struct unit unit; units < WINDOW_GAP_UNITS && (unit = window_unit(w, i + n)).gap != GAP_NONE; units++) {
        *ret_plain = unit.gap == GAP_PLAIN && units == 0;
        n += unit.n;
    }
    return n;
}

size_t window_gap_before(const struct window *w, size_t i, bool *ret_plain)
{
    size_t units = 0, n = 0;

    *ret_plain = true;
    for (struct unit unit; units < WINDOW_GAP_UNITS && (unit = window_unit_before(w, i - n)).gap != GAP_NONE; units++) {
        *ret_plain = unit.gap == GAP_PLAIN && units == 0;
        n += unit.n;
    }
    return n;
}
