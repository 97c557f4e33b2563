/*
 * mark.h: rules about a record as a partner sent it.
 *
 * Shape   "column=text", "column!=text", "column~part of the text", "column" (it holds something); several with " & " between them must
 *         all fit. Capitals do not matter.
 */
#ifndef CORE_PROFILE_MARK_H
#define CORE_PROFILE_MARK_H

#include "core/profile.h"

/* One of the rules fits. */
bool mark_fits(const struct texts *rules, const struct raw_record *raw);
/* One of the rules looks at the column. */
bool mark_names_column(const struct texts *rules, struct bytes column);

/* The column of this name; NULL: there is none. */
const struct raw_field *raw_find(const struct raw_record *raw, struct bytes column);
bool raw_has_value(const struct raw_field *field);

#endif
