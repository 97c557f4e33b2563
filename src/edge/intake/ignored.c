#include "ignored.h"

#define NAME_MOST 64

/* What is no letter, digit or sign of a path becomes an underscore: a name comes from outside. */
static struct bytes name_clean(struct arena *arena, struct bytes name)
{
    struct bytes text = bytes_copy(arena, bytes_slice(name, 0, NAME_MOST));
    char *p = (char *)text.p;

    for (size_t i = 0; i < text.n; i++)
        if (!ascii_alnum(p[i]) && p[i] != '_' && p[i] != '-' && p[i] != '.' && p[i] != '/' && p[i] != '@' && p[i] != ' ')
            p[i] = '_';
    return text.n == 0 ? BYTES("_") : text;
}

static bool is_noted(const struct ignored *ignored, struct bytes name)
{
    for (size_t i = 0; i < ignored->count; i++)
        if (bytes_equal(ignored->names[i], name))
            return true;
    return false;
}

void ignored_note(struct ignored *ignored, enum record_kind kind, struct bytes name)
{
    if (ignored->count == IGNORED_MOST || is_noted(ignored, name) || !record_field_unknown(kind, name))
        return;
    name = name_clean(ignored->arena, name);
    if (!is_noted(ignored, name))
        ignored->names[ignored->count++] = name;
}
