/* What the check of one field needs to know of the others. */
#include "core/record/record_value.h"

struct bytes raw_field_text(const struct raw_field *field)
{
    return field == NULL || field->count == 0 ? BYTES_NONE : bytes_trim(field->values[0].text);
}

static struct bytes text_of(enum record_kind kind, const struct raw_field *const *present, const char *name)
{
    enum record_field field;

    return record_field_find(kind, bytes_of(name), &field) ? raw_field_text(present[record_field_index(field)]) : BYTES_NONE;
}

static struct bytes either(struct bytes a, struct bytes b)
{
    return a.n > 0 ? a : b;
}

void value_context_fill(struct value_context *context, enum record_kind kind, const struct raw_field *const *present)
{
    context->ident.country =
        bytes_upper(context->arena, either(text_of(kind, present, "merchant_country"), text_of(kind, present, "holder_country")));
    context->ident.provider = bytes_lower(context->arena, text_of(kind, present, "wallet_provider"));
    context->currency = bytes_upper(context->arena, text_of(kind, present, "currency"));
    context->chain = either(text_of(kind, present, "crypto_chain"), text_of(kind, present, "chain"));
    context->scheme = text_of(kind, present, "account_scheme");
}
