#include "store/model_evidence.h"

#include "base/hash.h"
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

    return score->candidate && score->bits >= explanation->model.model.keep;
}

/* A way whose value is no more there is not what people would see now. */
static bool third_makes(const struct link_explanation *explanation)
{
    return explanation->two_hops && explanation->hop->value.n > 0;
}

static struct learn_case case_of(const struct link_explanation *explanation, bool confirmed)
{
    return explanation->two_hops ? learn_case_of_hop(&explanation->model.model, &explanation->hop->hop, confirmed)
                                 : learn_case_of(&explanation->model.model, &explanation->waterfall, confirmed);
}

static int64_t bits_by(const struct model *model, const struct link_explanation *explanation)
{
    struct match_pair pair = {explanation->lives, explanation->evidence, explanation->count, explanation->contrary};
    struct match_score score;

    if (explanation->two_hops)
        return match_hop_bits(model, &explanation->hop->hop);
    match_score(model, &pair, &score);
    return score.bits;
}

struct deciding {
    const struct ident_data *data;
    const struct model *other; /* NULL: none */
    struct uuid *sites;        /* of the decisions that are kept */
    struct model_decisions decisions;
};

static void keep_decision(struct deciding *deciding, const struct link_explanation *explanation, const struct uuid *site,
                          bool confirmed)
{
    size_t at = deciding->decisions.count++;

    deciding->sites[at] = *site;
    deciding->decisions.other_bits[at] = deciding->other == NULL ? 0 : bits_by(deciding->other, explanation);
    deciding->decisions.cases[at] = case_of(explanation, confirmed);
}

static enum status read_decision(struct op *op, struct db *db, const PGresult *res, int row, struct deciding *deciding)
{
    AUTO(arena_free) struct arena *arena = arena_new(DECISION_MEMORY);
    struct uuid endpoint = cell_uuid(res, row, 0), site = cell_uuid(res, row, 1);
    struct link_explanation *explanation = arena_new_of(arena, struct link_explanation);
    struct op unit;
    enum status st;

    op_init(&unit, arena, op->now_us, op->actor);
    st = link_explain(&unit, db, deciding->data, &endpoint, &site, explanation);
    if (st != ST_OK && st != ST_NOTFOUND) /* not found: an endpoint or a site of which no record is left */
        return op_fail(op, st, "%s", unit.cause);
    if (st == ST_NOTFOUND || !(explanation->two_hops ? third_makes(explanation) : own_evidence_makes(explanation))) {
        deciding->decisions.left_out++;
        return ST_OK;
    }
    keep_decision(deciding, explanation, &site, bytes_is(cell_text(res, row, 2), "confirmed"));
    return ST_OK;
}

static int compare_cell(const PGresult *res, int row, const struct uuid *site)
{
    struct uuid cell = cell_uuid(res, row, 0);

    return uuid_compare(&cell, site);
}

static uint64_t group_of(const struct uuid *id)
{
    return hash64(uuid_bytes(id));
}

/* A site that is in no programme is a group of its own. */
static enum status find_groups(struct op *op, struct db *db, const struct uuid *sites, struct model_decisions *decisions)
{
    struct param params[] = {param_uuid_array(op->arena, sites, decisions->count)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_MODEL_LIST_PROGRAMME, params, &res);
    int row = 0;

    /* both lists are in the order of the sites; of one site there may be several decisions */
    for (size_t i = 0; st == ST_OK && i < decisions->count; i++) {
        struct uuid group = sites[i];

        while (row < PQntuples(res) && compare_cell(res, row, &sites[i]) < 0)
            row++;
        if (row < PQntuples(res) && compare_cell(res, row, &sites[i]) == 0)
            group = cell_uuid(res, row, 1);
        decisions->cases[i].group = group_of(&group);
    }
    return st;
}

enum status model_decisions_get(struct op *op, struct db *db, const struct ident_data *data, const struct model *other,
                                struct model_decisions *ret)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_MODEL_LIST_DECISION, NULL, &res);
    struct deciding deciding = {.data = data, .other = other};

    if (st != ST_OK)
        return st;
    size_t room = (size_t)PQntuples(res) + 1;

    deciding.sites = arena_array(op->arena, struct uuid, room);
    deciding.decisions.cases = arena_array(op->arena, struct learn_case, room);
    deciding.decisions.other_bits = arena_array(op->arena, int64_t, room);
    for (int row = 0; row < PQntuples(res) && st == ST_OK; row++)
        st = read_decision(op, db, res, row, &deciding);
    if (st == ST_OK)
        st = find_groups(op, db, deciding.sites, &deciding.decisions);
    if (st == ST_OK)
        *ret = deciding.decisions;
    return st;
}

void model_decisions_try(struct arena *arena, const struct model_decisions *decisions, const int64_t *new_bits,
                         struct model_trial *ret)
{
    struct trial_case *cases = arena_array(arena, struct trial_case, decisions->count + 1);

    for (size_t i = 0; i < decisions->count; i++) {
        const struct learn_case *item = &decisions->cases[i];

        cases[i] = (struct trial_case){item->group, item->confirmed, item->bits, new_bits[i]};
    }
    model_trial_make(cases, decisions->count, ret);
}
