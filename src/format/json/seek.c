/*
 * The way to the list of records, {"data":{"items":[ … ]}}: sign by sign and string by string, without a tree. What is not on the path
 * is passed over, however large. A file that has no such list ends as one that stops before its end.
 */
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

static void name_take(struct json_seek *seek, struct bytes name)
{
    seek->key = false;
    seek->here = seek->depth == seek->matched && bytes_equal(name, seek->wanted);
}

static void next_wanted(struct json_seek *seek)
{
    seek->matched++;
    bytes_next_part(&seek->rest, '.', &seek->wanted);
}

static void container_open(struct decoder *decoder, char sign)
{
    struct json_seek *seek = &decoder->seek;
    bool on_path = seek->depth == 0 ? sign == '{' : seek->here;

    seek->depth++;
    if (on_path && sign == '[' && seek->rest.n == 0)
        decoder->opened = true;
    else if (on_path && sign == '{' && seek->depth == seek->matched + 1 && (seek->depth == 1 || seek->rest.n > 0))
        next_wanted(seek);
    seek->here = false;
    seek->key = sign == '{';
}

static void sign_take(struct decoder *decoder, char sign)
{
    struct json_seek *seek = &decoder->seek;

    if (sign == '{' || sign == '[') {
        container_open(decoder, sign);
    } else if ((sign == '}' || sign == ']') && seek->depth > 0) {
        seek->depth--;
    } else if (sign == ',') {
        seek->here = false;
        seek->key = true;
    }
}

bool records_seek(struct decoder *decoder, struct bytes window, size_t *ret_used)
{
    size_t at = 0, end;

    while (at < window.n && !decoder->opened) {
        if (window.p[at] != '"') {
            sign_take(decoder, window.p[at++]);
            continue;
        }
        if (!string_end(window, at, &end))
            break;
        if (decoder->seek.key)
            name_take(&decoder->seek, bytes_slice(window, at + 1, end - at - 2));
        at = end;
    }
    *ret_used = at;
    return at > 0;
}
