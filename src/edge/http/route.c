#include "edge/route.h"

#include <string.h>

#include "base/buf.h"

const struct route routes[ROUTE_COUNT] = {
#define ROUTE(symbol, method, path, scope, request, response, statuses, problems, summary)                                       \
    [ROUTE_##symbol] = {#symbol, METHOD_##method, path, SCOPE_##scope, #request, #response, statuses, problems, summary},
#include "edge/route.def"
#undef ROUTE
};

static const char *const method_names[METHOD_COUNT] = {"GET", "POST", "DELETE"};

static const char *const scope_names[SCOPE_COUNT] = {
    "none",
#define SCOPE(name, text) #name,
#include "edge/scope.def"
#undef SCOPE
};

const char *method_name(enum http_method method)
{
    return method_names[method];
}

const char *scope_name(enum scope scope)
{
    return scope_names[scope];
}

bool scope_find(struct bytes name, enum scope *ret)
{
    for (int scope = SCOPE_none + 1; scope < SCOPE_COUNT; scope++)
        if (bytes_is(name, scope_names[scope])) {
            *ret = (enum scope)scope;
            return true;
        }
    return false;
}

/* ---- matching ---- */

static bool segment_match(struct arena *arena, struct bytes pattern, struct bytes segment, struct bytes *parameters, size_t *used)
{
    struct bytes value;

    if (pattern.n == 0 || pattern.p[0] != '{')
        return bytes_equal(pattern, segment);
    if (!percent_decode(arena, segment, false, &value) || value.n == 0)
        return false;
    parameters[(*used)++] = value;
    return true;
}

static bool path_match(struct arena *arena, const char *pattern, struct bytes path, struct bytes *parameters)
{
    struct bytes rest = bytes_of(pattern), expected, segment;
    size_t used = 0;

    while (bytes_next_part(&rest, '/', &expected)) {
        if (!bytes_next_part(&path, '/', &segment) || !segment_match(arena, expected, segment, parameters, &used))
            return false;
    }
    return !bytes_next_part(&path, '/', &segment);
}

static bool method_match(struct bytes method, enum http_method expected)
{
    return bytes_is(method, method_names[expected]) || (expected == METHOD_GET && bytes_is(method, "HEAD"));
}

enum route_found route_find(struct arena *arena, struct bytes method, struct bytes path, enum route_symbol *ret_route,
                            struct bytes ret_parameters[ROUTE_PARAMETER_MOST])
{
    struct bytes parameters[ROUTE_PARAMETER_MOST] = {BYTES_NONE, BYTES_NONE};
    enum route_found found = ROUTE_NO_PATH;

    for (int route = 0; route < ROUTE_COUNT; route++) {
        if (!path_match(arena, routes[route].path, path, parameters))
            continue;
        found = ROUTE_NO_METHOD;
        if (method_match(method, routes[route].method)) {
            *ret_route = (enum route_symbol)route;
            memcpy(ret_parameters, parameters, sizeof(parameters));
            return ROUTE_OK;
        }
    }
    return found;
}

const char *route_methods(struct arena *arena, struct bytes path)
{
    struct bytes parameters[ROUTE_PARAMETER_MOST];
    struct buf list;

    buf_init(&list, arena);
    for (int route = 0; route < ROUTE_COUNT; route++)
        if (path_match(arena, routes[route].path, path, parameters))
            buf_printf(&list, "%s%s", list.n > 0 ? ", " : "", method_names[routes[route].method]);
    return buf_cstr(&list);
}

/* ---- percent-encoding ---- */

static int hex_value(int c)
{
    return ascii_digit(c) ? c - '0' : ascii_lower(c) - 'a' + 10;
}

bool percent_decode(struct arena *arena, struct bytes text, bool plus, struct bytes *ret)
{
    char *out = arena_alloc(arena, text.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++) {
        int c = (unsigned char)text.p[i];

        if (c == '%') {
            if (i + 2 >= text.n || !ascii_xdigit(text.p[i + 1]) || !ascii_xdigit(text.p[i + 2]))
                return false;
            c = hex_value(text.p[i + 1]) * 16 + hex_value(text.p[i + 2]);
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        if (c == '\0')
            return false;
        out[n++] = (char)c;
    }
    if (utf8_check((struct bytes){out, n}) < n)
        return false;
    *ret = (struct bytes){out, n};
    return true;
}

struct bytes percent_encode(struct arena *arena, struct bytes text)
{
    struct buf out;

    buf_init(&out, arena);
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];

        if (ascii_alnum(c) || (c != '\0' && strchr("-._~", c) != NULL))
            buf_putc(&out, (char)c);
        else
            buf_printf(&out, "%%%02X", c);
    }
    return buf_bytes(&out);
}

bool query_find(struct arena *arena, struct bytes query, const char *name, struct bytes *ret)
{
    struct bytes part, key, value, found = BYTES_NONE;

    while (bytes_next_part(&query, '&', &part)) {
        struct bytes rest = part, raw;

        if (!bytes_next_part(&rest, '=', &raw) || !percent_decode(arena, raw, true, &key) || !bytes_is(key, name))
            continue;
        if (found.p != NULL || !percent_decode(arena, rest, true, &value))
            return false;
        found = value;
    }
    *ret = found;
    return true;
}
