#include "core/model_estimate.h"

#include <math.h>
#include <string.h>

#include "base/instant.h"

#define ITERATIONS_MOST 500
#define CLOSE_BITS 1e-4 /* weights that move less have come to rest */
#define M_WEIGHT 4.0    /* matches that the present m and the present prior stand for at least */
#define U_WEIGHT 1.0    /* coincidences that the present u stands for at least */
#define M_MOST 0.999
#define U_LEAST 1e-13
#define NO_GROUP UINT16_MAX

/* The weights of one step, in bits. */
struct weights {
    double m[RULE_COUNT], u[RULE_COUNT], bits[RULE_COUNT];
    double silent[FAMILY_COUNT]; /* of a family that shows nothing: log2 of m over u */
    double prior;                /* a probability */
};

/* What one step counts; `hand` by the probability of one hand, the rest by that of a payment. */
struct counts {
    double matches[RULE_COUNT], all[RULE_COUNT];
    double sure_matches[RULE_COUNT], sure_strangers[RULE_COUNT]; /* of them, those of which it is known what they are */
    double silent_matches[FAMILY_COUNT], silent_all[FAMILY_COUNT];
    double total_matches, total_hands;
};

struct estimation {
    const struct model *model;
    struct model *moved; /* the same with the prior of the step */
    const struct patterns *patterns;
    double pairs;
    double held;       /* matches, and coincidences, that the present model stands for */
    uint16_t left_out; /* a group, or NO_GROUP */
};

struct posterior {
    double payment, hand;
};

static double log_odds(double p)
{
    return log2(p / (1 - p));
}

static double part_bits(const struct weights *weights, enum match_family family, const struct pattern_part *part)
{
    if (part->rule == RULE_COUNT)
        return weights->silent[family];
    double bits = weights->bits[part->rule] + (double)part->offset / (double)MICRO;

    return bits > 0 ? bits : 0;
}

static int64_t micro(double bits)
{
    return llround(bits * (double)MICRO);
}

/* The bound on what one hand shows is the model's own. */
static struct posterior judge(const struct estimation *estimation, const struct weights *weights, const struct pattern *pattern)
{
    double direct = 0, hand = 0;

    for (enum match_family family = 0; family < FAMILY_COUNT; family++)
        *(match_family_direct(family) ? &direct : &hand) += part_bits(weights, family, &pattern->parts[family]);
    return (struct posterior){
        match_probability(match_sum(estimation->moved, micro(direct), micro(hand), pattern->bound_us) + pattern->extra),
        match_probability(estimation->moved->prior + micro(direct + hand))};
}

static double posterior_of(struct posterior posterior, enum match_family family)
{
    return match_family_direct(family) ? posterior.payment : posterior.hand;
}

static void count_pattern(struct counts *counts, const struct pattern *pattern, double pairs, struct posterior posterior)
{
    counts->total_matches += pairs * posterior.payment;
    counts->total_hands += pairs * posterior.hand;
    for (enum match_family family = 0; family < FAMILY_COUNT; family++) {
        const struct pattern_part *part = &pattern->parts[family];
        double matches = pairs * posterior_of(posterior, family);

        if (part->rule == RULE_COUNT) {
            counts->silent_matches[family] += matches;
            counts->silent_all[family] += pairs;
        } else if (part->base) {
            counts->matches[part->rule] += matches;
            counts->all[part->rule] += pairs;
            counts->sure_matches[part->rule] += matches * matches / pairs;
            counts->sure_strangers[part->rule] += (pairs - matches) * (pairs - matches) / pairs;
        }
    }
}

static void expect(const struct estimation *estimation, const struct weights *weights, struct counts *ret)
{
    struct pattern nothing = {.bound_us = 0};
    struct counts counts = {0};
    double seen = 0;

    estimation->moved->prior = micro(log_odds(weights->prior));
    for (enum match_family family = 0; family < FAMILY_COUNT; family++)
        nothing.parts[family].rule = RULE_COUNT;
    for (size_t i = 0; i < estimation->patterns->count; i++) {
        const struct pattern_count *item = &estimation->patterns->items[i];

        if (item->pattern.group == estimation->left_out)
            continue;
        seen += (double)item->pairs;
        count_pattern(&counts, &item->pattern, (double)item->pairs, judge(estimation, weights, &item->pattern));
    }
    if (estimation->pairs > seen)
        count_pattern(&counts, &nothing, estimation->pairs - seen, judge(estimation, weights, &nothing));
    *ret = counts;
}

static double bound(double value, double least, double most)
{
    return value < least ? least : value > most ? most : value;
}

static void maximise_rule(const struct estimation *estimation, const struct counts *counts, enum match_rule rule,
                          struct weights *weights)
{
    const struct model_rule *present = &estimation->model->rules[rule];
    double matches = match_family_direct(match_rule_family(rule)) ? counts->total_matches : counts->total_hands;
    double m_weight = fmax(estimation->held, M_WEIGHT), u_weight = fmax(estimation->held, U_WEIGHT);
    double m = (counts->matches[rule] + m_weight * present->m) / (matches + m_weight);
    double u = (counts->all[rule] - counts->matches[rule] + u_weight) / (estimation->pairs - matches + u_weight / present->u);

    if (counts->all[rule] == 0)
        m = present->m, u = present->u;
    weights->m[rule] = bound(m, U_LEAST, M_MOST);
    weights->u[rule] = bound(u, U_LEAST, weights->m[rule]);
    weights->bits[rule] = log2(weights->m[rule] / weights->u[rule]);
}

static void maximise(const struct estimation *estimation, const struct counts *counts, struct weights *weights)
{
    for (enum match_rule rule = 0; rule < RULE_COUNT; rule++)
        maximise_rule(estimation, counts, rule, weights);
    for (enum match_family family = 0; family < FAMILY_COUNT; family++) {
        double matches = match_family_direct(family) ? counts->total_matches : counts->total_hands;
        double m = (counts->silent_matches[family] + M_WEIGHT) / (matches + M_WEIGHT);
        double u = (counts->silent_all[family] - counts->silent_matches[family] + 1) / (estimation->pairs - matches + 1);

        weights->silent[family] = log2(bound(m, U_LEAST, 1) / bound(u, U_LEAST, 1));
    }
    double present = match_probability(estimation->model->prior), weight = fmax(estimation->held, M_WEIGHT);

    weights->prior = bound((counts->total_matches + weight) / (estimation->pairs + weight / present), 1e-12, 0.5);
}

static double distance(const struct weights *a, const struct weights *b)
{
    double most = fabs(log2(a->prior / b->prior));

    for (enum match_rule rule = 0; rule < RULE_COUNT; rule++)
        most = fmax(most, fabs(a->bits[rule] - b->bits[rule]));
    for (enum match_family family = 0; family < FAMILY_COUNT; family++)
        most = fmax(most, fabs(a->silent[family] - b->silent[family]));
    return most;
}

/* From *weights on; *ret_counts are those of the last step. */
static bool iterate(const struct estimation *estimation, struct weights *weights, struct counts *ret_counts, int *ret_iterations)
{
    int i = 0;
    bool close = false;

    while (i++ < ITERATIONS_MOST && !close) {
        struct weights before = *weights;

        expect(estimation, weights, ret_counts);
        maximise(estimation, ret_counts, weights);
        close = distance(&before, weights) < CLOSE_BITS;
    }
    *ret_iterations = i - 1;
    return close;
}

static void present_weights(const struct model *model, struct weights *ret)
{
    memset(ret, 0, sizeof(*ret));
    for (enum match_rule rule = 0; rule < RULE_COUNT; rule++) {
        ret->m[rule] = model->rules[rule].m;
        ret->u[rule] = model->rules[rule].u;
        ret->bits[rule] = log2(ret->m[rule] / ret->u[rule]);
    }
    ret->prior = match_probability(model->prior);
}

/* ---- how sure ---- */

static double jackknife(double sum, double squares)
{
    double mean = sum / PATTERN_GROUPS, spread = squares - sum * mean;

    return spread <= 0 ? 0 : sqrt(spread * (PATTERN_GROUPS - 1) / PATTERN_GROUPS);
}

struct spread {
    double sum, squares;
};

static void spread_add(struct spread *spread, double value)
{
    spread->sum += value;
    spread->squares += value * value;
}

struct spreads {
    struct spread m[RULE_COUNT], u[RULE_COUNT], bits[RULE_COUNT], prior;
};

static void leave_out_each(const struct estimation *whole, const struct weights *weights, struct spreads *ret)
{
    for (uint16_t group = 0; group < PATTERN_GROUPS; group++) {
        struct estimation part = *whole;
        struct weights made = *weights;
        struct counts counts;
        int iterations;

        part.left_out = group;
        part.pairs = whole->pairs * (PATTERN_GROUPS - 1) / PATTERN_GROUPS;
        iterate(&part, &made, &counts, &iterations);
        for (enum match_rule rule = 0; rule < RULE_COUNT; rule++) {
            spread_add(&ret->m[rule], log2(made.m[rule]));
            spread_add(&ret->u[rule], log2(made.u[rule]));
            spread_add(&ret->bits[rule], made.bits[rule]);
        }
        spread_add(&ret->prior, log2(made.prior));
    }
}

/* Pairs of which it is not known whether they belong together tell little, however many they are (Louis 1982): the square of the
 * probability is what is left of each. The present model stands for its few. */
static double counting_error(double sure, double weight)
{
    return M_LOG2E / sqrt(sure + weight);
}

static struct estimate_rule rule_result(const struct weights *weights, const struct counts *counts, const struct spreads *spreads,
                                        enum match_rule rule)
{
    double m = counting_error(counts->sure_matches[rule], M_WEIGHT), u = counting_error(counts->sure_strangers[rule], U_WEIGHT);
    struct estimate_rule ret = {
        (int64_t)counts->all[rule], counts->matches[rule], weights->m[rule], weights->u[rule], weights->bits[rule], 0, 0, 0};

    if (ret.pairs == 0)
        return ret;
    ret.m_error = fmax(m, jackknife(spreads->m[rule].sum, spreads->m[rule].squares));
    ret.u_error = fmax(u, jackknife(spreads->u[rule].sum, spreads->u[rule].squares));
    ret.bits_error = fmax(sqrt(m * m + u * u), jackknife(spreads->bits[rule].sum, spreads->bits[rule].squares));
    return ret;
}

void model_estimate(struct arena *arena, const struct model *model, const struct patterns *patterns, int64_t pairs, double hold,
                    struct estimate *ret)
{
    struct model *moved = arena_new_of(arena, struct model);
    struct estimation estimation = {model, moved, patterns, (double)pairs, 0, NO_GROUP};
    struct spreads *spreads = arena_new_of(arena, struct spreads);
    struct estimate estimate = {0};
    struct weights weights;
    struct counts counts;

    *moved = *model;
    present_weights(model, &weights);
    expect(&estimation, &weights, &counts);
    estimation.held = hold * counts.total_matches;
    estimate.converged = iterate(&estimation, &weights, &counts, &estimate.iterations);
    leave_out_each(&estimation, &weights, spreads);
    for (enum match_rule rule = 0; rule < RULE_COUNT; rule++)
        estimate.rules[rule] = rule_result(&weights, &counts, spreads, rule);
    estimate.prior = weights.prior;
    estimate.prior_error = jackknife(spreads->prior.sum, spreads->prior.squares);
    estimate.matches = counts.total_matches;
    *ret = estimate;
}
