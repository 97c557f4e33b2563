#include "core/record_chain.h"

static void put_number(struct sha256_stream *stream, int64_t number)
{
    char text[8];

    for (size_t i = 0; i < sizeof(text); i++)
        text[i] = (char)((uint64_t)number >> 8 * (sizeof(text) - 1 - i));
    sha256_feed(stream, (struct bytes){text, sizeof(text)});
}

static void put_uuid(struct sha256_stream *stream, const struct uuid *uuid)
{
    sha256_feed(stream, uuid_bytes(uuid));
}

void record_chain_add(const struct sha256 *before, const struct record_mark *mark, struct sha256 *ret)
{
    struct sha256_stream stream;

    sha256_begin(&stream);
    if (before != NULL)
        sha256_feed(&stream, sha256_raw(before));
    put_number(&stream, mark->line);
    put_number(&stream, mark->event_us);
    put_number(&stream, mark->grade);
    put_uuid(&stream, &mark->id);
    put_uuid(&stream, &mark->endpoint);
    put_uuid(&stream, &mark->site);
    sha256_feed(&stream, sha256_raw(&mark->content_hash));
    sha256_end(&stream, ret);
}
