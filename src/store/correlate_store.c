#include "store/correlate_store.h"

#include <string.h>

#include "base/clock.h"
#include "kin.h"
#include "link_batch.h"
#include "step.h"
#include "store/candidate.h"
#include "store/hop_store.h"
#include "store/hub_store.h"
#include "store/purchase_store.h"
#include "store/reemergence_store.h"

/* The query takes about as long for one changed entity as the join in memory for eighty that are there. */
#define SMALL_LEAST 20 /* changed entities that the query executor takes in any case */
#define SMALL_PART 80  /* and up to this part of all */

_Static_assert(TRAIT_endpoint == 0 && TRAIT_site == 1 && TRAIT_acquirer == 23 && TRAIT_assessment == 24 && ROLE_self == 1,
               "as the queries of correlate/ have them");
_Static_assert(CONTRARY_other_acquirer == 0 && CONTRARY_not_ours == 1 && CONTRARY_no_violation == 2 &&
                   CONTRARY_not_commercial == 3 && CONTRARY_not_illegal == 4,
               "as the queries of correlate/ and link/ have them");

struct run {
    const struct correlate_options *options;
    struct model_entry model;
    bool rebuild;
    enum correlate_executor executor;
    bool large; /* everything by the join in memory */
    struct correlate_counts counts;
    struct link_batch *batch;
    struct arena *kin_arena; /* until the end of the run */
    struct kin *kin;         /* when all are looked at, NULL */
    int64_t settled;         /* purchases */
    int64_t stage_us;        /* when the last stage ended */
};

/* What passed since the last stage ended belongs to this one. */
static void stage_end(struct run *run, enum correlate_stage stage)
{
    int64_t now_us = clock_monotonic_us();

    run->counts.stage_us[stage] += now_us - run->stage_us;
    run->stage_us = now_us;
}

const char *correlate_stage_name(enum correlate_stage stage)
{
    static const char *const names[] = {
#define STAGE(name, text) #name,
#include "store/correlate_stage.def"
#undef STAGE
    };

    return names[stage];
}

static enum status on_pair(UNUSED struct op *op, const struct uuid *endpoint, const struct uuid *site,
                           const struct match_pair *pair, void *arg)
{
    struct run *run = arg;
    struct match_score score;

    if (run->counts.pairs == 0)
        stage_end(run, STAGE_find);
    match_score(&run->model.model, pair, &score);
    run->counts.pairs++;
    if (score.candidate && score.bits >= run->model.model.keep)
        link_batch_put(run->batch, &(struct made_link){*endpoint, *site, score.bits, score.hand, score.rules});
    return ST_OK;
}

/* ---- the steps of a run ---- */

static bool looks_at_all(const struct run *run)
{
    return run->large || run->rebuild;
}

#define CLASSES (MATCH_CLASS_MOST + 1)

/* For each kind, class of endpoints and class of sites: 1 when such a value makes candidates. */
static struct param join_table(struct arena *arena, const struct model *model)
{
    size_t count = 0;
    int64_t *table = arena_array(arena, int64_t, TRAIT_COUNT * CLASSES * CLASSES);

    for (enum trait_kind kind = 0; kind < TRAIT_COUNT; kind++)
        for (int32_t e = 0; e < CLASSES; e++)
            for (int32_t s = 0; s < CLASSES; s++)
                table[count++] = match_joins(model, kind, e, s);
    return param_i64_array(arena, table, count);
}

static enum status by_query(struct op *op, struct db *db, struct run *run, const struct candidate_source *source)
{
    const struct param joins[] = {join_table(op->arena, &run->model.model)};
    const struct step steps[] = {{&Q_CORRELATE_MAKE_TAKEN_ENDPOINT, NULL, NULL},
                                 {&Q_CORRELATE_MAKE_TAKEN_SITE, NULL, NULL},
                                 {&Q_CORRELATE_ANALYZE_TAKEN_ENDPOINT, NULL, NULL},
                                 {&Q_CORRELATE_ANALYZE_TAKEN_SITE, NULL, NULL},
                                 {&Q_CORRELATE_MAKE_TOUCHED, NULL, NULL},
                                 {&Q_CORRELATE_ANALYZE_TOUCHED, NULL, NULL},
                                 {&Q_CORRELATE_MAKE_COUNTED, NULL, &run->counts.values},
                                 {&Q_CORRELATE_ANALYZE_COUNTED, NULL, NULL},
                                 {&Q_CORRELATE_DROP_VALUE, NULL, NULL},
                                 {&Q_CORRELATE_PUT_VALUE, NULL, NULL},
                                 {&Q_CORRELATE_MAKE_SHIFTED, joins, NULL},
                                 {&Q_CORRELATE_ANALYZE_SHIFTED, NULL, NULL},
                                 {&Q_CORRELATE_MAKE_PAIR, joins, NULL},
                                 {&Q_CORRELATE_ANALYZE_PAIR, NULL, NULL},
                                 {&Q_CORRELATE_MAKE_PAIR_ENDPOINT, NULL, NULL},
                                 {&Q_CORRELATE_MAKE_PAIR_SITE, NULL, NULL},
                                 {&Q_CORRELATE_ANALYZE_PAIR_ENDPOINT, NULL, NULL},
                                 {&Q_CORRELATE_ANALYZE_PAIR_SITE, NULL, NULL}};
    enum status st = step_run(op, db, steps, COUNT_OF(steps));

    if (st == ST_OK)
        st = programme_note_kin(op, db);
    if (st == ST_OK)
        st = db_do(op, db, &Q_CORRELATE_PLAN_PAIR, NULL);
    return st == ST_OK ? candidate_by_query(op, db, source) : st;
}

/* What has changed, and whether it is so much that everything is made again. */
static enum status measure(struct op *op, struct db *db, struct run *run)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_CORRELATE_MEASURE, NULL, &res);

    if (st != ST_OK)
        return st;
    run->counts.endpoints = cell_i64(res, 0, 0);
    run->counts.sites = cell_i64(res, 0, 1);
    run->counts.worked = run->rebuild || cell_bool(res, 0, 3);
    int64_t changed = run->counts.endpoints + run->counts.sites, all = cell_i64(res, 0, 2);

    run->large = run->executor == EXECUTOR_join ||
                 (run->executor == EXECUTOR_auto && (run->rebuild || (changed > SMALL_LEAST && changed > all / SMALL_PART)));
    return ST_OK;
}

static enum status prepare(struct op *op, struct db *db, struct run *run)
{
    static const struct step rebuild[] = {{&Q_CORRELATE_FORGET_VALUE, NULL, NULL},
                                          {&Q_CORRELATE_TAKE_ALL_ENDPOINT, NULL, NULL},
                                          {&Q_CORRELATE_TAKE_ALL_SITE, NULL, NULL}};
    enum status st = db_do(op, db, &Q_CORRELATE_ISOLATE, NULL);

    if (st == ST_OK && run->rebuild && run->executor == EXECUTOR_query)
        st = step_run(op, db, rebuild, COUNT_OF(rebuild));
    if (st == ST_OK)
        st = measure(op, db, run);
    if (st == ST_OK)
        st = db_do(op, db, looks_at_all(run) ? &Q_CORRELATE_PLAN_LARGE : &Q_CORRELATE_PLAN_SMALL, NULL);
    return st;
}

static enum status make_hops(struct op *op, struct db *db, struct run *run)
{
    enum status st = ST_OK;

    if (looks_at_all(run)) {
        run->kin = arena_new_of(run->kin_arena, struct kin);
        st = kin_read(op, db, run->kin_arena, run->kin);
    }
    return st == ST_OK ? hop_update(op, db, &run->model.model, run->model.id, run->kin, &run->counts.hops) : st;
}

static enum status finish(struct op *op, struct db *db, struct run *run)
{
    const struct param state[] = {param_i64(op->arena, run->model.id), param_i64(op->arena, MATCH_VERSION),
                                  param_bool(looks_at_all(run))};
    const struct step steps[] = {{&Q_PROGRAMME_NOTE_TAKEN, NULL, NULL},
                                 {&Q_CORRELATE_END_ENDPOINT, NULL, NULL},
                                 {&Q_CORRELATE_END_SITE, NULL, NULL},
                                 {&Q_CORRELATE_END_VALUE, NULL, NULL},
                                 {&Q_CORRELATE_PUT_STATE, state, NULL}};

    return step_run(op, db, steps, COUNT_OF(steps));
}

/* The work may be repeated: what it has counted is counted anew, but not the time. */
static void counts_begin(struct run *run)
{
    struct correlate_counts counts = {.rebuilt = run->rebuild};

    memcpy(counts.stage_us, run->counts.stage_us, sizeof(counts.stage_us));
    run->counts = counts;
}

static enum status correlate_work(struct op *op, struct db *db, void *arg)
{
    struct run *run = arg;
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct hub_rulings rulings = {0};
    struct candidate_source source = {run->options->data, &run->model.model, &rulings, on_pair, run, run->options->memory};
    enum status st;

    run->batch = link_batch_new(arena);
    arena_reset(run->kin_arena);
    run->kin = NULL;
    counts_begin(run);
    st = prepare(op, db, run);
    if (st != ST_OK || !run->counts.worked)
        return st;
    st = hub_rulings_get(op, db, arena, NULL, NULL, &rulings);
    stage_end(run, STAGE_take);
    if (st == ST_OK)
        st = run->large ? candidate_by_join(op, db, &source, &run->counts.values) : by_query(op, db, run, &source);
    stage_end(run, run->counts.pairs == 0 ? STAGE_find : STAGE_score);
    if (st == ST_OK)
        st = link_batch_write(op, db, run->batch, looks_at_all(run), run->model.id, &run->counts);
    stage_end(run, STAGE_write);
    if (st == ST_OK)
        st = make_hops(op, db, run);
    stage_end(run, STAGE_hop);
    return st == ST_OK ? finish(op, db, run) : st;
}

/* ---- before the run ---- */

static enum status take_work(struct op *op, struct db *db, UNUSED void *arg)
{
    static const struct step steps[] = {{&Q_CORRELATE_PLAN_TAKE, NULL, NULL},
                                        {&Q_CORRELATE_TAKE_ENDPOINT, NULL, NULL},
                                        {&Q_CORRELATE_TAKE_SITE, NULL, NULL},
                                        {&Q_CORRELATE_TAKE_VALUE, NULL, NULL},
                                        {&Q_CORRELATE_TAKE_ANSWER, NULL, NULL}};

    return step_run(op, db, steps, COUNT_OF(steps));
}

static enum status model_work(struct op *op, struct db *db, void *arg)
{
    struct run *run = arg;
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = model_active_or(op, db, run->options->default_model, &run->model);

    if (st == ST_OK)
        st = db_run(op, db, &Q_CORRELATE_STATE, NULL, &res);
    if (st != ST_OK)
        return st;
    run->rebuild = run->options->rebuild || PQntuples(res) == 0 || cell_i64(res, 0, 0) != run->model.id ||
                   cell_i64(res, 0, 1) != MATCH_VERSION;
    return ST_OK;
}

/* In a transaction of its own: what it holds of the traits an ingest may wait for. */
static enum status purchase_work(struct op *op, struct db *db, void *arg)
{
    struct run *run = arg;

    return purchase_settle_changed(op, db, run->rebuild, run->executor, &run->settled);
}

/* After the links are there for all to see. */
static enum status programme_work(struct op *op, struct db *db, void *arg)
{
    struct run *run = arg;

    return programme_update(op, db, &run->model.model, run->kin, &run->counts.programmes);
}

static enum status reemergence_work(struct op *op, struct db *db, void *arg)
{
    struct run *run = arg;

    return reemergence_find(op, db, &run->model.model, &run->counts.reemerged);
}

/* What does not fit into the memory is left to the server, which has its disk. */
static enum status correlate_within(struct op *op, struct db *db, struct run *run)
{
    enum status st = db_unit(op, db, correlate_work, run);

    if (st != ST_LIMIT || run->executor != EXECUTOR_auto)
        return st;
    op_clear(op);
    run->executor = EXECUTOR_query;
    run->rebuild = true;
    return db_unit(op, db, correlate_work, run);
}

static enum status run_locked(struct op *op, struct db *db, struct run *run)
{
    enum status st = db_unit(op, db, model_work, run);

    if (st == ST_OK)
        st = db_unit(op, db, take_work, NULL);
    stage_end(run, STAGE_take);
    if (st == ST_OK)
        st = db_unit(op, db, purchase_work, run);
    stage_end(run, STAGE_settle);
    if (st == ST_OK)
        st = correlate_within(op, db, run);
    if (st == ST_OK)
        st = db_unit(op, db, reemergence_work, run); /* before what has changed is forgotten */
    stage_end(run, STAGE_reemerge);
    if (st == ST_OK)
        st = db_unit(op, db, programme_work, run);
    stage_end(run, STAGE_programme);
    return st;
}

enum status correlate_run(struct op *op, struct db *db, const struct correlate_options *options, struct correlate_counts *ret)
{
    struct run *run = arena_new_of(op->arena, struct run);
    AUTO(arena_free) struct arena *kin_arena = arena_new(SIZE_MAX);
    AUTO(pg_clear) PGresult *locked = NULL, *unlocked = NULL;
    enum status st = db_run(op, db, &Q_CORRELATE_LOCK, NULL, &locked), end;

    run->options = options;
    run->executor = options->executor;
    run->kin_arena = kin_arena;
    run->stage_us = clock_monotonic_us();
    if (st != ST_OK)
        return st;
    st = run_locked(op, db, run);
    end = db_run(op, db, &Q_CORRELATE_UNLOCK, NULL, &unlocked);
    if (st == ST_OK)
        st = end;
    if (st == ST_OK)
        *ret = run->counts;
    return st;
}
