/*
 * The stream that takes forbidden values out of JSON: the first byte says how records stand in it, the second how it is cut. The result does
 * not depend on the cuts; a second time nothing more is found in JSON that is whole; and no member of JSON that is whole has a forbidden name
 * and a value that says something else than "withheld".
 */
#include <string.h>

#include "base/json.h"
#include "base/op.h"
#include "core/field_mask.h"
#include "core/record.h"
#include "fuzz/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n);

static const struct withheld_name names[] = {{"gender", '1'}};

static bool is_short(const void *arg, struct bytes path)
{
    (void)arg;
    return path.n < 8;
}

static struct bytes masked(struct arena *arena, const struct field_mask_shape *shape, struct bytes text, size_t step)
{
    struct field_mask *mask = field_mask_new(arena, shape);
    struct buf out;

    buf_init(&out, arena);
    for (size_t i = 0; i < text.n; i += step)
        field_mask_feed(mask, bytes_slice(text, i, step), &out);
    field_mask_end(mask, &out);
    return buf_bytes(&out);
}

static void members_check(const struct json *json)
{
    for (const struct json *child = json->first; child != NULL; child = child->next) {
        MUST(!record_field_forbidden(child->key) || child->type == JSON_NULL || bytes_is(child->text, "withheld"));
        members_check(child);
    }
}

static bool is_json(struct arena *arena, struct bytes text, struct json **ret)
{
    struct op op;

    op_init(&op, arena, 0, "");
    return json_parse(&op, text, ret) == ST_OK && (*ret)->type == JSON_OBJECT;
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n)
{
    static struct arena *arena;
    struct field_mask_shape shape = {.names = names, .name_count = 1};
    struct json *json;

    if (n < 2)
        return 0;
    if (arena == NULL)
        arena = arena_new((size_t)256 << 20);
    shape.lines = input[0] % 2 == 1;
    shape.joins = input[0] % 4 > 1;
    if (input[0] % 8 > 3)
        shape.records_at = BYTES("items.content");
    if (input[0] % 16 > 7)
        shape.allows = is_short;
    struct bytes text = {(const char *)input + 2, n - 2};
    struct bytes whole = masked(arena, &shape, text, text.n + 1);

    MUST(bytes_equal(masked(arena, &shape, text, 1u + input[1]), whole));
    MUST(bytes_equal(masked(arena, &shape, text, 1), whole));
    if (is_json(arena, text, &json)) {
        bool on_lines = shape.lines && memchr(text.p, '\n', text.n) != NULL;

        MUST(on_lines || is_json(arena, whole, &json));
        if (!on_lines && shape.records_at.n == 0)
            members_check(json);
        MUST(on_lines || bytes_equal(masked(arena, &shape, whole, whole.n + 1), whole));
    }
    arena_reset(arena);
    return 0;
}
