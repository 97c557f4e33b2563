#include "base/hash.h"

#include <sodium.h>
#include <string.h>
#include <xxhash.h>

void sha256_bytes(struct bytes text, struct sha256 *ret)
{
    struct sha256_stream stream;

    sha256_begin(&stream);
    sha256_feed(&stream, text);
    sha256_end(&stream, ret);
}

void sha256_begin(struct sha256_stream *stream)
{
    sha256_init(&stream->state);
}

void sha256_feed(struct sha256_stream *stream, struct bytes piece)
{
    if (piece.n > 0)
        sha256_update(&stream->state, piece.n, (const uint8_t *)piece.p);
}

void sha256_end(struct sha256_stream *stream, struct sha256 *ret)
{
    sha256_digest(&stream->state, sizeof(ret->b), ret->b);
}

struct bytes sha256_print(struct arena *arena, const struct sha256 *hash)
{
    return hex_print(arena, sha256_raw(hash));
}

struct bytes sha256_raw(const struct sha256 *hash)
{
    return (struct bytes){(const char *)hash->b, sizeof(hash->b)};
}

uint64_t hash64(struct bytes text)
{
    return XXH3_64bits(text.p, text.n);
}

static void uuid_mark(struct uuid *uuid, uint8_t version)
{
    uuid->b[6] = (uint8_t)((uuid->b[6] & 0x0F) | version << 4);
    uuid->b[8] = (uint8_t)((uuid->b[8] & 0x3F) | 0x80);
}

struct uuid uuid_derive(const struct bytes *parts, size_t count)
{
    struct sha256_stream stream;
    struct sha256 hash;
    struct uuid uuid;

    sha256_begin(&stream);
    for (size_t i = 0; i < count; i++) {
        uint64_t n = parts[i].n;
        char length[8];

        for (size_t b = 0; b < sizeof(length); b++)
            length[b] = (char)(n >> 8 * (7 - b));
        sha256_feed(&stream, (struct bytes){length, sizeof(length)});
        sha256_feed(&stream, parts[i]);
    }
    sha256_end(&stream, &hash);
    memcpy(uuid.b, hash.b, sizeof(uuid.b));
    uuid_mark(&uuid, 8);
    return uuid;
}

struct uuid uuid_random(void)
{
    struct uuid uuid;

    randombytes_buf(uuid.b, sizeof(uuid.b));
    uuid_mark(&uuid, 4);
    return uuid;
}

struct bytes hex_print(struct arena *arena, struct bytes raw)
{
    char *text = arena_alloc(arena, raw.n * 2 + 1);

    sodium_bin2hex(text, raw.n * 2 + 1, (const unsigned char *)raw.p, raw.n);
    return (struct bytes){text, raw.n * 2};
}

bool hex_parse(struct arena *arena, struct bytes text, struct bytes *ret)
{
    size_t n;
    char *raw = arena_alloc(arena, text.n / 2 + 1);

    if (text.n % 2 != 0 || sodium_hex2bin((unsigned char *)raw, text.n / 2, text.p, text.n, NULL, &n, NULL) != 0 ||
        n != text.n / 2)
        return false;
    *ret = (struct bytes){raw, n};
    return true;
}

struct bytes uuid_print(struct arena *arena, const struct uuid *uuid)
{
    struct bytes hex = hex_print(arena, uuid_bytes(uuid));
    const char *h = hex.p;

    return bytes_printf(arena, "%.8s-%.4s-%.4s-%.4s-%.12s", h, h + 8, h + 12, h + 16, h + 20);
}

bool uuid_parse(struct bytes text, struct uuid *ret)
{
    static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    char digits[33];
    size_t n = 0;
    struct uuid uuid;

    if (text.n != sizeof(shape) - 1)
        return false;
    for (size_t i = 0; i < text.n; i++) {
        if (shape[i] == '-' ? text.p[i] != '-' : !ascii_xdigit(text.p[i]))
            return false;
        if (shape[i] == 'x')
            digits[n++] = text.p[i];
    }
    if (sodium_hex2bin(uuid.b, sizeof(uuid.b), digits, n, NULL, NULL, NULL) != 0)
        return false;
    *ret = uuid;
    return true;
}

int uuid_compare(const struct uuid *a, const struct uuid *b)
{
    return memcmp(a->b, b->b, sizeof(a->b));
}

struct bytes uuid_bytes(const struct uuid *uuid)
{
    return (struct bytes){(const char *)uuid->b, sizeof(uuid->b)};
}

struct bytes base64_print(struct arena *arena, struct bytes raw)
{
    size_t room = sodium_base64_encoded_len(raw.n, sodium_base64_VARIANT_ORIGINAL);
    char *text = arena_alloc(arena, room);

    sodium_bin2base64(text, room, (const unsigned char *)raw.p, raw.n, sodium_base64_VARIANT_ORIGINAL);
    return (struct bytes){text, room - 1};
}

bool base64_parse(struct arena *arena, struct bytes text, struct bytes *ret)
{
    size_t n;
    char *raw = arena_alloc(arena, text.n + 1);

    if (sodium_base642bin((unsigned char *)raw, text.n, text.p, text.n, NULL, &n, NULL, sodium_base64_VARIANT_ORIGINAL) != 0)
        return false;
    *ret = (struct bytes){raw, n};
    return true;
}
