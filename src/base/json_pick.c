/* yajl's own memory is the C library's, so that what it frees is free: a text of any size passes through. It checks no allocation: the
 * functions here end the process instead of giving it NULL, and a token of several MiB ends the reading. */
#include "base/json_pick.h"

#include <stdlib.h>
#include <yajl/yajl_parse.h>

#define DEPTH_LIMIT 64
#define VALUE_MOST 4096 /* of a picked text: a cursor, a name */
#define TOKEN_MOST ((size_t)4 << 20)

struct way {
    struct bytes rest; /* of the path, behind the key that is looked for */
    struct bytes wanted;
    size_t depth; /* of the object in which it is looked for */
    bool here;    /* the next value of that object is on the way */
    size_t counting;
    struct bytes path;
};

struct json_pick {
    struct op *op;
    yajl_handle yajl;
    struct way ways[JSON_PICK_MOST];
    struct json_picked picked[JSON_PICK_MOST];
    size_t count;
    size_t depth;
    size_t fed;
    size_t largest; /* piece of memory that yajl has asked for: a token that has not ended */
    const char *refusal;
};

static void *pick_malloc(void *ctx, size_t size)
{
    struct json_pick *pick = ctx;
    void *memory = malloc(size);

    pick->largest = size > pick->largest ? size : pick->largest;
    if (memory == NULL)
        abort();
    return memory;
}

static void *pick_realloc(void *ctx, void *old, size_t size)
{
    struct json_pick *pick = ctx;
    void *memory = realloc(old, size);

    pick->largest = size > pick->largest ? size : pick->largest;
    if (memory == NULL)
        abort();
    return memory;
}

static void pick_release(void *ctx UNUSED, void *memory)
{
    free(memory);
}

/* ---- the ways ---- */

static void way_begin(struct way *way)
{
    way->rest = way->path;
    bytes_next_part(&way->rest, '.', &way->wanted);
    way->depth = 1;
}

/* A value begins: it is at the end of a way, on it, or beside it. */
static void value_note(struct json_pick *pick, enum json_type type, struct bytes text)
{
    for (size_t i = 0; i < pick->count; i++) {
        struct way *way = &pick->ways[i];

        if (way->counting == pick->depth && way->counting > 0)
            pick->picked[i].count++;
        if (!way->here || way->depth != pick->depth)
            continue;
        way->here = false;
        if (way->rest.p == NULL) {
            pick->picked[i] = (struct json_picked){
                .found = true, .type = type, .text = bytes_copy(pick->op->arena, bytes_slice(text, 0, VALUE_MOST + 1))};
            way->counting = type == JSON_ARRAY ? pick->depth + 1 : 0;
        } else if (type == JSON_OBJECT) {
            way->depth++;
            bytes_next_part(&way->rest, '.', &way->wanted);
        }
    }
}

static int key_note(void *ctx, const unsigned char *p, size_t n)
{
    struct json_pick *pick = ctx;

    for (size_t i = 0; i < pick->count; i++)
        if (pick->ways[i].depth == pick->depth)
            pick->ways[i].here = bytes_equal(pick->ways[i].wanted, (struct bytes){(const char *)p, n});
    return 1;
}

static int container_open(struct json_pick *pick, enum json_type type)
{
    if (pick->depth == 0)
        for (size_t i = 0; i < pick->count; i++)
            pick->ways[i].depth = type == JSON_OBJECT ? 1 : SIZE_MAX;
    value_note(pick, type, BYTES_NONE);
    if (pick->depth == DEPTH_LIMIT) {
        pick->refusal = "nested deeper than 64 levels";
        return 0;
    }
    pick->depth++;
    return 1;
}

/* Out of an object on the way: the way begins anew where the next key of the same name stands. */
static int container_close(void *ctx)
{
    struct json_pick *pick = ctx;

    for (size_t i = 0; i < pick->count; i++) {
        struct way *way = &pick->ways[i];

        if (way->counting == pick->depth)
            way->counting = 0;
        if (way->depth == pick->depth && pick->depth > 1) {
            size_t depth = pick->depth - 1;

            way_begin(way);
            while (way->depth < depth) {
                way->depth++;
                bytes_next_part(&way->rest, '.', &way->wanted);
            }
            way->here = false;
        }
    }
    pick->depth--;
    return 1;
}

/* ---- what yajl calls ---- */

static int on_null(void *ctx)
{
    value_note(ctx, JSON_NULL, BYTES_NONE);
    return 1;
}

static int on_boolean(void *ctx, int value)
{
    value_note(ctx, value ? JSON_TRUE : JSON_FALSE, BYTES_NONE);
    return 1;
}

static int on_number(void *ctx, const char *p, size_t n)
{
    value_note(ctx, JSON_NUMBER, (struct bytes){p, n});
    return 1;
}

static int on_string(void *ctx, const unsigned char *p, size_t n)
{
    value_note(ctx, JSON_STRING, (struct bytes){(const char *)p, n});
    return 1;
}

static int on_map(void *ctx)
{
    return container_open(ctx, JSON_OBJECT);
}

static int on_array(void *ctx)
{
    return container_open(ctx, JSON_ARRAY);
}

static const yajl_callbacks callbacks = {.yajl_null = on_null,
                                         .yajl_boolean = on_boolean,
                                         .yajl_number = on_number,
                                         .yajl_string = on_string,
                                         .yajl_start_map = on_map,
                                         .yajl_map_key = key_note,
                                         .yajl_end_map = container_close,
                                         .yajl_start_array = on_array,
                                         .yajl_end_array = container_close};

/* ---- the reading ---- */

struct json_pick *json_pick_new(struct op *op, const struct bytes *paths, size_t count)
{
    struct json_pick *pick = arena_new_of(op->arena, struct json_pick);
    yajl_alloc_funcs memory = {pick_malloc, pick_realloc, pick_release, pick};

    pick->op = op;
    pick->count = count < JSON_PICK_MOST ? count : JSON_PICK_MOST;
    for (size_t i = 0; i < pick->count; i++) {
        pick->ways[i].path = paths[i];
        way_begin(&pick->ways[i]);
    }
    pick->yajl = yajl_alloc(&callbacks, &memory, pick);
    return pick;
}

static enum status judge(struct json_pick *pick, yajl_status result)
{
    if (pick->largest > TOKEN_MOST)
        return op_fail(pick->op, ST_LIMIT, "a single value of the JSON text is larger than %zu bytes", TOKEN_MOST);
    if (result == yajl_status_ok)
        return op_check(pick->op);
    if (result == yajl_status_client_canceled)
        return op_fail(pick->op, ST_INPUT, "JSON refused after %zu bytes: %s", pick->fed, pick->refusal);
    return op_fail(pick->op, ST_INPUT, "not valid JSON, or cut off, within the first %zu bytes", pick->fed);
}

enum status json_pick_feed(struct json_pick *pick, struct bytes piece)
{
    pick->fed += piece.n;
    return judge(pick, yajl_parse(pick->yajl, (const unsigned char *)piece.p, piece.n));
}

enum status json_pick_end(struct json_pick *pick, const struct json_picked **ret)
{
    enum status st = judge(pick, yajl_complete_parse(pick->yajl));

    if (st != ST_OK)
        return st;
    for (size_t i = 0; i < pick->count; i++)
        if (pick->picked[i].text.n > VALUE_MOST || utf8_check(pick->picked[i].text) != pick->picked[i].text.n)
            return op_fail(pick->op, ST_INPUT, "a value of the answer is longer than %d bytes or no text", VALUE_MOST);
    *ret = pick->picked;
    return ST_OK;
}

void json_pick_free(struct json_pick **pick)
{
    if (*pick != NULL && (*pick)->yajl != NULL)
        yajl_free((*pick)->yajl);
    *pick = NULL;
}
