/* Greedy ranks against every possible set of choices on small graphs, and against counting by hand. */
#include <criterion/criterion.h>
#include <string.h>

#include "core/chokepoint.h"

#define CHOICES 9
#define ENDPOINTS 12
#define SITES 14
#define GRAPHS 400

static uint64_t state;
static struct arena *arena;

static unsigned below(unsigned n)
{
    uint64_t z = (state += UINT64_C(0x9E3779B97F4A7C15));

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (unsigned)((z ^ (z >> 31)) % n);
}

static void begin_test(void)
{
    arena = arena_new((size_t)64 << 20);
}

static void end_test(void)
{
    arena_free(&arena);
}

TestSuite(chokepoint, .init = begin_test, .fini = end_test);

struct small {
    struct chokepoint_graph graph;
    struct chokepoint_edge closes[CHOICES * ENDPOINTS], serves[ENDPOINTS * SITES];
    int64_t weights[SITES];
};

static void draw(struct small *small, uint64_t seed)
{
    unsigned sparse = 2 + (unsigned)(seed % 6);

    state = seed * 7919;
    *small = (struct small){.graph = {.choices = CHOICES, .endpoints = ENDPOINTS, .sites = SITES}};
    for (uint32_t c = 0; c < CHOICES; c++)
        for (uint32_t e = 0; e < ENDPOINTS; e++)
            if (below(sparse) == 0)
                small->closes[small->graph.close_count++] = (struct chokepoint_edge){c, e};
    for (uint32_t e = 0; e < ENDPOINTS; e++)
        for (uint32_t s = 0; s < SITES; s++)
            if (below(sparse + 1) == 0)
                small->serves[small->graph.serve_count++] = (struct chokepoint_edge){e, s};
    for (uint32_t s = 0; s < SITES; s++)
        small->weights[s] = 1 + below(20);
    small->graph.closes = small->closes;
    small->graph.serves = small->serves;
    small->graph.weights = small->weights;
}

/* Weight that a set of choices reaches and silences. */
static void count(const struct small *small, unsigned set, int64_t *ret_reached, int64_t *ret_silenced)
{
    bool closed[ENDPOINTS] = {false}, reached[SITES] = {false}, open[SITES] = {false};

    for (size_t i = 0; i < small->graph.close_count; i++)
        if ((set >> small->closes[i].from & 1) != 0)
            closed[small->closes[i].to] = true;
    for (size_t i = 0; i < small->graph.serve_count; i++)
        *(closed[small->serves[i].from] ? &reached[small->serves[i].to] : &open[small->serves[i].to]) = true;
    *ret_reached = *ret_silenced = 0;
    for (uint32_t s = 0; s < SITES; s++) {
        *ret_reached += reached[s] ? small->weights[s] : 0;
        *ret_silenced += reached[s] && !open[s] ? small->weights[s] : 0;
    }
}

static int64_t best_reached(const struct small *small, int size)
{
    int64_t best = 0, reached, silenced;

    for (unsigned set = 0; set < 1U << CHOICES; set++) {
        if (__builtin_popcount(set) != size)
            continue;
        count(small, set, &reached, &silenced);
        best = reached > best ? reached : best;
    }
    return best;
}

/* The greedy choice without laziness: the next one is the lowest that gains most. */
static int plain_next(const struct small *small, unsigned set)
{
    int64_t now, best = 0, reached, silenced;
    int next = -1;

    count(small, set, &now, &silenced);
    for (int c = 0; c < CHOICES; c++) {
        if ((set >> c & 1) != 0)
            continue;
        count(small, set | 1U << c, &reached, &silenced);
        if (reached - now > best) {
            best = reached - now;
            next = c;
        }
    }
    return next;
}

Test(chokepoint, reaches_what_plain_greed_reaches_and_at_least_63_percent_of_the_best)
{
    int below_best = 0;

    for (uint64_t seed = 1; seed <= GRAPHS; seed++) {
        struct small small;
        struct chokepoint_rank ranks[CHOICES];
        unsigned set = 0;
        size_t made;

        arena_reset(arena);
        draw(&small, seed);
        made = chokepoint_rank(arena, &small.graph, CHOKEPOINT_reached, CHOICES, ranks);
        for (size_t i = 0; i < made; i++) {
            int64_t reached, silenced, best = best_reached(&small, (int)i + 1);

            cr_assert_eq((int)ranks[i].choice, plain_next(&small, set), "graph %lu, rank %zu", (unsigned long)seed, i);
            set |= 1U << ranks[i].choice;
            count(&small, set, &reached, &silenced);
            cr_assert_eq(ranks[i].reached_total, reached);
            cr_assert_eq(ranks[i].silenced_total, silenced);
            cr_assert_geq((double)reached, (1 - 0.36787944117144233) * (double)best);
            below_best += reached < best;
        }
        cr_assert_eq(plain_next(&small, set), -1, "it stops when nothing is gained any more");
    }
    cr_expect_gt(below_best, 0, "graphs on which greed is best prove nothing about the bound");
}

/* The next choice for silence without anything remembered: silences most, then comes nearest, then is the lowest. */
static int plain_silent_next(const struct small *small, unsigned set)
{
    int64_t now, best = 0, reached, silenced;
    double best_nearer = 0;
    int next = -1;

    count(small, set, &reached, &now);
    for (int c = 0; c < CHOICES; c++) {
        int open[SITES] = {0}, hit[SITES] = {0};
        double nearer = 0;

        if ((set >> c & 1) != 0)
            continue;
        count(small, set | 1U << c, &reached, &silenced);
        for (size_t i = 0; i < small->graph.serve_count; i++) {
            bool was = false, is = false;

            for (size_t k = 0; k < small->graph.close_count; k++)
                if (small->closes[k].to == small->serves[i].from) {
                    was = was || (set >> small->closes[k].from & 1) != 0;
                    is = is || (int)small->closes[k].from == c;
                }
            open[small->serves[i].to] += !was;
            hit[small->serves[i].to] += !was && is;
        }
        for (uint32_t s = 0; s < SITES; s++)
            nearer += hit[s] > 0 && hit[s] < open[s] ? (double)small->weights[s] * hit[s] / open[s] : 0;
        if (silenced - now > best || (silenced - now == best && nearer > best_nearer + 1e-9)) {
            best = silenced - now;
            best_nearer = nearer;
            next = c;
        }
    }
    return next;
}

Test(chokepoint, counts_what_is_silenced_when_it_looks_for_that)
{
    for (uint64_t seed = 1; seed <= GRAPHS; seed++) {
        struct small small;
        struct chokepoint_rank ranks[CHOICES];
        unsigned set = 0;
        size_t made;

        arena_reset(arena);
        draw(&small, seed);
        made = chokepoint_rank(arena, &small.graph, CHOKEPOINT_silenced, CHOICES, ranks);
        for (size_t i = 0; i < made; i++) {
            int64_t reached, silenced;

            cr_assert_eq((int)ranks[i].choice, plain_silent_next(&small, set), "graph %lu, rank %zu", (unsigned long)seed, i);
            set |= 1U << ranks[i].choice;
            count(&small, set, &reached, &silenced);
            cr_assert_eq(ranks[i].silenced_total, silenced);
            cr_assert_eq(ranks[i].reached_total, reached);
        }
    }
}

Test(chokepoint, prefers_two_endpoints_of_one_site_to_two_halves_when_it_is_to_silence)
{
    /* sites 0 and 1 have two endpoints each; endpoint 4 serves half of three more sites that have one elsewhere */
    static const struct chokepoint_edge closes[] = {{0, 0}, {1, 1}, {2, 2}, {3, 3}, {4, 4}};
    static const struct chokepoint_edge serves[] = {{0, 0}, {1, 0}, {2, 1}, {3, 1}, {4, 2},
                                                    {4, 3}, {4, 4}, {5, 2}, {5, 3}, {5, 4}};
    static const int64_t weights[] = {10, 10, 3, 3, 3};
    struct chokepoint_graph graph = {5, 6, 5, closes, 5, serves, 10, weights};
    struct chokepoint_rank ranks[2];

    cr_assert_eq(chokepoint_rank(arena, &graph, CHOKEPOINT_silenced, 2, ranks), 2);
    cr_expect(ranks[0].choice == 0 && ranks[1].choice == 1);
    cr_expect_eq(ranks[1].silenced_total, 10);
    cr_assert_eq(chokepoint_rank(arena, &graph, CHOKEPOINT_reached, 2, ranks), 2);
    cr_expect(ranks[0].choice == 0 && ranks[1].choice == 2);
    cr_expect_eq(ranks[1].reached_total, 20);
    cr_expect_eq(ranks[1].silenced_total, 0);
}
