#include "decoded.h"

#include <string.h>

Test(ndjson, reads_one_object_a_line)
{
    static const struct decoded_case cases[] = {
        {"{\"a\":\"1\",\"b\":2}\n{\"a\":true}\n", "1: a=1 b=#2\n2: a=#true\n"},
        {"{\"a\":\"1\"}", "1: a=1\n"},
        {"\xEF\xBB\xBF{\"a\":\"1\"}\r\n\r\n{\"a\":null}\r\n", "1: a=1\n3: a=\n"},
        {"{\"a\":[\"x\",\"y\",null,3]}\n", "1: a=[x|y|#3]\n"},
        {"{\"a\":[]}\n{}\n", "1: a=[]\n2:\n"},
        {"{\"a\":\"\\u00e9\\n\"}\n", "1: a=\xC3\xA9\n\n"},
        {" {\"a\" : 1e3 } \n", "1: a=#1e3\n"},
    };

    EXPECT_DECODED(FORMAT_ndjson, cases);
}

Test(ndjson, says_what_is_wrong_with_a_line)
{
    static const struct decoded_case cases[] = {
        {"{\"a\":\n{\"a\":\"1\"}\n", "1! json_invalid: {\"a\":\n2: a=1\n"},
        {"[1]\n\"x\"\n", "1! json_not_object: [1]\n2! json_not_object: \"x\"\n"},
        {"{\"a\":{\"b\":1}}\n", "1! json_type: {\"a\":{\"b\":1}}\n"},
        {"{\"a\":[[1]]}\n", "1! json_type: {\"a\":[[1]]}\n"},
        {"{\"a\":1,\"a\":2}\n", "1! json_invalid: {\"a\":1,\"a\":2}\n"},
        {"{\"a\":\"\\u0000\"}\n", "1! json_invalid: {\"a\":\"\\u0000\"}\n"},
        {"{\"a\":\"\\ud800\"}\n", "1! json_invalid: {\"a\":\"\\ud800\"}\n"},
        {"{\"a\":\"\xFF\"}\n{}\n", "1! invalid_utf8: {\"a\":\"\xFF\"}\n2:\n"},
        {"{} {}\n", "1! json_invalid: {} {}\n"},
    };

    EXPECT_DECODED(FORMAT_ndjson, cases);
}

Test(json, reads_the_elements_of_an_array_by_their_number)
{
    static const struct decoded_case cases[] = {
        {"[{\"a\":\"1\"},{\"a\":\"2\"}]", "1: a=1\n2: a=2\n"},
        {"[\n {\"a\": \"1\",\n  \"b\": [1, 2]},\n {\"a\":\"]}\\\"\"}\n]\n", "1: a=1 b=[#1|#2]\n2: a=]}\"\n"},
        {"[]", ""},
        {" [ ] \n", ""},
    };

    EXPECT_DECODED(FORMAT_json, cases);
}

Test(json, says_what_is_wrong_with_an_element)
{
    static const struct decoded_case cases[] = {
        {"[1,{\"a\":\"1\"}]", "1! json_not_object: 1\n2: a=1\n"},
        {"[\"x,y\",{\"a\":\"1\"}]", "1! json_not_object: \"x,y\"\n2: a=1\n"},
        {"[{\"a\":x},{\"a\":\"1\"}]", "1! json_invalid: {\"a\":x}\n2: a=1\n"},
        {"[{\"a\":\"1\"}", "1: a=1\n2! json_invalid: \n"},
        {"[{\"a\":\"1\"},\n{\"a\":\"2", "1: a=1\n2! json_invalid: {\"a\":\"2\n3! json_invalid: \n"},
        {"[{\"a\":\"x\n,\"b\":1},\n{\"a\":\"2\"}\n]", "1! json_invalid: {\"a\":\"x\n,\"b\":1},\n2: a=2\n"},
    };

    EXPECT_DECODED(FORMAT_json, cases);
}

Test(json, refuses_what_follows_the_array_once)
{
    static const struct decoded_case cases[] = {
        {"[{\"a\":\"1\"}] [2]", "1: a=1\n2! json_invalid: [\n"},
        {"[]\n{\"a\":\"1\"}\n[1]\n", "1! json_invalid: {\n"},
    };

    EXPECT_DECODED(FORMAT_json, cases);
}

Test(json, passes_over_an_element_of_more_than_a_mebibyte)
{
    struct arena *arena = arena_new(SIZE_MAX);
    size_t n = 3 * FORMAT_RECORD_MOST;
    struct bytes got;
    struct buf in;

    buf_init(&in, arena);
    buf_puts(&in, "[{\"a\":\"1\"},{\"a\":\"");
    for (size_t i = 0; i < n; i++)
        buf_putc(&in, 'x');
    buf_puts(&in, "\",\"b\":[{}]},{\"a\":\"3\"}]");
    got = decoded_print(arena, FORMAT_json, buf_bytes(&in), 100000);
    cr_assert(bytes_start(got, BYTES("1: a=1\n2! line_too_long: {\"a\":\"xxx")));
    cr_assert(bytes_end(got, BYTES("x\n3: a=3\n")), "%.*s", 100, got.p + got.n - 100);
    arena_free(&arena);
}
