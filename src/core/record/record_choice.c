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

bool choice_next(enum value_kind kind, size_t *at, struct bytes *ret)
{
    while (*at < COUNT_OF(choices) && choices[*at].kind != kind)
        ++*at;
    if (*at == COUNT_OF(choices))
        return false;
    *ret = choices[(*at)++].value;
    return true;
}

enum reason choice_find(enum value_kind kind, struct bytes text, struct bytes *ret)
{
    struct bytes choice;

    for (size_t at = 0; choice_next(kind, &at, &choice);)
        if (bytes_equal_fold(text, choice)) {
            *ret = choice;
            return REASON_ok;
        }
    return REASON_choice_unknown;
}

static struct bytes with_choices(struct arena *arena, const char *text, enum value_kind kind)
{
    const char *before = ": ";
    struct bytes choice;
    struct buf buf;

    buf_init(&buf, arena);
    buf_puts(&buf, text);
    for (size_t at = 0; choice_next(kind, &at, &choice); before = ", ") {
        buf_puts(&buf, before);
        buf_put(&buf, choice);
    }
    return buf_bytes(&buf);
}

struct bytes record_problem_text(struct arena *arena, struct bytes field, struct bytes code)
{
    enum reason reason;

    if (!reason_find(code, &reason))
        return BYTES_NONE;
    if (reason == REASON_choice_unknown)
        return with_choices(arena, reason_text(reason), field_value_kind(field));
    return bytes_of(reason_text(reason));
}
