#include "store/model_evidence.h"

#include <math.h>
#include <stdlib.h>

#include "store/candidate.h"
#include "store/hub_store.h"
#include "store/link_store.h"

/* ---- one snapshot ---- */

struct reading {
    const struct ident_data *data;
    struct model *pairs; /* which pairs are looked at */
    candidate_fn *pair;
    void *arg;
    int64_t *ret_endpoints, *ret_sites; /* NULL: not asked for */
};

static enum status count_entities(struct op *op, struct db *db, const struct reading *reading)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_MODEL_COUNT_PAIR, NULL, &res);

    if (st != ST_OK)
        return st;
    *reading->ret_endpoints = cell_i64(res, 0, 0);
    *reading->ret_sites = cell_i64(res, 0, 1);
    return ST_OK;
}

static enum status read_pairs(struct op *op, struct db *db, const struct reading *reading)
{
    struct hub_rulings rulings;
    struct candidate_source source = {reading->data, reading->pairs, &rulings, reading->pair, reading->arg, 0};
    enum status st = db_begin(op, db);

    if (st == ST_OK)
        st = db_do(op, db, &Q_CORRELATE_ISOLATE, NULL);
    if (st == ST_OK)
        st = db_do(op, db, &Q_CORRELATE_PLAN_LARGE, NULL);
    if (st == ST_OK && reading->ret_sites != NULL)
        st = count_entities(op, db, reading);
    if (st == ST_OK)
        st = hub_rulings_get(op, db, op->arena, NULL, NULL, &rulings);
    if (st == ST_OK)
        st = candidate_by_join(op, db, &source, NULL);
    if (st == ST_OK)
        st = db_commit(op, db);
    if (st != ST_OK)
        db_rollback(db);
    return st;
}

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
    struct reading reading = {data, wide, sample_pair, &sampling, &ret->endpoints, &ret->sites};
    enum status st;

    *wide = *model;
    for (enum match_rule rule = 0; rule < RULE_COUNT; rule++)
        join_rare(wide, rule);
    patterns_init(&ret->patterns, arena, PATTERN_LIMIT);
    st = read_pairs(op, db, &reading);
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

/* ---- for comparing ---- */

struct comparing {
    const struct model *old_model, *new_model;
    const int64_t *thresholds;
    size_t threshold_count;
    struct arena *arena;
    struct model_difference *difference;
    size_t room;
};

static int64_t kept_bits(const struct model *model, const struct match_pair *pair)
{
    struct match_score score;

    match_score(model, pair, &score);
    return score.candidate && score.bits >= model->keep ? score.bits : INT64_MIN;
}

static bool crosses(const struct comparing *comparing, int64_t a, int64_t b)
{
    for (size_t i = 0; i < comparing->threshold_count; i++)
        if ((a >= comparing->thresholds[i]) != (b >= comparing->thresholds[i]))
            return true;
    return false;
}

static enum status compare_pair(UNUSED struct op *op, const struct uuid *endpoint, const struct uuid *site,
                                const struct match_pair *pair, void *arg)
{
    struct comparing *comparing = arg;
    struct model_difference *difference = comparing->difference;
    struct model_crossing crossing = {*endpoint, *site, kept_bits(comparing->old_model, pair),
                                      kept_bits(comparing->new_model, pair)};
    size_t size = sizeof(crossing), room = comparing->room == 0 ? 1024 : comparing->room * 2;

    difference->old_links += crossing.old_bits != INT64_MIN;
    difference->new_links += crossing.new_bits != INT64_MIN;
    if (!crosses(comparing, crossing.old_bits, crossing.new_bits))
        return ST_OK;
    if (difference->count == comparing->room) {
        difference->items = arena_grow(comparing->arena, difference->items, comparing->room * size, room * size);
        comparing->room = room;
    }
    difference->items[difference->count++] = crossing;
    return ST_OK;
}

static double probability_of(int64_t bits)
{
    return bits == INT64_MIN ? 0 : match_probability(bits);
}

static int by_change(const void *a, const void *b)
{
    const struct model_crossing *x = a, *y = b;
    double p = fabs(probability_of(x->new_bits) - probability_of(x->old_bits)),
           q = fabs(probability_of(y->new_bits) - probability_of(y->old_bits));

    if (p != q)
        return p > q ? -1 : 1;
    int order = uuid_compare(&x->site, &y->site);

    return order != 0 ? order : uuid_compare(&x->endpoint, &y->endpoint);
}

static void join_either(struct model *model, const struct model *other)
{
    for (enum trait_kind kind = 0; kind < TRAIT_COUNT; kind++)
        for (int32_t e = 0; e <= MATCH_CLASS_MOST; e++)
            for (int32_t s = 0; s <= MATCH_CLASS_MOST; s++)
                model->kinds[kind].joins[e][s] |= match_joins(other, kind, e, s);
}

enum status model_difference_get(struct op *op, struct db *db, const struct ident_data *data, const struct model *old_model,
                                 const struct model *new_model, const int64_t *thresholds, size_t threshold_count,
                                 struct arena *arena, struct model_difference *ret)
{
    struct model_difference difference = {0};
    struct comparing comparing = {old_model, new_model, thresholds, threshold_count, arena, &difference, 0};
    struct model *either = arena_new_of(op->arena, struct model);
    struct reading reading = {data, either, compare_pair, &comparing, NULL, NULL};
    enum status st;

    *either = *old_model;
    join_either(either, new_model);
    st = read_pairs(op, db, &reading);
    if (st != ST_OK)
        return st;
    if (difference.count > 0)
        qsort(difference.items, difference.count, sizeof(*difference.items), by_change);
    *ret = difference;
    return ST_OK;
}

enum status model_crossing_names(struct op *op, struct db *db, const struct model_crossing *items, size_t count, PGresult **ret)
{
    struct uuid *endpoints = arena_array(op->arena, struct uuid, count + 1);
    struct uuid *sites = arena_array(op->arena, struct uuid, count + 1);

    for (size_t i = 0; i < count; i++) {
        endpoints[i] = items[i].endpoint;
        sites[i] = items[i].site;
    }
    struct param params[] = {param_uuid_array(op->arena, endpoints, count), param_uuid_array(op->arena, sites, count)};

    return db_run(op, db, &Q_MODEL_NAME_PAIR, params, ret);
}
