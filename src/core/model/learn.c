#include "core/model_learn.h"

#include <math.h>
#include <string.h>

/* What gets a shift: each rule, and then these. */
enum { PRIOR = RULE_COUNT, THIRD, HANDS, WEIGHTS = HANDS + MODEL_HANDS_MOST };
#define STEPS_MOST 60
#define CLOSE 1e-10
#define BITS_A_NAT M_LOG2E
#define ROUND 0.35 /* nats: about half a bit */

struct learn_case learn_case_of(const struct model *model, const struct match_waterfall *waterfall, bool confirmed)
{
    struct learn_case ret = {.confirmed = confirmed,
                             .bits = waterfall->score.bits,
                             .over = model->prior - match_hand_most(model, waterfall->bound_us),
                             .step = match_hand_step(model, waterfall->bound_us)};

    for (size_t i = 0; i < waterfall->count; i++) {
        const struct match_piece *piece = &waterfall->pieces[i];

        if (piece->verdict != VERDICT_counted)
            continue;
        if (!match_family_direct(match_rule_family(piece->rule)))
            ret.over += piece->bits;
        if (piece->listed == 0) /* what a hub's bound leaves does not depend on the weight */
            ret.rules |= UINT64_C(1) << piece->rule;
    }
    return ret;
}

struct learn_case learn_case_of_hop(const struct model *model, const struct match_hop *hop, bool confirmed)
{
    return (struct learn_case){.confirmed = confirmed, .two_hops = true, .bits = match_hop_bits(model, hop)};
}

struct learning {
    const struct model *model;
    const struct learn_case *cases;
    size_t count;
    double shift[WEIGHTS]; /* nats */
    double gradient[WEIGHTS];
    double curvature[WEIGHTS][WEIGHTS];
};

/* ---- a decision by the shifted model ---- */

static double nats_of(int64_t bits)
{
    return (double)bits / (double)MICRO / BITS_A_NAT;
}

static bool has_rule(const struct learn_case *learn_case, int rule)
{
    return (learn_case->rules >> rule & 1) != 0;
}

/* What is over the bound. The corner is rounded off: where it stands sharp, nothing would pull a score over it. */
static double beyond(double over)
{
    return over <= -ROUND ? 0 : over >= ROUND ? over : (over + ROUND) * (over + ROUND) / (4 * ROUND);
}

static double beyond_slope(double over)
{
    return over <= -ROUND ? 0 : over >= ROUND ? 1 : (over + ROUND) / (2 * ROUND);
}

#define LOST (1 - 1.0 / MATCH_BEYOND_PARTS) /* of what is over the bound */

static double moved_over(const struct learn_case *learn_case, const double *shift)
{
    double over = nats_of(learn_case->over) + shift[PRIOR] - shift[HANDS + learn_case->step];

    for (int rule = 0; rule < RULE_COUNT; rule++)
        if (has_rule(learn_case, rule) && !match_family_direct(match_rule_family((enum match_rule)rule)))
            over += shift[rule];
    return over;
}

/* How much of a shift of the likeliest links by way of a third reaches this one: the least that is kept stays where it is. */
static double third_part(const struct model *model, const struct learn_case *learn_case)
{
    return (double)(learn_case->bits - MATCH_THIRD_LEAST) / (double)model->third / LEARN_THIRD_REACH;
}

static double expected_of(const struct model *model, const struct learn_case *learn_case, const double *shift)
{
    double nats = nats_of(learn_case->bits);

    if (learn_case->two_hops)
        return nats + shift[THIRD] * third_part(model, learn_case);
    nats += shift[PRIOR] - LOST * (beyond(moved_over(learn_case, shift)) - beyond(nats_of(learn_case->over)));
    for (int rule = 0; rule < RULE_COUNT; rule++)
        if (has_rule(learn_case, rule))
            nats += shift[rule];
    return nats;
}

/* How much of a small change of each weight reaches the score: less where one hand's evidence is bounded. */
static void find_effects(const struct model *model, const struct learn_case *learn_case, const double *shift,
                         double effect[WEIGHTS])
{
    double lost = LOST * beyond_slope(moved_over(learn_case, shift));

    memset(effect, 0, WEIGHTS * sizeof(*effect));
    if (learn_case->two_hops) {
        effect[THIRD] = third_part(model, learn_case);
        return;
    }
    for (int rule = 0; rule < RULE_COUNT; rule++)
        if (has_rule(learn_case, rule))
            effect[rule] = match_family_direct(match_rule_family((enum match_rule)rule)) ? 1 : 1 - lost;
    effect[PRIOR] = 1 - lost;
    effect[HANDS + learn_case->step] = lost;
}

/* ---- what is made as small as can be ---- */

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
        sum += surprise(expected_of(learning->model, &learning->cases[i], shift), learning->cases[i].confirmed);
    return sum;
}

/* What holds a shift back: its square; from LEARN_FREE on less and less is added, as to a guess that was wrong. Not so the prior, which moves
 * the score of all that nobody has decided about, too. */
static double hold_of(int weight, double shift)
{
    if (weight == PRIOR)
        return LEARN_PRIOR_WEIGHT * shift * shift / 2;
    double size = fabs(shift), within = fmin(size, LEARN_FREE);

    return LEARN_WEIGHT * (within * within / 2 + 2 * LEARN_FREE * (sqrt(LEARN_FREE * fmax(size, LEARN_FREE)) - LEARN_FREE));
}

static double hold_slope(double shift)
{
    return LEARN_WEIGHT * LEARN_FREE * sqrt(LEARN_FREE / fmax(fabs(shift), LEARN_FREE));
}

/* Of the parabola that touches it there from above. */
static double hold_curvature(int weight, double shift)
{
    if (weight == PRIOR)
        return LEARN_PRIOR_WEIGHT;
    return fabs(shift) <= LEARN_FREE ? LEARN_WEIGHT : hold_slope(shift) / fabs(shift);
}

static double objective(const struct learning *learning, const double *shift)
{
    double sum = total_surprise(learning, shift);

    for (int weight = 0; weight < WEIGHTS; weight++)
        sum += hold_of(weight, shift[weight]);
    return sum;
}

static void derive_case(struct learning *learning, const struct learn_case *learn_case)
{
    double p = 1 / (1 + exp(-expected_of(learning->model, learn_case, learning->shift))), effect[WEIGHTS];

    find_effects(learning->model, learn_case, learning->shift, effect);
    for (int a = 0; a < WEIGHTS; a++) {
        if (effect[a] == 0)
            continue;
        learning->gradient[a] += effect[a] * (p - learn_case->confirmed);
        for (int b = 0; b <= a; b++)
            learning->curvature[a][b] += effect[a] * effect[b] * p * (1 - p);
    }
}

static void derive(struct learning *learning)
{
    memset(learning->curvature, 0, sizeof(learning->curvature));
    for (int weight = 0; weight < WEIGHTS; weight++) {
        learning->curvature[weight][weight] = hold_curvature(weight, learning->shift[weight]);
        learning->gradient[weight] = learning->shift[weight] * learning->curvature[weight][weight];
    }
    for (size_t i = 0; i < learning->count; i++)
        derive_case(learning, &learning->cases[i]);
}

/* The lower factor in place; the diagonal is never nothing: what holds the shifts back stands in it. */
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

/* One step of Newton's, shortened until it helps; none when nothing does. */
static double step(struct learning *learning)
{
    double move_by[WEIGHTS], next[WEIGHTS], now = objective(learning, learning->shift), length = 0;

    derive(learning);
    factorise(learning->curvature);
    solve(learning->curvature, learning->gradient, move_by);
    for (double part = 1; part > 1e-6; part /= 2) {
        for (int weight = 0; weight < WEIGHTS; weight++)
            next[weight] = learning->shift[weight] - part * move_by[weight];
        if (objective(learning, next) > now)
            continue;
        for (int weight = 0; weight < WEIGHTS; weight++)
            length = fmax(length, fabs(next[weight] - learning->shift[weight]));
        memcpy(learning->shift, next, sizeof(next));
        break;
    }
    return length;
}

static double error_of(struct learning *learning, int weight)
{
    double unit[WEIGHTS] = {0}, column[WEIGHTS];

    unit[weight] = 1;
    solve(learning->curvature, unit, column);
    return sqrt(column[weight]);
}

static void count_one(const struct learn_case *learn_case, struct learn_weight *weight)
{
    weight->confirmed += learn_case->confirmed;
    weight->rejected += !learn_case->confirmed;
}

static struct learn_weight *weight_of(struct learned *learned, int weight)
{
    if (weight < RULE_COUNT)
        return &learned->rules[weight];
    return weight == PRIOR ? &learned->prior : weight == THIRD ? &learned->third : &learned->hands[weight - HANDS];
}

/* What a shift of one nat is in the model. */
static double unit_of(int weight)
{
    return weight == THIRD ? BITS_A_NAT / LEARN_THIRD_REACH : BITS_A_NAT;
}

/* What one hand shows stands only on decisions whose evidence it bounds. */
static bool stands_on(const struct learn_case *learn_case, const double effect[WEIGHTS], int weight)
{
    if (weight < RULE_COUNT)
        return has_rule(learn_case, weight);
    return weight < HANDS ? effect[weight] > 0 : effect[weight] > 0.5;
}

static void count_decision(const struct learning *learning, const struct learn_case *learn_case, struct learned *learned)
{
    double effect[WEIGHTS];

    *(learn_case->confirmed ? &learned->confirmed : &learned->rejected) += 1;
    find_effects(learning->model, learn_case, learning->shift, effect);
    for (int weight = 0; weight < WEIGHTS; weight++)
        if (stands_on(learn_case, effect, weight))
            count_one(learn_case, weight_of(learned, weight));
}

static void run(struct learning *learning)
{
    for (int i = 0; i < STEPS_MOST && step(learning) > CLOSE; i++)
        ;
}

void model_learn(struct arena *arena, const struct model *model, const struct learn_case *cases, size_t count,
                 struct learned *ret)
{
    struct learning *learning = arena_new_of(arena, struct learning);
    struct learned learned = {0};
    double before;

    learning->model = model;
    learning->cases = cases;
    learning->count = count;
    before = total_surprise(learning, learning->shift);
    for (size_t i = 0; i < count; i++)
        count_decision(learning, &cases[i], &learned);
    run(learning);
    derive(learning);
    factorise(learning->curvature);
    for (int weight = 0; weight < WEIGHTS; weight++) {
        struct learn_weight *made = weight_of(&learned, weight);

        made->shift = learning->shift[weight] * unit_of(weight);
        made->error = error_of(learning, weight) * unit_of(weight);
    }
    if (count > 0) {
        learned.deviance_before = before / (double)count * BITS_A_NAT;
        learned.deviance_after = total_surprise(learning, learning->shift) / (double)count * BITS_A_NAT;
    }
    *ret = learned;
}

/* ---- without what is judged ---- */

static size_t take_others(const struct learn_case *cases, size_t count, uint64_t fold, struct learn_case *ret)
{
    size_t taken = 0;

    for (size_t i = 0; i < count; i++)
        if (cases[i].group % LEARN_FOLDS != fold)
            ret[taken++] = cases[i];
    return taken;
}

void model_learn_apart(struct arena *arena, const struct model *model, const struct learn_case *cases, size_t count,
                       int64_t *ret_bits)
{
    struct learning *learning = arena_new_of(arena, struct learning);
    struct learn_case *rest = arena_array(arena, struct learn_case, count + 1);

    for (uint64_t fold = 0; fold < LEARN_FOLDS; fold++) {
        *learning = (struct learning){.model = model, .cases = rest, .count = take_others(cases, count, fold, rest)};
        run(learning);
        for (size_t i = 0; i < count; i++)
            if (cases[i].group % LEARN_FOLDS == fold)
                ret_bits[i] = llround(expected_of(model, &cases[i], learning->shift) * BITS_A_NAT * (double)MICRO);
    }
}
