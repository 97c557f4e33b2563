/*
 * card_mask: takes card numbers out of a stream of bytes before anything of it is stored.
 *
 * A place is decided only when all that a decision looks at is there, and so much before it is remembered: the result does not depend
 * on where the stream was cut.
 */
#include <string.h>

#include "core/ident.h"
#include "core/ident/card_find.h"
#include "core/json_mark.h"

_Static_assert(sizeof(((struct card_mask *)0)->hold) >= 2 * CARD_REACH + 2 + WINDOW_UNIT_MOST,
               "a place needs its reach on both sides");

enum tail { TAIL_NONE, TAIL_WHOLE, TAIL_FRACTION, TAIL_EXPONENT, TAIL_EXPONENT_DIGITS };

/* Follows the quotes of JSON. A string does not span lines, so one broken line does not turn the next ones inside out. */
static void follow_strings(struct card_mask *mask, const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!mask->escaped)
            i = json_mark(p, i, n);
        if (i == n)
            break;
        if (mask->escaped)
            mask->escaped = false;
        else if (p[i] == '\\')
            mask->escaped = mask->in_string;
        else if (p[i] == '"')
            mask->in_string = !mask->in_string;
        else if (p[i] == '\n')
            mask->in_string = false;
    }
}

static void put_plain(struct card_mask *mask, const char *p, size_t n, struct buf *out)
{
    if (mask->json)
        follow_strings(mask, p, n);
    buf_put(out, (struct bytes){p, n});
}

/* The first 6 and the last 4 digits, in ASCII, and the gaps as they stand. */
static void put_truncated(const struct window *w, size_t begin, const struct card_chain *chain, size_t groups, struct buf *out)
{
    size_t last = chain->digits_up_to[groups - 1] - CARD_TAIL, digit = 0, end = chain->group_end[groups - 1];

    for (size_t i = begin; i < end;) {
        struct unit unit = window_unit(w, i);

        if (unit.digit < 0)
            buf_put(out, (struct bytes){w->p + i, unit.n});
        else
            buf_putc(out, digit < CARD_HEAD || digit >= last ? chain->digits[digit] : '*');
        digit += unit.digit >= 0;
        i += unit.n;
    }
}

/* The rest of a bare JSON number behind a truncated whole part: fraction and exponent; then the closing quote. */
static size_t put_tail(struct card_mask *mask, const struct window *w, size_t i, size_t end, struct buf *out)
{
    for (; i < end; i++) {
        char c = w->p[i];

        if (c == '.' && mask->tail == TAIL_WHOLE)
            mask->tail = TAIL_FRACTION;
        else if ((c == 'e' || c == 'E') && mask->tail == TAIL_FRACTION)
            mask->tail = TAIL_EXPONENT;
        else if ((c == '+' || c == '-' || ascii_digit(c)) && mask->tail == TAIL_EXPONENT)
            mask->tail = TAIL_EXPONENT_DIGITS;
        else if (!ascii_digit(c) || mask->tail == TAIL_WHOLE)
            break;
        buf_putc(out, c);
    }
    if (i < end) {
        buf_putc(out, '"');
        mask->tail = TAIL_NONE;
    }
    return i;
}

/* Puts what stands in [done, begin) and then the number, unless it is the fraction of a bare JSON number. Returns what is done. */
static size_t put_card(struct card_mask *mask, const struct window *w, size_t done, const struct card *card, struct buf *out)
{
    size_t begin = card->begin;
    size_t minus = mask->json && begin > done && w->p[begin - 1] == '-' ? 1 : 0;

    put_plain(mask, w->p + done, begin - minus - done, out);
    bool bare = mask->json && !mask->in_string;

    if (bare && window_before(w, begin) == '.' && ascii_digit(window_before(w, begin - 1)))
        return begin;
    if (bare)
        buf_putc(out, '"');
    put_plain(mask, "-", minus, out);
    put_truncated(w, begin, &card->chain, card->groups, out);
    mask->tail = bare ? TAIL_WHOLE : TAIL_NONE;
    mask->masked++;
    return card->chain.group_end[card->groups - 1];
}

/* Decides the places [i, limit) and puts the text up to where it stopped, which it returns: limit, or the end of a card. */
static size_t decide(struct card_mask *mask, struct window *w, size_t i, size_t limit, struct buf *out)
{
    size_t done = i;
    struct card card;

    w->boundary = mask->since_card == 0 || mask->since_card > i + 1 ? WINDOW_OPEN : i + 1 - mask->since_card;
    do {
        if (mask->tail != TAIL_NONE)
            i = done = put_tail(mask, w, done, limit, out);
        if (!card_next(w, &i, limit, &card))
            break;
        done = put_card(mask, w, done, &card, out);
        i = done > card.begin ? done : card.chain.group_end[0];
        if (done > card.begin)
            w->boundary = done;
    } while (i < limit);
    if (i > limit && done < i)
        i = limit;
    put_plain(mask, w->p + done, i - done, out);
    mask->since_card = w->boundary == WINDOW_OPEN || i - w->boundary > WINDOW_GAP_MOST ? 0 : (unsigned char)(i - w->boundary + 1);
    return i;
}

/* A sign may belong to the number behind it, which is not decided yet; a unit is decided as a whole. */
static size_t places_decided(const struct card_mask *mask, const char *p, size_t from, size_t n)
{
    const struct window w = {p, n, mask->json, WINDOW_OPEN};
    size_t limit = n < CARD_REACH ? 0 : window_unit_begin(&w, n - CARD_REACH);

    if (limit > from && mask->json && p[limit - 1] == '-')
        limit--;
    return limit < from ? from : limit;
}

/* Keeps what the next piece needs: what is not decided, and the text before it. */
static void keep(struct card_mask *mask, const char *p, size_t undecided, size_t n)
{
    size_t first = undecided > CARD_REACH ? undecided - CARD_REACH : 0;

    memmove(mask->hold, p + first, n - first);
    mask->history = undecided - first;
    mask->held = n - undecided;
}

/* The end of what was held back and the beginning of a piece, next to each other. Returns the bytes of the piece that went in. */
static size_t feed_seam(struct card_mask *mask, struct bytes piece, struct buf *out)
{
    char seam[sizeof(mask->hold) + 2 * CARD_REACH];
    size_t old = mask->history + mask->held;
    size_t taken = piece.n < 2 * CARD_REACH ? piece.n : 2 * CARD_REACH;
    struct window w = {seam, old + taken, mask->json, WINDOW_OPEN};
    size_t i;

    memcpy(seam, mask->hold, old);
    memcpy(seam + old, piece.p, taken);
    i = decide(mask, &w, mask->history, places_decided(mask, seam, mask->history, w.n), out);
    keep(mask, seam, i, w.n);
    return taken;
}

void card_mask_feed(struct card_mask *mask, struct bytes piece, struct buf *out)
{
    size_t taken = 0;

    while (taken < piece.n) {
        struct window w = {piece.p, piece.n, mask->json, WINDOW_OPEN};
        size_t i;

        taken += feed_seam(mask, bytes_from(piece, taken), out);
        if (taken == piece.n || taken < mask->held + CARD_REACH)
            continue;
        i = taken - mask->held; /* from here on the piece itself has all that is needed */
        i = decide(mask, &w, i, places_decided(mask, piece.p, i, piece.n), out);
        keep(mask, piece.p, i, piece.n);
        return;
    }
}

void card_mask_end(struct card_mask *mask, struct buf *out)
{
    struct window w = {mask->hold, mask->history + mask->held, mask->json, WINDOW_OPEN};

    decide(mask, &w, mask->history, w.n, out);
    if (mask->tail != TAIL_NONE)
        buf_putc(out, '"');
    mask->tail = TAIL_NONE;
    mask->history = mask->held = 0;
}

struct bytes card_mask_text(struct arena *arena, struct bytes text, bool *ret_masked)
{
    struct card_mask mask = {0};
    struct window w = {text.p, text.n, false, WINDOW_OPEN};
    struct card card;
    struct buf out;
    size_t i = 0;

    *ret_masked = card_next(&w, &i, text.n, &card);
    if (!*ret_masked)
        return text;
    buf_init(&out, arena);
    decide(&mask, &w, 0, text.n, &out);
    return buf_bytes(&out);
}
