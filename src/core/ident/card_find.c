#include "core/ident/card_find.h"

#include <string.h>

#include "base/annotate.h"
#include "core/ident/iban.h"

#define PHONE_MOST 15 /* digits, ITU-T E.164 */
#define UUID_LENGTH 36
#define TOKEN_MOST 34 /* an alphanumeric token longer than any IBAN is a key or a hash */

/* The chain from the group that begins at i, as far as a card number could reach. */
static void chain_read(const struct window *w, size_t i, struct card_chain *ret)
{
    size_t n = 0;

    ret->groups = 0;
    ret->goes_on = false;
    for (;;) {
        size_t separator;

        while (ascii_digit(window_at(w, i))) {
            if (n == CARD_MOST) {
                ret->goes_on = true;
                return;
            }
            ret->digits[n++] = w->p[i++];
        }
        ret->group_end[ret->groups] = i;
        ret->digits_up_to[ret->groups++] = n;
        separator = window_separator_at(w, i);
        if (separator == 0 || !ascii_digit(window_at(w, i + separator)))
            return;
        if (n == CARD_MOST) {
            ret->goes_on = true;
            return;
        }
        i += separator;
    }
}

/* End of the group before the one at i in the same chain; false when i begins the chain, or what a truncated number left of it. */
static bool previous_group_end(const struct window *w, size_t i, size_t *ret)
{
    size_t separator = window_separator_before(w, i);

    if (separator == 0 || i - separator == w->boundary || !window_digit_before(w, i - separator))
        return false;
    *ret = i - separator;
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
    size_t n = 0;

    if (country == NULL || !token_edge(w, i))
        return false;
    while (n < country->length) {
        if (!ascii_alnum(window_at(w, i)) && n > 0 && (window_at(w, i) == ' ' || window_at(w, i) == '-'))
            i++;
        if (!ascii_alnum(window_at(w, i)))
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
static bool inside_phone(const struct window *w, size_t begin, const struct card_chain *chain)
{
    size_t digits = chain->goes_on ? PHONE_MOST + 1 : chain->digits_up_to[chain->groups - 1];
    size_t i = begin, end;

    while (digits <= PHONE_MOST && previous_group_end(w, i, &end)) {
        for (i = end; digits <= PHONE_MOST && window_digit_before(w, i); i--)
            digits++;
    }
    return digits <= PHONE_MOST && window_before(w, i) == '+';
}

/* Stars from i on in one direction, perhaps in groups; *i becomes where they end. */
static size_t skip_stars(const struct window *w, size_t *i, bool forward)
{
    for (size_t stars = 0;; stars++) {
        size_t separator = forward ? window_separator_at(w, *i) : window_separator_before(w, *i);
        size_t next = forward ? *i + separator : *i - separator;

        if ((forward ? window_at(w, next) : window_before(w, next)) != '*' || stars == CARD_MOST)
            return stars;
        *i = forward ? next + 1 : next - 1;
    }
}

/* The first digits of a number, which end at i. */
static bool head_before(const struct window *w, size_t i, char *ret_head)
{
    for (size_t n = CARD_HEAD; n > 0; n--) {
        if (!window_digit_before(w, i))
            i -= window_separator_before(w, i);
        if (!window_digit_before(w, i))
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

static bool grouped_as_card(const struct card_chain *chain, size_t groups)
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

static bool is_card(const struct window *w, size_t begin, const struct card_chain *chain, size_t groups)
{
    size_t end = chain->group_end[groups - 1];

    return card_number_valid(chain->digits, chain->digits_up_to[groups - 1]) && !ascii_alpha(window_at(w, end)) &&
           !truncated_at(w, end, true) && may_begin(w, begin, chain, groups) && !inside_iban(w, begin, end) &&
           !inside_uuid(w, begin) && !inside_phone(w, begin, chain);
}

/* Groups of the number that begins with the chain's first group, 0 when there is none. */
static size_t card_groups(const struct window *w, size_t begin, const struct card_chain *chain)
{
    size_t unused;
    bool whole = !chain->goes_on && !previous_group_end(w, begin, &unused);

    for (size_t groups = chain->groups; groups > 0; groups--)
        if (((whole && groups == chain->groups) || grouped_as_card(chain, groups)) && is_card(w, begin, chain, groups))
            return groups;
    return 0;
}

/* ---- the search ---- */

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

/* Offset at which the next group to be looked at may begin: i itself, or behind the rest of a group or an escape. */
static size_t group_begin(const struct window *w, size_t i)
{
    size_t escape = window_escape_over(w, i);

    if (escape != 0)
        return escape;
    if (window_digit_before(w, i))
        while (ascii_digit(window_at(w, i)))
            i++;
    return i;
}

/* Most chains are short and have plain separators: offset behind such a chain, 0 when a closer look is needed. */
static size_t short_chain_end(const struct window *w, size_t i)
{
    size_t digits = 0;

    for (;; i++) {
        for (; ascii_digit(window_at(w, i)); i++)
            digits++;
        if (digits >= CARD_LEAST)
            return 0;
        if ((window_at(w, i) != ' ' && window_at(w, i) != '-') || !ascii_digit(window_at(w, i + 1)))
            return (unsigned char)window_at(w, i) < 0x80 && window_at(w, i) != '\\' ? i : 0;
    }
}

bool card_next(const struct window *w, size_t *i, size_t limit, struct card *ret)
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
