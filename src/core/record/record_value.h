/*
 * record_value.h: one value of one field: checked, and in canonical form.
 */
#ifndef CORE_RECORD_VALUE_H
#define CORE_RECORD_VALUE_H

#include "core/record/record_field.h"

/* What the check of one field needs to know of the others. */
struct value_context {
    const struct ident_data *data;
    struct arena *arena;
    struct ident_context ident;
    struct bytes scheme;   /* of the account */
    struct bytes chain;    /* of the address */
    struct bytes currency; /* of the amount */
};

/* The text of a field that has one value; BYTES_NONE for NULL. */
struct bytes raw_field_text(const struct raw_field *field);
/* Reads the context from the fields of a line, which stand in the places of their kind (NULL: not known); data and arena are set. */
void value_context_fill(struct value_context *context, enum record_kind kind, const struct raw_field *const *present);

/* A refused value leaves *ret untouched; a doubt stands in ret->ident.doubt. */
enum reason value_check(const struct value_context *context, enum value_kind kind, struct bytes text, struct value *ret);

/* Whether the text is, or was before it was truncated, a card number. */
bool looks_like_card_number(struct arena *arena, struct bytes text);

#endif
