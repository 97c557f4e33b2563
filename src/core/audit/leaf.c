#include "core/leaf.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/instant.h"

static int compare_keys(const void *a, const void *b)
{
    return bytes_compare((*(const struct json *const *)a)->key, (*(const struct json *const *)b)->key);
}

static const struct json **sorted_children(struct arena *arena, const struct json *value)
{
    const struct json **children = arena_array(arena, const struct json *, value->count);
    size_t n = 0;

    for (const struct json *child = value->first; child != NULL; child = child->next)
        children[n++] = child;
    if (value->type == JSON_OBJECT && n > 1)
        qsort(children, n, sizeof(*children), compare_keys);
    return children;
}

static void put_value(struct json_out *out, const struct json *value);

static void put_children(struct json_out *out, const struct json *value, char open, char close)
{
    const struct json **children = sorted_children(out->arena, value);

    json_open(out, open);
    for (size_t i = 0; i < value->count; i++) {
        if (open == '{')
            json_key_bytes(out, children[i]->key);
        put_value(out, children[i]);
    }
    json_close(out, close);
}

/* Depth is bounded by json_parse. */
static void put_value(struct json_out *out, const struct json *value)
{
    switch (value->type) {
    case JSON_NULL:
        json_null(out);
        break;
    case JSON_FALSE:
    case JSON_TRUE:
        json_bool(out, value->type == JSON_TRUE);
        break;
    case JSON_NUMBER:
        json_number(out, value->text);
        break;
    case JSON_STRING:
        json_string(out, value->text);
        break;
    case JSON_ARRAY:
        put_children(out, value, '[', ']');
        break;
    case JSON_OBJECT:
        put_children(out, value, '{', '}');
        break;
    }
}

enum status leaf_detail(struct op *op, struct bytes json, struct bytes *ret)
{
    struct json_out out;
    struct json *value;
    struct buf buf;
    enum status st = json.p == NULL ? ST_OK : json_parse(op, json, &value);

    if (st != ST_OK || json.p == NULL) {
        if (st == ST_OK)
            *ret = BYTES_NONE;
        return st;
    }
    buf_init(&buf, op->arena);
    json_out_init(&out, &buf);
    put_value(&out, value);
    *ret = buf_bytes(&buf);
    return ST_OK;
}

struct bytes leaf_print(struct arena *arena, const struct leaf *leaf)
{
    struct json_out out;
    struct buf buf;

    buf_init(&buf, arena);
    json_out_init(&out, &buf);
    json_open(&out, '{');
    json_key_string(&out, "action", leaf->action);
    json_key_string(&out, "actor", leaf->actor);
    json_key_string(&out, "at", instant_print(arena, leaf->at_us));
    json_key(&out, "detail");
    if (leaf->detail.p == NULL)
        json_null(&out);
    else
        json_raw(&out, leaf->detail);
    json_key_string(&out, "subject", leaf->subject);
    json_close(&out, '}');
    return buf_bytes(&buf);
}

/* Each cell goes in behind its length, so ("ab","c") differs from ("a","bc"); NULL has a length that no text has. */
struct bytes leaf_row_hash(struct arena *arena, const struct bytes *cells, size_t count)
{
    struct sha256 hash;
    struct buf buf;

    buf_init(&buf, arena);
    for (size_t i = 0; i < count; i++)
        if (cells[i].p == NULL) {
            buf_puts(&buf, "-:");
        } else {
            buf_printf(&buf, "%zu:", cells[i].n);
            buf_put(&buf, cells[i]);
        }
    sha256_bytes(buf_bytes(&buf), &hash);
    return sha256_print(arena, &hash);
}
