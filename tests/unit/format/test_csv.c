#include "decoded.h"

#include <string.h>

Test(csv, reads_fields_by_the_names_of_the_header)
{
    static const struct decoded_case cases[] = {
        {"a,b\n1,2\n", "2: a=1 b=2\n"},
        {"a,b\r\n1,2\r\n3,4\r\n", "2: a=1 b=2\n3: a=3 b=4\n"},
        {"a,b\n1,2", "2: a=1 b=2\n"},
        {"\xEF\xBB\xBF"
         "a,b\n1,2\n",
         "2: a=1 b=2\n"},
        {" A , b\n1, 2 \n", "2: a=1 b= 2 \n"},
        {"a\n1\n", "2: a=1\n"},
        {"a,b\n1,\n", "2: a=1 b=\n"},
        {"a,b\n,2\n", "2: a= b=2\n"},
        {"a,b\n", ""},
        {"", ""},
    };

    EXPECT_DECODED(FORMAT_csv, cases);
}

Test(csv, reads_quoted_fields)
{
    static const struct decoded_case cases[] = {
        {"a,b\n\"1\",\"2\"\n", "2: a=1 b=2\n"},
        {"a,b\n\"x,y\",2\n", "2: a=x,y b=2\n"},
        {"a,b\n\"say \"\"x\"\"\",2\n", "2: a=say \"x\" b=2\n"},
        {"a,b\n\"\",\"\"\"\"\n", "2: a= b=\"\n"},
        {"a,b\n1,\"2\"", "2: a=1 b=2\n"},
        {"\"a\",\"b\"\n1,2\n", "2: a=1 b=2\n"},
        {"a,b\r\n\"1\",\"2\"\r\n\"3\",\"4\"\r\n", "2: a=1 b=2\n3: a=3 b=4\n"},
    };

    EXPECT_DECODED(FORMAT_csv, cases);
}

Test(csv, counts_the_lines_of_the_file)
{
    static const struct decoded_case cases[] = {
        {"a,b\n\"x\ny\",2\n3,4\n", "2: a=x\ny b=2\n4: a=3 b=4\n"},
        {"a,b\n\n\n1,2\n", "4: a=1 b=2\n"},
        {"\n\na,b\n1,2\n", "4: a=1 b=2\n"},
        {"a,b\n,\n1,2\n", "3: a=1 b=2\n"},
    };

    EXPECT_DECODED(FORMAT_csv, cases);
}

Test(csv, says_what_is_wrong_and_goes_on_with_the_next_line)
{
    static const struct decoded_case cases[] = {
        {"a,b\n1,2,3\n4,5\n", "2! too_many_fields: 1,2,3\n3: a=4 b=5\n"},
        {"a,b\n1\n4,5\n", "2! too_few_fields: 1\n3: a=4 b=5\n"},
        {"a,b\n1,x\"y\n4,5\n", "2! broken_quote: 1,x\"y\n3: a=4 b=5\n"},
        {"a,b\n1,\"x\"y\n4,5\n", "2! broken_quote: 1,\"x\"y\n3: a=4 b=5\n"},
        {"a,b\n1,\"x\n4,5\n6,7\n", "2! broken_quote: 1,\"x\n3: a=4 b=5\n4: a=6 b=7\n"},
        {"a,b\n1,\"x\n4,\"5\"\n6,7\n", "2! broken_quote: 1,\"x\n3: a=4 b=5\n4: a=6 b=7\n"},
        /* the second quote closes the first: what comes out has too many fields */
        {"a,b\n1,\"x\n4,5\n6,\"\n8,9\n", "2: a=1 b=x\n4,5\n6,\n5: a=8 b=9\n"},
        {"a,b\n\"1,x\n4,5\n\",6,7\n8,9\n", "2! broken_quote: \"1,x\n3: a=4 b=5\n4! broken_quote: \",6,7\n5: a=8 b=9\n"},
        {"a,b\n1,\xFF\n4,5\n", "2! invalid_utf8: 1,\xFF\n3: a=4 b=5\n"},
        {"a,b\n1,\xC0\xAF\n4,5\n", "2! invalid_utf8: 1,\xC0\xAF\n3: a=4 b=5\n"},
    };

    EXPECT_DECODED(FORMAT_csv, cases);
}

Test(csv, refuses_a_line_with_a_nul_byte)
{
    expect_decoded(FORMAT_csv, BYTES("a,b\n1,x\0y\n4,5\n"), BYTES("2! nul_byte: 1,x\0y\n3: a=4 b=5\n"));
}

static char *text_of(struct arena *arena, size_t n, const char *start, const char *end)
{
    char *text = arena_alloc(arena, strlen(start) + n + strlen(end) + 1);

    memcpy(text, start, strlen(start));
    memset(text + strlen(start), 'x', n);
    memcpy(text + strlen(start) + n, end, strlen(end));
    return text;
}

Test(csv, passes_over_a_line_of_more_than_a_mebibyte)
{
    struct arena *arena = arena_new(SIZE_MAX);
    char *text = text_of(arena, 3 * FORMAT_RECORD_MOST, "a,b\n1,2\n3,", "\n4,5\n");
    struct bytes got = decoded_print(arena, FORMAT_csv, bytes_of(text), 100000);

    cr_assert(bytes_start(got, BYTES("2: a=1 b=2\n3! line_too_long: 3,xxxx")));
    cr_assert(bytes_end(got, BYTES("x\n4: a=4 b=5\n")));
    arena_free(&arena);
}

Test(csv, gives_up_a_quote_that_stays_open_for_a_mebibyte_at_the_line_that_opens_it)
{
    struct arena *arena = arena_new(SIZE_MAX);
    struct bytes got;
    struct buf in;
    size_t lines = 1;

    buf_init(&in, arena);
    buf_puts(&in, "a,b\n1,\"open\n");
    for (; in.n < 2 * FORMAT_RECORD_MOST; lines++)
        buf_puts(&in, "4,5\n");
    got = decoded_print(arena, FORMAT_csv, buf_bytes(&in), 65536);
    cr_assert(bytes_start(got, BYTES("2! broken_quote: 1,\"open\n3: a=4 b=5\n4: a=4 b=5\n")));
    cr_assert(bytes_end(got, bytes_printf(arena, "\n%zu: a=4 b=5\n", lines + 1)));
    arena_free(&arena);
}

Test(csv, knows_its_columns_after_the_header)
{
    struct arena *arena = arena_new(SIZE_MAX);
    struct decoder *decoder = decoder_new(arena, FORMAT_csv);
    struct raw_record raw;
    size_t count;

    decoder_feed(decoder, BYTES("source_ref,Reason\n"));
    cr_assert_not(decoder_next(decoder, arena, &raw));
    const struct bytes *columns = decoder_columns(decoder, &count);

    cr_assert_eq(count, 2u);
    cr_assert(bytes_is(columns[1], "reason"));
    arena_free(&arena);
}
