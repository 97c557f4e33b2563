/*
 * record_choice.h: the rows of record_choice.def.
 */
#ifndef CORE_RECORD_CHOICE_H
#define CORE_RECORD_CHOICE_H

#include "core/record/record_field.h"

/* The values of this kind, one after the other, as they are stored; *at begins with 0. false: there is no other. */
bool choice_next(enum value_kind kind, size_t *at, struct bytes *ret);
/* The value as it is stored; letters' case does not matter. REASON_choice_unknown: it is none of this kind's. */
enum reason choice_find(enum value_kind kind, struct bytes text, struct bytes *ret);

#endif
