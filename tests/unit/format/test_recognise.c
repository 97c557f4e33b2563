#include <criterion/criterion.h>

#include "format/format.h"

static enum status recognise(struct bytes head, enum format *ret, struct op *op)
{
    op_init(op, arena_new(SIZE_MAX), 0, "test");
    enum status st = format_recognise(op, head, true, ret);

    arena_free(&op->arena);
    return st;
}

Test(format, is_recognised_by_the_content)
{
    static const struct {
        struct bytes head;
        enum format format;
    } cases[] = {
        {{"{\"a\":1}", 7}, FORMAT_ndjson},   {{"  [\n", 4}, FORMAT_json},      {{"a,b\n", 4}, FORMAT_csv},
        {{"\xEF\xBB\xBF[", 4}, FORMAT_json}, {{"\"a\",\"b\"", 7}, FORMAT_csv},
    };
    enum format format;
    struct op op;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        cr_expect_eq(recognise(cases[i].head, &format, &op), ST_OK);
        cr_expect_eq(format, cases[i].format, "case %zu", i);
    }
}

Test(format, says_what_a_file_is_that_it_does_not_take)
{
    static const struct {
        struct bytes head;
        const char *says;
    } cases[] = {
        {{"", 0}, "empty"},
        {{" \n\n", 3}, "empty"},
        {{"\xFF\xFE"
          "a\0",
          4},
         "UTF-16"},
        {{"\xFE\xFF\0a", 4}, "UTF-16"},
        {{"a\0,\0b\0", 6}, "UTF-16"},
        {{"\0a\0,\0b", 6}, "UTF-16"},
        {{"PK\3\4....", 8}, "ZIP"},
        {{"%PDF-1.7", 8}, "PDF"},
        {{"<html>", 6}, "HTML"},
    };
    enum format format;
    struct op op;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        cr_expect_eq(recognise(cases[i].head, &format, &op), ST_INPUT, "case %zu", i);
        cr_expect(strstr(op.cause, cases[i].says) != NULL, "case %zu: %s", i, op.cause);
    }
}

Test(format, has_a_name_for_each_row_of_its_table)
{
    enum format found;

    for (int format = 0; format < FORMAT_COUNT; format++) {
        cr_expect(format_find(bytes_of(format_name((enum format)format)), &found));
        cr_expect_eq((int)found, format);
    }
    cr_expect_not(format_find(BYTES("docx"), &found));
}
