#include "hash_filter.h"

#define BITS_EACH 16 /* one in sixteen bits set: of hashes that were not seen about as many pass */
#define LEAST_BITS (UINT64_C(1) << 16)
#define MOST_BITS (UINT64_C(1) << 29) /* 64 MiB */

struct hash_filter hash_filter_new(struct arena *arena, int64_t count)
{
    uint64_t bits = LEAST_BITS;

    while (bits < MOST_BITS && bits < (uint64_t)count * BITS_EACH)
        bits *= 2;
    return (struct hash_filter){arena_array(arena, uint8_t, bits / 8), bits - 1};
}

void hash_filter_add(struct hash_filter *filter, uint64_t hash)
{
    uint64_t bit = hash & filter->mask;

    filter->bits[bit >> 3] |= (uint8_t)(1U << (bit & 7));
}

bool hash_filter_has(const struct hash_filter *filter, uint64_t hash)
{
    uint64_t bit = hash & filter->mask;

    return filter->bits[bit >> 3] >> (bit & 7) & 1;
}

struct bytes hash_filter_bytes(const struct hash_filter *filter)
{
    return (struct bytes){(const char *)filter->bits, (size_t)((filter->mask + 1) / 8)};
}
