/* yajl_gen with its memory in the arena; numbers go out as the checked text they are, so nothing is rounded. */
#include <yajl/yajl_gen.h>

#include "base/annotate.h"
#include "base/json.h"

static void *out_malloc(void *ctx, size_t size)
{
    return arena_alloc(((struct buf *)ctx)->arena, size);
}

static void *out_realloc(void *ctx, void *old UNUSED, size_t size)
{
    return out_malloc(ctx, size); /* yajl_gen never grows what it holds */
}

static void out_free(void *ctx UNUSED, void *memory UNUSED)
{
}

static void out_print(void *ctx, const char *text, size_t n)
{
    buf_put(ctx, (struct bytes){text, n});
}

void json_out_init(struct json_out *out, struct buf *buf)
{
    yajl_alloc_funcs memory = {out_malloc, out_realloc, out_free, buf};

    out->gen = yajl_gen_alloc(&memory);
    yajl_gen_config(out->gen, yajl_gen_print_callback, out_print, buf);
    out->arena = buf->arena;
}

void json_open(struct json_out *out, char bracket)
{
    if (bracket == '{')
        yajl_gen_map_open(out->gen);
    else
        yajl_gen_array_open(out->gen);
}

void json_close(struct json_out *out, char bracket)
{
    if (bracket == '}')
        yajl_gen_map_close(out->gen);
    else
        yajl_gen_array_close(out->gen);
}

/* A copy in which each byte that is not UTF-8 is replaced by U+FFFD. */
static struct bytes mended(struct arena *arena, struct bytes text)
{
    struct buf buf;
    size_t good;

    buf_init(&buf, arena);
    while ((good = utf8_check(text)) < text.n) {
        buf_put(&buf, bytes_slice(text, 0, good));
        buf_puts(&buf, "\xEF\xBF\xBD");
        text = bytes_from(text, good + 1);
    }
    buf_put(&buf, text);
    return buf_bytes(&buf);
}

void json_string(struct json_out *out, struct bytes text)
{
    if (utf8_check(text) < text.n)
        text = mended(out->arena, text);
    yajl_gen_string(out->gen, (const unsigned char *)text.p, text.n);
}

void json_key_bytes(struct json_out *out, struct bytes key)
{
    json_string(out, key);
}

void json_key(struct json_out *out, const char *key)
{
    json_string(out, bytes_of(key));
}

void json_number(struct json_out *out, struct bytes checked_text)
{
    yajl_gen_number(out->gen, checked_text.p, checked_text.n);
}

void json_raw(struct json_out *out, struct bytes json)
{
    yajl_gen_number(out->gen, json.p, json.n); /* written as it is, in the place of one value */
}

void json_i64(struct json_out *out, int64_t number)
{
    yajl_gen_integer(out->gen, number);
}

void json_bool(struct json_out *out, bool value)
{
    yajl_gen_bool(out->gen, value);
}

void json_null(struct json_out *out)
{
    yajl_gen_null(out->gen);
}

void json_key_string(struct json_out *out, const char *key, struct bytes text)
{
    json_key(out, key);
    if (text.p == NULL)
        json_null(out);
    else
        json_string(out, text);
}

void json_key_i64(struct json_out *out, const char *key, int64_t number)
{
    json_key(out, key);
    json_i64(out, number);
}
