/* STIX patterns, as far as they name a value: type:member = 'text'. Whatever stands around the comparisons is passed over. */
#include "stix.h"

static bool is_name(char c)
{
    return ascii_alnum(c) || c == '-' || c == '_' || c == '.';
}

static size_t name_end(struct bytes text, size_t at)
{
    while (at < text.n && is_name(text.p[at]))
        at++;
    return at;
}

static size_t space_end(struct bytes text, size_t at)
{
    while (at < text.n && ascii_space(text.p[at]))
        at++;
    return at;
}

/* Behind the opening quote to behind the closing one; without the escapes of \' and \\. */
static bool text_take(struct arena *arena, struct bytes text, size_t *at, struct bytes *ret)
{
    struct buf value;

    buf_init(&value, arena);
    for (; *at < text.n && text.p[*at] != '\''; ++*at) {
        if (text.p[*at] == '\\' && *at + 1 < text.n)
            ++*at;
        buf_putc(&value, text.p[*at]);
    }
    *ret = buf_bytes(&value);
    return (*at)++ < text.n;
}

/* At `at` stands type:member = 'text'. */
static bool comparison_take(struct arena *arena, struct bytes text, size_t *at, struct bytes *ret_type, struct bytes *ret_member,
                            struct bytes *ret_value)
{
    size_t colon = name_end(text, *at), end, next;

    if (colon == *at || colon == text.n || text.p[colon] != ':')
        return false;
    end = name_end(text, colon + 1);
    next = space_end(text, end);
    if (next == text.n || text.p[next] != '=')
        return false;
    next = space_end(text, next + 1);
    if (next == text.n || text.p[next] != '\'')
        return false;
    *ret_type = bytes_slice(text, *at, colon - *at);
    *ret_member = bytes_slice(text, colon + 1, end - colon - 1);
    *at = next + 1;
    return text_take(arena, text, at, ret_value);
}

bool stix_pattern_next(struct arena *arena, struct bytes *rest, struct bytes *ret_type, struct bytes *ret_member,
                       struct bytes *ret_value)
{
    bool found = false, denied = false;
    size_t at = 0;

    while (at < rest->n && !found) {
        size_t end = name_end(*rest, at);
        struct bytes word = bytes_slice(*rest, at, end - at);

        if (rest->p[at] == '\'') {
            struct bytes passed;

            at++;
            text_take(arena, *rest, &at, &passed);
        } else if (word.n == 0) {
            at++;
        } else if (comparison_take(arena, *rest, &at, ret_type, ret_member, ret_value)) {
            found = !denied;
            denied = false;
        } else {
            denied = bytes_equal_fold(word, BYTES("NOT"));
            at = end;
        }
    }
    *rest = bytes_from(*rest, at);
    return found;
}
