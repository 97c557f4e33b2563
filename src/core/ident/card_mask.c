/*
 * card_mask: takes card numbers out of a stream of bytes before anything of it is stored.
 *
 * A chain is digits with at most one separator between two of them; its groups are the digits between separators. A number is
 * a whole chain of 12 to 19 digits, however grouped, or a part of a longer chain whose groups are those in which card numbers are
 * printed (card_grouping.def). It touches no letter and no '+', except letters right before a single group ("PAN4111..."), and no
 * number that is truncated already.
 * A chain within an IBAN, a UUID or an international phone number is left alone: a false hit destroys evidence.
 *
 * Every decision looks at no more than REACH bytes to either side of the place where a group begins, so it does not depend on where
 * the stream was cut: a place is decided only when so much of the text behind it is there, and so much before it is remembered.
 */
#include <string.h>

#include "core/ident.h"
#include "core/ident/card_number.h"
#include "core/ident/compact.h"
#include "core/ident/iban.h"

#define REACH 240        /* 19 digits with 18 separators of 6 bytes, and an IBAN in groups behind them */
#define SEPARATOR_MOST 6 /* bytes: "\u00a0" */
#define PHONE_MOST 15    /* digits, ITU-T E.164 */
#define UUID_LENGTH 36
#define TOKEN_MOST 34 /* an alphanumeric token longer than any IBAN is a key or a hash */

_Static_assert(sizeof(((struct card_mask *)0)->hold) >= 2 * REACH + 2, "a place needs its reach on both sides");

/* The text around the places that are decided. */
struct window {
    const char *p;
    size_t n;
    bool json;
    size_t card_end; /* behind the last number that was truncated; NOWHERE when there is none near */
};

#define NOWHERE SIZE_MAX

enum tail { TAIL_NONE, TAIL_WHOLE, TAIL_FRACTION, TAIL_EXPONENT, TAIL_EXPONENT_DIGITS };

static char at(const struct window *w, size_t i)
{
    return i < w->n ? w->p[i] : '\0';
}

static char before(const struct window *w, size_t i)
{
    return i > 0 ? w->p[i - 1] : '\0';
}

/* ---- separators ---- */

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

/* Bytes of the one space or dash at i, 0 when there is none. */
static size_t separator_at(const struct window *w, size_t i)
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

/* Bytes of the one space or dash that ends at i. */
static size_t separator_before(const struct window *w, size_t i)
{
    for (size_t n = 1; n <= SEPARATOR_MOST && n <= i; n++)
        if (separator_at(w, i - n) == n)
            return n;
    return 0;
}

/* ---- chains ---- */

struct chain {
    size_t groups;
    size_t group_end[CARD_MOST];    /* offset behind each group */
    size_t digits_up_to[CARD_MOST]; /* digits in this group and those before */
    char digits[CARD_MOST];
    bool goes_on; /* there are more digits than a card has */
};

/* The chain from the group that begins at i, as far as a card number could reach. */
static void chain_read(const struct window *w, size_t i, struct chain *ret)
{
    size_t n = 0;

    ret->groups = 0;
    ret->goes_on = false;
    for (;;) {
        size_t separator;

        while (ascii_digit(at(w, i))) {
            if (n == CARD_MOST) {
                ret->goes_on = true;
                return;
            }
            ret->digits[n++] = w->p[i++];
        }
        ret->group_end[ret->groups] = i;
        ret->digits_up_to[ret->groups++] = n;
        separator = separator_at(w, i);
        if (separator == 0 || !ascii_digit(at(w, i + separator)))
            return;
        if (n == CARD_MOST) {
            ret->goes_on = true;
            return;
        }
        i += separator;
    }
}

/* A \uXXXX that covers or ends at i in JSON: offset behind it, else 0. Its hex digits are no digits of the text. */
static size_t escape_over(const struct window *w, size_t i)
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
    return (w->p[i - 2] == '\\' && ascii_alpha(w->p[i - 1])) || (i >= 6 && escape_over(w, i - 1) == i);
}

static bool letter_before(const struct window *w, size_t i)
{
    return ascii_alpha(before(w, i)) && !escape_before(w, i);
}

static bool digit_before(const struct window *w, size_t i)
{
    return ascii_digit(before(w, i)) && !escape_before(w, i);
}

/* End of the group before the one at i in the same chain; false when i begins the chain, or what a truncated number left of it. */
static bool previous_group_end(const struct window *w, size_t i, size_t *ret)
{
    size_t separator = separator_before(w, i);

    if (separator == 0 || i - separator == w->card_end || !digit_before(w, i - separator))
        return false;
    *ret = i - separator;
    return true;
}

/* ---- what looks like a card number but stands inside something else ---- */

static bool token_edge(const struct window *w, size_t i)
{
    return !((letter_before(w, i) || digit_before(w, i)) && ascii_alnum(at(w, i)));
}

/* Whether an IBAN, perhaps in groups, begins at i; ret_end is behind it. */
static bool iban_at(const struct window *w, size_t i, size_t *ret_end)
{
    const struct iban_country *country = iban_country_find((char)ascii_upper(at(w, i)), (char)ascii_upper(at(w, i + 1)));
    char text[IBAN_MOST];
    size_t n = 0;

    if (country == NULL || !token_edge(w, i))
        return false;
    while (n < country->length) {
        if (!ascii_alnum(at(w, i)) && n > 0 && (at(w, i) == ' ' || at(w, i) == '-'))
            i++;
        if (!ascii_alnum(at(w, i)))
            return false;
        text[n++] = (char)ascii_upper(w->p[i++]);
    }
    *ret_end = i;
    return token_edge(w, i) && iban_check(text, n) == REASON_ok;
}

static bool inside_iban(const struct window *w, size_t begin, size_t end)
{
    size_t first = begin > 2 * IBAN_MOST ? begin - 2 * IBAN_MOST : 0;
    size_t iban_end;

    for (size_t i = first; i < begin; i++)
        if (ascii_alpha(w->p[i]) && iban_at(w, i, &iban_end) && iban_end > begin && iban_end >= end)
            return true;
    return false;
}

static bool uuid_at(const struct window *w, size_t i)
{
    static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

    if (i + UUID_LENGTH > w->n || !token_edge(w, i) || !token_edge(w, i + UUID_LENGTH))
        return false;
    for (size_t k = 0; k < UUID_LENGTH; k++)
        if (shape[k] == '-' ? w->p[i + k] != '-' : !ascii_xdigit(w->p[i + k]))
            return false;
    return true;
}

static bool inside_uuid(const struct window *w, size_t begin)
{
    for (size_t i = begin > UUID_LENGTH ? begin - UUID_LENGTH : 0; i <= begin; i++)
        if (uuid_at(w, i))
            return true;
    return false;
}

/* A chain behind '+' with no more digits than a phone number may have. */
static bool inside_phone(const struct window *w, size_t begin, const struct chain *chain)
{
    size_t digits = chain->goes_on ? PHONE_MOST + 1 : chain->digits_up_to[chain->groups - 1];
    size_t i = begin, end;

    while (digits <= PHONE_MOST && previous_group_end(w, i, &end)) {
        for (i = end; digits <= PHONE_MOST && digit_before(w, i); i--)
            digits++;
    }
    return digits <= PHONE_MOST && before(w, i) == '+';
}

/* Stars from i on in one direction, perhaps in groups; *i becomes where they end. */
static size_t skip_stars(const struct window *w, size_t *i, bool forward)
{
    for (size_t stars = 0;; stars++) {
        size_t separator = forward ? separator_at(w, *i) : separator_before(w, *i);
        size_t next = forward ? *i + separator : *i - separator;

        if ((forward ? at(w, next) : before(w, next)) != '*' || stars == CARD_MOST)
            return stars;
        *i = forward ? next + 1 : next - 1;
    }
}

/* The first digits of a number, which end at i. */
static bool head_before(const struct window *w, size_t i, char *ret_head)
{
    for (size_t n = CARD_HEAD; n > 0; n--) {
        if (!digit_before(w, i))
            i -= separator_before(w, i);
        if (!digit_before(w, i))
            return false;
        ret_head[n - 1] = w->p[--i];
    }
    return true;
}

/* Whether the stars before or behind i are those of a number that is truncated already. */
static bool truncated_at(const struct window *w, size_t i, bool forward)
{
    char head[CARD_HEAD];
    size_t end = i;
    size_t stars = skip_stars(w, &end, forward);

    return stars > 0 && head_before(w, forward ? i : end, head) && card_issuer_known(head, CARD_HEAD + stars + CARD_TAIL);
}

/* ---- candidates ---- */

/* Group sizes in which card numbers are printed; a single group of any length is one too. */
static const unsigned char groupings[][5] = {
#define CARD_GROUPING(a, b, c, d, e) {a, b, c, d, e},
#include "core/ident/card_grouping.def"
#undef CARD_GROUPING
};

static bool grouped_as_card(const struct chain *chain, size_t groups)
{
    for (size_t k = 0; k < COUNT_OF(groupings); k++) {
        size_t sum = 0, i = 0;

        while (i < groups && i < 5 && chain->digits_up_to[i] == sum + groupings[k][i])
            sum = chain->digits_up_to[i++];
        if (i == groups && (i == 5 || groupings[k][i] == 0))
            return true;
    }
    return groups == 1;
}

/* Letters only, then this one group, then the end of the token; and it is no IBAN. */
static bool letters_then_group(const struct window *w, size_t begin, size_t end)
{
    size_t first = begin, iban_end;

    while (letter_before(w, first) && end - first <= TOKEN_MOST)
        first--;
    if (end - first > TOKEN_MOST || digit_before(w, first))
        return false;
    return !(iban_at(w, first, &iban_end) && iban_end == end);
}

static bool may_begin(const struct window *w, size_t begin, const struct chain *chain, size_t groups)
{
    if (before(w, begin) == '+' || truncated_at(w, begin, false))
        return false;
    return !letter_before(w, begin) || (groups == 1 && letters_then_group(w, begin, chain->group_end[0]));
}

static bool is_card(const struct window *w, size_t begin, const struct chain *chain, size_t groups)
{
    size_t end = chain->group_end[groups - 1];

    return card_number_valid(chain->digits, chain->digits_up_to[groups - 1]) && !ascii_alpha(at(w, end)) &&
           !truncated_at(w, end, true) && may_begin(w, begin, chain, groups) && !inside_iban(w, begin, end) &&
           !inside_uuid(w, begin) && !inside_phone(w, begin, chain);
}

/* Groups of the number that begins with the chain's first group, 0 when there is none. */
static size_t card_groups(const struct window *w, size_t begin, const struct chain *chain)
{
    size_t unused;
    bool whole = !chain->goes_on && !previous_group_end(w, begin, &unused);

    for (size_t groups = chain->groups; groups > 0; groups--)
        if (((whole && groups == chain->groups) || grouped_as_card(chain, groups)) && is_card(w, begin, chain, groups))
            return groups;
    return 0;
}

/* ---- the stream ---- */

#define EIGHT(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Offset of the first digit in [i, end), end when there is none; eight bytes a step. */
static size_t next_digit(const char *p, size_t i, size_t end)
{
    for (uint64_t eight; end - i >= sizeof(eight); i += sizeof(eight)) {
        uint64_t t, digits;

        memcpy(&eight, p + i, sizeof(eight));
        t = eight ^ EIGHT('0'); /* a digit becomes 0..9 */
        digits = ~(((t & EIGHT(0x7F)) + EIGHT(0x76)) | t) & EIGHT(0x80);
        if (digits != 0)
            break;
    }
    while (i < end && !ascii_digit(p[i]))
        i++;
    return i;
}

/* Bytes of the eight that equal one, as high bits; bytes above the first found may be wrong. */
static uint64_t equal_bytes(uint64_t eight, unsigned char byte)
{
    uint64_t t = eight ^ EIGHT(byte);

    return (t - EIGHT(0x01)) & ~t & EIGHT(0x80);
}

/* Offset of the next quote, backslash or end of line. */
static size_t next_mark(const char *p, size_t i, size_t n)
{
    for (uint64_t eight; n - i >= sizeof(eight); i += sizeof(eight)) {
        memcpy(&eight, p + i, sizeof(eight));
        if ((equal_bytes(eight, '"') | equal_bytes(eight, '\\') | equal_bytes(eight, '\n')) != 0)
            break;
    }
    while (i < n && p[i] != '"' && p[i] != '\\' && p[i] != '\n')
        i++;
    return i;
}

/* Follows the quotes of JSON. A string does not span lines, so one broken line does not turn the next ones inside out. */
static void follow_strings(struct card_mask *mask, const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!mask->escaped)
            i = next_mark(p, i, n);
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

/* The first 6 and the last 4 digits, and the separators as they stand. */
static void put_truncated(const struct window *w, size_t begin, const struct chain *chain, size_t groups, struct buf *out)
{
    size_t last = chain->digits_up_to[groups - 1] - CARD_TAIL, digit = 0, i = begin;

    for (size_t group = 0; group < groups; group++) {
        size_t separator = group == 0 ? 0 : separator_at(w, i);

        buf_put(out, (struct bytes){w->p + i, separator});
        for (i += separator; i < chain->group_end[group]; i++, digit++)
            buf_putc(out, digit < CARD_HEAD || digit >= last ? w->p[i] : '*');
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

/* Offset at which the next group to be looked at may begin: i itself, or behind the rest of a group or an escape. */
static size_t group_begin(const struct window *w, size_t i)
{
    size_t escape = escape_over(w, i);

    if (escape != 0)
        return escape;
    if (digit_before(w, i))
        while (ascii_digit(at(w, i)))
            i++;
    return i;
}

struct card {
    size_t begin;
    size_t groups;
    struct chain chain;
};

/* Most chains are short and have plain separators: offset behind such a chain, 0 when a closer look is needed. */
static size_t short_chain_end(const struct window *w, size_t i)
{
    size_t digits = 0;

    for (;; i++) {
        for (; ascii_digit(at(w, i)); i++)
            digits++;
        if (digits >= CARD_LEAST)
            return 0;
        if ((at(w, i) != ' ' && at(w, i) != '-') || !ascii_digit(at(w, i + 1)))
            return (unsigned char)at(w, i) < 0x80 && at(w, i) != '\\' ? i : 0;
    }
}

/* Finds the next card number that begins in [*i, limit). *i becomes its begin, or limit when there is none. */
static bool next_card(const struct window *w, size_t *i, size_t limit, struct card *ret)
{
    while ((*i = next_digit(w->p, *i, limit)) < limit) {
        size_t begin = group_begin(w, *i), end = begin == *i ? short_chain_end(w, begin) : begin;

        if (end == 0) {
            chain_read(w, begin, &ret->chain);
            ret->begin = begin;
            ret->groups = card_groups(w, begin, &ret->chain);
            if (ret->groups > 0)
                return true;
            end = ret->chain.groups == 0 ? begin + CARD_MOST : ret->chain.group_end[0];
        }
        *i = end < limit ? end : limit;
    }
    return false;
}

/* Puts what stands in [done, begin) and then the number, unless it is the fraction of a bare JSON number. Returns what is done. */
static size_t put_card(struct card_mask *mask, const struct window *w, size_t done, const struct card *card, struct buf *out)
{
    size_t begin = card->begin;
    size_t minus = mask->json && begin > done && w->p[begin - 1] == '-' ? 1 : 0;

    put_plain(mask, w->p + done, begin - minus - done, out);
    bool bare = mask->json && !mask->in_string;

    if (bare && before(w, begin) == '.' && ascii_digit(before(w, begin - 1)))
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

    w->card_end = mask->since_card == 0 || mask->since_card > i + 1 ? NOWHERE : i + 1 - mask->since_card;
    do {
        if (mask->tail != TAIL_NONE)
            i = done = put_tail(mask, w, done, limit, out);
        if (!next_card(w, &i, limit, &card))
            break;
        done = put_card(mask, w, done, &card, out);
        i = done > card.begin ? done : card.chain.group_end[0];
        if (done > card.begin)
            w->card_end = done;
    } while (i < limit);
    if (i > limit && done < i)
        i = limit;
    put_plain(mask, w->p + done, i - done, out);
    mask->since_card = w->card_end == NOWHERE || i - w->card_end > SEPARATOR_MOST ? 0 : (unsigned char)(i - w->card_end + 1);
    return i;
}

/* A sign may belong to the number behind it, which is not decided yet. */
static size_t places_decided(const struct card_mask *mask, const char *p, size_t from, size_t n)
{
    size_t limit = n < REACH ? 0 : n - REACH;

    if (limit > from && mask->json && p[limit - 1] == '-')
        limit--;
    return limit < from ? from : limit;
}

/* Keeps what the next piece needs: what is not decided, and the text before it. */
static void keep(struct card_mask *mask, const char *p, size_t undecided, size_t n)
{
    size_t first = undecided > REACH ? undecided - REACH : 0;

    memmove(mask->hold, p + first, n - first);
    mask->history = undecided - first;
    mask->held = n - undecided;
}

/* The end of what was held back and the beginning of a piece, next to each other. Returns the bytes of the piece that went in. */
static size_t feed_seam(struct card_mask *mask, struct bytes piece, struct buf *out)
{
    char seam[sizeof(mask->hold) + 2 * REACH];
    size_t old = mask->history + mask->held;
    size_t taken = piece.n < 2 * REACH ? piece.n : 2 * REACH;
    struct window w = {seam, old + taken, mask->json, NOWHERE};
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
        struct window w = {piece.p, piece.n, mask->json, NOWHERE};
        size_t i;

        taken += feed_seam(mask, bytes_from(piece, taken), out);
        if (taken == piece.n || taken < mask->held + REACH)
            continue;
        i = taken - mask->held; /* from here on the piece itself has all that is needed */
        i = decide(mask, &w, i, places_decided(mask, piece.p, i, piece.n), out);
        keep(mask, piece.p, i, piece.n);
        return;
    }
}

void card_mask_end(struct card_mask *mask, struct buf *out)
{
    struct window w = {mask->hold, mask->history + mask->held, mask->json, NOWHERE};

    decide(mask, &w, mask->history, w.n, out);
    if (mask->tail != TAIL_NONE)
        buf_putc(out, '"');
    mask->tail = TAIL_NONE;
    mask->history = mask->held = 0;
}

struct bytes card_mask_text(struct arena *arena, struct bytes text, bool *ret_masked)
{
    struct card_mask mask = {0};
    struct window w = {text.p, text.n, false, NOWHERE};
    struct card card;
    struct buf out;
    size_t i = 0;

    *ret_masked = next_card(&w, &i, text.n, &card);
    if (!*ret_masked)
        return text;
    buf_init(&out, arena);
    decide(&mask, &w, 0, text.n, &out);
    return buf_bytes(&out);
}
