#include "programme_private.h"

#define ALL_PART 8 /* of the members: when more have to be looked at, all are */

static enum status measure(struct op *op, struct db *db, bool *ret_all, int64_t *ret_changed)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_PROGRAMME_MEASURE, NULL, &res);

    if (st != ST_OK)
        return st;
    *ret_changed = cell_i64(res, 0, 1);
    *ret_all = cell_bool(res, 0, 0) || *ret_changed > 1000 + cell_i64(res, 0, 2) / ALL_PART;
    return ST_OK;
}

enum status programme_count(struct op *op, struct db *db, struct programme_counts *counts)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_PROGRAMME_COUNT, NULL, &res);

    if (st != ST_OK)
        return st;
    counts->programmes = cell_i64(res, 0, 0);
    return ST_OK;
}

static enum status regroup_some(struct op *op, struct db *db, struct regroup *regroup, int64_t *ret_moved)
{
    enum status st = db_do(op, db, regroup->all ? &Q_CORRELATE_PLAN_LARGE : &Q_CORRELATE_PLAN_SMALL, NULL);

    map_init(&regroup->old_numbers, regroup->arena);
    if (st == ST_OK)
        st = programme_read_decisions(op, db, regroup);
    if (st == ST_OK)
        st = programme_read_ruled(op, db, regroup);
    if (st == ST_OK)
        st = regroup->all ? programme_read_all(op, db, regroup) : programme_read_near(op, db, regroup);
    if (st != ST_OK)
        return st;
    programme_make_groups(regroup);
    programme_match_groups(regroup);
    st = programme_name_groups(op, db, regroup);
    if (st == ST_OK)
        st = programme_write(op, db, regroup, ret_moved);
    if (st == ST_OK)
        st = db_do(op, db, &Q_PROGRAMME_END_CHANGED, NULL);
    return st == ST_OK ? db_do(op, db, &Q_PROGRAMME_END_ALL, NULL) : st;
}

enum status programme_update(struct op *op, struct db *db, const struct model *model, const struct kin *kin,
                             struct programme_counts *ret)
{
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct regroup regroup = {.model = model, .kin = kin, .arena = arena};
    struct programme_counts counts = {0};
    enum status st = measure(op, db, &regroup.all, &counts.looked_at);

    if (st == ST_OK && (regroup.all || counts.looked_at > 0))
        st = regroup_some(op, db, &regroup, &counts.moved);
    counts.all = regroup.all;
    if (st == ST_OK)
        *ret = counts;
    return st;
}

/* ---- the list ---- */

static enum status fetch_some(struct op *op, struct db *db, programme_fn *row, void *arg, bool *ret_more)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_PROGRAMME_FETCH_LIST, NULL, &res);

    for (int i = 0; st == ST_OK && i < PQntuples(res); i++) {
        struct uuid programme = cell_uuid(res, i, 0);

        st = row(op, &programme, cell_text(res, i, 1), arg);
    }
    *ret_more = st == ST_OK && PQntuples(res) > 0;
    return st;
}

enum status programme_list(struct op *op, struct db *db, programme_fn *row, void *arg)
{
    enum status st = db_begin(op, db);
    bool more = true;

    if (st == ST_OK)
        st = db_do(op, db, &Q_PROGRAMME_OPEN_LIST, NULL);
    while (st == ST_OK && more)
        st = fetch_some(op, db, row, arg, &more);
    if (st == ST_OK)
        st = db_commit(op, db);
    if (st != ST_OK)
        db_rollback(db);
    return st;
}
