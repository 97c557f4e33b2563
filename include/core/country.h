/*
 * country.h: countries by their ISO 3166-1 alpha-2 code. The rows stand in country.def.
 */
#ifndef CORE_COUNTRY_H
#define CORE_COUNTRY_H

#include "base/bytes.h"

bool country_known(struct bytes code);       /* two capitals */
const char *country_name(struct bytes code); /* NULL when there is no such country */

#endif
