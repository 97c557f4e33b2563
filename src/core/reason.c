#include "core/reason.h"

static const char *const codes[] = {
#define REASON(code, text) [REASON_##code] = #code,
#include "core/reason.def"
#undef REASON
};

static const char *const texts[] = {
#define REASON(code, text) [REASON_##code] = text,
#include "core/reason.def"
#undef REASON
};

const char *reason_code(enum reason reason)
{
    return codes[reason];
}

const char *reason_text(enum reason reason)
{
    return texts[reason];
}

bool reason_find(struct bytes code, enum reason *ret)
{
    for (int i = 0; i < REASON_COUNT; i++)
        if (bytes_is(code, codes[i])) {
            *ret = (enum reason)i;
            return true;
        }
    return false;
}
