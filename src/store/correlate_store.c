#include "store/correlate_store.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

#include "store/candidate.h"
#include "store/hop_store.h"
#include "store/hub_store.h"
#include "store/programme_store.h"

#define LINKS_A_BLOCK 16384
#define SMALL_LEAST 2000 /* changed entities that the query executor takes in any case */
#define SMALL_PART 50    /* and up to a fiftieth of all */

_Static_assert(TRAIT_endpoint == 0 && TRAIT_site == 1 && ROLE_self == 1, "as the queries of correlate/ have them");

struct made_link {
    struct uuid endpoint, site;
    int64_t bits, hand;
    uint64_t rules;
};

struct block {
    struct block *next;
    size_t count;
    struct made_link links[LINKS_A_BLOCK];
};

struct run {
    const struct correlate_options *options;
    struct model_entry model;
    bool rebuild;
    bool large; /* everything by the join in memory */
    struct correlate_counts counts;
    struct arena *arena; /* of the links that are being made */
    struct block *first, *last;
};

/* ---- links ---- */

static struct made_link *next_link(struct run *run)
{
    if (run->last == NULL || run->last->count == LINKS_A_BLOCK) {
        struct block *block = arena_new_of(run->arena, struct block);

        if (run->last == NULL)
            run->first = block;
        else
            run->last->next = block;
        run->last = block;
    }
    return &run->last->links[run->last->count++];
}

static enum status on_pair(UNUSED struct op *op, const struct uuid *endpoint, const struct uuid *site,
                           const struct match_pair *pair, void *arg)
{
    struct run *run = arg;
    struct match_score score;

    match_score(&run->model.model, pair, &score);
    run->counts.pairs++;
    if (score.candidate && score.bits >= run->model.model.keep)
        *next_link(run) = (struct made_link){*endpoint, *site, score.bits, score.hand, score.rules};
    return ST_OK;
}

static enum status write_links(struct op *op, struct db *db, struct run *run)
{
    struct copy *copy;
    enum status st = copy_begin(op, db, &Q_CORRELATE_PUT_LINK, &copy);

    if (st != ST_OK)
        return st;
    for (const struct block *block = run->first; block != NULL; block = block->next)
        for (size_t i = 0; i < block->count; i++) {
            copy_row(copy, 6);
            copy_uuid(copy, &block->links[i].site);
            copy_uuid(copy, &block->links[i].endpoint);
            copy_i64(copy, block->links[i].bits);
            copy_i64(copy, block->links[i].hand);
            copy_i64(copy, (int64_t)block->links[i].rules);
            copy_i16(copy, run->model.id);
        }
    return copy_end(copy, &run->counts.links);
}

/* ---- the steps of a run ---- */

struct step {
    const struct query *query;
    bool joins;    /* takes the table of what makes candidates */
    int64_t *rows; /* where to count what it changed */
};

#define CLASSES (MATCH_CLASS_MOST + 1)

/* For each kind, class of endpoints and class of sites: 1 when such a value makes candidates. */
static struct param join_table(struct op *op, const struct model *model)
{
    size_t count = 0;
    int64_t *table = arena_array(op->arena, int64_t, TRAIT_COUNT * CLASSES * CLASSES);

    for (enum trait_kind kind = 0; kind < TRAIT_COUNT; kind++)
        for (int32_t e = 0; e < CLASSES; e++)
            for (int32_t s = 0; s < CLASSES; s++)
                table[count++] = match_joins(model, kind, e, s);
    return param_i64_array(op->arena, table, count);
}

static enum status run_steps(struct op *op, struct db *db, struct run *run, const struct step *steps, size_t count)
{
    struct param table[] = {join_table(op, &run->model.model)};
    enum status st = ST_OK;

    for (size_t i = 0; i < count && st == ST_OK; i++) {
        AUTO(pg_clear) PGresult *res = NULL;

        st = db_run(op, db, steps[i].query, steps[i].joins ? table : NULL, &res);
        if (st == ST_OK && steps[i].rows != NULL)
            *steps[i].rows = db_affected(res);
    }
    return st;
}

static enum status by_query(struct op *op, struct db *db, struct run *run, const struct candidate_source *source)
{
    const struct step steps[] = {{&Q_CORRELATE_MAKE_TOUCHED, false, NULL},
                                 {&Q_CORRELATE_ANALYZE_TOUCHED, false, NULL},
                                 {&Q_CORRELATE_MAKE_COUNTED, false, &run->counts.values},
                                 {&Q_CORRELATE_ANALYZE_COUNTED, false, NULL},
                                 {&Q_CORRELATE_DROP_VALUE, false, NULL},
                                 {&Q_CORRELATE_PUT_VALUE, false, NULL},
                                 {&Q_CORRELATE_MAKE_SHIFTED, true, NULL},
                                 {&Q_CORRELATE_ANALYZE_SHIFTED, false, NULL},
                                 {&Q_CORRELATE_MAKE_PAIR, true, NULL},
                                 {&Q_CORRELATE_ANALYZE_PAIR, false, NULL},
                                 {&Q_CORRELATE_MAKE_ENDPOINT_LIFE, false, NULL},
                                 {&Q_CORRELATE_MAKE_SITE_LIFE, false, NULL},
                                 {&Q_CORRELATE_INDEX_ENDPOINT_LIFE, false, NULL},
                                 {&Q_CORRELATE_INDEX_SITE_LIFE, false, NULL},
                                 {&Q_CORRELATE_ANALYZE_ENDPOINT_LIFE, false, NULL},
                                 {&Q_CORRELATE_ANALYZE_SITE_LIFE, false, NULL}};
    const struct step drop = {&Q_CORRELATE_DROP_LINK, false, &run->counts.dropped};
    enum status st = run_steps(op, db, run, steps, COUNT_OF(steps));

    if (st == ST_OK && !run->rebuild)
        st = hop_begin(op, db);
    if (st == ST_OK)
        st = run_steps(op, db, run, &drop, 1);
    return st == ST_OK ? candidate_by_query(op, db, source) : st;
}

static enum status by_join(struct op *op, struct db *db, struct run *run, const struct candidate_source *source)
{
    const struct step steps[] = {{&Q_CORRELATE_FORGET_LINK, false, &run->counts.dropped},
                                 {&Q_CORRELATE_FORGET_VALUE, false, NULL}};
    enum status st = run_steps(op, db, run, steps, COUNT_OF(steps));

    return st == ST_OK ? candidate_by_join(op, db, source, &run->counts.values) : st;
}

/* What has changed, and whether it is so much that everything is made again. */
static enum status measure(struct op *op, struct db *db, struct run *run)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_CORRELATE_MEASURE, NULL, &res);
    enum correlate_executor executor = run->options->executor;

    if (st != ST_OK)
        return st;
    run->counts.endpoints = cell_i64(res, 0, 0);
    run->counts.sites = cell_i64(res, 0, 1);
    int64_t changed = run->counts.endpoints + run->counts.sites, all = cell_i64(res, 0, 2);

    run->large = executor == EXECUTOR_join ||
                 (executor == EXECUTOR_auto && (run->rebuild || (changed > SMALL_LEAST && changed > all / SMALL_PART)));
    return ST_OK;
}

static enum status prepare(struct op *op, struct db *db, struct run *run)
{
    const struct step rebuild[] = {{&Q_CORRELATE_FORGET_LINK, false, &run->counts.dropped},
                                   {&Q_CORRELATE_FORGET_VALUE, false, NULL},
                                   {&Q_CORRELATE_TAKE_ALL_ENDPOINT, false, NULL},
                                   {&Q_CORRELATE_TAKE_ALL_SITE, false, NULL}};
    enum status st = db_do(op, db, &Q_CORRELATE_ISOLATE, NULL);

    if (st == ST_OK && run->rebuild && run->options->executor == EXECUTOR_query)
        st = run_steps(op, db, run, rebuild, COUNT_OF(rebuild));
    if (st == ST_OK)
        st = measure(op, db, run);
    if (st == ST_OK)
        st = db_do(op, db, run->large || run->rebuild ? &Q_CORRELATE_PLAN_LARGE : &Q_CORRELATE_PLAN_SMALL, NULL);
    return st;
}

static enum status finish(struct op *op, struct db *db, struct run *run)
{
    static const struct step steps[] = {
        {&Q_CORRELATE_END_ENDPOINT, false, NULL}, {&Q_CORRELATE_END_SITE, false, NULL}, {&Q_CORRELATE_END_VALUE, false, NULL}};
    struct param state[] = {param_i64(op->arena, run->model.id), param_i64(op->arena, MATCH_VERSION)};
    enum status st = run_steps(op, db, run, steps, COUNT_OF(steps));

    return st == ST_OK ? db_do(op, db, &Q_CORRELATE_PUT_STATE, state) : st;
}

static enum status correlate_work(struct op *op, struct db *db, void *arg)
{
    struct run *run = arg;
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct hub_rulings rulings = {0};
    struct candidate_source source = {run->options->data, &run->model.model, &rulings, on_pair, run};
    enum status st;

    run->arena = arena;
    run->first = run->last = NULL;
    run->counts = (struct correlate_counts){.rebuilt = run->rebuild};
    st = prepare(op, db, run);
    if (st == ST_OK)
        st = hub_rulings_get(op, db, arena, NULL, NULL, &rulings);
    if (st == ST_OK)
        st = run->large ? by_join(op, db, run, &source) : by_query(op, db, run, &source);
    if (st == ST_OK)
        st = write_links(op, db, run);
    if (st == ST_OK)
        st = hop_end(op, db, &run->model.model, run->model.id, run->rebuild || run->large, &run->counts.hops);
    if (st == ST_OK)
        st = finish(op, db, run);
    return st;
}

/* ---- before the run ---- */

static enum status take_work(struct op *op, struct db *db, UNUSED void *arg)
{
    enum status st = db_do(op, db, &Q_CORRELATE_TAKE_ENDPOINT, NULL);

    if (st == ST_OK)
        st = db_do(op, db, &Q_CORRELATE_TAKE_SITE, NULL);
    if (st == ST_OK)
        st = db_do(op, db, &Q_CORRELATE_TAKE_VALUE, NULL);
    return st;
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

/* After the links are there for all to see. */
static enum status programme_work(struct op *op, struct db *db, void *arg)
{
    struct run *run = arg;

    return programme_update(op, db, &run->model.model, &run->counts.programmes);
}

static enum status run_locked(struct op *op, struct db *db, struct run *run)
{
    enum status st = db_unit(op, db, model_work, run);

    if (st == ST_OK)
        st = db_unit(op, db, take_work, NULL);
    if (st == ST_OK)
        st = db_unit(op, db, correlate_work, run);
    if (st == ST_OK && (run->counts.links > 0 || run->counts.dropped > 0 || run->counts.sites > 0))
        st = db_unit(op, db, programme_work, run);
    return st;
}

enum status correlate_run(struct op *op, struct db *db, const struct correlate_options *options, struct correlate_counts *ret)
{
    struct run *run = arena_new_of(op->arena, struct run);
    AUTO(pg_clear) PGresult *locked = NULL, *unlocked = NULL;
    enum status st = db_run(op, db, &Q_CORRELATE_LOCK, NULL, &locked), end;

    run->options = options;
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

/* ---- following ---- */

enum status correlate_listen(struct op *op, struct db *db)
{
    return db_script(op, db, "listen", "LISTEN efc_changed");
}

static bool take_notices(PGconn *connection)
{
    bool any = false;

    for (PGnotify *notice; (notice = PQnotifies(connection)) != NULL; PQfreemem(notice))
        any = true;
    return any;
}

enum status correlate_wait(struct op *op, struct db *db, int64_t timeout_ms)
{
    PGconn *connection = db_connection(db);
    struct pollfd poll_fd = {.fd = PQsocket(connection), .events = POLLIN};

    if (take_notices(connection)) /* came in with an answer */
        return ST_OK;
    if (poll(&poll_fd, 1, (int)timeout_ms) < 0 && errno != EINTR)
        return op_fail(op, ST_UNAVAILABLE, "correlate: the connection to the database cannot be waited for");
    if (PQconsumeInput(connection) == 0)
        return op_fail(op, ST_UNAVAILABLE, "correlate: the connection to the database broke");
    take_notices(connection);
    return ST_OK;
}
