/*
 * card_find.h: where a card number stands in a text.
 *
 * Digits, spaces, dashes and dots count however they are spelled (window.h): in other scripts, as escapes of JSON, as references of
 * HTML. A chain is digits with at most one gap between two of them; its groups are the digits between gaps. A number is
 *   - a chain of 12 to 19 digits whose gaps are plain, however grouped, whatever follows behind another gap;
 *   - a part of a chain whose groups are those in which card numbers are printed (card_grouping.def);
 *   - a chain of single digits with any gaps.
 * It touches no letter and no '+', except letters right before printed groups ("PAN4111..."), and no number that is truncated already.
 * Two groups with a dot between them are a decimal number. What lies within an IBAN, a UUID or an international phone number is left
 * alone: a false hit destroys evidence.
 *
 * Reach  what is found at a place depends on no more than CARD_REACH bytes to either side of it: a number longer than CARD_SPAN as it is
 *        spelled is not looked for.
 */
#ifndef CORE_IDENT_CARD_FIND_H
#define CORE_IDENT_CARD_FIND_H

#include "core/ident/card_number.h"
#include "core/ident/window.h"

#define CARD_SPAN 400  /* bytes: 19 digits of \u0034 with \u00a0 between all of them are 222 */
#define CARD_REACH 768 /* a number, and behind it or before it the groups of one that is truncated, an IBAN or a phone number */

struct card_chain {
    size_t groups;
    size_t group_end[CARD_MOST];    /* offset behind each group */
    size_t digits_up_to[CARD_MOST]; /* digits in this group and those before */
    char digits[CARD_MOST];
    size_t plain_groups; /* the first groups, up to the first gap that is not plain */
    bool goes_on;        /* there are more digits than a card has */
};

struct card {
    size_t begin;
    size_t groups; /* of the chain that begins there, which are the number */
    struct card_chain chain;
};

/* Finds the next card number that begins in [*i, limit). *i becomes its begin, or limit when there is none.
 * A chain does not reach back over the window's boundary: what follows a number is a chain of its own. */
bool card_next(const struct window *w, size_t *i, size_t limit, struct card *ret);

#endif
