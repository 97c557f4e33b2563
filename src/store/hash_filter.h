/*
 * hash_filter.h: which hashes have been seen, roughly: a bit for each, some of them for several. What was seen is always found.
 *
 * Shape   bit n of the bytes is bit n % 8 of byte n / 8, as get_bit() of the server counts them.
 */
#ifndef STORE_HASH_FILTER_H
#define STORE_HASH_FILTER_H

#include "base/bytes.h"

struct hash_filter {
    uint8_t *bits;
    uint64_t mask; /* hash & mask is the number of its bit */
};

/* With room for about so many. */
struct hash_filter hash_filter_new(struct arena *arena, int64_t count);
void hash_filter_add(struct hash_filter *filter, uint64_t hash);
bool hash_filter_has(const struct hash_filter *filter, uint64_t hash);
struct bytes hash_filter_bytes(const struct hash_filter *filter);

#endif
