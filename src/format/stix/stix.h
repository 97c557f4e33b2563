/*
 * stix.h: what the files of this format share.
 */
#ifndef FORMAT_STIX_STIX_H
#define FORMAT_STIX_STIX_H

#include "../draft.h"
#include "format/decoder.h"

/* The next comparison of a pattern that says that something is equal to a text: [url:value = 'https://…']. Its value is without
 * escapes, in the arena. What is denied (NOT, !=) is no such comparison. */
bool stix_pattern_next(struct arena *arena, struct bytes *rest, struct bytes *ret_type, struct bytes *ret_member,
                       struct bytes *ret_value);

#endif
