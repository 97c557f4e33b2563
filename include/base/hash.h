/*
 * hash.h: SHA-256 for what must stand up, xxh3 for finding things, UUIDs derived from names.
 *
 * Source  FIPS 180-4 (nettle, which uses the SHA instructions of the processor); xxHash; RFC 9562 section 5.8 (UUID version 8: first 16 bytes of a SHA-256 with version and variant set)
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <nettle/sha2.h>

#include "base/bytes.h"

struct sha256 {
    uint8_t b[32];
};

struct uuid {
    uint8_t b[16];
};

void sha256_bytes(struct bytes text, struct sha256 *ret);
/* The same of a text that comes in pieces. */
struct sha256_stream {
    struct sha256_ctx state;
};
void sha256_begin(struct sha256_stream *stream);
void sha256_feed(struct sha256_stream *stream, struct bytes piece);
void sha256_end(struct sha256_stream *stream, struct sha256 *ret);
struct bytes sha256_print(struct arena *arena, const struct sha256 *hash); /* 64 hex digits, lower case */
struct bytes sha256_raw(const struct sha256 *hash);                        /* its own 32 bytes */

uint64_t hash64(struct bytes text);

/* The same parts give the same UUID, for ever. Each part is hashed behind its length, so ("ab","c") differs from ("a","bc"). */
struct uuid uuid_derive(const struct bytes *parts, size_t count);
struct uuid uuid_random(void);
struct bytes uuid_print(struct arena *arena, const struct uuid *uuid);
bool uuid_parse(struct bytes text, struct uuid *ret);
int uuid_compare(const struct uuid *a, const struct uuid *b);
struct bytes uuid_bytes(const struct uuid *uuid); /* its own 16 bytes: a key */

struct bytes hex_print(struct arena *arena, struct bytes raw); /* lower case */
bool hex_parse(struct arena *arena, struct bytes text, struct bytes *ret);
struct bytes base64_print(struct arena *arena, struct bytes raw); /* RFC 4648 section 4, padded */
bool base64_parse(struct arena *arena, struct bytes text, struct bytes *ret);

#endif
