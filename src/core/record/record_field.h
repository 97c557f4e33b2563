/*
 * record_field.h: the rows of record_field.def as the checks read them.
 */
#ifndef CORE_RECORD_FIELD_H
#define CORE_RECORD_FIELD_H

#include "core/record.h"

enum field_need { NEED_REQUIRED, NEED_IDENTIFIES, NEED_OPTIONAL };
enum field_shape { SHAPE_ONE, SHAPE_LIST };

/* How a value is checked: the kinds of identifier, then the rows of record_value.def. */
enum value_kind {
    VALUE_none,
#define IDENT(name, label, parse, strength, personal, pivot) VALUE_##name,
#include "core/ident_kind.def"
#undef IDENT
#define VALUE(name, check) VALUE_##name,
#include "core/record_value.def"
#undef VALUE
    VALUE_KIND_COUNT
};

struct field_row {
    enum record_kind kind;
    struct bytes name;
    enum field_need need;
    enum field_shape shape;
    enum value_kind value;
    enum record_role role;
};

const struct field_row *field_row_at(enum record_kind kind, size_t index);
/* Of the field of this name, which is checked alike in every kind of record that has it; VALUE_none: there is none. */
enum value_kind field_value_kind(struct bytes name);

#endif
