/*
 * iban.h: International Bank Account Numbers.
 *
 * Shape   2 letters, 2 check digits, 11..30 of [0-9A-Z]; canonical: capitals, no spaces. Accepted: groups, lower case, "IBAN" before it.
 * Units   lengths in bytes, ASCII.
 * Memory  results live in the arena.
 * Errors  iban_country, iban_length, iban_structure, iban_check_digits; doubt iban_national_check.
 *         The check digits 00, 01 and 99 are refused: the standard's calculation never gives them.
 * Source  ISO 13616-1:2020; SWIFT IBAN registry (iban_country.def)
 */
#ifndef CORE_IDENT_IBAN_H
#define CORE_IDENT_IBAN_H

#include "core/ident.h"

#define IBAN_MOST 34 /* ISO 13616: 4 + 30 */

enum iban_national {
    IBAN_NATIONAL_any,
#define IBAN_NATIONAL(name) IBAN_NATIONAL_##name,
#include "core/ident/iban_national.def"
#undef IBAN_NATIONAL
    IBAN_NATIONAL_COUNT
};

struct iban_country {
    unsigned char length; /* of the IBAN; 0: no such country */
    unsigned char bank_offset, bank_n;
    unsigned char branch_offset, branch_n;
    unsigned char national; /* enum iban_national */
    const char *bban;
};

/* The country that two capitals name, NULL when it issues no IBANs. */
const struct iban_country *iban_country_find(char first, char second);

/* Whether n bytes of [0-9A-Z] are an IBAN, and if not, why. */
enum reason iban_check(const char *text, size_t n);

/* Whether the check digits inside a BBAN of the right structure match. */
bool iban_national_valid(enum iban_national national, const char *bban, size_t n);

struct bytes iban_print(struct arena *arena, struct bytes value);

#endif
