#include <criterion/criterion.h>
#include <string.h>

#include "base/json.h"
#include "base/op.h"
#include "core/field/forbidden_name.h"
#include "core/field_mask.h"
#include "core/record.h"

static struct arena *arena;

static void setup(void)
{
    arena = arena_new(256 << 20);
}

static void teardown(void)
{
    arena_free(&arena);
}

TestSuite(field_mask, .init = setup, .fini = teardown);

static const struct withheld_name hotline[] = {{"gender", '1'}, {"data", '\0'}};
static const struct field_mask_shape lines = {.lines = true, .joins = true}, list = {.joins = true},
                                     reports = {.names = hotline, .name_count = 2},
                                     below = {.joins = true, .records_at = {"content.image", 13}};

/* The text in two pieces, cut at one place, and then bytes in pieces of one size. */
static struct bytes masked_in_pieces(const struct field_mask_shape *shape, struct bytes text, size_t first, size_t step,
                                     int64_t *ret_count)
{
    struct field_mask *mask = field_mask_new(arena, shape);
    struct buf out;
    size_t i = 0;

    buf_init(&out, arena);
    for (size_t n = first; i < text.n; i += n, n = step)
        field_mask_feed(mask, bytes_slice(text, i, n), &out);
    field_mask_end(mask, &out);
    *ret_count = field_mask_withheld(mask);
    return bytes_copy(arena, buf_bytes(&out));
}

struct mask_case {
    const char *text, *expected;
    int64_t count;
};

static void check_cut(const struct field_mask_shape *shape, const struct mask_case *one, size_t first, size_t step)
{
    int64_t count;
    struct bytes got = masked_in_pieces(shape, bytes_of(one->text), first, step, &count);

    cr_assert(bytes_is(got, one->expected), "cut at %zu, then %zu: %s\n gave %.*s\n, not %s", first, step, one->text, (int)got.n,
              got.p, one->expected);
    cr_assert_eq(count, one->count, "%s: %lld withheld", one->text, (long long)count);
}

static void check_all(const struct field_mask_shape *shape, const struct mask_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t first = 1; first <= strlen(cases[i].text); first++)
            check_cut(shape, &cases[i], first, strlen(cases[i].text));
        for (size_t step = 1; step < 9; step++)
            check_cut(shape, &cases[i], step, step);
        arena_reset(arena);
    }
}

#define CHECK_ALL(shape, cases) check_all(&(shape), cases, COUNT_OF(cases))

Test(field_mask, takes_values_of_every_type_and_leaves_the_name)
{
    static const struct mask_case cases[] = {
        {"{\"source_ref\":\"a\",\"victim_name\":\"SENTINEL\"}\n", "{\"source_ref\":\"a\",\"victim_name\":\"withheld\"}\n", 1},
        {"{\"victim_age\":12,\"a\":1}", "{\"victim_age\":\"withheld\",\"a\":1}", 1},
        {"{\"cvv\" : 123 , \"a\":1}", "{\"cvv\" : \"withheld\" , \"a\":1}", 1},
        {"{\"photo\":true}", "{\"photo\":\"withheld\"}", 1},
        {"{\"images\":[\"a\",{\"b\":[1,\"]\"]}],\"x\":2}", "{\"images\":\"withheld\",\"x\":2}", 1},
        {"{\"victim\":{\"name\":\"}\\\"\",\"age\":{\"y\":3}},\"x\":2}", "{\"victim\":\"withheld\",\"x\":2}", 1},
        {"{\"a\":{\"b\":[{\"password\":\"x\"},{\"c\":\"y\"}]}}", "{\"a\":{\"b\":[{\"password\":\"withheld\"},{\"c\":\"y\"}]}}",
         1},
        {"{\"html\":\"<a href=\\\"x\\\">\\\\\",\"body\":\"b\"}", "{\"html\":\"withheld\",\"body\":\"withheld\"}", 2},
    };

    CHECK_ALL(lines, cases);
    CHECK_ALL(list, cases);
    CHECK_ALL(reports, cases);
}

Test(field_mask, says_null_for_a_value_that_says_nothing)
{
    static const struct mask_case cases[] = {
        {"{\"victim\":\"\",\"a\":1}", "{\"victim\":null,\"a\":1}", 0},
        {"{\"victim\":null}", "{\"victim\":null}", 0},
        {"{\"victim\":[ ]}", "{\"victim\":null}", 0},
        {"{\"victim\":[null,\"\"]}", "{\"victim\":null}", 0},
        {"{\"victim\":{\"name\":null,\"age\" : \"\"}}", "{\"victim\":null}", 0},
        {"{\"victim\":nul}", "{\"victim\":\"withheld\"}", 1},
        {"{\"victim\":{\"name\":\"null\"}}", "{\"victim\":\"withheld\"}", 1},
        {"{\"victim\":[\"name\"]}", "{\"victim\":\"withheld\"}", 1},
    };

    CHECK_ALL(lines, cases);
}

Test(field_mask, reads_names_however_they_are_spelled)
{
    static const struct mask_case cases[] = {
        {"{\"\\u0076ictim_name\":\"x\"}", "{\"\\u0076ictim_name\":\"withheld\"}", 1},
        {"{\"v\\u0049c\\u0054IM\":\"x\"}", "{\"v\\u0049c\\u0054IM\":\"withheld\"}", 1},
        {"{\"Victim's Name\":\"x\"}", "{\"Victim's Name\":\"withheld\"}", 1},
        {"{\"page\\/content\":\"x\"}", "{\"page\\/content\":\"withheld\"}", 1},
        {"{\"v\\nictim\":\"x\"}", "{\"v\\nictim\":\"withheld\"}", 1},
        {"{\"card-cvv2\":\"x\",\"acvv\":\"y\"}", "{\"card-cvv2\":\"withheld\",\"acvv\":\"y\"}", 1},
        {"{\"content\":\"x\",\"contents\":\"y\",\"my_pin\":1,\"pin\":2}",
         "{\"content\":\"withheld\",\"contents\":\"y\",\"my_pin\":1,\"pin\":\"withheld\"}", 2},
        {"{\"a.html.b\":1,\"x\":\"victim_name\"}", "{\"a.html.b\":\"withheld\",\"x\":\"victim_name\"}", 1},
        {"{\"\xE2\x80\x8Bvictim\xC3\xA9\":1}", "{\"\xE2\x80\x8Bvictim\xC3\xA9\":\"withheld\"}", 1},
    };

    CHECK_ALL(lines, cases);
}

Test(field_mask, joins_the_names_of_objects_in_objects_where_the_format_does)
{
    static const struct mask_case cases[] = {
        {"{\"child\":{\"name\":\"x\",\"id\":1}}", "{\"child\":{\"name\":\"withheld\",\"id\":1}}", 1},
        {"{\"child\":[{\"id\":1},{\"name\":\"x\"}],\"name\":2}", "{\"child\":[{\"id\":1},{\"name\":\"withheld\"}],\"name\":2}",
         1},
        {"{\"a\":{\"age\":{\"range\":1}}}", "{\"a\":{\"age\":{\"range\":\"withheld\"}}}", 1},
    };
    static const struct mask_case single[] = {{"{\"child\":{\"name\":\"x\"}}", "{\"child\":{\"name\":\"x\"}}", 0}};

    CHECK_ALL(lines, cases);
    CHECK_ALL(reports, single);
}

Test(field_mask, knows_the_names_of_a_format_and_their_word_for_nothing)
{
    static const struct mask_case cases[] = {
        {"{\"Gender\":2,\"GenderX\":2}", "{\"Gender\":\"withheld\",\"GenderX\":2}", 1},
        {"{\"gender\":1,\"x\":[{\"gender\":\"1\"}]}", "{\"gender\":null,\"x\":[{\"gender\":null}]}", 0},
        {"{\"gender\":11,\"victim\":1,\"data\":\"1\"}", "{\"gender\":\"withheld\",\"victim\":\"withheld\",\"data\":\"withheld\"}",
         3},
    };

    CHECK_ALL(reports, cases);
}

Test(field_mask, lets_the_envelope_be_called_what_it_is)
{
    static const struct mask_case cases[] = {
        {"{\"content\":{\"image\":[{\"html\":1,\"name\":2}]},\"image\":3}",
         "{\"content\":{\"image\":[{\"html\":\"withheld\",\"name\":2}]},\"image\":\"withheld\"}", 2},
        {"{\"content\":{\"images\":4}}", "{\"content\":{\"images\":\"withheld\"}}", 1},
        {"{\"content\":{\"image\":[{\"content\":5}]}}", "{\"content\":{\"image\":[{\"content\":\"withheld\"}]}}", 1},
    };

    CHECK_ALL(below, cases);
}

static bool is_agreed(const void *agreed, struct bytes path)
{
    for (const char *const *name = agreed; *name != NULL; name++)
        if (bytes_is(path, *name))
            return true;
    return false;
}

Test(field_mask, takes_what_a_partner_has_not_agreed_to)
{
    static const char *const agreed[] = {"id", "to.iban", "tags", "items.n", "Gr\u00f6\u00dfe", "\U0001F4B6", NULL};
    static const struct field_mask_shape some = {.joins = true, .lines = true, .allows = is_agreed, .arg = agreed},
                                         inside = {
                                             .joins = true, .records_at = {"data.list", 9}, .allows = is_agreed, .arg = agreed};
    static const struct mask_case cases[] = {
        {"{\"id\":1,\"name\":\"x\",\"to\":{\"iban\":\"a\",\"bic\":2},\"iban\":\"b\"}\n",
         "{\"id\":1,\"name\":\"withheld\",\"to\":{\"iban\":\"a\",\"bic\":\"withheld\"},\"iban\":\"withheld\"}\n", 3},
        {"{\"tags\":[\"a\",[1]],\"others\":[\"a\",null,\"\",[\"b\"],{\"c\":1}]}",
         "{\"tags\":[\"a\",[1]],\"others\":[\"withheld\",null,null,[\"withheld\"],{\"c\":\"withheld\"}]}", 3},
        {"{\"items\":[{\"n\":1,\"m\":2},3]}", "{\"items\":[{\"n\":1,\"m\":\"withheld\"},\"withheld\"]}", 2},
        {"{\"Gr\\u00f6\\u00DFe\":1,\"Gr\u00f6\u00dfe\":2,\"\\uD83D\\uDCB6\":3,\"\\u00f6\":4}",
         "{\"Gr\\u00f6\\u00DFe\":1,\"Gr\u00f6\u00dfe\":2,\"\\uD83D\\uDCB6\":3,\"\\u00f6\":\"withheld\"}", 1},
        {"{\"id\":{\"victim\":1}}", "{\"id\":{\"victim\":\"withheld\"}}", 1},
    };
    static const struct mask_case documents[] = {
        {"{\"page\":7,\"data\":{\"count\":2,\"list\":[{\"id\":1,\"x\":2}]},\"y\":3}",
         "{\"page\":7,\"data\":{\"count\":2,\"list\":[{\"id\":1,\"x\":\"withheld\"}]},\"y\":3}", 1},
    };

    CHECK_ALL(some, cases);
    CHECK_ALL(inside, documents);
}

Test(field_mask, leaves_everything_else_as_it_came)
{
    static const char *const texts[] = {
        "",
        "\xEF\xBB\xBF{\"a\":1}\r\n\r\n{\"b\":[1,2.5e3,\"x\\\"y\",null,true,{}]}\n",
        "[\n  {\"a\" : \"b\"} ,\n {\"c\":[\"victim\", \"cvv\"]}\n]\n",
        "{\"a\":1}\n{\"reason\":\"content\"}\n",
        "{\"a\": {\"b\": {}}, \"c\": []}",
        "{\"a\":1 \"b\":2}\n{\"c\":3}\n",
        "{\"a\":\"The \"Best\" Shop\",\"reason\":\"content\"}\n{\"c\":3}\n",
        "{a: 1, 'b': 2}\n{\"c\":3}\n",
        "[1,2\n",
        "{\"a\"",
        "}}]]{\"a\":1}",
    };

    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        const struct mask_case one[] = {{texts[i], texts[i], 0}};

        if (i != 6)
            CHECK_ALL(list, one);
        if (i != 6 && i != 2)
            CHECK_ALL(lines, one);
    }
}

Test(field_mask, keeps_no_rest_of_a_broken_record_that_names_something)
{
    static const struct mask_case cases[] = {
        {"{'a': 1, 'victim_name': 'x } y'}\n{\"b\":2}\n", "{withheld} withheld\n{\"b\":2}\n", 2},
        {"{a: 1, victim: x}\n{\"b\":2}\n", "{withheld}\n{\"b\":2}\n", 1},
        {"{\"note\":\"a \"victim\": \"x\"}\n{\"b\":2}\n", "{\"note\":\"a \"withheld\n{\"b\":2}\n", 1},
        {"{\"victim\":\"a \"b\" c\",\"d\":1}\n{\"b\":2}\n", "{\"victim\":\"withheld\"withheld}\n{\"b\":2}\n", 2},
        {"{\"victim\" \"x\"}\n", "{\"victim\" withheld}\n", 1},
        {"{\"a\":\"b\nc\",\"pin\":\"1\"}\n{\"b\":2}\n", "{\"a\":\"b\nwithheld\n{\"b\":2}\n", 1},
        {"{\"victim\":\"b\nc\"}\n\n{\"b\":2}\n", "{\"victim\":\"withheld\nwithheld\n\n{\"b\":2}\n", 2},
        {"{x\\u0020:1,\"b\":1}\n", "{withheld}\n", 1},
        {"{\"victim\":[\"b\",\n\"c\"],\"d\":1}\n{\"b\":2}\n", "{\"victim\":\"withheld\nwithheld\n{\"b\":2}\n", 2},
        {"victim=x\n{\"b\":2}\n", "withheld\n{\"b\":2}\n", 1},
        {"{\"b\":2} cvv: 123\n{\"b\":2}\n", "{\"b\":2} withheld\n{\"b\":2}\n", 1},
    };
    static const struct mask_case lists[] = {
        {"[{\"victim\":\"b\nc\",\"d\":1},\n{\"b\":2}]", "[{\"victim\":\"withheld\n{\"b\":2}]", 1},
        {"[{\"note\":\"b\nc\",\"pin\":1},\n {\"b\":2}]", "[{\"note\":\"bwithheld\n{\"b\":2}]", 1},
        {"[{\"note\":\"b\nc\",\"d\":1},\n {\"b\":2}]", "[{\"note\":\"b\nc\",\"d\":1},\n {\"b\":2}]", 0},
        {"[{a:1,'cvv':1},{\"cvv\":2}]", "[{withheld},{\"cvv\":\"withheld\"}]", 2},
        {"[{\"a\":1 \"cvv\":2},{\"b\":3}]", "[{\"a\":1 \"cvv\":\"withheld\"},{\"b\":3}]", 1},
        {"[{\"victim\":{\"a\":1", "[{\"victim\":\"withheld", 1},
    };

    CHECK_ALL(lines, cases);
    CHECK_ALL(list, lists);
}

Test(field_mask, holds_little_of_what_is_large)
{
    size_t n = 3 << 20;
    struct field_mask *mask = field_mask_new(arena, &lines);
    char *text = arena_alloc(arena, n);
    struct buf out;
    size_t used;

    memset(text, 'x', n);
    buf_init(&out, arena);
    field_mask_feed(mask, BYTES("{\"image\":\""), &out);
    used = arena_used(arena);
    for (int i = 0; i < 5; i++)
        field_mask_feed(mask, (struct bytes){text, n}, &out);
    field_mask_feed(mask, BYTES("\",\"a\":1}\n{a:"), &out);
    for (int i = 0; i < 5; i++)
        field_mask_feed(mask, (struct bytes){text, n}, &out);
    field_mask_feed(mask, BYTES("}\n"), &out);
    field_mask_end(mask, &out);
    cr_expect(bytes_is(buf_bytes(&out), "{\"image\":\"withheld\",\"a\":1}\n{withheld}\n"), "%.*s", (int)out.n, out.p);
    cr_expect_lt(arena_used(arena) - used, 4 * FIELD_MASK_REST_MOST);
}

Test(field_mask, withholds_what_lies_too_deep)
{
    struct buf text, out;
    struct field_mask *mask = field_mask_new(arena, &list);

    buf_init(&text, arena);
    buf_init(&out, arena);
    for (int i = 0; i < 200; i++)
        buf_puts(&text, "{\"a\":");
    buf_puts(&text, "\"SENTINEL\"");
    for (int i = 0; i < 200; i++)
        buf_putc(&text, '}');
    field_mask_feed(mask, buf_bytes(&text), &out);
    field_mask_end(mask, &out);
    cr_expect(memmem(out.p, out.n, "SENTINEL", 8) == NULL);
    cr_expect_eq(field_mask_withheld(mask), 1);
}

/* Two ways to tell a forbidden name: by the automaton and by comparing. */
Test(field_mask, agrees_with_the_check_of_records_on_every_name)
{
    static const char pieces[][16] = {"victim", "vic", "tim",     "child", "name", "age",   "range",  "cvv",  "c",
                                      "vv",     "pin", "p",       "in",    "html", "ht",    "ml",     ".",    "/",
                                      "_",      "-",   "content", "image", "Im",   "AGE",   "track1", "trac", "k1",
                                      "body",   "x",   "1",       "@",     " ",    "photo", "pho",    "to"};
    struct forbidden_names *names = forbidden_names_new(arena, NULL, 0);
    unsigned seed = 4;
    int refused = 0;

    for (int round = 0; round < 200000; round++) {
        char name[128] = "";
        struct name_reading reading = {0};

        for (int i = 0; i < 1 + round % 5; i++) {
            seed = seed * 1103515245u + 12345u;
            strcat(name, pieces[(seed >> 16) % COUNT_OF(pieces)]);
        }
        name_part_begin(&reading);
        for (const char *p = name; *p != '\0'; p++)
            name_read(names, &reading, *p);
        name_part_end(names, &reading);
        cr_assert_eq(reading.found != FORBIDDEN_NOT, record_field_forbidden(bytes_of(name)), "%s", name);
        refused += reading.found != FORBIDDEN_NOT;
    }
    cr_expect_gt(refused, 20000);
    cr_expect_lt(refused, 180000);
}

/* A name is found wherever it stands in a long one. */
Test(field_mask, finds_a_name_in_a_long_one)
{
    char name[400];

    memset(name, 'a', sizeof(name));
    cr_expect_not(record_field_forbidden((struct bytes){name, sizeof(name)}));
    memcpy(name + 300, "vic_tim", 7);
    cr_expect(record_field_forbidden((struct bytes){name, sizeof(name)}));
}
