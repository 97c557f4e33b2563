#include "store/derivation_store.h"

#include "store/trait_store.h"

#define STEP_MEMORY ((size_t)1 << 30)

struct side_queries {
    const struct query *next, *put;
    bool is_site;
};

static const struct side_queries sides[] = {
    {&Q_DERIVATION_NEXT_ENDPOINT, &Q_DERIVATION_PUT_ENDPOINT, false},
    {&Q_DERIVATION_NEXT_SITE, &Q_DERIVATION_PUT_SITE, true},
};

struct step {
    const struct ident_data *data;
    const struct side_queries *side;
    int64_t entities; /* that the step derived again */
};

enum status derivation_state_get(struct op *op, struct db *db, struct derivation_state *ret)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_DERIVATION_VERSION, NULL, &res);

    if (st == ST_OK)
        *ret = (struct derivation_state){cell_i64(res, 0, 0), cell_bool(res, 0, 1)};
    return st;
}

static enum status begin_work(struct op *op, struct db *db, UNUSED void *arg)
{
    struct param params[] = {param_i64(op->arena, TRAIT_VERSION)};

    return db_do(op, db, &Q_DERIVATION_BEGIN, params);
}

static enum status derive_listed(struct op *op, struct db *db, const struct step *step, const PGresult *listed)
{
    struct trait_delta *delta = trait_delta_new(op->arena, step->data);

    for (int row = 0; row < PQntuples(listed); row++) {
        struct uuid id = cell_uuid(listed, row, 0);

        trait_delta_derive_again(delta, step->side->is_site ? NULL : &id, step->side->is_site ? &id : NULL);
    }
    return trait_delta_put(op, db, delta, 0);
}

static enum status step_take(struct op *op, struct db *db, struct step *step)
{
    AUTO(pg_clear) PGresult *listed = NULL;
    struct uuid last = {0};
    struct param params[] = {param_uuid(&last)};
    enum status st = trait_lock(op, db, true);

    if (st == ST_OK)
        st = db_run(op, db, step->side->next, NULL, &listed);
    if (st != ST_OK)
        return st;
    step->entities = PQntuples(listed);
    if (step->entities > 0) {
        last = cell_uuid(listed, PQntuples(listed) - 1, 0);
        st = derive_listed(op, db, step, listed);
    }
    return st == ST_OK ? db_do(op, db, step->side->put, params) : st;
}

/* In an arena of its own: there may be any number of steps. */
static enum status step_work(struct op *op, struct db *db, void *arg)
{
    AUTO(arena_free) struct arena *arena = arena_new(STEP_MEMORY);
    struct op inner = *op;
    enum status st;

    inner.arena = arena;
    st = step_take(&inner, db, arg);
    return st == ST_OK ? ST_OK : op_fail(op, st, "%s", inner.cause);
}

enum status derivation_renew(struct op *op, struct db *db, const struct ident_data *data, int64_t *ret_entities)
{
    enum status st = db_unit(op, db, begin_work, NULL);
    int64_t entities = 0;

    for (size_t i = 0; i < COUNT_OF(sides); i++) {
        struct step step = {data, &sides[i], 1};

        while (st == ST_OK && step.entities > 0) {
            st = db_unit(op, db, step_work, &step);
            entities += st == ST_OK ? step.entities : 0;
        }
    }
    if (st == ST_OK)
        *ret_entities = entities;
    return st;
}
