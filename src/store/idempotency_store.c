#include "store/idempotency_store.h"

#include <string.h>

static struct param lock_number(struct op *op, const struct idempotency *key)
{
    struct bytes text = bytes_printf(op->arena, "%.*s %.*s", (int)key->partner.n, key->partner.p, (int)key->key.n, key->key.p);

    return param_i64(op->arena, (int32_t)(uint32_t)hash64(text));
}

enum status idempotency_lock(struct op *op, struct db *db, const struct idempotency *key)
{
    struct param params[] = {lock_number(op, key)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_IDEMPOTENCY_LOCK, params, &res);

    if (st != ST_OK)
        return st;
    return cell_bool(res, 0, 0) ? ST_OK : ST_CONFLICT;
}

void idempotency_unlock(struct op *op, struct db *db, const struct idempotency *key)
{
    struct param params[] = {lock_number(op, key)};
    AUTO(arena_free) struct arena *arena = arena_new(1 << 16);
    struct op quiet; /* what went wrong before is what counts; a session that is gone has no locks */

    op_init(&quiet, arena, op->now_us, op->actor);
    if (db_do(&quiet, db, &Q_IDEMPOTENCY_UNLOCK, params) != ST_OK)
        op_clear(&quiet);
}

enum status idempotency_find(struct op *op, struct db *db, struct idempotency *key)
{
    struct param params[] = {param_text(key->partner), param_text(key->key)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_IDEMPOTENCY_FIND, params, &res);
    struct bytes fingerprint;

    if (st != ST_OK)
        return st;
    if (PQntuples(res) == 0)
        return ST_NOTFOUND;
    fingerprint = cell_bytea(op->arena, res, 0, 0);
    if (fingerprint.n != sizeof(key->fingerprint.b))
        return op_fail(op, ST_BUG, "the fingerprint of a request has %zu bytes", fingerprint.n);
    memcpy(key->fingerprint.b, fingerprint.p, fingerprint.n);
    key->submission_id = cell_uuid(res, 0, 1);
    key->status = (int)cell_i64(res, 0, 2);
    return ST_OK;
}

enum status idempotency_put(struct op *op, struct db *db, const struct idempotency *key)
{
    struct param params[] = {param_text(key->partner),
                             param_text(key->key),
                             param_bytea(sha256_raw(&key->fingerprint)),
                             param_uuid(&key->submission_id),
                             param_i64(op->arena, key->status),
                             param_instant(op->arena, op->now_us)};

    return db_do(op, db, &Q_IDEMPOTENCY_PUT, params);
}

enum status idempotency_expire(struct op *op, struct db *db, int64_t before_us)
{
    struct param params[] = {param_instant(op->arena, before_us)};

    return db_do(op, db, &Q_IDEMPOTENCY_EXPIRE, params);
}
