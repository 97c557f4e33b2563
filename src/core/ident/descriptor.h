/*
 * descriptor.h: what stands on a card statement: "PREFIX *NAME CITY COUNTRY", cut at 22 characters or so.
 *
 * Shape   canonical: NFKC, upper case, single spaces.
 * Source  descriptor_prefixes.csv, descriptor_places.csv
 */
#ifndef CORE_IDENT_DESCRIPTOR_H
#define CORE_IDENT_DESCRIPTOR_H

#include "core/ident.h"

enum reason descriptor_prefix_read(struct ident_data *data, struct bytes line, int unused);
enum reason descriptor_place_read(struct ident_data *data, struct bytes line, int unused);

#endif
