/*
 * vat.h: VAT numbers of the European Union and the United Kingdom.
 *
 * Shape   prefix of the country as VIES has it (EL for Greece, XI for Northern Ireland) and the national number, capitals without
 *         separators. Without a prefix the country comes from the context.
 * Errors  country_unknown, structure, check_digits, bad_character, too_long; doubt unverified for other countries, whose rules are
 *         not known here
 * Source  vat_country.def
 */
#ifndef CORE_IDENT_VAT_H
#define CORE_IDENT_VAT_H

#include "base/bytes.h"

/* The number has one of the country's shapes. */
#define VAT_COUNTRY(prefix, country, shapes, check) bool vat_##check##_valid(const char *p, size_t n);
#include "core/ident/vat_country.def"
#undef VAT_COUNTRY

#endif
