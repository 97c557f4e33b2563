#include "store/model_evidence.h"

#include "model_pairs.h"
#include "store/link_store.h"

/* ---- for estimating ---- */

struct sampling {
    const struct model *model;
    struct arena *scratch; /* of one pair */
    struct model_sample *sample;
};

static enum status sample_pair(UNUSED struct op *op, UNUSED const struct uuid *endpoint, const struct uuid *site,
                               const struct match_pair *pair, void *arg)
{
    struct sampling *sampling = arg;
    struct match_waterfall waterfall;

    arena_reset(sampling->scratch);
    match_explain(sampling->model, sampling->scratch, pair, &waterfall);
    patterns_add(&sampling->sample->patterns, sampling->model, &waterfall, site->b[0] | (uint64_t)site->b[1] << 8);
    return ST_OK;
}

/* A value as rare as the rule takes it for makes a pair worth looking at, however little it says. */
static void join_rare(struct model *model, enum match_rule rule)
{
    const struct model_rule *weights = &model->rules[rule];
    enum trait_kind kind = match_rule_kind(rule);

    for (int32_t e = 0; e <= weights->endpoint_free && e <= MATCH_CLASS_MOST; e++)
        for (int32_t s = 0; s <= weights->site_free && s <= MATCH_CLASS_MOST; s++)
            model->kinds[kind].joins[e][s] = true;
}

enum status model_sample_get(struct op *op, struct db *db, const struct ident_data *data, const struct model *model,
                             struct arena *arena, struct model_sample *ret)
{
    AUTO(arena_free) struct arena *scratch = arena_new(SIZE_MAX);
    struct model *wide = arena_new_of(op->arena, struct model);
    struct sampling sampling = {model, scratch, ret};
    struct model_reading reading = {data, wide, sample_pair, NULL, &sampling, &ret->endpoints, &ret->sites};
    enum status st;

    *wide = *model;
    for (enum match_rule rule = 0; rule < RULE_COUNT; rule++)
        join_rare(wide, rule);
    patterns_init(&ret->patterns, arena, PATTERN_LIMIT);
    st = model_read_pairs(op, db, &reading);
    patterns_sort(&ret->patterns);
    return st;
}

/* ---- for learning ---- */

#define DECISION_MEMORY ((size_t)64 << 20)

static bool own_evidence_makes(const struct link_explanation *explanation)
{
    const struct match_score *score = &explanation->waterfall.score;

    return score->candidate && score->bits >= explanation->model.model.keep && !explanation->two_hops;
}

static enum status read_decision(struct op *op, struct db *db, const struct ident_data *data, const PGresult *res, int row,
                                 struct model_decisions *decisions)
{
    AUTO(arena_free) struct arena *arena = arena_new(DECISION_MEMORY);
    struct uuid endpoint = cell_uuid(res, row, 0), site = cell_uuid(res, row, 1);
    struct link_explanation *explanation = arena_new_of(arena, struct link_explanation);
    struct op unit;
    enum status st;

    op_init(&unit, arena, op->now_us, op->actor);
    st = link_explain(&unit, db, data, &endpoint, &site, explanation);
    if (st != ST_OK && st != ST_NOTFOUND) /* not found: an endpoint or a site of which no record is left */
        return op_fail(op, st, "%s", unit.cause);
    if (st == ST_NOTFOUND || !own_evidence_makes(explanation)) {
        decisions->left_out++;
        return ST_OK;
    }
    decisions->cases[decisions->count++] =
        learn_case_of(&explanation->model.model, &explanation->waterfall, bytes_is(cell_text(res, row, 2), "confirmed"));
    return ST_OK;
}

enum status model_decisions_get(struct op *op, struct db *db, const struct ident_data *data, struct model_decisions *ret)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_MODEL_LIST_DECISION, NULL, &res);
    struct model_decisions decisions = {0};

    if (st != ST_OK)
        return st;
    decisions.cases = arena_array(op->arena, struct learn_case, (size_t)PQntuples(res) + 1);
    for (int row = 0; row < PQntuples(res) && st == ST_OK; row++)
        st = read_decision(op, db, data, res, row, &decisions);
    if (st == ST_OK)
        *ret = decisions;
    return st;
}
