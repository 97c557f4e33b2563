/* yajl checks no allocation, no depth, no duplicate key and lets through some ill-formed UTF-8: all four are done here. */
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>

#include "base/json.h"
#include "base/map.h"

#define DEPTH_LIMIT 32
#define FEW_KEYS 16 /* up to here a walk over the siblings finds a duplicate key faster than a map */

struct open_value {
    struct json *value;
    struct json *last; /* its newest child */
    struct map keys;
};

struct reader {
    struct op *op;
    struct open_value open[DEPTH_LIMIT];
    size_t depth;
    struct json *root;
    struct bytes key;
    const char *refusal;
};

/* yajl's memory comes from the arena; sizes are kept in front of each piece so that it can grow. */
static void *reader_malloc(void *ctx, size_t size)
{
    size_t *memory = arena_alloc(((struct reader *)ctx)->op->arena, size + 16);

    memory[0] = size;
    return (char *)memory + 16;
}

static void reader_free(void *ctx UNUSED, void *memory UNUSED)
{
}

static void *reader_realloc(void *ctx, void *old, size_t size)
{
    void *memory = reader_malloc(ctx, size);

    if (old != NULL) {
        size_t old_size = *(size_t *)(void *)((char *)old - 16);

        memcpy(memory, old, old_size < size ? old_size : size);
    }
    return memory;
}

static int refuse(struct reader *reader, const char *why)
{
    reader->refusal = why;
    return 0;
}

static struct json *add_value(struct reader *reader, enum json_type type)
{
    struct json *value = arena_new_of(reader->op->arena, struct json);

    value->type = type;
    if (reader->depth == 0) {
        reader->root = value;
        return value;
    }
    struct open_value *open = &reader->open[reader->depth - 1];

    if (open->value->type == JSON_OBJECT)
        value->key = reader->key;
    if (open->last == NULL)
        open->value->first = value;
    else
        open->last->next = value;
    open->last = value;
    open->value->count++;
    return value;
}

static int on_null(void *ctx)
{
    add_value(ctx, JSON_NULL);
    return 1;
}

static int on_boolean(void *ctx, int value)
{
    add_value(ctx, value ? JSON_TRUE : JSON_FALSE);
    return 1;
}

static int on_number(void *ctx, const char *text, size_t n)
{
    struct reader *reader = ctx;

    add_value(reader, JSON_NUMBER)->text = bytes_copy(reader->op->arena, (struct bytes){text, n});
    return 1;
}

static bool text_is_clean(struct bytes text)
{
    return utf8_check(text) == text.n && (text.n == 0 || memchr(text.p, '\0', text.n) == NULL);
}

static int on_string(void *ctx, const unsigned char *p, size_t n)
{
    struct reader *reader = ctx;
    struct bytes text = {(const char *)p, n};

    if (!text_is_clean(text))
        return refuse(reader, "a string is not UTF-8 or holds U+0000");
    add_value(reader, JSON_STRING)->text = bytes_copy(reader->op->arena, text);
    return 1;
}

static int open_value(struct reader *reader, enum json_type type)
{
    if (reader->depth == DEPTH_LIMIT)
        return refuse(reader, "nested deeper than 32 levels");
    struct json *value = add_value(reader, type);

    reader->open[reader->depth] = (struct open_value){.value = value};
    map_init(&reader->open[reader->depth].keys, reader->op->arena);
    reader->depth++;
    return 1;
}

static int on_start_map(void *ctx)
{
    return open_value(ctx, JSON_OBJECT);
}

static int on_start_array(void *ctx)
{
    return open_value(ctx, JSON_ARRAY);
}

static int on_end(void *ctx)
{
    ((struct reader *)ctx)->depth--;
    return 1;
}

static bool key_is_new(struct open_value *open, struct bytes key)
{
    if (open->value->count < FEW_KEYS) {
        for (const struct json *child = open->value->first; child != NULL; child = child->next)
            if (bytes_equal(child->key, key))
                return false;
        return true;
    }
    if (map_count(&open->keys) == 0)
        for (struct json *child = open->value->first; child != NULL; child = child->next)
            *map_put(&open->keys, child->key) = child;
    void **place = map_put(&open->keys, key);

    if (*place != NULL)
        return false;
    *place = open;
    return true;
}

static int on_map_key(void *ctx, const unsigned char *p, size_t n)
{
    struct reader *reader = ctx;
    struct bytes key = bytes_copy(reader->op->arena, (struct bytes){(const char *)p, n});

    if (!text_is_clean(key))
        return refuse(reader, "a key is not UTF-8 or holds U+0000");
    if (!key_is_new(&reader->open[reader->depth - 1], key))
        return refuse(reader, "a key stands twice in one object");
    reader->key = key;
    return 1;
}

static const yajl_callbacks callbacks = {
    .yajl_null = on_null,
    .yajl_boolean = on_boolean,
    .yajl_number = on_number,
    .yajl_string = on_string,
    .yajl_start_map = on_start_map,
    .yajl_map_key = on_map_key,
    .yajl_end_map = on_end,
    .yajl_start_array = on_start_array,
    .yajl_end_array = on_end,
};

/* The value of the four hex digits of "\\uXXXX" at the offset of its backslash, -1 when there is no such escape. */
static int32_t unicode_escape(struct bytes text, size_t offset)
{
    int32_t value = 0;

    if (offset + 6 > text.n || text.p[offset] != '\\' || text.p[offset + 1] != 'u')
        return -1;
    for (size_t i = offset + 2; i < offset + 6; i++) {
        int c = ascii_lower(text.p[i]);

        if (!ascii_xdigit(c))
            return -1;
        value = value * 16 + (ascii_digit(c) ? c - '0' : c - 'a' + 10);
    }
    return value;
}

/* yajl reads half of a surrogate pair as '?': the text would no longer be what was sent. */
static bool surrogates_are_paired(struct bytes text)
{
    for (size_t i = 0; i < text.n;) {
        const char *backslash = memchr(text.p + i, '\\', text.n - i);

        if (backslash == NULL)
            return true;
        i = (size_t)(backslash - text.p);
        int32_t first = unicode_escape(text, i);

        if (first >= 0xDC00 && first <= 0xDFFF)
            return false;
        if (first >= 0xD800 && first <= 0xDBFF) {
            int32_t second = unicode_escape(text, i + 6);

            if (second < 0xDC00 || second > 0xDFFF)
                return false;
            i += 6;
        }
        i += first < 0 ? 2 : 6;
    }
    return true;
}

enum status json_parse(struct op *op, struct bytes text, struct json **ret)
{
    struct reader *reader = arena_new_of(op->arena, struct reader);
    yajl_alloc_funcs memory = {reader_malloc, reader_realloc, reader_free, reader};
    yajl_handle yajl;
    yajl_status st;

    if (!surrogates_are_paired(text))
        return op_fail(op, ST_INPUT, "JSON refused: a \\u escape is half of a surrogate pair");
    reader->op = op;
    yajl = yajl_alloc(&callbacks, &memory, reader);
    yajl_config(yajl, yajl_dont_validate_strings, 0);
    st = yajl_parse(yajl, (const unsigned char *)text.p, text.n);
    if (st == yajl_status_ok)
        st = yajl_complete_parse(yajl);
    if (st == yajl_status_client_canceled)
        return op_fail(op, ST_INPUT, "JSON refused at byte %zu: %s", yajl_get_bytes_consumed(yajl), reader->refusal);
    if (st != yajl_status_ok || reader->root == NULL)
        return op_fail(op, ST_INPUT, "not valid JSON at byte %zu", yajl_get_bytes_consumed(yajl));
    *ret = reader->root;
    return op_check(op);
}

const struct json *json_find(const struct json *object, const char *key)
{
    if (object == NULL || object->type != JSON_OBJECT)
        return NULL;
    for (const struct json *child = object->first; child != NULL; child = child->next)
        if (bytes_is(child->key, key))
            return child;
    return NULL;
}

struct bytes json_find_text(const struct json *object, const char *key)
{
    const struct json *child = json_find(object, key);

    return child != NULL && child->type == JSON_STRING ? child->text : BYTES_NONE;
}
