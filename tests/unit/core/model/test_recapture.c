/* Pairs of one hand of which a known part are payments, seen in two ways that do not know of each other: the count finds the part again. */
#include <criterion/criterion.h>
#include <math.h>

#include "base/instant.h"
#include "core/model_recapture.h"
#include "support/ident_fixture.h"

#define NEAR INT64_C(0)
#define FAR (100 * INSTANT_DAY)

static struct model default_model(void)
{
    struct model model;
    struct op op;

    op_init(&op, fixture_arena(), 0, "test");
    cr_assert_eq(model_parse(&op, fixture_read(SOURCE_DIR "/config/model/default.conf"), &model), ST_OK, "%s", op.cause);
    return model;
}

/* What so many pairs have in common. */
struct sight {
    bool hand, purchase, naming;
};

static void see(struct patterns *patterns, struct sight sight, int64_t bound_us, double pairs)
{
    struct pattern pattern = {.bound_us = bound_us};

    for (enum match_family family = 0; family < FAMILY_COUNT; family++)
        pattern.parts[family].rule = RULE_COUNT;
    if (sight.hand) {
        pattern.parts[FAMILY_contact] = (struct pattern_part){RULE_email, true, 0};
        pattern.parts[FAMILY_name] = (struct pattern_part){RULE_name, true, 0};
    }
    if (sight.purchase)
        pattern.parts[FAMILY_purchase] = (struct pattern_part){RULE_arn, true, 0};
    if (sight.naming)
        pattern.parts[FAMILY_web] = (struct pattern_part){RULE_declared_url, true, 0};
    if (llround(pairs) > 0)
        patterns_add_many(patterns, &pattern, llround(pairs));
}

/* `payments` of the pairs are payments; a test purchase shows one of five of these, a name two of five. */
static void see_pairs(struct patterns *patterns, bool hand, int64_t bound_us, double pairs, double payments)
{
    const double by_purchase = 0.2, by_naming = 0.4;

    see(patterns, (struct sight){hand, true, true}, bound_us, payments * by_purchase * by_naming);
    see(patterns, (struct sight){hand, true, false}, bound_us, payments * by_purchase * (1 - by_naming));
    see(patterns, (struct sight){hand, false, true}, bound_us, payments * (1 - by_purchase) * by_naming);
    see(patterns, (struct sight){hand, false, false}, bound_us,
        payments * (1 - by_purchase) * (1 - by_naming) + (hand ? pairs - payments : 0));
}

/* The part that is not seen among those of one hand that are no further apart than the first line says. */
static double part_found(double part, double pairs, struct recapture *ret)
{
    struct model model = default_model();
    struct patterns patterns;

    patterns_init(&patterns, fixture_arena(), PATTERN_LIMIT);
    see_pairs(&patterns, false, NEAR, 0, 4 * pairs);
    see_pairs(&patterns, true, NEAR, pairs, part * pairs);
    model_recapture(&model, &patterns, ret);
    model_recapture_move(&model, ret);
    return match_probability(match_hand_most(&model, NEAR));
}

Test(recapture, finds_how_many_of_a_hands_pairs_are_payments)
{
    for (double part = 0.2; part < 0.95; part += 0.1) {
        struct recapture recapture;
        double unseen = part * 0.48, all = unseen + 1 - part; /* 0.8 times 0.6 of the payments are not seen */
        double found = part_found(part, 20000, &recapture);

        cr_expect_float_eq(recapture.seen, 0.52, 0.01);
        cr_expect_float_eq(found, unseen / all, 0.02, "%g of them, found %g of the unseen", part, found);
        cr_expect_float_eq(recapture.error, 0, 0.2, "error %g", recapture.error);
    }
}

Test(recapture, hardly_moves_for_little)
{
    struct recapture few, many;

    part_found(0.3, 60, &few);
    part_found(0.3, 20000, &many);
    cr_expect_gt(few.error, 5 * many.error);
    cr_expect_lt(fabs(few.shift), 0.9 * fabs(many.shift), "%g, of many %g", few.shift, many.shift);
}

Test(recapture, moves_nothing_when_there_is_nothing_to_count)
{
    struct model model = default_model(), moved = model;
    struct patterns patterns;
    struct recapture recapture;

    patterns_init(&patterns, fixture_arena(), PATTERN_LIMIT);
    model_recapture(&model, &patterns, &recapture);
    cr_expect_eq(recapture.shift, 0);
    see(&patterns, (struct sight){true, false, false}, NEAR, 500);
    see(&patterns, (struct sight){true, true, false}, NEAR, 100);
    model_recapture(&model, &patterns, &recapture);
    cr_expect_eq(recapture.shift, 0, "nothing says which part is seen");
    model_recapture_move(&moved, &recapture);
    cr_expect_arr_eq(&moved, &model, sizeof(model));
}

Test(recapture, moves_the_lines_together_and_links_by_way_of_a_third_with_them_but_not_those_of_its_own)
{
    struct model model = default_model(), moved = model;
    struct patterns patterns;
    struct recapture recapture;

    patterns_init(&patterns, fixture_arena(), PATTERN_LIMIT);
    see_pairs(&patterns, false, NEAR, 0, 4000);
    see_pairs(&patterns, true, NEAR, 1000, 300);
    see_pairs(&patterns, true, FAR, 1000, 50);
    see_pairs(&patterns, true, MATCH_OWN, 1000, 1000);
    model_recapture(&model, &patterns, &recapture);
    model_recapture_move(&moved, &recapture);
    cr_expect_lt(recapture.shift, -0.5, "%g", recapture.shift);
    for (size_t i = 0; i < model.hand_count; i++) {
        bool own = model.hands[i].apart_us == MATCH_OWN;

        cr_expect_float_eq((double)(moved.hands[i].bits - model.hands[i].bits) / 1e6, own ? 0 : recapture.shift, 1e-6);
        cr_expect_eq(moved.hands[i].third, model.hands[i].third, "a third has a number of its own");
    }
    cr_expect_lt(moved.third, model.third);
    cr_expect_eq(recapture.hands[match_hand_step(&model, FAR)].seen + recapture.hands[match_hand_step(&model, FAR)].unseen, 1000);
}
