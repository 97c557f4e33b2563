/* Any text as a model of the score: it is refused, or it is one; and what was changed in one is one. */

#include "core/model_text.h"
#include "fuzz/ident_property.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n);

static void check_model(const struct model *model)
{
    MUST(model->hand_count > 0 && model->hand_count <= MODEL_HANDS_MOST);
    for (enum match_rule rule = 0; rule < RULE_COUNT; rule++) {
        const struct model_rule *weights = &model->rules[rule];

        MUST(weights->u > 0 && weights->u <= weights->m && weights->m <= 1 && weights->bits >= 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n)
{
    struct arena *arena = ident_arena();
    struct model_change *change = arena_new_of(arena, struct model_change);
    struct model *model = arena_array(arena, struct model, 2);
    struct bytes text = {(const char *)input, n};
    struct op op;

    op_init(&op, arena, 0, "fuzz");
    if (model_parse(&op, text, &model[0]) != ST_OK)
        return 0;
    check_model(&model[0]);
    for (enum match_rule rule = 0; rule < RULE_COUNT; rule++) {
        change->rules[rule] = true;
        model_rule_shift(&model[0].rules[rule], (double)(n % 64) - 32, &change->m[rule], &change->u[rule]);
    }
    change->prior = match_probability(model[0].prior);
    change->third = (double)model[0].third / (double)MICRO;
    for (size_t i = 0; i < model[0].hand_count; i++)
        change->hands[i] = 0.5;
    change->remark = "changed";
    MUST(model_parse(&op, model_text_change(arena, text, change), &model[1]) == ST_OK);
    check_model(&model[1]);
    return 0;
}
