/* Data made from known m, u and prior: the estimate finds them again, as near as it says. */
#include <criterion/criterion.h>
#include <math.h>

#include "core/model_estimate.h"
#include "support/ident_fixture.h"

#define PAIRS INT64_C(4000000)
#define TRUE_PRIOR 5e-4

static uint64_t state;

static uint64_t chance(void)
{
    uint64_t z = (state += UINT64_C(0x9E3779B97F4A7C15));

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static double uniform(void)
{
    return (double)(chance() >> 11) / 9007199254740992.0;
}

/* How many of n happen, each with probability p. */
static int64_t happen(int64_t n, double p)
{
    int64_t count = 0;

    if (p <= 0)
        return 0;
    for (double at = log(1 - uniform()) / log1p(-p); at < (double)n; at += 1 + log(1 - uniform()) / log1p(-p))
        count++;
    return count;
}

static const struct truth {
    enum match_rule rule;
    double m, u;
} truths[] = {
    {RULE_arn, 0.30, 1e-6},      {RULE_published, 0.35, 4e-6}, {RULE_declared_url, 0.25, 3e-6},
    {RULE_referrer, 0.15, 1e-6}, {RULE_name, 0.30, 2e-4},      {RULE_payment_hour, 0.20, 1e-3},
};

static double true_m(size_t i)
{
    return truths[i].m;
}

/* What one of n pairs of a class shows; each family draws on its own, its rules exclude each other. */
static void draw(struct patterns *patterns, int64_t n, bool match)
{
    for (int64_t k = 0; k < n; k++) {
        struct pattern pattern = {.group = (uint16_t)(chance() % PATTERN_GROUPS)};
        double at[FAMILY_COUNT];
        bool any = false;

        for (enum match_family family = 0; family < FAMILY_COUNT; family++) {
            pattern.parts[family].rule = RULE_COUNT;
            at[family] = uniform();
        }
        for (size_t i = 0; i < sizeof(truths) / sizeof(*truths); i++) {
            enum match_family family = match_rule_family(truths[i].rule);
            double p = match ? true_m(i) : truths[i].u;

            if (at[family] >= 0 && at[family] < p) {
                pattern.parts[family] = (struct pattern_part){(uint8_t)truths[i].rule, true, 0};
                at[family] = -1;
                any = true;
            } else if (at[family] >= 0) {
                at[family] -= p;
            }
        }
        if (any)
            patterns_add_many(patterns, &pattern, 1);
    }
}

/* Pairs that do not belong together show one thing at a time: two at once are as good as never, and drawn apart. */
static void draw_strangers(struct patterns *patterns, int64_t n)
{
    for (size_t i = 0; i < sizeof(truths) / sizeof(*truths); i++)
        for (int64_t k = happen(n, truths[i].u); k > 0; k--) {
            struct pattern pattern = {.group = (uint16_t)(chance() % PATTERN_GROUPS)};

            for (enum match_family family = 0; family < FAMILY_COUNT; family++)
                pattern.parts[family].rule = RULE_COUNT;
            pattern.parts[match_rule_family(truths[i].rule)] = (struct pattern_part){(uint8_t)truths[i].rule, true, 0};
            for (size_t j = 0; j < sizeof(truths) / sizeof(*truths); j++)
                if (match_rule_family(truths[j].rule) != match_rule_family(truths[i].rule) && j > i && uniform() < truths[j].u)
                    pattern.parts[match_rule_family(truths[j].rule)] = (struct pattern_part){(uint8_t)truths[j].rule, true, 0};
            patterns_add_many(patterns, &pattern, 1);
        }
}

/* The hand families bound what they show; here they show all of it, so that the simple model is the true one. */
static struct model unbounded_model(void)
{
    struct model model;
    struct op op;

    op_init(&op, fixture_arena(), 0, "test");
    cr_assert_eq(model_parse(&op, fixture_read(SOURCE_DIR "/config/model/default.conf"), &model), ST_OK, "%s", op.cause);
    for (size_t i = 0; i < model.hand_count; i++)
        model.hands[i].bits = 60 * MICRO;
    return model;
}

static void simulate(uint64_t seed, double hold, struct estimate *ret)
{
    struct model model = unbounded_model();
    struct patterns patterns;
    int64_t matches;

    state = seed;
    patterns_init(&patterns, fixture_arena(), PATTERN_LIMIT);
    matches = happen(PAIRS, TRUE_PRIOR);
    draw(&patterns, matches, true);
    draw_strangers(&patterns, PAIRS - matches);
    patterns_sort(&patterns);
    model_estimate(fixture_arena(), &model, &patterns, PAIRS, hold, ret);
}

Test(estimate, finds_known_weights_again_as_near_as_it_says)
{
    int within_one = 0, within_two = 0, all = 0;

    for (uint64_t seed = 1; seed <= 8; seed++) {
        struct estimate estimate;

        simulate(seed, 0, &estimate);
        cr_assert(estimate.converged, "seed %lu: %d steps", (unsigned long)seed, estimate.iterations);
        for (size_t i = 0; i < sizeof(truths) / sizeof(*truths); i++) {
            const struct estimate_rule *rule = &estimate.rules[truths[i].rule];
            double off = fabs(rule->bits - log2(truths[i].m / truths[i].u)), m_off = fabs(log2(rule->m / truths[i].m));

            cr_expect(off < 4 * rule->bits_error + 0.1, "seed %lu, %s: %.2f bits off, says %.2f", (unsigned long)seed,
                      match_rule_name(truths[i].rule), off, rule->bits_error);
            cr_expect(m_off < 0.25, "seed %lu, %s: m is %.3f instead of %.3f", (unsigned long)seed,
                      match_rule_name(truths[i].rule), rule->m, truths[i].m);
            within_one += off <= rule->bits_error;
            within_two += off <= 2 * rule->bits_error;
            all++;
        }
        cr_expect(fabs(log2(estimate.prior / TRUE_PRIOR)) < 4 * estimate.prior_error + 0.05, "prior %g", estimate.prior);
    }
    cr_expect(within_one >= all / 2, "%d of %d lie within one standard error", within_one, all);
    cr_expect(within_two >= all * 8 / 10, "%d of %d lie within two standard errors", within_two, all);
}

Test(estimate, leaves_what_the_data_do_not_show_as_it_was)
{
    struct model model = unbounded_model();
    struct estimate estimate;

    simulate(3, 0, &estimate);
    cr_expect_eq(estimate.rules[RULE_uetr].pairs, 0);
    cr_expect_float_eq(estimate.rules[RULE_uetr].m, model.rules[RULE_uetr].m, 1e-12);
    cr_expect_float_eq(estimate.rules[RULE_uetr].u, model.rules[RULE_uetr].u, 1e-18);
    cr_expect_float_eq(estimate.rules[RULE_uetr].bits_error, 0, 1e-12);
}

Test(estimate, moves_less_the_more_firmly_the_present_model_holds)
{
    static const double holds[] = {0, 0.5, 1, 10, 1000};
    struct model model = unbounded_model();

    for (size_t i = 0; i < sizeof(truths) / sizeof(*truths); i++) {
        enum match_rule rule = truths[i].rule;
        double now = (double)model.rules[rule].bits / (double)MICRO, before = INFINITY;

        for (size_t k = 0; k < sizeof(holds) / sizeof(*holds); k++) {
            struct estimate estimate;

            simulate(5, holds[k], &estimate);
            double moved = fabs(estimate.rules[rule].bits - now);

            cr_expect_leq(moved, before + 0.05, "%s at %g moved by %g bits", match_rule_name(rule), holds[k], moved);
            before = moved;
        }
        cr_expect_lt(before, 0.1, "%s: held as firmly as that nothing moves", match_rule_name(rule));
    }
}

Test(estimate, is_the_same_to_the_last_bit_in_any_order)
{
    struct model model = unbounded_model();
    struct patterns one, other;
    struct estimate a, b;

    state = 11;
    patterns_init(&one, fixture_arena(), PATTERN_LIMIT);
    draw(&one, 3000, true);
    patterns_init(&other, fixture_arena(), PATTERN_LIMIT);
    for (size_t i = one.count; i-- > 0;)
        for (int64_t k = 0; k < one.items[i].pairs; k++)
            patterns_add_many(&other, &one.items[i].pattern, 1);
    patterns_sort(&one);
    patterns_sort(&other);
    model_estimate(fixture_arena(), &model, &one, PAIRS, 0, &a);
    model_estimate(fixture_arena(), &model, &other, PAIRS, 0, &b);
    for (enum match_rule rule = 0; rule < RULE_COUNT; rule++)
        cr_expect(a.rules[rule].m == b.rules[rule].m && a.rules[rule].u == b.rules[rule].u);
}

Test(pattern, becomes_coarser_instead_of_larger_and_the_same_in_any_order)
{
    struct patterns forward, backward;

    patterns_init(&forward, fixture_arena(), 64);
    patterns_init(&backward, fixture_arena(), 64);
    for (int i = 0; i < 5000; i++) {
        struct pattern up = {.parts[0] = {RULE_arn, true, -i * 997}}, down = {.parts[0] = {RULE_arn, true, -(4999 - i) * 997}};

        patterns_add_many(&forward, &up, 1);
        patterns_add_many(&backward, &down, 1);
    }
    cr_assert_leq(forward.count, 64);
    cr_expect_eq(forward.pairs, 5000);
    patterns_sort(&forward);
    patterns_sort(&backward);
    cr_assert_eq(forward.count, backward.count);
    cr_expect_eq(forward.quantum, backward.quantum);
    for (size_t i = 0; i < forward.count; i++)
        cr_expect(forward.items[i].pairs == backward.items[i].pairs &&
                  forward.items[i].pattern.parts[0].offset == backward.items[i].pattern.parts[0].offset);
}
