#include "core/model_recapture.h"

#include <math.h>

#include "core/model_learn.h"
#include "core/model_text.h"

#define SHIFT_MOST 8.0            /* bits: further nothing moves */
#define GUESS 0.7                 /* bits: by how much the present model is mostly wrong */
#define OVER (INT64_C(1) * MICRO) /* by so much the evidence of a hand passes the bound that counts as bounded */
#define STEPS 60                  /* of halving an interval */

/* ---- what shows a payment ---- */

struct signs {
    bool purchase, naming; /* a test purchase; that the one names the other */
};

static struct signs signs_of(const struct model *model, const int64_t bits[FAMILY_COUNT])
{
    int64_t naming = 0;

    for (enum match_family family = 0; family < FAMILY_COUNT; family++)
        if (match_family_direct(family) && family != FAMILY_purchase)
            naming += bits[family];
    return (struct signs){model->prior + bits[FAMILY_purchase] >= 0, model->prior + naming >= 0};
}

/* ---- counting ---- */

struct counting {
    const struct model *model;
    double purchases, namings, both;
    struct recapture *result;
};

static void family_bits(const struct model *model, const struct pattern *pattern, int64_t ret[FAMILY_COUNT])
{
    for (enum match_family family = 0; family < FAMILY_COUNT; family++) {
        const struct pattern_part *part = &pattern->parts[family];
        int64_t bits = part->rule == RULE_COUNT ? 0 : model->rules[part->rule].bits + part->offset;

        ret[family] = bits > 0 ? bits : 0;
    }
}

static bool is_bounded(const struct model *model, const struct pattern *pattern, const int64_t bits[FAMILY_COUNT])
{
    int64_t hand = 0;

    for (enum match_family family = 0; family < FAMILY_COUNT; family++)
        if (!match_family_direct(family))
            hand += bits[family];
    return pattern->bound_us != MATCH_OWN && model->prior + hand >= match_hand_most(model, pattern->bound_us) + OVER;
}

static void count_pattern(struct counting *counting, const struct pattern *pattern, int64_t pairs)
{
    struct recapture_hand *hand = &counting->result->hands[match_hand_step(counting->model, pattern->bound_us)];
    int64_t bits[FAMILY_COUNT];
    struct signs signs;

    family_bits(counting->model, pattern, bits);
    signs = signs_of(counting->model, bits);
    counting->purchases += signs.purchase ? (double)pairs : 0;
    counting->namings += signs.naming ? (double)pairs : 0;
    counting->both += signs.purchase && signs.naming ? (double)pairs : 0;
    if (is_bounded(counting->model, pattern, bits))
        *(signs.purchase || signs.naming ? &hand->seen : &hand->unseen) += pairs;
}

/* The part of payments that one kind or the other shows, taken as independent of each other. */
static double part_seen(const struct counting *counting)
{
    double by_purchase = (counting->both + 1) / (counting->namings + 1),
           by_naming = (counting->both + 1) / (counting->purchases + 1);

    return by_purchase + by_naming - by_purchase * by_naming;
}

/* ---- the lines of one hand ---- */

/* Payments expected among the pairs that are not seen to be any; *ret_slope: how many more by one bit more. */
static double expected(const struct counting *counting, double shift, double *ret_slope)
{
    double sum = 0;

    *ret_slope = 0;
    for (size_t i = 0; i < counting->model->hand_count; i++) {
        double p = model_probability_shift(counting->model->hands[i].bits, shift),
               pairs = (double)counting->result->hands[i].unseen;

        sum += pairs * p;
        *ret_slope += pairs * p * (1 - p) * M_LN2;
    }
    return sum;
}

/* The shift by which so many are expected. */
static double shift_to(const struct counting *counting, double payments)
{
    double least = -SHIFT_MOST, most = SHIFT_MOST, slope;

    for (int i = 0; i < STEPS; i++) {
        double middle = (least + most) / 2;

        *(expected(counting, middle, &slope) < payments ? &least : &most) = middle;
    }
    return least;
}

static double seen_of_hands(const struct counting *counting)
{
    double seen = 0;

    for (size_t i = 0; i < counting->model->hand_count; i++)
        seen += (double)counting->result->hands[i].seen;
    return seen;
}

static void find_shift(const struct counting *counting, struct recapture *ret)
{
    double seen = seen_of_hands(counting), payments = seen * (1 - ret->seen) / ret->seen, shift = shift_to(counting, payments);
    double slope, error;

    expected(counting, shift, &slope);
    if (counting->both == 0 || seen == 0 || slope <= 0)
        return;
    error = payments * sqrt(1 / seen + 1 / counting->both) / slope;
    ret->shift = shift * GUESS * GUESS / (GUESS * GUESS + error * error);
    ret->error = error;
}

void model_recapture(const struct model *model, const struct patterns *patterns, struct recapture *ret)
{
    struct counting counting = {.model = model, .result = ret};

    *ret = (struct recapture){0};
    for (size_t i = 0; i < patterns->count; i++)
        count_pattern(&counting, &patterns->items[i].pattern, patterns->items[i].pairs);
    ret->seen = part_seen(&counting);
    find_shift(&counting, ret);
    for (size_t i = 0; i < model->hand_count; i++)
        ret->hands[i].payments = (double)ret->hands[i].unseen * model_probability_shift(model->hands[i].bits, ret->shift);
}

void model_recapture_move(struct model *model, const struct recapture *recapture)
{
    double third = (double)model->third / (double)MICRO + recapture->shift / LEARN_THIRD_REACH;

    for (size_t i = 0; i < model->hand_count; i++)
        if (model->hands[i].apart_us != MATCH_OWN)
            model->hands[i].bits += llround(recapture->shift * (double)MICRO);
    model->third = llround(fmax(fmin(third, MODEL_THIRD_MOST), MODEL_THIRD_LEAST) * (double)MICRO);
}
