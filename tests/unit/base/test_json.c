#include <criterion/criterion.h>
#include <string.h>

#include "base/annotate.h"
#include "base/json.h"

static enum status parse(struct arena *arena, struct bytes text, struct json **ret, struct op *op)
{
    op_init(op, arena, 0, "test");
    return json_parse(op, text, ret);
}

Test(json, keeps_numbers_as_they_were_written_and_members_in_order)
{
    AUTO(arena_free) struct arena *arena = arena_new(1 << 20);
    struct json *json;
    struct op op;

    cr_assert_eq(parse(arena, BYTES("{\"b\": 19.950, \"a\": [1e2, true, null, \"x\\u00e9\\n\"]}"), &json, &op), ST_OK);
    cr_assert_eq(json->count, 2);
    cr_assert(bytes_is(json->first->key, "b"));
    cr_assert(bytes_is(json_find(json, "b")->text, "19.950"));
    const struct json *list = json_find(json, "a");

    cr_assert_eq(list->count, 4);
    cr_assert(bytes_is(list->first->text, "1e2"));
    cr_assert_eq(list->first->next->type, JSON_TRUE);
    cr_assert(bytes_is(list->first->next->next->next->text, "x\xC3\xA9\n"));
    cr_assert_null(json_find(json, "c"));
    cr_assert_null(json_find_text(json, "b").p, "a number is not a text");
}

Test(json, refuses_what_is_not_one_clean_value)
{
    static const struct bytes wrong[] = {
        BYTES(""),
        BYTES("{"),
        BYTES("{\"a\":1,}"),
        BYTES("{\"a\":1} x"),
        BYTES("{\"a\":1,\"a\":2}"),
        BYTES("{'a':1}"),
        BYTES("[01]"),
        BYTES("[NaN]"),
        BYTES("\"\\u0000\""),
        BYTES("\"\\ud800\""),
        BYTES("\"\xC0\xAF\""),
        BYTES("\"\xED\xA0\x80\""),
        BYTES("\"a\nb\""),
        BYTES("[1 2]"),
        {"[\"\0\"]", 5},
    };

    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        AUTO(arena_free) struct arena *arena = arena_new(1 << 20);
        struct json *json = NULL;
        struct op op;

        cr_assert_eq(parse(arena, wrong[i], &json, &op), ST_INPUT, "case %zu", i);
        cr_assert_null(json);
        cr_assert_neq(op.cause[0], '\0');
    }
}

Test(json, finds_a_duplicate_among_many_keys)
{
    AUTO(arena_free) struct arena *arena = arena_new(1 << 22);
    struct json *json;
    struct buf buf;
    struct op op;

    buf_init(&buf, arena);
    buf_puts(&buf, "{");
    for (int i = 0; i < 1000; i++)
        buf_printf(&buf, "\"k%d\":%d,", i, i);
    cr_assert_eq(parse(arena, bytes_printf(arena, "%s\"z\":0}", buf_cstr(&buf)), &json, &op), ST_OK);
    cr_assert_eq(parse(arena, bytes_printf(arena, "%s\"k500\":0}", buf_cstr(&buf)), &json, &op), ST_INPUT);
}

Test(json, stops_at_its_depth_and_at_its_memory)
{
    AUTO(arena_free) struct arena *arena = arena_new(1 << 20);
    struct json *json;
    char deep[100];
    struct op op;

    memset(deep, '[', sizeof(deep));
    cr_assert_eq(parse(arena, (struct bytes){deep, sizeof(deep)}, &json, &op), ST_INPUT);
    AUTO(arena_free) struct arena *small = arena_new(10000);
    struct buf buf;

    buf_init(&buf, arena);
    buf_putc(&buf, '[');
    for (int i = 0; i < 5000; i++)
        buf_puts(&buf, "0,");
    buf_puts(&buf, "0]");
    cr_assert_eq(parse(small, buf_bytes(&buf), &json, &op), ST_LIMIT);
}

Test(json, writes_what_it_reads)
{
    AUTO(arena_free) struct arena *arena = arena_new(1 << 20);
    struct json_out out;
    struct buf buf;
    struct json *json;
    struct op op;

    buf_init(&buf, arena);
    json_out_init(&out, &buf);
    json_open(&out, '{');
    json_key_string(&out, "text", BYTES("quote \" slash / back \\ line \n \xC3\xA9 bad \xFF."));
    json_key_string(&out, "none", BYTES_NONE);
    json_key(&out, "amount");
    json_number(&out, BYTES("0.10"));
    json_key(&out, "list");
    json_open(&out, '[');
    json_i64(&out, INT64_MIN);
    json_bool(&out, true);
    json_raw(&out, BYTES("{\"x\":[]}"));
    json_close(&out, ']');
    json_close(&out, '}');
    cr_assert_eq(parse(arena, buf_bytes(&buf), &json, &op), ST_OK, "%s", buf_cstr(&buf));
    cr_assert(bytes_is(json_find_text(json, "text"), "quote \" slash / back \\ line \n \xC3\xA9 bad \xEF\xBF\xBD."));
    cr_assert_eq(json_find(json, "none")->type, JSON_NULL);
    cr_assert(bytes_is(json_find(json, "amount")->text, "0.10"));
    cr_assert_eq(json_find(json, "list")->count, 3);
}
