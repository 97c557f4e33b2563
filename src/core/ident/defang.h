/*
 * defang.h: undoes the spellings by which people keep a link from being clicked.
 *
 * Shape   hxxp, hxxps, [.] (.) {.} [dot] (dot) {dot} " dot ", [at] (at) " at " [@], [:] [://] [/], full-width letters, zero-width
 *         characters, HTML entities, a whole URL in percent-escapes. What follows the host keeps its words: only brackets around
 *         one sign, entities and zero-width characters are undone there.
 * Errors  none: text that is not defanged comes back as it is, in linear time. Undoing twice changes nothing.
 * Memory  the text itself when there was nothing to undo.
 */
#ifndef CORE_IDENT_DEFANG_H
#define CORE_IDENT_DEFANG_H

#include "base/bytes.h"

enum defang_as { DEFANG_HOST, DEFANG_URL, DEFANG_EMAIL };

struct bytes defang(struct arena *arena, struct bytes utf8, enum defang_as as);

#endif
