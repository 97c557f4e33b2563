/*
 * letters.h: names of the web for people: internationalised host names in their own letters.
 *
 * Shape   only where the letters cannot be taken for others: a name whose look-alike skeleton (UTS 39) is plain ASCII keeps its
 *         A-labels. Parsing what is printed gives the canonical form again.
 * Memory  a few ICU objects are opened for a name with A-labels and closed again; names without cost nothing.
 */
#ifndef CORE_IDENT_LETTERS_H
#define CORE_IDENT_LETTERS_H

#include "base/bytes.h"

struct bytes host_print(struct arena *arena, struct bytes value);
struct bytes site_print(struct arena *arena, struct bytes value);
struct bytes url_print_letters(struct arena *arena, struct bytes value);
struct bytes email_print(struct arena *arena, struct bytes value);

#endif
