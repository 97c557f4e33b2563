#include "core/model_learn.h"

#include <math.h>
#include <string.h>

#define WEIGHTS (RULE_COUNT + 1) /* the last is the prior */
#define PRIOR RULE_COUNT
#define STEPS_MOST 60
#define CLOSE 1e-10
#define BITS_A_NAT M_LOG2E

struct learn_case learn_case_of(const struct model *model, const struct match_waterfall *waterfall, bool confirmed)
{
    struct learn_case ret = {.confirmed = confirmed, .bits = waterfall->score.bits};
    int64_t sums[2] = {0, 0};

    for (size_t i = 0; i < waterfall->count; i++) {
        const struct match_piece *piece = &waterfall->pieces[i];

        if (piece->verdict != VERDICT_counted)
            continue;
        sums[match_family_direct(match_rule_family(piece->rule))] += piece->bits;
        if (piece->listed == 0) /* what a hub's bound leaves does not depend on the weight */
            ret.rules |= UINT64_C(1) << piece->rule;
    }
    int64_t now = match_sum(model, sums[1], sums[0], waterfall->apart_us);
    int64_t more[2] = {match_sum(model, sums[1], sums[0] + MICRO, waterfall->apart_us) - now,
                       match_sum(model, sums[1] + MICRO, sums[0], waterfall->apart_us) - now};

    for (enum match_family family = 0; family < FAMILY_COUNT; family++)
        ret.effect[family] = (float)more[match_family_direct(family)] / (float)MICRO;
    return ret;
}

struct learning {
    const struct learn_case *cases;
    size_t count;
    double shift[WEIGHTS]; /* nats */
    double gradient[WEIGHTS];
    double curvature[WEIGHTS][WEIGHTS];
};

static double effect_of(const struct learn_case *learn_case, int weight)
{
    if (weight == PRIOR)
        return 1;
    return (learn_case->rules >> weight & 1) != 0 ? (double)learn_case->effect[match_rule_family((enum match_rule)weight)] : 0;
}

static double expected_of(const struct learn_case *learn_case, const double *shift)
{
    double nats = (double)learn_case->bits / (double)MICRO / BITS_A_NAT;

    for (int weight = 0; weight < WEIGHTS; weight++)
        nats += shift[weight] * effect_of(learn_case, weight);
    return nats;
}

/* -log of the probability of what was decided, without loss at the far ends. */
static double surprise(double nats, bool confirmed)
{
    double against = confirmed ? -nats : nats;

    return against > 0 ? against + log1p(exp(-against)) : log1p(exp(against));
}

static double total_surprise(const struct learning *learning, const double *shift)
{
    double sum = 0;

    for (size_t i = 0; i < learning->count; i++)
        sum += surprise(expected_of(&learning->cases[i], shift), learning->cases[i].confirmed);
    return sum;
}

static double objective(const struct learning *learning, const double *shift)
{
    double sum = total_surprise(learning, shift);

    for (int weight = 0; weight < WEIGHTS; weight++)
        sum += shift[weight] * shift[weight] * LEARN_WEIGHT / 2;
    return sum;
}

static void derive(struct learning *learning)
{
    memset(learning->curvature, 0, sizeof(learning->curvature));
    for (int weight = 0; weight < WEIGHTS; weight++) {
        learning->gradient[weight] = learning->shift[weight] * LEARN_WEIGHT;
        learning->curvature[weight][weight] = LEARN_WEIGHT;
    }
    for (size_t i = 0; i < learning->count; i++) {
        const struct learn_case *learn_case = &learning->cases[i];
        double p = 1 / (1 + exp(-expected_of(learn_case, learning->shift)));

        for (int a = 0; a < WEIGHTS; a++) {
            double effect = effect_of(learn_case, a);

            if (effect == 0)
                continue;
            learning->gradient[a] += effect * (p - learn_case->confirmed);
            for (int b = 0; b <= a; b++)
                learning->curvature[a][b] += effect * effect_of(learn_case, b) * p * (1 - p);
        }
    }
}

/* The lower factor in place; the diagonal is never small: LEARN_WEIGHT stands in it. */
static void factorise(double matrix[WEIGHTS][WEIGHTS])
{
    for (int a = 0; a < WEIGHTS; a++)
        for (int b = 0; b <= a; b++) {
            double sum = matrix[a][b];

            for (int k = 0; k < b; k++)
                sum -= matrix[a][k] * matrix[b][k];
            matrix[a][b] = a == b ? sqrt(sum) : sum / matrix[b][b];
        }
}

static void solve(double factor[WEIGHTS][WEIGHTS], const double *right, double *ret)
{
    for (int a = 0; a < WEIGHTS; a++) {
        ret[a] = right[a];
        for (int k = 0; k < a; k++)
            ret[a] -= factor[a][k] * ret[k];
        ret[a] /= factor[a][a];
    }
    for (int a = WEIGHTS - 1; a >= 0; a--) {
        for (int k = a + 1; k < WEIGHTS; k++)
            ret[a] -= factor[k][a] * ret[k];
        ret[a] /= factor[a][a];
    }
}

/* One step of Newton's, shortened until it helps. */
static double step(struct learning *learning)
{
    double move[WEIGHTS], next[WEIGHTS], now = objective(learning, learning->shift), length = 0;

    derive(learning);
    factorise(learning->curvature);
    solve(learning->curvature, learning->gradient, move);
    for (double part = 1; part > 1e-6; part /= 2) {
        for (int weight = 0; weight < WEIGHTS; weight++)
            next[weight] = learning->shift[weight] - part * move[weight];
        if (objective(learning, next) <= now)
            break;
    }
    for (int weight = 0; weight < WEIGHTS; weight++)
        length = fmax(length, fabs(next[weight] - learning->shift[weight]));
    memcpy(learning->shift, next, sizeof(next));
    return length;
}

static double error_of(struct learning *learning, int weight)
{
    double unit[WEIGHTS] = {0}, column[WEIGHTS];

    unit[weight] = 1;
    solve(learning->curvature, unit, column);
    return sqrt(column[weight]);
}

static void count_decision(const struct learn_case *learn_case, struct learned *learned)
{
    int64_t yes = learn_case->confirmed, no = !learn_case->confirmed;

    learned->confirmed += yes;
    learned->rejected += no;
    for (enum match_rule rule = 0; rule < RULE_COUNT; rule++)
        if ((learn_case->rules >> rule & 1) != 0) {
            learned->rules[rule].confirmed += yes;
            learned->rules[rule].rejected += no;
        }
}

static void run(struct learning *learning)
{
    for (int i = 0; i < STEPS_MOST && step(learning) > CLOSE; i++)
        ;
}

void model_learn(struct arena *arena, const struct learn_case *cases, size_t count, struct learned *ret)
{
    struct learning *learning = arena_new_of(arena, struct learning);
    struct learned learned = {0};
    double before;

    learning->cases = cases;
    learning->count = count;
    before = total_surprise(learning, learning->shift);
    for (size_t i = 0; i < count; i++)
        count_decision(&cases[i], &learned);
    run(learning);
    derive(learning);
    factorise(learning->curvature);
    for (int weight = 0; weight < WEIGHTS; weight++) {
        struct learn_weight *made = weight == PRIOR ? &learned.prior : &learned.rules[weight];

        made->shift = learning->shift[weight] * BITS_A_NAT;
        made->error = error_of(learning, weight) * BITS_A_NAT;
    }
    learned.prior.confirmed = learned.confirmed;
    learned.prior.rejected = learned.rejected;
    if (count > 0) {
        learned.deviance_before = before / (double)count * BITS_A_NAT;
        learned.deviance_after = total_surprise(learning, learning->shift) / (double)count * BITS_A_NAT;
    }
    *ret = learned;
}

/* ---- without what is judged ---- */

static void learn_without(const struct learn_case *cases, size_t count, uint64_t fold, struct learn_case *rest,
                          struct learning *learning)
{
    memset(learning, 0, sizeof(*learning));
    for (size_t i = 0; i < count; i++)
        if (cases[i].group % LEARN_FOLDS != fold)
            rest[learning->count++] = cases[i];
    learning->cases = rest;
    run(learning);
}

void model_learn_apart(struct arena *arena, const struct learn_case *cases, size_t count, int64_t *ret_bits)
{
    struct learning *learning = arena_new_of(arena, struct learning);
    struct learn_case *rest = arena_array(arena, struct learn_case, count + 1);

    for (uint64_t fold = 0; fold < LEARN_FOLDS; fold++) {
        learn_without(cases, count, fold, rest, learning);
        for (size_t i = 0; i < count; i++)
            if (cases[i].group % LEARN_FOLDS == fold)
                ret_bits[i] = llround(expected_of(&cases[i], learning->shift) * BITS_A_NAT * (double)MICRO);
    }
}
