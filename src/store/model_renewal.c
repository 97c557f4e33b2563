/* What an upgrade of the program does to the models that the database knows. */
#include "core/model_text.h"
#include "store/model_store.h"

struct renewal_work {
    struct bytes text; /* the model inside the program */
    struct model_renewal renewal;
};

static struct param text_hash(struct arena *arena, struct bytes text)
{
    struct sha256 *hash = arena_new_of(arena, struct sha256);

    sha256_bytes(text, hash);
    return param_bytea(sha256_raw(hash));
}

static enum status add_default(struct op *op, struct db *db, struct renewal_work *work, bool switches)
{
    enum status st = model_put(op, db, work->text, "default", &work->renewal.added);

    if (st != ST_OK || !switches)
        return st;
    work->renewal.in_use = true;
    return model_switch(op, db, work->renewal.added,
                        BYTES("the model inside the program, in place of the one of the program before"));
}

/* A model that people chose and that this program cannot read as it stands; one that is wrong for another reason stays as it is. */
static enum status complete(struct op *op, struct db *db, struct renewal_work *work)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_MODEL_ACTIVE, NULL, &res);

    if (st != ST_OK)
        return st;
    struct bytes text = bytes_copy(op->arena, cell_text(res, 0, 2));
    struct bytes whole = model_text_complete(op->arena, text, work->text);
    struct bytes reason = bytes_printf(op->arena, "model %d with the rules that it lacked", (int)cell_i64(res, 0, 0));

    if (bytes_equal(text, whole))
        return ST_OK;
    st = model_put(op, db, whole, bytes_cstr(op->arena, cell_text(res, 0, 3)), &work->renewal.completed);
    return st == ST_OK ? model_switch(op, db, work->renewal.completed, reason) : st;
}

static enum status renew_work(struct op *op, struct db *db, void *arg)
{
    struct renewal_work *work = arg;
    struct param params[] = {text_hash(op->arena, work->text)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_MODEL_RENEWAL_STATE, params, &res);

    work->renewal = (struct model_renewal){0};
    if (st == ST_OK && PQntuples(res) > 0 && !cell_bool(res, 0, 0))
        st = add_default(op, db, work, cell_bool(res, 0, 1));
    return st == ST_OK && PQntuples(res) > 0 && !work->renewal.in_use ? complete(op, db, work) : st;
}

enum status model_renew(struct op *op, struct db *db, struct bytes text, struct model_renewal *ret)
{
    struct renewal_work work = {.text = text};
    enum status st = db_unit(op, db, renew_work, &work);

    if (st == ST_OK)
        *ret = work.renewal;
    return st;
}
