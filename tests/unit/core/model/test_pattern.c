/* What becomes of a pair's waterfall: a pattern to count, a case to learn from. */
#include <criterion/criterion.h>

#include "core/model_learn.h"
#include "core/model_pattern.h"
#include "support/ident_fixture.h"

static struct model model(void)
{
    struct model model;
    struct op op;

    op_init(&op, fixture_arena(), 0, "test");
    cr_assert_eq(model_parse(&op, fixture_read(SOURCE_DIR "/config/model/default.conf"), &model), ST_OK, "%s", op.cause);
    return model;
}

static struct evidence piece(enum trait_kind kind, enum record_role endpoint, enum record_role site, const char *value,
                             int32_t endpoints)
{
    return (struct evidence){.kind = kind,
                             .hash = trait_hash(kind, bytes_of(value)),
                             .value = bytes_of(value),
                             .endpoints = endpoints,
                             .sites = 1,
                             .endpoint = {.role = endpoint, .records = 1, .partners = 1},
                             .site = {.role = site, .records = 1, .partners = 1}};
}

static struct match_waterfall explain(const struct model *weights, const struct evidence *evidence, size_t count)
{
    struct match_pair pair = {{0, 0, 0, 0}, evidence, count, 0};
    struct match_waterfall waterfall;

    match_explain(weights, fixture_arena(), &pair, &waterfall);
    return waterfall;
}

Test(pattern, holds_the_piece_of_each_family_that_was_counted)
{
    struct model weights = model();
    struct evidence evidence[] = {piece(TRAIT_arn, ROLE_payment, ROLE_payment, "74000000000000000000017", 1),
                                  piece(TRAIT_email, ROLE_support, ROLE_contact, "a@shop.example", 40)};
    struct match_waterfall waterfall = explain(&weights, evidence, 2);
    const struct pattern *pattern;
    struct patterns patterns;

    patterns_init(&patterns, fixture_arena(), PATTERN_LIMIT);
    patterns_add(&patterns, &weights, &waterfall, 7);
    patterns_add(&patterns, &weights, &waterfall, 7 + PATTERN_GROUPS);
    cr_assert_eq(patterns.count, 1, "two pairs that show the same in the same part of the sites");
    cr_expect_eq(patterns.items[0].pairs, 2);
    pattern = &patterns.items[0].pattern;
    cr_expect_eq(pattern->parts[FAMILY_purchase].rule, RULE_arn);
    cr_expect(pattern->parts[FAMILY_purchase].base);
    cr_expect_eq(pattern->parts[FAMILY_purchase].offset, 0);
    cr_expect_eq(pattern->parts[FAMILY_contact].rule, RULE_email);
    cr_expect(!pattern->parts[FAMILY_contact].base, "forty have it");
    cr_expect_lt(pattern->parts[FAMILY_contact].offset, 0);
    cr_expect_eq(pattern->parts[FAMILY_web].rule, RULE_COUNT);
    cr_expect_eq(pattern->extra, 0, "the parts and the model's own sum make the score");
}

Test(learn, sees_how_much_of_a_weight_reaches_the_score)
{
    struct model weights = model();
    struct evidence hand[] = {piece(TRAIT_email, ROLE_support, ROLE_contact, "a@shop.example", 1),
                              piece(TRAIT_name_squashed, ROLE_name, ROLE_self, "brightstar", 1)};
    struct evidence hub = piece(TRAIT_phone, ROLE_support, ROLE_contact, "+442079460000", 1);
    struct match_waterfall waterfall = explain(&weights, hand, 2);
    struct learn_case learn_case = learn_case_of(&weights, &waterfall, true);

    cr_expect_eq(learn_case.bits, waterfall.score.bits);
    cr_expect_eq(learn_case.rules, UINT64_C(1) << RULE_email | UINT64_C(1) << RULE_name);
    cr_expect_lt(waterfall.hand, 0, "one hand's evidence is bounded here");
    cr_expect_gt(learn_case.over, 0);
    cr_expect_eq(learn_case.over / MATCH_BEYOND_PARTS - learn_case.over, waterfall.hand);
    cr_expect_eq(learn_case.step, 1, "by the line of those who lived at the same time");
    waterfall = explain(&weights, &hand[1], 1);
    cr_expect_lt(learn_case_of(&weights, &waterfall, true).over, 0, "a name alone is not");
    hub.hub = HUB_processor;
    waterfall = explain(&weights, &hub, 1);
    cr_expect_eq(learn_case_of(&weights, &waterfall, true).rules, 0, "a bounded hub does not depend on its rule's weight");
}
