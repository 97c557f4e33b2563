#include "profile_yaml.h"

#include <string.h>

struct texts yaml_text_take(struct arena *arena, const char *text)
{
    struct bytes *item = arena_new_of(arena, struct bytes);

    *item = bytes_copy(arena, bytes_of(text));
    return text == NULL ? (struct texts){NULL, 0} : (struct texts){item, 1};
}

struct texts yaml_texts_take(struct arena *arena, char *const *list, unsigned count)
{
    struct bytes *items = arena_array(arena, struct bytes, count);

    for (unsigned i = 0; i < count; i++)
        items[i] = bytes_copy(arena, bytes_of(list[i]));
    return (struct texts){items, count};
}

/* ---- lines ---- */

static bool is_indented(struct bytes line)
{
    return line.n > 0 && (line.p[0] == ' ' || line.p[0] == '-');
}

static struct bytes without_indent(struct bytes line)
{
    while (line.n > 0 && (line.p[0] == ' ' || line.p[0] == '-' || line.p[0] == '"'))
        line = bytes_from(line, 1);
    return line;
}

int yaml_key_line(struct arena *arena, struct bytes text, const char *section, const char *key)
{
    struct bytes wanted = bytes_printf(arena, "%s:", key), above = bytes_printf(arena, "%s:", section == NULL ? "" : section);
    struct bytes rest = text, line;
    bool inside = section == NULL;
    int number = 0;

    while (bytes_next_part(&rest, '\n', &line)) {
        number++;
        if (inside && is_indented(line) == (section != NULL) && bytes_start(without_indent(line), wanted))
            return number;
        if (section != NULL && line.n > 0 && !is_indented(line) && line.p[0] != '#')
            inside = bytes_start(line, above);
    }
    return 0;
}

int yaml_unexpected_key_line(struct arena *arena, struct bytes text, const char *message)
{
    static const char begin[] = "Unexpected key: ";
    const char *found = strstr(message, begin);
    struct bytes key = found == NULL ? BYTES_NONE : bytes_of(found + strlen(begin)), rest = text, line;
    int number = 0;

    if (found == NULL || !bytes_next_part(&key, ' ', &line))
        return 0;
    key = bytes_printf(arena, "%.*s:", (int)line.n, line.p);
    while (bytes_next_part(&rest, '\n', &line)) {
        number++;
        if (bytes_start(without_indent(line), key))
            return number;
    }
    return 0;
}
