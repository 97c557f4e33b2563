/* Where a value of JSON ends, found without looking at what it means. */
#include "format/decoder.h"

static bool scan_string(struct json_scan *scan, char c)
{
    if (scan->escaped)
        scan->escaped = false;
    else if (c == '\\')
        scan->escaped = true;
    else if (c == '"')
        scan->quoted = false;
    return c != '\n' && c != '\r';
}

/* Walks on to the end of an object or array. */
enum scanned json_value_scan(struct json_scan *scan, struct bytes window, size_t *at)
{
    for (; *at < window.n; (*at)++) {
        char c = window.p[*at];

        if (scan->quoted) {
            if (!scan_string(scan, c))
                return SCANNED_BROKEN;
        } else if (c == '"') {
            scan->quoted = true;
        } else if (c == '{' || c == '[') {
            scan->depth++;
        } else if ((c == '}' || c == ']') && --scan->depth == 0) {
            ++*at;
            return SCANNED_ALL;
        }
    }
    return SCANNED_MORE;
}

/* The end of a number, a string or a word. */
enum scanned json_scalar_scan(struct bytes window, bool ended, size_t *at)
{
    struct json_scan scan = {0};

    for (; *at < window.n; ++*at) {
        char c = window.p[*at];

        if (scan.quoted && !scan_string(&scan, c))
            return SCANNED_BROKEN;
        if (!scan.quoted && *at > 0 && (c == ',' || c == ']' || c == '}' || c == '{' || c == '[' || c == '\n'))
            return SCANNED_ALL;
        if (!scan.quoted && c == '"' && *at == 0)
            scan.quoted = true;
    }
    return ended ? SCANNED_ALL : SCANNED_MORE;
}

/* From here to the next line that opens an object. */
size_t json_next_object_line(struct bytes window)
{
    for (size_t at = window_find(window, 0, '\n'); at < window.n; at = window_find(window, at, '\n')) {
        do
            at++;
        while (at < window.n && ascii_space(window.p[at]));
        if (at < window.n && window.p[at] == '{')
            return at;
    }
    return window.n;
}

/* What stands behind "name" and its colon, from `*at` on. */
static bool name_find(struct bytes head, struct bytes name, size_t *at, struct bytes *ret_value)
{
    for (*at = window_find(head, *at, '"'); *at < head.n; *at = window_find(head, *at, '"')) {
        struct bytes rest = bytes_from(head, ++*at), behind;

        if (!bytes_start(rest, name) || !bytes_start(bytes_from(rest, name.n), BYTES("\"")))
            continue;
        behind = bytes_trim(bytes_from(rest, name.n + 1));
        if (bytes_start(behind, BYTES(":"))) {
            *ret_value = bytes_trim(bytes_from(behind, 1));
            return true;
        }
    }
    return false;
}

static bool is_json(struct bytes head)
{
    return head.p[0] == '{' || head.p[0] == '[';
}

bool json_names_any(struct bytes head, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count && is_json(head); i++) {
        struct bytes value;
        size_t at = 0;

        if (name_find(head, bytes_of(names[i]), &at, &value))
            return true;
    }
    return false;
}

bool json_says(struct bytes head, const char *name, const char *text)
{
    struct bytes value;
    size_t at = 0;

    while (is_json(head) && name_find(head, bytes_of(name), &at, &value))
        if (bytes_start(value, BYTES("\"")) && bytes_start(bytes_from(value, 1), bytes_of(text)) &&
            bytes_start(bytes_from(value, 1 + bytes_of(text).n), BYTES("\"")))
            return true;
    return false;
}
