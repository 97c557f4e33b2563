/* A model is tried on decisions that it was not made from. */
#include <criterion/criterion.h>
#include <math.h>

#include "core/model_learn.h"
#include "core/model_trial.h"
#include "support/ident_fixture.h"

static int64_t bits(double probability)
{
    return llround(log2(probability / (1 - probability)) * (double)MICRO);
}

/* As many decisions as `count`, every fourth rejected, each programme with `each` of them. */
static void decide(struct trial_case *cases, size_t count, size_t each, double old_probability, double new_probability)
{
    for (size_t i = 0; i < count; i++)
        cases[i] = (struct trial_case){i / each, i % 4 != 0, bits(old_probability), bits(new_probability)};
}

Test(trial, tells_the_better_model_from_the_worse)
{
    struct trial_case cases[80];
    struct model_trial trial;

    decide(cases, 80, 4, 0.75, 0.95);
    model_trial_make(cases, 80, &trial);
    cr_expect_eq(trial.confirmed, 60);
    cr_expect_eq(trial.rejected, 20);
    cr_expect_eq(trial.groups, 20);
    cr_expect_float_eq(trial.old_surprise, -0.75 * log2(0.75) - 0.25 * log2(0.25), 1e-5);
    cr_expect_float_eq(trial.new_surprise, -0.75 * log2(0.95) - 0.25 * log2(0.05), 1e-5);
    cr_expect_eq(model_trial_verdict(&trial), TRIAL_worse);
    decide(cases, 80, 4, 0.95, 0.75);
    model_trial_make(cases, 80, &trial);
    cr_expect_eq(model_trial_verdict(&trial), TRIAL_better);
    decide(cases, 80, 4, 0.8, 0.8);
    model_trial_make(cases, 80, &trial);
    cr_expect_eq(model_trial_verdict(&trial), TRIAL_alike);
}

/* So many links that the old model put at 0.85 and the new at 0.95, `rejected` of them rejected; beside them what makes the new model better. */
static void lift(struct trial_case *cases, size_t count, size_t lifted, size_t rejected)
{
    decide(cases, count, 4, 0.95, 0.75);
    for (size_t i = 0; i < lifted; i++)
        cases[i] = (struct trial_case){i / 4, i >= rejected, bits(0.85), bits(0.95)};
}

/* Source of the chances: the binomial distribution, summed by hand: of 10 with 0.04 each, 2 or more 0.058, 3 or more 0.0062; of 50, 5 or more
 * 0.049, 6 or more 0.0144. */
Test(trial, is_worse_when_it_lifts_what_people_rejected)
{
    static const struct {
        size_t lifted, rejected;
        enum trial_verdict verdict;
    } rows[] = {{1, 1, TRIAL_better},  {10, 2, TRIAL_better}, {10, 3, TRIAL_worse},
                {50, 5, TRIAL_better}, {50, 6, TRIAL_worse},  {100, 0, TRIAL_better}};
    static struct trial_case cases[400];
    struct model_trial trial;

    for (size_t row = 0; row < sizeof(rows) / sizeof(*rows); row++) {
        lift(cases, 400, rows[row].lifted, rows[row].rejected);
        model_trial_make(cases, 400, &trial);
        cr_expect_eq(trial.lifted, (int64_t)rows[row].lifted);
        cr_expect_eq(trial.lifted_rejected, (int64_t)rows[row].rejected);
        cr_expect_eq(model_trial_verdict(&trial), rows[row].verdict, "row %zu", row);
    }
    /* few decisions are enough for that, and very many are none too many */
    lift(cases, 5, 5, 4);
    model_trial_make(cases, 5, &trial);
    cr_expect_eq(model_trial_verdict(&trial), TRIAL_worse);
    trial = (struct model_trial){900000, 100000, 50000, 0.5, 0.4, 0.01, 1000000, 40000};
    cr_expect_eq(model_trial_verdict(&trial), TRIAL_better);
    trial.lifted_rejected = 41000;
    cr_expect_eq(model_trial_verdict(&trial), TRIAL_worse);
}

Test(trial, does_not_know_when_decisions_are_few_or_one_sided_or_about_few_programmes)
{
    static const struct {
        size_t count, each;
        bool only_confirmed;
        enum trial_verdict verdict;
    } rows[] = {{80, 4, false, TRIAL_better},
                {16, 1, false, TRIAL_unknown},
                {80, 80, false, TRIAL_unknown},
                {80, 4, true, TRIAL_unknown}};
    struct trial_case cases[80];
    struct model_trial trial;

    for (size_t row = 0; row < sizeof(rows) / sizeof(*rows); row++) {
        decide(cases, rows[row].count, rows[row].each, 0.95, 0.75);
        for (size_t i = 0; i < rows[row].count && rows[row].only_confirmed; i++)
            cases[i].confirmed = true;
        model_trial_make(cases, rows[row].count, &trial);
        cr_expect_eq(model_trial_verdict(&trial), rows[row].verdict, "row %zu", row);
    }
    model_trial_make(cases, 0, &trial);
    cr_expect_eq(model_trial_verdict(&trial), TRIAL_unknown);
}

/* Ten decisions that say the same about one programme are no more than one. */
Test(trial, counts_programmes_and_not_decisions)
{
    struct trial_case one[240], ten[240];
    struct model_trial apart, together;

    for (size_t i = 0; i < 240; i++) {
        bool confirmed = (i / 10) % 4 != 0;

        one[i] = (struct trial_case){i, confirmed, bits(0.75), bits(0.95)};
        ten[i] = (struct trial_case){i / 10, confirmed, bits(0.75), bits(0.95)};
    }
    model_trial_make(one, 240, &apart);
    model_trial_make(ten, 240, &together);
    cr_expect_float_eq(apart.new_surprise, together.new_surprise, 1e-9);
    cr_expect_float_eq(together.error / apart.error, sqrt(10), 0.1);
}

Test(trial, is_the_same_in_any_order_and_no_single_decision_outweighs_all)
{
    struct trial_case forward[60], backward[60];
    struct model_trial a, b;

    for (size_t i = 0; i < 60; i++) {
        forward[i] = (struct trial_case){i / 3, i % 5 != 0, bits(0.3 + 0.01 * (double)i), bits(0.9 - 0.01 * (double)i)};
        backward[59 - i] = forward[i];
    }
    model_trial_make(forward, 60, &a);
    model_trial_make(backward, 60, &b);
    cr_expect(a.old_surprise == b.old_surprise && a.new_surprise == b.new_surprise && a.error == b.error);
    forward[0] = (struct trial_case){0, true, 0, -500 * MICRO};
    model_trial_make(forward, 1, &a);
    cr_expect_float_eq(a.new_surprise, -log2(TRIAL_MISTAKEN), 1e-9);
}

Test(trial, lets_in_what_is_estimated_only_when_it_is_better_and_what_is_learned_unless_it_is_worse)
{
    static const struct {
        const char *origin;
        bool passes[4]; /* unknown, alike, better, worse */
    } rows[] = {{"estimate", {false, false, true, false}},
                {"learn", {true, true, true, false}},
                {"file", {true, true, true, false}},
                {"default", {true, true, true, false}}};

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        for (enum trial_verdict verdict = TRIAL_unknown; verdict <= TRIAL_worse; verdict++)
            cr_expect_eq(model_trial_passes(bytes_of(rows[i].origin), verdict), rows[i].passes[verdict], "%s, %s", rows[i].origin,
                         trial_verdict_name(verdict));
}

Test(trial, says_what_it_found_in_words)
{
    struct model_trial trial = {60, 20, 17, 0.5, 0.75, 0.04, 0, 0};

    cr_expect_str_eq(
        bytes_cstr(fixture_arena(), model_trial_text(fixture_arena(), &trial)),
        "worse: the mean surprise of 80 decisions (60 confirmed, 20 rejected) about 17 programmes is 0.500 bits by the old "
        "model and 0.750 by the new (difference +0.250, error 0.040)");
    trial.rejected = 1;
    cr_expect_str_eq(
        bytes_cstr(fixture_arena(), model_trial_text(fixture_arena(), &trial)),
        "unknown: 61 decisions (60 confirmed, 1 rejected) about 17 programmes do not tell; it takes 20, 5 of each kind, about "
        "5 programmes");
    trial.lifted = 9;
    trial.lifted_rejected = 4;
    cr_expect_str_eq(
        bytes_cstr(fixture_arena(), model_trial_text(fixture_arena(), &trial)),
        "worse: the mean surprise of 61 decisions (60 confirmed, 1 rejected) about 17 programmes is 0.500 bits by the old "
        "model and 0.750 by the new (difference +0.250, error 0.040); of 9 decided links that only the new model puts above "
        "0.9, 4 were rejected");
}

/* ---- learned without what is judged ---- */

#define CASES 400

static struct learn_case surprising(uint64_t group, bool confirmed)
{
    return (struct learn_case){
        .group = group, .confirmed = confirmed, .bits = 0, .rules = UINT64_C(1) << RULE_email, .over = -100 * MICRO};
}

Test(trial, learns_nothing_about_a_programme_from_its_own_decisions)
{
    struct learn_case cases[CASES];
    struct model *model = arena_new_of(fixture_arena(), struct model);
    int64_t made[CASES];

    /* one programme alone is confirmed, nothing is said about others */
    for (size_t i = 0; i < CASES; i++)
        cases[i] = surprising(7, true);
    model_learn_apart(fixture_arena(), model, cases, CASES, made);
    for (size_t i = 0; i < CASES; i++)
        cr_assert_eq(made[i], 0, "nothing was learned from others");
    /* what others agree on is learned */
    for (size_t i = 0; i < CASES; i++)
        cases[i].group = i;
    model_learn_apart(fixture_arena(), model, cases, CASES, made);
    cr_expect_gt(made[0], MICRO);
}
