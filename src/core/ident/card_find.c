#include "core/ident/card_find.h"

#include <string.h>

#include "base/annotate.h"
#include "core/ident/iban.h"

#define PHONE_MOST 15 /* digits, ITU-T E.164 */
#define UUID_LENGTH 36
#define IBAN_SPAN 160  /* bytes, as it is spelled: 34 with ten gaps */
#define STARS_SPAN 200 /* bytes of the stars of a truncated number, as they are spelled */
#define TOKEN_MOST 34  /* an alphanumeric token longer than any IBAN is a key or a hash */

/* The digits of a group from *i on, which becomes where they end; false when they are more than a card has. */
static bool group_read(const struct window *w, size_t *i, size_t *n, char *ret_digits)
{
    for (struct unit unit; (unit = window_unit(w, *i)).digit >= 0; *i += unit.n) {
        if (*n == CARD_MOST)
            return false;
        ret_digits[(*n)++] = (char)('0' + unit.digit);
    }
    return true;
}

/* The chain from the group that begins at `begin`, as far as a card number could reach. */
static void chain_read(const struct window *w, size_t begin, struct card_chain *ret)
{
    size_t i = begin, n = 0, gap;
    bool plain;

    ret->groups = ret->plain_groups = 0;
    for (;;) {
        ret->goes_on = !group_read(w, &i, &n, ret->digits);
        if (ret->goes_on)
            break;
        ret->group_end[ret->groups] = i;
        ret->digits_up_to[ret->groups++] = n;
        gap = window_gap(w, i, &plain);
        if (gap == 0 || window_unit(w, i + gap).digit < 0)
            break;
        if (!plain && ret->plain_groups == 0)
            ret->plain_groups = ret->groups;
        ret->goes_on = n == CARD_MOST || i + gap - begin > CARD_SPAN;
        if (ret->goes_on)
            break;
        i += gap;
    }
    if (ret->plain_groups == 0)
        ret->plain_groups = ret->groups;
}

/* End of the group before the one at i in the same chain; false when i begins the chain, or what a truncated number left of it. */
static bool previous_group_end(const struct window *w, size_t i, size_t *ret, bool *ret_plain)
{
    size_t gap = window_gap_before(w, i, ret_plain);

    if (gap == 0 || i - gap == w->boundary || !window_digit_before(w, i - gap))
        return false;
    *ret = i - gap;
    return true;
}

/* ---- what looks like a card number but stands inside something else ---- */

static bool token_edge(const struct window *w, size_t i)
{
    return !((window_letter_before(w, i) || window_digit_before(w, i)) && ascii_alnum(window_at(w, i)));
}

/* Whether an IBAN, perhaps in groups, begins at i; ret_end is behind it. */
static bool iban_at(const struct window *w, size_t i, size_t *ret_end)
{
    const struct iban_country *country =
        iban_country_find((char)ascii_upper(window_at(w, i)), (char)ascii_upper(window_at(w, i + 1)));
    char text[IBAN_MOST];
    size_t n = 0, begin = i;
    bool plain;

    if (country == NULL || !token_edge(w, i))
        return false;
    while (n < country->length) {
        if (n > 0 && !ascii_alnum(window_at(w, i)))
            i += window_gap(w, i, &plain);
        if (!ascii_alnum(window_at(w, i)) || i - begin > IBAN_SPAN)
            return false;
        text[n++] = (char)ascii_upper(w->p[i++]);
    }
    *ret_end = i;
    return token_edge(w, i) && iban_check(text, n) == REASON_ok;
}

static bool inside_iban(const struct window *w, size_t begin, size_t end)
{
    size_t first = begin > IBAN_SPAN ? begin - IBAN_SPAN : 0;
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
static bool inside_phone(const struct window *w, size_t begin, const struct card_chain *chain)
{
    size_t digits = chain->goes_on ? PHONE_MOST + 1 : chain->digits_up_to[chain->groups - 1];
    size_t i = begin, end;
    bool plain;

    while (digits <= PHONE_MOST && previous_group_end(w, i, &end, &plain))
        for (i = end; digits <= PHONE_MOST && window_digit_before(w, i); i -= window_unit_before(w, i).n)
            digits++;
    return digits <= PHONE_MOST && window_before(w, i) == '+';
}

/* Stars from i on in one direction, perhaps in groups; *i becomes where they end. */
static size_t skip_stars(const struct window *w, size_t *i, bool forward)
{
    size_t begin = *i;
    bool plain;

    for (size_t stars = 0;; stars++) {
        size_t gap = forward ? window_gap(w, *i, &plain) : window_gap_before(w, *i, &plain);
        size_t next = forward ? *i + gap : *i - gap, span = forward ? next - begin : begin - next;

        if ((forward ? window_at(w, next) : window_before(w, next)) != '*' || stars == CARD_MOST || span > STARS_SPAN)
            return stars;
        *i = forward ? next + 1 : next - 1;
    }
}

/* The first digits of a number, which end at i. */
static bool head_before(const struct window *w, size_t i, char *ret_head)
{
    bool plain;

    for (size_t n = CARD_HEAD; n > 0; n--) {
        if (!window_digit_before(w, i))
            i -= window_gap_before(w, i, &plain);
        struct unit unit = window_unit_before(w, i);

        if (unit.digit < 0)
            return false;
        ret_head[n - 1] = (char)('0' + unit.digit);
        i -= unit.n;
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

static bool grouped_as_card(const struct card_chain *chain, size_t groups)
{
    if (groups == 2 && chain->plain_groups < 2) /* "41111111.11111111" */
        return false;
    for (size_t k = 0; k < COUNT_OF(groupings); k++) {
        size_t sum = 0, i = 0;

        while (i < groups && i < 5 && chain->digits_up_to[i] == sum + groupings[k][i])
            sum = chain->digits_up_to[i++];
        if (i == groups && (i == 5 || groupings[k][i] == 0))
            return true;
    }
    return groups == 1;
}

/* Letters only, then this group, then the end of the token; and it is no IBAN. */
static bool letters_then_group(const struct window *w, size_t begin, size_t end)
{
    size_t first = begin, iban_end;

    while (window_letter_before(w, first) && end - first <= TOKEN_MOST)
        first--;
    if (end - first > TOKEN_MOST || window_digit_before(w, first))
        return false;
    return !(iban_at(w, first, &iban_end) && iban_end == end);
}

static bool may_begin(const struct window *w, size_t begin, const struct card_chain *chain, size_t groups)
{
    if (window_before(w, begin) == '+' || truncated_at(w, begin, false))
        return false;
    return !window_letter_before(w, begin) ||
           (grouped_as_card(chain, groups) && letters_then_group(w, begin, chain->group_end[0]));
}

/* Whether nothing around the number says that it is something else. */
static bool stands_alone(const struct window *w, size_t begin, const struct card_chain *chain, size_t groups)
{
    size_t end = chain->group_end[groups - 1];

    return !ascii_alpha(window_at(w, end)) && !truncated_at(w, end, true) && may_begin(w, begin, chain, groups) &&
           !inside_iban(w, begin, end) && !inside_uuid(w, begin) && !inside_phone(w, begin, chain);
}

/* "4 . 1 . 1 . 1": every group has one digit. */
static bool spelled_out(const struct card_chain *chain)
{
    return chain->groups > 0 && chain->groups == chain->digits_up_to[chain->groups - 1];
}

/* Whether these first groups are written as a number: all of a chain, or as numbers are printed. */
static bool written_as_card(const struct window *w, size_t begin, const struct card_chain *chain, size_t groups)
{
    size_t unused;
    bool plain, follows = previous_group_end(w, begin, &unused, &plain);

    if (groups == chain->groups && !follows && !chain->goes_on && spelled_out(chain))
        return true;
    if (groups == chain->plain_groups && !(follows && plain) && (!chain->goes_on || groups < chain->groups))
        return true;
    return grouped_as_card(chain, groups);
}

/* Groups of the number that begins with the chain's first group, 0 when there is none. */
static size_t card_groups(const struct window *w, size_t begin, const struct card_chain *chain)
{
    for (size_t groups = chain->groups; groups > 0; groups--)
        if (card_number_valid(chain->digits, chain->digits_up_to[groups - 1]) && written_as_card(w, begin, chain, groups) &&
            stands_alone(w, begin, chain, groups))
            return groups;
    return 0;
}

/* ---- the search ---- */

#define EIGHT(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Bytes with which a digit may begin: ASCII, and the first bytes in UTF-8 of the digits of other scripts. */
static const bool opens_digit[256] = {
    ['0' ... '9'] = true, [0xD9] = true, [0xDB] = true, [0xDF] = true, [0xE0] = true,
    [0xE1] = true,        [0xEA] = true, [0xEF] = true, [0xF0] = true,
};

/* The first of the eight bytes of which the high bit is set. */
static size_t first_marked(uint64_t marks)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    marks = __builtin_bswap64(marks);
#endif
    return (size_t)__builtin_ctzll(marks) / 8;
}

/* Offset of the first byte in [i, end) that may begin a digit, end when there is none; eight bytes a step. */
static size_t next_place(const char *p, size_t i, size_t end)
{
    for (uint64_t eight; end - i >= sizeof(eight);) {
        uint64_t t, marks;

        memcpy(&eight, p + i, sizeof(eight));
        t = eight ^ EIGHT('0'); /* a digit becomes 0..9 */
        marks = (~(((t & EIGHT(0x7F)) + EIGHT(0x76)) | t) | eight) & EIGHT(0x80);
        if (marks == 0) {
            i += sizeof(eight);
            continue;
        }
        i += first_marked(marks);
        if (opens_digit[(unsigned char)p[i]])
            return i;
        i++;
    }
    while (i < end && !opens_digit[(unsigned char)p[i]])
        i++;
    return i;
}

/* A digit of ASCII behind a sign that can neither be inside a longer unit nor end one. */
static bool plainly_begins(const struct window *w, size_t i)
{
    unsigned char before = (unsigned char)window_before(w, i);

    return ascii_digit(w->p[i]) && before < 0x80 && !ascii_alnum(before) && before != '#' && before != ';';
}

/* Most chains are short and in ASCII: offset behind such a chain, 0 when a closer look is needed. */
static size_t short_chain_end(const struct window *w, size_t i)
{
    const char *p = w->p + i, *stop = w->p + w->n, *end;
    size_t digits = 0;

    do {
        for (; p < stop && ascii_digit(*p); p++)
            digits++;
        if (digits >= CARD_LEAST)
            return 0;
        end = p;
        while (p < stop && p < end + WINDOW_GAP_UNITS && (*p == ' ' || *p == '-' || *p == '.'))
            p++;
    } while (p < stop && ascii_digit(*p));
    if (p < stop && ((unsigned char)*p >= 0x80 || *p == '&' || (*p == '\\' && w->json)))
        return 0;
    return (size_t)(end - w->p);
}

/* Offset behind the rest of the group or of the unit that i lies in; 0 when a group begins at i. */
static size_t rest_end(const struct window *w, size_t i)
{
    struct unit unit = window_unit(w, i);

    if (unit.digit < 0)
        return i + unit.n;
    if (!window_digit_before(w, i))
        return 0;
    while ((unit = window_unit(w, i)).digit >= 0)
        i += unit.n;
    return i;
}

/* Reads the chain that begins there; whether its first groups are a number. */
static bool card_at(const struct window *w, size_t begin, struct card *ret)
{
    chain_read(w, begin, &ret->chain);
    ret->begin = begin;
    ret->groups = card_groups(w, begin, &ret->chain);
    return ret->groups > 0;
}

bool card_next(const struct window *w, size_t *i, size_t limit, struct card *ret)
{
    while ((*i = next_place(w->p, *i, limit)) < limit) {
        bool plainly = plainly_begins(w, *i);
        size_t begin = plainly ? *i : window_unit_begin(w, *i);
        size_t end = plainly ? short_chain_end(w, begin) : rest_end(w, begin);

        if (end == 0 && card_at(w, begin, ret)) {
            *i = begin;
            return true;
        }
        if (end == 0)
            end = ret->chain.groups == 0 ? begin + CARD_MOST : ret->chain.group_end[0];
        *i = end < limit ? end : limit;
    }
    return false;
}
