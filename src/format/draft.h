/*
 * draft.h: a record that a format makes out of something else: fields under the names of FORMATS, put one by one.
 */
#ifndef FORMAT_DRAFT_H
#define FORMAT_DRAFT_H

#include "base/json.h"
#include "core/record.h"

#define DRAFT_FIELD_MOST 64

struct draft {
    struct arena *arena;
    struct raw_field *fields;
    size_t count;
    struct bytes *others;
    size_t other_count;
    size_t other_room;
};

/* A member of an element and the field that it becomes. */
struct draft_member {
    const char *path; /* dotted */
    const char *field;
};

void draft_begin(struct draft *draft, struct arena *arena, const char *kind);
void draft_put(struct draft *draft, const char *field, struct bytes text); /* nothing when there is no text */
void draft_add(struct draft *draft, const char *field, struct bytes text); /* one more value of a list */
/* Scalars and lists of scalars; null, objects and what is empty put nothing. */
void draft_put_json(struct draft *draft, const char *field, const struct json *json);
void draft_put_members(struct draft *draft, const struct draft_member *members, size_t count, const struct json *element);
/* The names of whatever else has a value in the element, however deep: what may not be sent refuses the record. */
void draft_put_other(struct draft *draft, struct bytes name);
void draft_put_others(struct draft *draft, const struct json *element);
void draft_end(const struct draft *draft, struct raw_record *record);

/* The member at a dotted path; NULL when there is none. */
const struct json *draft_member_find(const struct json *element, const char *path);
/* Its text, or a number as it is written; BYTES_NONE when it is neither. */
struct bytes draft_member_text(const struct json *element, const char *path);
/* The scheme of a crypto-currency by its symbol or, without one, by how its addresses look; what is neither is given back as it is. */
struct bytes draft_crypto_scheme(struct bytes symbol, struct bytes address);

#endif
