/*
 * check_digit.h: the check digit systems that identifiers share. Text is [0-9A-Z] unless said otherwise.
 *
 * Source  ISO/IEC 7812-1 annex B (Luhn); ISO 7064 (MOD 97-10, MOD 11-10)
 */
#ifndef CORE_IDENT_CHECK_DIGIT_H
#define CORE_IDENT_CHECK_DIGIT_H

#include "base/bytes.h"

bool luhn_valid(const char *digits, size_t n);
unsigned luhn_remainder(const char *digits, size_t n); /* 0 when it is valid */
unsigned luhn_digit(const char *digits, size_t n);     /* that makes digits followed by it valid */

/* The number that the text spells, letters as 10..35, modulo 97; goes on from a remainder. */
unsigned mod97(unsigned remainder, const char *text, size_t n);
bool mod97_10_valid(const char *text, size_t n); /* check digits at the end */

bool mod11_10_valid(const char *digits, size_t n); /* ISO 7064 MOD 11-10, check digit last */

/* The sum of digit times weight. */
unsigned weighted_sum(const char *digits, const unsigned char *weights, size_t n);

#endif
