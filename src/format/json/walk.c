/*
 * A walk through JSON of any size, sign by sign and without a tree: it stops where an element begins. What is not on a path that is asked
 * for is passed over, however large. A name with escapes in it is on no path.
 */
#include <string.h>

#include "format/decoder.h"

/* The end of the string that begins at `at`; false: not in the window. */
static bool string_end(struct bytes window, size_t at, size_t *ret)
{
    for (at++; at < window.n; at++) {
        if (window.p[at] == '\\')
            at++;
        else if (window.p[at] == '"') {
            *ret = at + 1;
            return true;
        }
    }
    return false;
}

static void name_append(struct json_walk *walk, struct bytes name)
{
    size_t base = walk->bases[walk->depth], dot = base > 0;

    walk->path_n = base;
    if (base == JSON_PATH_MOST || base + dot + name.n >= JSON_PATH_MOST) {
        walk->path_n = JSON_PATH_MOST;
        return;
    }
    if (dot)
        walk->path[walk->path_n++] = '.';
    memcpy(walk->path + walk->path_n, name.p, name.n);
    walk->path_n += name.n;
}

static bool is_at(const struct json_walk *walk, size_t path_n, const struct paths *paths)
{
    for (size_t i = 0; i < paths->count; i++)
        if (path_n < JSON_PATH_MOST && bytes_equal((struct bytes){walk->path, path_n}, paths->items[i]))
            return true;
    return false;
}

static bool container_open(struct json_walk *walk, char sign)
{
    if (walk->depth == JSON_DEPTH_MOST)
        return false;
    walk->depth++;
    walk->signs[walk->depth] = sign;
    walk->bases[walk->depth] = walk->path_n;
    walk->key = sign == '{';
    return true;
}

static bool container_close(struct json_walk *walk, char sign)
{
    if (walk->depth == 0 || walk->signs[walk->depth] != (sign == '}' ? '{' : '['))
        return false;
    walk->path_n = walk->bases[walk->depth--];
    walk->key = false;
    return true;
}

/* The rest of a text that is passed over. */
static void text_pass(struct json_walk *walk, struct bytes window, size_t *at)
{
    for (; *at < window.n && walk->quoted; ++*at) {
        char c = window.p[*at];

        if (walk->escaped)
            walk->escaped = false;
        else if (c == '\\')
            walk->escaped = true;
        else if (c == '"')
            walk->quoted = false;
    }
}

static enum walked sign_take(struct json_walk *walk, const struct paths *elements, const struct paths *scopes, char c, size_t *at)
{
    bool in_list = walk->depth > 0 && walk->signs[walk->depth] == '[', scalar = c != '{' && c != '[';

    if (c == '}' || c == ']') {
        if (!container_close(walk, c))
            return WALKED_BROKEN;
        ++*at;
        return c == '}' && is_at(walk, walk->path_n, scopes) ? WALKED_SCOPE : WALKED_ON;
    }
    if ((c == '{' || (scalar && in_list)) && is_at(walk, walk->path_n, elements))
        return WALKED_ELEMENT;
    if (scalar && walk->depth == 0)
        return WALKED_BROKEN;
    if (!scalar && !container_open(walk, c))
        return WALKED_BROKEN;
    ++*at;
    walk->quoted = c == '"';
    return WALKED_ON;
}

enum walked json_walk_on(struct json_walk *walk, const struct paths *elements, const struct paths *scopes, struct bytes window,
                         size_t *at)
{
    enum walked walked = WALKED_ON;

    while (*at < window.n && walked == WALKED_ON) {
        char c = window.p[*at];
        size_t end;

        if (walk->quoted) {
            text_pass(walk, window, at);
        } else if (ascii_space(c) || c == ':') {
            ++*at;
        } else if (c == ',') {
            walk->path_n = walk->bases[walk->depth];
            walk->key = walk->signs[walk->depth] == '{';
            ++*at;
        } else if (c == '"' && walk->key) {
            if (!string_end(window, *at, &end))
                break;
            name_append(walk, bytes_slice(window, *at + 1, end - *at - 2));
            walk->key = false;
            *at = end;
        } else {
            walked = sign_take(walk, elements, scopes, c, at);
        }
    }
    return walked;
}
