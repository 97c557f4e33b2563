#include "store/model_store.h"

#include "base/json.h"
#include "ledger.h"
#include "store/audit_store.h"

enum status model_put(struct op *op, struct db *db, struct bytes text, const char *origin, int16_t *ret_id)
{
    AUTO(pg_clear) PGresult *res = NULL;
    struct sha256 hash;
    struct model model;
    enum status st = model_parse(op, text, &model);

    if (st != ST_OK)
        return st;
    sha256_bytes(text, &hash);
    struct param params[] = {param_bytea(sha256_raw(&hash)), param_text(text), param_cstr(origin),
                             param_instant(op->arena, op->now_us)};

    st = db_run(op, db, &Q_MODEL_PUT, params, &res);
    if (st == ST_OK)
        *ret_id = (int16_t)cell_i64(res, 0, 0);
    return st;
}

/* A change of the model in use. */
struct activation {
    int16_t id;
    struct bytes reason;
    bool anyway;
    enum trial_verdict verdict; /* beside the model in use */
    bool passes;
};

static struct bytes activate_detail(struct op *op, int16_t before, const struct model_entry *entry,
                                    const struct activation *activation)
{
    struct json_out out;
    struct buf buf;

    buf_init(&buf, op->arena);
    json_out_init(&out, &buf);
    json_open(&out, '{');
    if (before != 0)
        json_key_i64(&out, "from", before);
    json_key_string(&out, "reason", activation->reason);
    json_key_string(&out, "sha256", entry->sha256);
    if (activation->verdict != TRIAL_unknown)
        json_key_string(&out, "trial", bytes_of(trial_verdict_name(activation->verdict)));
    if (!activation->passes) {
        json_key(&out, "anyway");
        json_bool(&out, true);
    }
    json_close(&out, '}');
    return buf_bytes(&buf);
}

/* 0 when none is in use. It may be one that this program cannot read. */
static enum status active_number(struct op *op, struct db *db, int16_t *ret)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_MODEL_ACTIVE, NULL, &res);

    if (st == ST_OK)
        *ret = PQntuples(res) == 0 ? 0 : (int16_t)cell_i64(res, 0, 0);
    return st;
}

/* Whether the trial of a model beside the one in use speaks for it. */
static enum status check_trial(struct op *op, struct db *db, int16_t before, const struct model_entry *entry,
                               struct activation *activation)
{
    struct model_trial trial = {0};
    enum status st = model_trial_get(op, db, entry->id, before, &trial);

    if (st != ST_OK && st != ST_NOTFOUND)
        return st;
    activation->verdict = model_trial_verdict(&trial);
    activation->passes = before == 0 || before == entry->id || model_trial_passes(entry->origin, activation->verdict);
    if (activation->passes || activation->anyway)
        return ST_OK;
    if (st == ST_NOTFOUND)
        return op_fail(
            op, ST_CONFLICT,
            "model %d is estimated and was not tried beside model %d, which is in use: efc model estimate tries what it makes; "
            "--anyway puts it into use untried",
            entry->id, before);
    return op_fail(op, ST_CONFLICT, "model %d is not put into use in place of model %d (--anyway does it all the same): %s",
                   entry->id, before, bytes_cstr(op->arena, model_trial_text(op->arena, &trial)));
}

static enum status switch_to(struct op *op, struct db *db, struct activation *activation)
{
    struct param params[] = {param_i64(op->arena, activation->id)};
    struct model_entry entry;
    int16_t before;
    enum status st = active_number(op, db, &before);

    if (st == ST_OK)
        st = model_get(op, db, activation->id, &entry);
    if (st == ST_OK && !activation->passes)
        st = check_trial(op, db, before, &entry, activation);
    if (st == ST_OK)
        st = db_do(op, db, &Q_MODEL_DEACTIVATE, params);
    if (st == ST_OK)
        st = db_do(op, db, &Q_MODEL_ACTIVATE, params);
    if (st != ST_OK)
        return st;
    return audit_append(op, db, "model.activate", bytes_printf(op->arena, "%d", activation->id),
                        activate_detail(op, before, &entry, activation), NULL);
}

enum status model_switch(struct op *op, struct db *db, int16_t id, struct bytes reason)
{
    struct activation activation = {id, reason, false, TRIAL_unknown, true}; /* the program's own choice needs no trial */

    return switch_to(op, db, &activation);
}

static enum status activate_work(struct op *op, struct db *db, void *arg)
{
    struct activation activation = *(const struct activation *)arg; /* the unit may be repeated */

    return switch_to(op, db, &activation);
}

enum status model_activate(struct op *op, struct db *db, int16_t id, struct bytes reason, bool anyway)
{
    struct activation activation = {id, bytes_trim(reason), anyway, TRIAL_unknown, false};
    enum status st = ledger_decision_check(op, activation.reason, "activating a model");

    return st == ST_OK ? db_unit(op, db, activate_work, &activation) : st;
}

static enum status entry_decode(struct op *op, const PGresult *res, struct model_entry *ret)
{
    struct model_entry entry = {0};
    enum status st;

    if (PQntuples(res) == 0)
        return ST_NOTFOUND;
    entry.id = (int16_t)cell_i64(res, 0, 0);
    entry.sha256 = bytes_copy(op->arena, cell_text(res, 0, 1));
    entry.text = bytes_copy(op->arena, cell_text(res, 0, 2));
    entry.origin = bytes_copy(op->arena, cell_text(res, 0, 3));
    st = model_parse(op, entry.text, &entry.model);
    if (st == ST_OK)
        *ret = entry;
    return st;
}

enum status model_get(struct op *op, struct db *db, int16_t id, struct model_entry *ret)
{
    struct param params[] = {param_i64(op->arena, id)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_MODEL_GET, params, &res);

    if (st == ST_OK)
        st = entry_decode(op, res, ret);
    return st == ST_NOTFOUND ? op_fail(op, st, "there is no model %d; efc model list shows them", id) : st;
}

enum status model_active(struct op *op, struct db *db, struct model_entry *ret)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_MODEL_ACTIVE, NULL, &res);

    return st == ST_OK ? entry_decode(op, res, ret) : st;
}

enum status model_active_or(struct op *op, struct db *db, struct bytes text, struct model_entry *ret)
{
    enum status st = model_active(op, db, ret);
    int16_t id;

    if (st != ST_NOTFOUND)
        return st;
    st = model_put(op, db, text, "default", &id);
    if (st == ST_OK)
        st = model_switch(op, db, id, BYTES("the model inside the program: there was none in use"));
    return st == ST_OK ? model_active(op, db, ret) : st;
}
