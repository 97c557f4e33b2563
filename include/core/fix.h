/*
 * fix.h: what a wrong value may have been meant to be: a suggestion for the person who corrects it, never applied by itself.
 *
 * Shape   fix.def names the mistakes that people and spreadsheets make, fix_rule.def which of them each kind of value is looked at for.
 *         A candidate counts only when the check of the field takes it without doubt.
 * Memory  results live in the arena that is passed.
 */
#ifndef CORE_FIX_H
#define CORE_FIX_H

#include "base/bytes.h"

#define FIX_MOST 4 /* more candidates than that are no help: none is shown */

enum fix_kind {
    FIX_none,
#define FIX(name, generate, text) FIX_##name,
#include "core/fix.def"
#undef FIX
    FIX_COUNT
};

struct fix {
    enum fix_kind kind; /* FIX_none: there is none, or there are too many */
    struct bytes value; /* the likeliest candidate, in canonical form */
    size_t count;       /* of the candidates that the check takes, at most FIX_MOST */
};

const char *fix_code(enum fix_kind kind);  /* "" for FIX_none */
enum fix_kind fix_find(struct bytes code); /* FIX_none when there is no such code */
/* A sentence: what the mistake was, and whether other candidates are possible. BYTES_NONE for FIX_none. */
struct bytes fix_text(struct arena *arena, enum fix_kind kind, size_t count);

#endif
