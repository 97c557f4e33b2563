/*
 * rng.h: random numbers that are the same on every machine: xoshiro256**, seeded by SplitMix64.
 *
 * Source  Blackman, Vigna: Scrambled linear pseudorandom number generators (2021)
 */
#ifndef WORLD_RNG_H
#define WORLD_RNG_H

#include <stdbool.h>
#include <stdint.h>

struct rng {
    uint64_t s[4];
};

void rng_seed(struct rng *rng, uint64_t seed, uint64_t stream); /* each pair gives a sequence of its own */
uint64_t rng_next(struct rng *rng);
uint64_t rng_below(struct rng *rng, uint64_t n);                 /* 0 .. n-1 */
int64_t rng_range(struct rng *rng, int64_t least, int64_t most); /* both included */
double rng_unit(struct rng *rng);                                /* 0 <= x < 1 */
bool rng_chance(struct rng *rng, double probability);
int64_t rng_count(struct rng *rng, double mean, int64_t most); /* geometric, from 0 */
void rng_fill(struct rng *rng, uint8_t *b, uint64_t n);

#endif
