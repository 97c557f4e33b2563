/*
 * html_entity.h: character references of HTML: numeric ones, and the names that stand for signs and spaces.
 *
 * Shape   the text between '&' and ';'.
 * Source  HTML, section "Named character references"; html_entity.def
 */
#ifndef CORE_IDENT_HTML_ENTITY_H
#define CORE_IDENT_HTML_ENTITY_H

#include "base/bytes.h"

#define HTML_ENTITY_MOST 12 /* bytes of a reference without its ';' */

/* False when it is not known, or stands for no character of text. */
bool html_entity_read(struct bytes name, uint32_t *ret_code_point);

#endif
