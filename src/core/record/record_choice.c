/* The values of fields that may only have one of some. */
#include "core/record/record_choice.h"

#include "base/buf.h"

static const struct {
    enum value_kind kind;
    struct bytes value;
} choices[] = {
#define CHOICE(kind, value) {VALUE_##kind, {value, sizeof(value) - 1}},
#include "core/record_choice.def"
#undef CHOICE
};

enum reason choice_find(enum value_kind kind, struct bytes text, struct bytes *ret)
{
    for (size_t i = 0; i < COUNT_OF(choices); i++)
        if (choices[i].kind == kind && bytes_equal_fold(text, choices[i].value)) {
            *ret = choices[i].value;
            return REASON_ok;
        }
    return REASON_choice_unknown;
}

static void put_choices(struct buf *out, enum value_kind kind)
{
    const char *before = ": ";

    for (size_t i = 0; i < COUNT_OF(choices); i++)
        if (choices[i].kind == kind) {
            buf_printf(out, "%s%.*s", before, (int)choices[i].value.n, choices[i].value.p);
            before = ", ";
        }
}

struct bytes record_problem_text(struct arena *arena, struct bytes field, struct bytes code)
{
    enum reason reason;
    struct buf text;

    if (!reason_find(code, &reason))
        return BYTES_NONE;
    buf_init(&text, arena);
    buf_puts(&text, reason_text(reason));
    if (reason == REASON_choice_unknown)
        put_choices(&text, field_value_kind(field));
    return buf_bytes(&text);
}
