/*
 * compact.h: letters and digits of a value that people write in groups.
 *
 * Shape   [0-9A-Z] only: spaces (no-break, thin and zero-width ones too) and the separators named are left out, letters raised, wide ones narrowed; where
 *         they are asked for, signs stay.
 * Memory  none: the text stands in the struct.
 * Errors  REASON_bad_character, REASON_too_long (over COMPACT_MOST), REASON_empty
 */
#ifndef CORE_IDENT_COMPACT_H
#define CORE_IDENT_COMPACT_H

#include "core/reason.h"

#define COMPACT_MOST 64

enum compact_skip { COMPACT_DASH = 1, COMPACT_DOT = 2, COMPACT_SLASH = 4, COMPACT_COLON = 8 };
enum compact_keep { COMPACT_SIGN = 128 }; /* '+' and '*' stay */

struct compact {
    size_t n;
    char p[COMPACT_MOST];
};

enum reason compact_upper(struct bytes text, unsigned skip, struct compact *ret);
enum reason compact_digits(struct bytes text, unsigned skip, struct compact *ret); /* REASON_structure when a letter is there */
struct bytes compact_bytes(const struct compact *compact);

/* Takes a word such as "IBAN" off the front, whatever its case, with the ':' and spaces after it. */
struct bytes compact_after_word(struct bytes text, const char *word);

bool all_digits(const char *p, size_t n);
bool all_alnum(const char *p, size_t n); /* [0-9A-Z] */
bool all_upper(const char *p, size_t n); /* [A-Z] */

#endif
