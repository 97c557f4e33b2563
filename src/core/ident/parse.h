/*
 * parse.h: the parser of every kind, one prototype for each row of ident_kind.def.
 *
 * Each gets text that is not empty, is UTF-8 without NUL, without spaces at its ends and not longer than IDENT_TEXT_MOST; context is never NULL.
 * On success it sets ret->value and, when there is one, ret->doubt; on refusal ret does not count.
 */
#ifndef CORE_IDENT_PARSE_H
#define CORE_IDENT_PARSE_H

#include "core/ident.h"

#define IDENT_TEXT_MOST 8192 /* bytes; browsers and servers give up on URLs of about this length */

#define IDENT(name, label, parse, strength, personal, pivot)                                                                     \
    enum reason parse(const struct ident_data *data, struct arena *arena, struct bytes text,                                     \
                      const struct ident_context *context, struct ident *ret);
#include "core/ident_kind.def"
#undef IDENT

#endif
