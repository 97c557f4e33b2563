/*
 * free_text.h: account names and numbers that only their issuer can judge.
 *
 * Shape   UTF-8 without control characters; runs of ASCII space become one space.
 * Errors  REASON_invalid_utf8, REASON_bad_character, REASON_too_long (units: bytes)
 */
#ifndef CORE_IDENT_FREE_TEXT_H
#define CORE_IDENT_FREE_TEXT_H

#include "core/reason.h"

enum reason free_text_parse(struct arena *arena, struct bytes text, size_t most, struct bytes *ret);

#endif
