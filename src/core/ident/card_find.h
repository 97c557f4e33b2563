/*
 * card_find.h: where a card number stands in a text.
 *
 * A chain is digits with at most one separator between two of them; its groups are the digits between separators. A number is
 * a whole chain of 12 to 19 digits, however grouped, or a part of a longer chain whose groups are those in which card numbers are
 * printed (card_grouping.def). It touches no letter and no '+', except letters right before printed groups ("PAN4111..."), and no
 * number that is truncated already. A chain within an IBAN, a UUID or an international phone number is left alone: a false hit
 * destroys evidence.
 *
 * Reach  what is found at a place depends on no more than CARD_REACH bytes to either side of it.
 */
#ifndef CORE_IDENT_CARD_FIND_H
#define CORE_IDENT_CARD_FIND_H

#include "core/ident/card_number.h"
#include "core/ident/window.h"

#define CARD_REACH 240 /* 19 digits with 18 separators of 6 bytes, and an IBAN in groups behind them */

struct card_chain {
    size_t groups;
    size_t group_end[CARD_MOST];    /* offset behind each group */
    size_t digits_up_to[CARD_MOST]; /* digits in this group and those before */
    char digits[CARD_MOST];
    bool goes_on; /* there are more digits than a card has */
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
