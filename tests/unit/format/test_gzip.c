#include <criterion/criterion.h>
#include <zlib.h>

#include "base/buf.h"
#include "format/format.h"

static struct bytes packed(struct arena *arena, struct bytes text)
{
    size_t room = text.n / 100 + text.n + 1000;
    char *out = arena_alloc(arena, room);
    z_stream stream = {.next_in = (Bytef *)text.p, .avail_in = (uInt)text.n, .next_out = (Bytef *)out, .avail_out = (uInt)room};

    cr_assert_eq(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    cr_assert_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
    size_t n = stream.total_out;

    deflateEnd(&stream);
    return (struct bytes){out, n};
}

static enum status unpack(struct op *op, struct bytes in, size_t piece, struct buf *out)
{
    struct gunzip *gunzip = gunzip_new(op->arena);
    enum status st = ST_OK;

    for (size_t at = 0; at < in.n && st == ST_OK; at += piece) {
        struct bytes got = {NULL, 1};

        gunzip_feed(gunzip, bytes_slice(in, at, piece));
        while (st == ST_OK && got.n > 0) {
            st = gunzip_next(op, gunzip, &got);
            if (st == ST_OK)
                buf_put(out, got);
        }
    }
    return st == ST_OK ? gunzip_end(op, gunzip) : st;
}

struct gzip_run {
    struct op op;
    struct buf out;
};

static void run_begin(struct gzip_run *run)
{
    op_init(&run->op, arena_new(SIZE_MAX), 0, "test");
    buf_init(&run->out, run->op.arena);
}

static struct bytes sample(struct arena *arena, size_t n)
{
    uint32_t random = 1;
    struct buf buf;

    buf_init(&buf, arena);
    while (buf.n < n) {
        random = random * 1664525 + 1013904223;
        buf_printf(&buf, "line %u\n", random >> 8);
    }
    return buf_bytes(&buf);
}

Test(gzip, unpacks_in_pieces_of_any_size)
{
    static const size_t pieces[] = {1, 7, 4096, SIZE_MAX / 2};

    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        struct gzip_run run;

        run_begin(&run);
        struct bytes text = sample(run.op.arena, 300000);

        cr_expect_eq(unpack(&run.op, packed(run.op.arena, text), pieces[i], &run.out), ST_OK, "%s", run.op.cause);
        cr_expect(bytes_equal(buf_bytes(&run.out), text), "pieces of %zu", pieces[i]);
        arena_free(&run.op.arena);
    }
}

Test(gzip, takes_members_that_follow_each_other_as_one_stream)
{
    struct gzip_run run;
    struct buf both;

    run_begin(&run);
    buf_init(&both, run.op.arena);
    buf_put(&both, packed(run.op.arena, BYTES("a,b\n")));
    buf_put(&both, packed(run.op.arena, BYTES("1,2\n")));
    cr_expect_eq(unpack(&run.op, buf_bytes(&both), 5, &run.out), ST_OK, "%s", run.op.cause);
    cr_expect(bytes_is(buf_bytes(&run.out), "a,b\n1,2\n"));
    arena_free(&run.op.arena);
}

Test(gzip, notices_a_stream_that_is_cut_off)
{
    struct gzip_run run;

    run_begin(&run);
    struct bytes whole = packed(run.op.arena, sample(run.op.arena, 5000));

    cr_expect_eq(unpack(&run.op, bytes_slice(whole, 0, whole.n - 9), 1000, &run.out), ST_INPUT);
    cr_expect(strstr(run.op.cause, "incomplete") != NULL, "%s", run.op.cause);
    arena_free(&run.op.arena);
}

Test(gzip, notices_a_byte_that_has_changed)
{
    struct gzip_run run;

    run_begin(&run);
    struct bytes whole = packed(run.op.arena, sample(run.op.arena, 5000));

    ((char *)whole.p)[whole.n / 2] ^= 0x55;
    cr_expect_eq(unpack(&run.op, whole, 1000, &run.out), ST_INPUT);
    arena_free(&run.op.arena);
}

Test(gzip, refuses_a_bomb)
{
    struct gzip_run run;

    run_begin(&run);
    struct bytes zeros = {arena_alloc(run.op.arena, (size_t)64 << 20), (size_t)64 << 20};

    cr_expect_eq(unpack(&run.op, packed(run.op.arena, zeros), 65536, &run.out), ST_LIMIT);
    cr_expect(run.out.n < zeros.n, "%zu bytes came out", run.out.n);
    arena_free(&run.op.arena);
}
