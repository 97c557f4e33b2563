/* Mistakes of single characters: those that look alike, that changed places, that are wrong, too many or missing. */
#include <string.h>

#include "core/fix/candidate.h"

#define BIN_LEAST 6 /* ISO/IEC 7812 */
#define RRN_DIGITS 12
#define ZEROS_MOST 2 /* more that are missing are another mistake */

/* Pairs that are taken for each other by eye, by hand and by text recognition. */
static const char alike[][2] = {{'O', '0'}, {'o', '0'}, {'I', '1'}, {'l', '1'}, {'i', '1'}, {'S', '5'}, {'B', '8'}, {'Z', '2'}};

static struct bytes with_char(struct arena *arena, struct bytes text, size_t at, char c)
{
    struct bytes copy = bytes_copy(arena, text);

    ((char *)copy.p)[at] = c;
    return copy;
}

static struct bytes without_blanks(struct arena *arena, struct bytes text)
{
    char *p = arena_alloc(arena, text.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++)
        if (!ascii_space(text.p[i]))
            p[n++] = text.p[i];
    return (struct bytes){p, n};
}

/* ---- look-alikes ---- */

/* All letters that look like a digit as that digit, from an offset on: behind a country code letters are rare. */
static struct bytes all_digits_from(struct arena *arena, struct bytes text, size_t offset)
{
    struct bytes copy = bytes_copy(arena, text);

    for (size_t i = offset; i < text.n; i++)
        for (size_t pair = 0; pair < COUNT_OF(alike); pair++)
            if (copy.p[i] == alike[pair][0])
                ((char *)copy.p)[i] = alike[pair][1];
    return copy;
}

void fix_look_alike(struct candidates *candidates, struct bytes text)
{
    struct arena *arena = candidates->context->arena;

    for (size_t i = 0; i < text.n; i++)
        for (size_t pair = 0; pair < COUNT_OF(alike); pair++)
            for (int side = 0; side < 2; side++)
                if (text.p[i] == alike[pair][side])
                    candidate_offer(candidates, with_char(arena, text, i, alike[pair][1 - side]));
    candidate_offer(candidates, all_digits_from(arena, text, 0));
    candidate_offer(candidates, all_digits_from(arena, text, 2));
}

/* ---- places ---- */

void fix_swapped(struct candidates *candidates, struct bytes text)
{
    struct arena *arena = candidates->context->arena;
    struct bytes plain = without_blanks(arena, text);

    for (size_t i = 0; i + 1 < plain.n; i++)
        if (plain.p[i] != plain.p[i + 1])
            candidate_offer(candidates, with_char(arena, with_char(arena, plain, i, plain.p[i + 1]), i + 1, plain.p[i]));
}

/* Another character of the same class; the two letters of a country are left as they are. */
void fix_one_wrong(struct candidates *candidates, struct bytes text)
{
    struct arena *arena = candidates->context->arena;
    struct bytes plain = bytes_upper(arena, without_blanks(arena, text));
    char first, last;

    for (size_t i = candidates->kind == VALUE_lei ? 0 : 2; i < plain.n; i++) {
        first = ascii_digit(plain.p[i]) ? '0' : 'A';
        last = ascii_digit(plain.p[i]) ? '9' : 'Z';
        for (char c = first; c <= last; c++)
            if (c != plain.p[i])
                candidate_offer(candidates, with_char(arena, plain, i, c));
    }
}

/* Of a run of equal characters any may be the one. */
void fix_one_too_many(struct candidates *candidates, struct bytes text)
{
    struct arena *arena = candidates->context->arena;
    struct bytes plain = without_blanks(arena, text);

    for (size_t i = 0; i < plain.n; i++) {
        if (i > 0 && plain.p[i] == plain.p[i - 1])
            continue;
        candidate_offer(candidates, bytes_printf(arena, "%.*s%.*s", (int)i, plain.p, (int)(plain.n - i - 1), plain.p + i + 1));
    }
}

void fix_blanks(struct candidates *candidates, struct bytes text)
{
    candidate_offer(candidates, without_blanks(candidates->context->arena, text));
}

/* ---- what spreadsheets do to digits ---- */

static size_t digits_least(enum value_kind kind)
{
    return kind == VALUE_rrn ? RRN_DIGITS : BIN_LEAST;
}

static bool is_digits(struct bytes text)
{
    for (size_t i = 0; i < text.n; i++)
        if (!ascii_digit(text.p[i]))
            return false;
    return text.n > 0;
}

void fix_leading_zero(struct candidates *candidates, struct bytes text)
{
    size_t least = digits_least(candidates->kind);

    if (is_digits(text) && text.n < least && least - text.n <= ZEROS_MOST)
        candidate_offer(candidates, bytes_printf(candidates->context->arena, "%.*s%.*s", (int)(least - text.n), "000000000000",
                                                 (int)text.n, text.p));
}

/* "412345.0", "412345,00" */
void fix_as_number(struct candidates *candidates, struct bytes text)
{
    size_t at = 0;

    while (at < text.n && ascii_digit(text.p[at]))
        at++;
    if (at == 0 || at + 1 >= text.n || (text.p[at] != '.' && text.p[at] != ','))
        return;
    for (size_t i = at + 1; i < text.n; i++)
        if (text.p[i] != '0')
            return;
    candidate_offer(candidates, bytes_slice(text, 0, at));
    fix_leading_zero(candidates, bytes_slice(text, 0, at));
}
