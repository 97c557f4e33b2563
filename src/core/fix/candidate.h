/*
 * candidate.h: what a wrong value may have been meant to be, while candidates are looked for.
 *
 * A generator offers texts; what the check of the field does not take, or takes with a doubt, is dropped here.
 */
#ifndef CORE_FIX_CANDIDATE_H
#define CORE_FIX_CANDIDATE_H

#include "core/fix.h"
#include "core/record/record_value.h"

#define FIX_TEXT_MOST 256 /* longer values are not looked at */

struct candidates {
    const struct value_context *context;
    enum value_kind kind;
    enum fix_kind fix; /* the mistake that is being looked for */
    struct bytes found[FIX_MOST + 1];
    enum fix_kind found_by[FIX_MOST + 1];
    size_t count; /* FIX_MOST + 1: too many */
};

void candidate_offer(struct candidates *candidates, struct bytes text);

/* The likeliest fix of a value that the check has refused. */
struct fix fix_value(const struct value_context *context, enum value_kind kind, struct bytes text);

/* A generator offers what the text may have been meant to be; the text is not empty, and its ends are not blank. */
typedef void fix_generator(struct candidates *candidates, struct bytes text);
#define FIX(name, generate, text) fix_generator generate;
#include "core/fix.def"
#undef FIX

#endif
