/*
 * transform.h: the values of one field on their way from the columns to the record.
 */
#ifndef CORE_PROFILE_TRANSFORM_H
#define CORE_PROFILE_TRANSFORM_H

#include "core/profile.h"

struct transforming {
    struct arena *arena;
    const struct raw_record *raw; /* what the value is taken from */
    struct bytes currency;        /* of the record, for amounts in minor units */
    struct raw_value *values;
    size_t count;
    bool is_list;
};

/* Does what the field asks for, in the order of transform.def. */
void transform_all(struct transforming *transforming, const struct profile_field *field);
/* "a, b" to a list of a and b. */
void transform_split(struct transforming *transforming, const struct texts *argument);
/* "1.234,50" to "1234.50"; "not an amount" when it is not written so: no check takes that for one. */
struct bytes amount_plain(struct arena *arena, struct bytes text, char decimal);

#endif
