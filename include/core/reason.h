/*
 * reason.h: why a value was refused or doubted. The rows stand in reason.def.
 */
#ifndef CORE_REASON_H
#define CORE_REASON_H

#include "base/bytes.h"

enum reason {
#define REASON(code, text) REASON_##code,
#include "core/reason.def"
#undef REASON
    REASON_COUNT
};

const char *reason_code(enum reason reason); /* "iban_check_digits" */
const char *reason_text(enum reason reason);
bool reason_find(struct bytes code, enum reason *ret);

#endif
