#include "store/source_store.h"

static struct param lock_number(struct op *op, struct bytes id)
{
    return param_i64(op->arena, (int32_t)(uint32_t)hash64(id));
}

/* ---- a source ---- */

static enum status partner_exists(struct op *op, struct db *db, struct bytes partner)
{
    struct param params[] = {param_text(partner)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_PARTNER_FIND, params, &res);

    if (st == ST_OK && PQntuples(res) == 0)
        return op_fail(op, ST_NOTFOUND, "there is no partner of this id: efc partner add makes one");
    return st;
}

enum status source_put(struct op *op, struct db *db, const struct source_row *source)
{
    struct param kind = param_cstr(collect_kind_name(source->kind)), now = param_instant(op->arena, op->now_us);
    struct param params[] = {param_text(source->id), param_text(source->partner), kind, param_text(source->place), now};
    struct param place[] = {param_text(source->id), kind, param_text(source->place), now};
    enum status st = partner_exists(op, db, source->partner);

    if (st == ST_OK)
        st = db_do(op, db, &Q_SOURCE_PUT, params);
    return st == ST_OK ? db_do(op, db, &Q_SOURCE_PUT_PLACE, place) : st;
}

enum status source_find(struct op *op, struct db *db, struct source_row *source)
{
    struct param params[] = {param_text(source->id)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_SOURCE_FIND, params, &res);

    if (st != ST_OK)
        return st;
    if (PQntuples(res) == 0)
        return ST_NOTFOUND;
    source->partner = bytes_copy(op->arena, cell_text(res, 0, 0));
    source->position = bytes_copy(op->arena, cell_text(res, 0, 1));
    if (!circuit_state_find(cell_text(res, 0, 2), &source->circuit.state))
        return op_fail(op, ST_BUG, "the state of a source's circuit cannot be read");
    source->circuit.failures = cell_i64(res, 0, 3);
    source->circuit.next_us = cell_instant(res, 0, 4);
    source->cut_off = cell_bool(res, 0, 5);
    return ST_OK;
}

enum status source_list_due(struct op *op, struct db *db, const struct bytes *ids, size_t count, struct bytes *ret,
                            size_t *ret_count)
{
    struct param params[] = {param_text_array(op->arena, ids, count), param_instant(op->arena, op->now_us)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_SOURCE_LIST_DUE, params, &res);

    if (st != ST_OK)
        return st;
    *ret_count = (size_t)PQntuples(res);
    for (int row = 0; row < PQntuples(res); row++)
        ret[row] = bytes_copy(op->arena, cell_text(res, row, 0));
    return ST_OK;
}

enum status source_lock(struct op *op, struct db *db, struct bytes id)
{
    struct param params[] = {lock_number(op, id)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_SOURCE_LOCK, params, &res);

    if (st != ST_OK)
        return st;
    return cell_bool(res, 0, 0) ? ST_OK : ST_CONFLICT;
}

void source_unlock(struct op *op, struct db *db, struct bytes id)
{
    struct param params[] = {lock_number(op, id)};
    struct op quiet; /* what went wrong before is what counts; a session that is gone has no locks */

    op_init(&quiet, op->arena, op->now_us, op->actor);
    if (db_do(&quiet, db, &Q_SOURCE_UNLOCK, params) != ST_OK)
        op_clear(&quiet);
}

/* ---- a run ---- */

enum status source_begin(struct op *op, struct db *db, struct source_row *source)
{
    circuit_begin(&source->circuit);
    struct param params[] = {param_text(source->id), param_cstr(circuit_state_name(source->circuit.state)),
                             param_instant(op->arena, op->now_us)};

    return db_do(op, db, &Q_SOURCE_BEGIN, params);
}

enum status source_settle_success(struct op *op, struct db *db, const struct source_row *source, bool stored, bool more)
{
    struct param params[] = {param_text(source->id), param_instant(op->arena, op->now_us),
                             param_instant(op->arena, source->circuit.next_us), param_bool(stored), param_bool(more)};

    return db_do(op, db, &Q_SOURCE_SETTLE_SUCCESS, params);
}

enum status source_settle_failure(struct op *op, struct db *db, const struct source_row *source, bool stored, const char *why)
{
    const struct circuit *circuit = &source->circuit;
    struct param params[] = {param_text(source->id),
                             param_instant(op->arena, op->now_us),
                             param_cstr(circuit_state_name(circuit->state)),
                             param_i64(op->arena, circuit->failures),
                             param_instant(op->arena, circuit->next_us),
                             param_cstr(why),
                             param_bool(stored)};

    return db_do(op, db, &Q_SOURCE_SETTLE_FAILURE, params);
}

/* ---- files ---- */

static struct bytes *item_names(struct op *op, const struct source_item *items, size_t count)
{
    struct bytes *names = arena_array(op->arena, struct bytes, count + 1);

    for (size_t i = 0; i < count; i++)
        names[i] = items[i].name;
    return names;
}

enum status source_items_find(struct op *op, struct db *db, struct bytes id, const struct source_item *items, size_t count,
                              const struct sha256 *profile, enum source_item_fate *ret)
{
    int64_t *sizes = arena_array(op->arena, int64_t, count + 1), *times = arena_array(op->arena, int64_t, count + 1);
    AUTO(pg_clear) PGresult *res = NULL;

    for (size_t i = 0; i < count; i++) {
        sizes[i] = items[i].bytes;
        times[i] = items[i].modified_us;
        ret[i] = ITEM_NEW;
    }
    struct param params[] = {param_text(id), param_text_array(op->arena, item_names(op, items, count), count),
                             param_i64_array(op->arena, sizes, count), param_i64_array(op->arena, times, count),
                             param_bytea(sha256_raw(profile))};
    enum status st = db_run(op, db, &Q_SOURCE_LIST_KNOWN_ITEMS, params, &res);

    if (st != ST_OK)
        return st;
    for (int row = 0; row < PQntuples(res); row++) {
        int64_t place = cell_i64(res, row, 0);

        if (place < 1 || place > (int64_t)count)
            return op_fail(op, ST_BUG, "a known file has no place in the list");
        ret[place - 1] = cell_bool(res, row, 1) ? ITEM_TAKEN : ITEM_REFUSED;
    }
    return ST_OK;
}

enum status source_items_forget(struct op *op, struct db *db, struct bytes id, const struct source_item *there, size_t count)
{
    struct param params[] = {param_text(id), param_text_array(op->arena, item_names(op, there, count), count)};

    return db_do(op, db, &Q_SOURCE_FORGET_ITEMS, params);
}

/* ---- in a running transaction ---- */

enum status source_put_position(struct op *op, struct db *db, struct bytes id, struct bytes position)
{
    struct param params[] = {param_text(id), param_text(position)};

    return db_do(op, db, &Q_SOURCE_PUT_POSITION, params);
}

enum status source_put_item(struct op *op, struct db *db, struct bytes id, const struct source_item *item,
                            const struct sha256 *profile)
{
    struct param params[] = {param_text(id),
                             param_text(item->name),
                             param_i64(op->arena, item->bytes),
                             param_instant(op->arena, item->modified_us),
                             param_cstr(item->taken ? "taken" : "refused"),
                             param_bytea(sha256_raw(profile)),
                             item->why == NULL ? param_text(BYTES_NONE) : param_cstr(item->why),
                             param_instant(op->arena, op->now_us)};

    return db_do(op, db, &Q_SOURCE_PUT_ITEM, params);
}

enum status source_put_submission(struct op *op, struct db *db, struct bytes id, const struct uuid *submission)
{
    struct param params[] = {param_text(id), param_uuid(submission), param_instant(op->arena, op->now_us)};

    return db_do(op, db, &Q_SOURCE_PUT_SUBMISSION, params);
}

/* ---- what is to be decoded ---- */

enum status source_waiting_next(struct op *op, struct db *db, struct source_waiting *place)
{
    struct param params[] = {param_instant(op->arena, place->stored_us), param_uuid(&place->submission)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_SOURCE_NEXT_SUBMISSION, params, &res);

    if (st != ST_OK)
        return st;
    if (PQntuples(res) == 0)
        return ST_NOTFOUND;
    place->source = bytes_copy(op->arena, cell_text(res, 0, 0));
    place->submission = cell_uuid(res, 0, 1);
    place->stored_us = cell_instant(res, 0, 2);
    return ST_OK;
}

enum status source_mark_decoded(struct op *op, struct db *db, const struct uuid *submission)
{
    struct param params[] = {param_uuid(submission), param_instant(op->arena, op->now_us)};

    return db_do(op, db, &Q_SOURCE_MARK_DECODED, params);
}

enum status source_count_waiting(struct op *op, struct db *db, int64_t *ret)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_SOURCE_COUNT_WAITING, NULL, &res);

    if (st == ST_OK)
        *ret = cell_i64(res, 0, 0);
    return st;
}
