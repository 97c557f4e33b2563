/*
 * pattern.h: the compiled patterns that propose identifiers inside text. The rows stand in extract_pattern.def.
 */
#ifndef CORE_IDENT_PATTERN_H
#define CORE_IDENT_PATTERN_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "core/ident.h"

struct pattern {
    enum ident_kind kind;
    pcre2_code *anywhere; /* the pattern, looked for from an offset on; NULL when an earlier row has the same */
    pcre2_code *anchor;   /* NULL: the pattern is looked for itself */
    pcre2_code *here;     /* the pattern at an offset and nowhere else */
    size_t back_most;
    const char *back_signs;
};

MUST_CHECK enum status pattern_compile(struct op *op, struct arena *arena, struct pattern **ret, size_t *ret_count);
void pattern_free(struct pattern *patterns, size_t count);

/* Where an identifier may begin whose anchor stands at an offset, not before `from`. */
size_t pattern_start(const struct pattern *pattern, struct bytes text, size_t from, size_t anchor);

#endif
