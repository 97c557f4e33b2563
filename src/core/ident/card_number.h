/*
 * card_number.h: what makes digits a card number, and what may be kept of it.
 *
 * Shape   12 to 19 digits in a range of card_issuer.def, the last a Luhn digit; canonical and the only form that leaves: the first 6,
 *         a '*' for each digit between, the last 4.
 * Errors  luhn, unknown_code (no issuer has this range or length), structure; doubt card_number when digits were taken away
 * Source  ISO/IEC 7812-1; PCI DSS 3.4.1 (truncation)
 */
#ifndef CORE_IDENT_CARD_NUMBER_H
#define CORE_IDENT_CARD_NUMBER_H

#include "base/bytes.h"

#define CARD_LEAST 12
#define CARD_MOST 19
#define CARD_HEAD 6
#define CARD_TAIL 4

bool card_issuer_known(const char *digits, size_t n);
bool card_number_valid(const char *digits, size_t n); /* length, range and Luhn */

#endif
