#include <criterion/criterion.h>
#include <string.h>

#include "base/annotate.h"
#include "base/buf.h"
#include "edge/http/multipart.h"

#define HEADER "Content-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n"

static struct arena *arena;

static void make_arena(void)
{
    arena = arena_new(16 << 20);
}

static void free_arena(void)
{
    arena_free(&arena);
}

TestSuite(multipart, .init = make_arena, .fini = free_arena);

static enum status gather(void *arg, struct bytes piece)
{
    buf_put(arg, piece);
    return ST_OK;
}

/* Fed in pieces of one size; the file's bytes go to *file. */
static enum status take(struct bytes text, size_t size, struct buf *file, const char **ret_cause)
{
    struct op *op = arena_new_of(arena, struct op);
    struct multipart *multipart;
    enum status st;

    op_init(op, arena, 0, "test");
    buf_init(file, arena);
    st = multipart_new(op, BYTES("XX"), gather, file, &multipart);
    for (size_t at = 0; at < text.n && st == ST_OK; at += size)
        st = multipart_feed(op, multipart, bytes_slice(text, at, size));
    if (st == ST_OK)
        st = multipart_end(op, multipart);
    *ret_cause = op->cause;
    return st;
}

static void expect_file(struct bytes text, struct bytes file)
{
    for (size_t size = 1; size <= text.n + 1; size++) {
        const char *cause;
        struct buf got;
        enum status st = take(text, size, &got, &cause);

        cr_expect(st == ST_OK, "in pieces of %zu: %s", size, cause);
        cr_expect(bytes_equal(buf_bytes(&got), file), "in pieces of %zu: '%.*s'", size, (int)got.n, got.p);
    }
}

Test(multipart, gives_the_bytes_of_the_file_however_they_come_in)
{
    expect_file(BYTES("--XX\r\n" HEADER "a,b\r\n1,2\r\n\r\n--XX--\r\n"), BYTES("a,b\r\n1,2\r\n"));
    expect_file(BYTES("\r\n--XX\r\n" HEADER "x\r\n--XX--"), BYTES("x"));
    expect_file(BYTES("preamble\r\n--XX  \r\n" HEADER "x\r\n--XX--\r\nepilogue"), BYTES("x"));
    expect_file(BYTES("--XX\r\n" HEADER "\r\n--XX--\r\n"), BYTES(""));
}

Test(multipart, keeps_what_only_looks_like_a_boundary)
{
    expect_file(BYTES("--XX\r\n" HEADER "\r\r\n--X\r\n-\r\n--Y\r\r\r\n--XX--\r\n"), BYTES("\r\r\n--X\r\n-\r\n--Y\r\r"));
    expect_file(BYTES("--XX\r\n" HEADER "a--XX\n--XX\r\n--XX--\r\n"), BYTES("a--XX\n--XX"));
}

Test(multipart, refuses_what_is_not_one_file)
{
    static const struct {
        const char *text, *cause;
    } cases[] = {
        {"--XX\r\n" HEADER "x\r\n--XX\r\n" HEADER "y\r\n--XX--\r\n", "second part"},
        {"--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--XX--\r\n", "no file"},
        {"--XX\r\nContent-Disposition: attachment; filename=\"a\"\r\n\r\nx\r\n--XX--\r\n", "no file"},
        {"--XX\r\n\r\nx\r\n--XX--\r\n", "no file"},
        {"--XX--\r\n", "no file"},
        {"--XX\r\n" HEADER "x\r\n", "incomplete"},
        {"--XX\r\n" HEADER "x\r\n--XX-", "incomplete"},
        {"--XX\r\nContent-Disp", "incomplete"},
        {"", "incomplete"},
        {"no boundary at all", "incomplete"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        for (size_t size = 1; size < 80; size += 13) {
            const char *cause;
            struct buf got;

            cr_expect(take(bytes_of(cases[i].text), size, &got, &cause) == ST_INPUT, "%zu is taken", i);
            cr_expect(strstr(cause, cases[i].cause) != NULL, "%zu: %s", i, cause);
        }
}

static struct bytes repeated(const char *before, char c, size_t n)
{
    struct buf text;

    buf_init(&text, arena);
    buf_puts(&text, before);
    for (size_t i = 0; i < n; i++)
        buf_putc(&text, c);
    return buf_bytes(&text);
}

Test(multipart, ends_what_would_go_on_without_end)
{
    const char *cause;
    struct buf got;

    cr_expect(take(repeated("", 'x', MULTIPART_PREAMBLE_MOST + 100), 64, &got, &cause) == ST_INPUT);
    cr_expect(take(repeated("--XX\r\n", 'x', MULTIPART_HEADER_MOST + 100), 64, &got, &cause) == ST_LIMIT);
    cr_expect(take(repeated("--XX", ' ', 4096), 64, &got, &cause) == ST_INPUT);
}

Test(multipart, refuses_boundaries_that_are_none)
{
    char long_one[MULTIPART_BOUNDARY_MOST + 2];
    const char *const cases[] = {"", "ends with a space ", "semi;colon", "line\nend", long_one};
    struct multipart *multipart;

    memset(long_one, 'x', sizeof(long_one));
    long_one[sizeof(long_one) - 1] = '\0';
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct op op;

        op_init(&op, arena, 0, "test");
        cr_expect(multipart_new(&op, bytes_of(cases[i]), gather, NULL, &multipart) == ST_INPUT, "%s", cases[i]);
    }
}

static enum status is_full(void *arg UNUSED, struct bytes piece UNUSED)
{
    return ST_FULL;
}

Test(multipart, passes_on_what_its_sink_says)
{
    struct multipart *multipart;
    struct op op;

    op_init(&op, arena, 0, "test");
    cr_assert(multipart_new(&op, BYTES("XX"), is_full, NULL, &multipart) == ST_OK);
    cr_expect(multipart_feed(&op, multipart, BYTES("--XX\r\n" HEADER "xyz\r\n--XX--\r\n")) == ST_FULL);
}
