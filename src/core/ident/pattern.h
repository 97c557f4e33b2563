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
    pcre2_code *code;
};

MUST_CHECK enum status pattern_compile(struct op *op, struct arena *arena, struct pattern **ret, size_t *ret_count);
void pattern_free(struct pattern *patterns, size_t count);

#endif
