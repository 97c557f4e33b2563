/*
 * member_name.h: the name of a member of an object, read character by character, and what it says of the value behind it.
 *
 * Shape   escapes count as what they stand for. A path is dotted and begins at the record.
 */
#ifndef CORE_FIELD_MEMBER_NAME_H
#define CORE_FIELD_MEMBER_NAME_H

#include "core/field/forbidden_name.h"

/* Where a value stands. */
struct member_place {
    struct name_reading names; /* of what it stands in */
    size_t way;                /* in records_at: the name that leads on; or MEMBER_OFF_THE_WAY */
    size_t path_n;             /* or MEMBER_PATH_LOST: it is too long */
    bool in_record;
};

#define MEMBER_OFF_THE_WAY SIZE_MAX
#define MEMBER_PATH_LOST SIZE_MAX

struct member_name {
    const struct field_mask_shape *shape;
    const struct forbidden_names *names;
    struct member_place place; /* of the value */
    char path[FIELD_MASK_PATH_MOST];
    enum forbidden forbidden;
    bool escaped;
    int escape_digits; /* of \uXXXX that are still to come */
    uint32_t escape;
    uint32_t high; /* the first half of a pair of them */
};

enum name_end { NAME_GOES_ON, NAME_ENDS, NAME_BROKEN };

/* Of the stream itself. */
struct member_place member_place_first(const struct field_mask_shape *shape);
/* A value without a name stands where its container does. */
void member_name_none(struct member_name *name, const struct member_place *container);
/* Behind the quote of a name. */
void member_name_begin(struct member_name *name, const struct member_place *container);
/* To behind its end, or to the line break inside of it. */
enum name_end member_name_read(struct member_name *name, const char *p, size_t *i, size_t n);
/* Whether what has been read of it is forbidden, if it ends here. */
bool member_name_found(const struct member_name *name);
/* Whether a text or a number may stand there: the partner has agreed to the field. */
bool member_name_allowed(const struct member_name *name);

#endif
