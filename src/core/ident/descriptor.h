/*
 * descriptor.h: what stands on a card statement: "PREFIX *NAME CITY COUNTRY", cut at 22 characters or so.
 *
 * Shape   canonical: NFKC, upper case, single spaces.
 * Cut     a domain that ends with the 22nd or 25th character may have gone on ("SHOP.CO" of "SHOP.COM"). It is doubted and counts as
 *         a name only, which is what a cut text can prove; a name on a statement is weak evidence, a domain would be strong.
 * Source  descriptor_prefixes.csv, descriptor_places.csv
 */
#ifndef CORE_IDENT_DESCRIPTOR_H
#define CORE_IDENT_DESCRIPTOR_H

#include "core/ident.h"

enum reason descriptor_prefix_read(struct ident_data *data, struct bytes line, int unused);
enum reason descriptor_place_read(struct ident_data *data, struct bytes line, int unused);

#endif
