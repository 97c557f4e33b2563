#include <criterion/criterion.h>
#include <string.h>

#include "base/annotate.h"
#include "base/json_pick.h"

static enum status pick_read(struct json_pick *pick, struct bytes text, size_t size, const struct json_picked **ret)
{
    enum status st = ST_OK;

    for (size_t at = 0; at < text.n && st == ST_OK; at += size)
        st = json_pick_feed(pick, bytes_slice(text, at, size));
    return st == ST_OK ? json_pick_end(pick, ret) : st;
}

Test(json_pick, finds_what_stands_at_a_path)
{
    static const struct {
        const char *text, *path;
        bool found;
        enum json_type type;
        const char *value;
        size_t count;
    } cases[] = {
        {"{\"a\":\"x\"}", "a", true, JSON_STRING, "x", 0},
        {"{\"a\":1.50}", "a", true, JSON_NUMBER, "1.50", 0},
        {"{\"a\":null}", "a", true, JSON_NULL, NULL, 0},
        {"{\"a\":true,\"b\":false}", "b", true, JSON_FALSE, NULL, 0},
        {"{\"a\":{\"b\":{\"c\":\"x\"}}}", "a.b.c", true, JSON_STRING, "x", 0},
        {"{\"a\":{\"b\":1},\"c\":2}", "a.c", false, 0, NULL, 0},
        {"{\"a\":{\"c\":1},\"c\":2}", "c", true, JSON_NUMBER, "2", 0},
        {"{\"x\":{\"a\":{\"b\":1}},\"a\":{\"b\":2}}", "a.b", true, JSON_NUMBER, "2", 0},
        {"{\"a\":[{\"b\":1}],\"b\":2}", "a.b", false, 0, NULL, 0}, /* a path leads through objects */
        {"[{\"a\":1}]", "a", false, 0, NULL, 0},
        {"\"a\"", "a", false, 0, NULL, 0},
        {"{\"a\":{\"x\":1},\"a.b\":3}", "a.b", false, 0, NULL, 0},
        {"{\"a\":[]}", "a", true, JSON_ARRAY, NULL, 0},
        {"{\"a\":[1,[2,3],{\"c\":4}]}", "a", true, JSON_ARRAY, NULL, 3},
        {"{\"a\":{\"b\":[1,2]},\"z\":[1,2,3]}", "a.b", true, JSON_ARRAY, NULL, 2},
        {"{\"a\":{\"b\":1},\"c\":{\"b\":2}}", "c.b", true, JSON_NUMBER, "2", 0},
        {"{\"a\":{\"q\":{\"r\":1},\"b\":{\"c\":5}}}", "a.b.c", true, JSON_NUMBER, "5", 0},
        {"{\"a\":\"\\u00e9\\n\"}", "a", true, JSON_STRING, "\xC3\xA9\n", 0},
        {"{\"\\u0061\":7}", "a", true, JSON_NUMBER, "7", 0},
        {"  {\"a\":1}  ", "a", true, JSON_NUMBER, "1", 0},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        for (size_t size = 1; size <= 64; size *= 4) {
            AUTO(arena_free) struct arena *arena = arena_new(1 << 20);
            struct bytes path = bytes_of(cases[i].path);
            const struct json_picked *picked = NULL;
            struct op op;

            op_init(&op, arena, 0, "test");
            AUTO(json_pick_free) struct json_pick *pick = json_pick_new(&op, &path, 1);

            cr_assert_eq(pick_read(pick, bytes_of(cases[i].text), size, &picked), ST_OK, "%s: %s", cases[i].text, op.cause);
            cr_expect_eq(picked->found, cases[i].found, "%s in %s", cases[i].path, cases[i].text);
            if (!cases[i].found)
                continue;
            cr_expect_eq(picked->type, cases[i].type, "%s in %s", cases[i].path, cases[i].text);
            cr_expect(bytes_equal(picked->text, bytes_of(cases[i].value)), "%s in %s", cases[i].path, cases[i].text);
            cr_expect_eq(picked->count, cases[i].count, "%s in %s", cases[i].path, cases[i].text);
        }
}

static enum status whole_read(struct bytes text, size_t *ret_largest)
{
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct bytes path = BYTES("a");
    const struct json_picked *picked = NULL;
    struct op op;

    op_init(&op, arena, 0, "test");
    AUTO(json_pick_free) struct json_pick *pick = json_pick_new(&op, &path, 1);
    enum status st = pick_read(pick, text, 65536, &picked);

    *ret_largest = st == ST_OK ? picked->text.n : 0;
    cr_expect((st == ST_OK) == (op.cause[0] == '\0'));
    return st;
}

Test(json_pick, refuses_what_is_cut_off_and_what_is_no_json)
{
    static const char *const wrong[] = {"",         "{",       "{\"a\":1",   "{\"a\":1}}",       "{\"a\":1} {}",
                                        "{\"a\":}", "{'a':1}", "<html>",     "{\"a\":01}",       "{\"a\":1,}",
                                        "nul",      "[1,2",    "{\"a\":\"x", "{\"a\":\"\xFF\"}", "{\"a\":\"\x01\"}"};
    size_t n;

    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        cr_expect_eq(whole_read(bytes_of(wrong[i]), &n), ST_INPUT, "%s", wrong[i]);
}

static struct bytes repeated(struct arena *arena, const char *begin, char sign, size_t count, const char *end)
{
    struct buf buf;

    buf_init(&buf, arena);
    buf_printf(&buf, "%s", begin);
    for (size_t i = 0; i < count; i++)
        buf_put(&buf, (struct bytes){&sign, 1});
    buf_printf(&buf, "%s", end);
    return buf_bytes(&buf);
}

Test(json_pick, nothing_grows_without_an_end)
{
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    size_t n;

    cr_expect_eq(whole_read(repeated(arena, "{\"a\":\"", 'x', 4096, "\"}"), &n), ST_OK);
    cr_expect_eq(n, 4096);
    cr_expect_eq(whole_read(repeated(arena, "{\"a\":\"", 'x', 4097, "\"}"), &n), ST_INPUT, "a picked text has an end");
    cr_expect_eq(whole_read(repeated(arena, "{\"b\":\"", 'x', (size_t)1 << 20, "\"}"), &n), ST_OK,
                 "what is passed over has a later one");
    cr_expect_eq(whole_read(repeated(arena, "{\"b\":\"", 'x', (size_t)20 << 20, "\"}"), &n), ST_LIMIT);
    cr_expect_eq(whole_read(repeated(arena, "{\"b\":", '9', (size_t)20 << 20, "}"), &n), ST_LIMIT);
    cr_expect_eq(whole_read(repeated(arena, "", '[', 65, ""), &n), ST_INPUT, "nor does the depth");
}
