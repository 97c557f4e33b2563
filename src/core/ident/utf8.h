/*
 * utf8.h: code points of foreign text: which are not seen, which are wide twins of ASCII.
 *
 * Shape   text is well-formed UTF-8.
 * Source  Unicode 15: Default_Ignorable_Code_Point and bidi controls (a subset: those seen inside links), block FF01..FF5E,
 *         ideographic and half-width full stop.
 */
#ifndef CORE_IDENT_UTF8_H
#define CORE_IDENT_UTF8_H

#include "base/buf.h"

bool utf8_scalar(uint32_t code_point); /* neither a surrogate nor past the end */
bool utf8_invisible(uint32_t code_point);
uint32_t utf8_narrow(uint32_t code_point); /* a full-width letter or sign becomes its ASCII twin */
unsigned utf8_hex_digit(int c);            /* 16 when it is none */
void utf8_put(struct buf *out, uint32_t code_point);

/* Undoes %XX; the result need not be UTF-8. */
struct bytes utf8_unescape(struct arena *arena, struct bytes text);

#endif
