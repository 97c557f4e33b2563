/*
 * bench_score: how many pairs one processor scores in a second, from evidence that lies in memory.
 *
 *   bench_score MODEL-FILE        pairs a second of processor time, for pairs of one to six pieces of evidence (two on the
 *                             average); the sum of their bits changes only with the model or the rules
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/match.h"

#define PAIRS 4096 /* that fit into the caches, as those do that the join has just put together */
#define MOST_PIECES 6
#define LEAST_US INT64_C(1000000)

static uint32_t next_random(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33);
}

static struct match_side some_side(uint64_t *seed, enum record_role role)
{
    int64_t first_us = (int64_t)(next_random(seed) % 400) * INT64_C(86400000000);

    return (struct match_side){role,
                               1 + (int32_t)(next_random(seed) % 9),
                               1 + (int16_t)(next_random(seed) % 5),
                               22,
                               first_us,
                               first_us + (int64_t)(next_random(seed) % 60) * INT64_C(86400000000)};
}

/* Kinds and roles as they stand beside each other in stored traits. */
static struct evidence some_evidence(uint64_t *seed)
{
    static const struct {
        enum trait_kind kind;
        enum record_role endpoint, site;
    } rows[] = {{TRAIT_site, ROLE_declared, ROLE_self},      {TRAIT_email, ROLE_support, ROLE_contact},
                {TRAIT_phone, ROLE_support, ROLE_contact},   {TRAIT_name_token, ROLE_name, ROLE_self},
                {TRAIT_name_squashed, ROLE_name, ROLE_self}, {TRAIT_endpoint, ROLE_self, ROLE_published},
                {TRAIT_payment, ROLE_payment, ROLE_payment}, {TRAIT_name_token, ROLE_descriptor, ROLE_name}};
    size_t i = next_random(seed) % COUNT_OF(rows);

    return (struct evidence){.kind = rows[i].kind,
                             .hash = next_random(seed),
                             .value = BYTES("EUR 1995 489123"),
                             .endpoints = 1 + (int32_t)(next_random(seed) % 40),
                             .sites = 1 + (int32_t)(next_random(seed) % 20),
                             .endpoint = some_side(seed, rows[i].endpoint),
                             .site = some_side(seed, rows[i].site)};
}

static void make_pairs(struct arena *arena, struct match_pair *pairs)
{
    uint64_t seed = 1;

    for (size_t i = 0; i < PAIRS; i++) {
        size_t count = 1 + next_random(&seed) % 4 * (next_random(&seed) % 3) % MOST_PIECES;
        struct evidence *evidence = arena_array(arena, struct evidence, count);

        for (size_t k = 0; k < count; k++)
            evidence[k] = some_evidence(&seed);
        pairs[i] = (struct match_pair){{0, INT64_C(86400000000) * 100, 0, INT64_C(86400000000) * 200}, evidence, count, 0};
    }
}

static struct bytes file_read(struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    size_t room = 1 << 20;
    char *text = arena_alloc(arena, room);

    if (file == NULL) {
        perror(path);
        exit(3);
    }
    size_t n = fread(text, 1, room, file);

    fclose(file);
    return (struct bytes){text, n};
}

/* Of the processor: what others do on the machine in the meantime does not count. */
static int64_t processor_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int main(int argc, char **argv)
{
    AUTO(arena_free) struct arena *arena = arena_new((size_t)64 << 20);
    struct match_pair *pairs = arena_array(arena, struct match_pair, PAIRS);
    struct match_score score;
    struct model model;
    struct op op;
    int64_t sum, scored = 0, pieces = 0, started_us, took_us;

    op_init(&op, arena, 0, "bench");
    if (argc != 2 || model_parse(&op, file_read(arena, argv[1]), &model) != ST_OK) {
        fprintf(stderr, "usage: bench_score MODEL-FILE\n%s\n", op.cause);
        return 2;
    }
    make_pairs(arena, pairs);
    for (size_t i = 0; i < PAIRS; i++)
        pieces += (int64_t)pairs[i].count;
    started_us = processor_us();
    do {
        sum = 0;
        for (size_t i = 0; i < PAIRS; i++) {
            match_score(&model, &pairs[i], &score);
            sum += score.bits;
        }
        scored += PAIRS;
        took_us = processor_us() - started_us;
    } while (took_us < LEAST_US);
    printf("pairs_per_second=%.0f pieces_per_pair=%.2f sum_of_bits=%lld\n", (double)scored * 1e6 / (double)took_us,
           (double)pieces / PAIRS, (long long)sum);
    return 0;
}
