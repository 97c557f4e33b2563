/*
 * record_check.h: one record while it is checked: its fields in their places, and what is wrong with them.
 */
#ifndef CORE_RECORD_RECORD_CHECK_H
#define CORE_RECORD_RECORD_CHECK_H

#include "core/record/record_value.h"

struct check {
    struct record *record;
    const struct raw_record *raw;
    const struct raw_field *present[RECORD_FIELD_LIMIT]; /* by index; NULL: not known */
    enum reason faults[RECORD_FIELD_LIMIT];              /* of the fields that identify */
    struct value_context context;
};

void check_problem(struct check *check, struct bytes field, enum reason reason, bool is_error);
/* A field whose value is refused; what that means depends on how much the record needs it. */
void check_fault(struct check *check, size_t index, const struct field_row *row, enum reason reason);
/* The first accepted value of the field; NULL when there is none, or the kind has no such field. */
const struct value *check_value(const struct check *check, const char *field);

/* Names the endpoint and the site, and reports the faults of the fields that name them. */
void check_entities(struct check *check);
/* The canonical JSON and its hash. */
void check_content(struct check *check);

#endif
