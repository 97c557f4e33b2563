/* gzip by zlib, its memory in the arena. Members that follow each other are one stream, as gzip itself has it. */
#include <zlib.h>

#include "format/format.h"

#define OUT_SIZE ((size_t)128 * 1024)
#define FREE_OF_RATIO ((uint64_t)1 << 20) /* bytes that may come out whatever the ratio */
#define GZIP_WINDOW (15 + 16)             /* largest window, gzip header */

struct gunzip {
    z_stream stream;
    bool between; /* a member has ended, none has begun since */
    uint64_t in;
    uint64_t out;
    char *buffer;
};

static void *zlib_alloc(void *arena, unsigned count, unsigned size)
{
    return arena_alloc(arena, (size_t)count * size);
}

static void zlib_free(void *arena UNUSED, void *memory UNUSED)
{
}

struct gunzip *gunzip_new(struct arena *arena)
{
    struct gunzip *gunzip = arena_new_of(arena, struct gunzip);

    gunzip->stream.zalloc = zlib_alloc;
    gunzip->stream.zfree = zlib_free;
    gunzip->stream.opaque = arena;
    gunzip->buffer = arena_alloc(arena, OUT_SIZE);
    inflateInit2(&gunzip->stream, GZIP_WINDOW);
    return gunzip;
}

void gunzip_feed(struct gunzip *gunzip, struct bytes piece)
{
    gunzip->stream.next_in = (Bytef *)piece.p;
    gunzip->stream.avail_in = (uInt)piece.n;
    gunzip->in += piece.n;
}

enum status gunzip_next(struct op *op, struct gunzip *gunzip, struct bytes *ret)
{
    z_stream *stream = &gunzip->stream;
    size_t n = 0;

    while (n == 0 && (stream->avail_in > 0 || stream->avail_out == 0)) {
        if (gunzip->between && stream->avail_in > 0) {
            inflateReset(stream);
            gunzip->between = false;
        }
        stream->next_out = (Bytef *)gunzip->buffer;
        stream->avail_out = OUT_SIZE;
        int result = inflate(stream, Z_NO_FLUSH);

        n = OUT_SIZE - stream->avail_out;
        if (result == Z_STREAM_END)
            gunzip->between = true;
        else if (result == Z_BUF_ERROR && n == 0)
            break;
        else if (result != Z_OK)
            return op_fail(op, ST_INPUT, "the gzip stream is damaged at byte %llu",
                           (unsigned long long)(gunzip->in - stream->avail_in));
    }
    gunzip->out += n;
    if (gunzip->out > FREE_OF_RATIO && gunzip->out / GUNZIP_RATIO_MOST > gunzip->in)
        return op_fail(op, ST_LIMIT, "the gzip stream unpacks to more than %d times its size", GUNZIP_RATIO_MOST);
    *ret = (struct bytes){gunzip->buffer, n};
    return ST_OK;
}

enum status gunzip_end(struct op *op, const struct gunzip *gunzip)
{
    if (!gunzip->between)
        return op_fail(op, ST_INPUT, "the gzip stream stops before its end: the file is incomplete");
    return ST_OK;
}
