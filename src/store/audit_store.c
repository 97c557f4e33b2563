#include "store/audit_store.h"

#include <string.h>

#include "base/json.h"
#include "core/leaf.h"
#include "core/merkle.h"

/* The log as it stands; with Q_AUDIT_LOCK nobody else appends until this transaction ends. */
static enum status head_get(struct op *op, struct db *db, const struct query *query, struct merkle_range *ret)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, query, NULL, &res);

    if (st == ST_OK && !merkle_range_parse((uint64_t)cell_i64(res, 0, 0), cell_bytea(op->arena, res, 0, 1), ret))
        return op_fail(op, ST_BUG, "the head of the audit log is damaged: run efc audit verify");
    return st;
}

static enum status put_leaf(struct op *op, struct db *db, const struct leaf *leaf, const struct sha256 *hash,
                            const struct merkle_range *range)
{
    struct param params[] = {param_i64(op->arena, (int64_t)range->size - 1),
                             param_instant(op->arena, leaf->at_us),
                             param_text(leaf->actor),
                             param_text(leaf->action),
                             param_text(leaf->subject),
                             param_text(leaf->detail),
                             param_bytea(sha256_raw(hash)),
                             param_bytea(merkle_range_print(range))};

    return db_do(op, db, &Q_AUDIT_APPEND, params);
}

enum status audit_append(struct op *op, struct db *db, const char *action, struct bytes subject, struct bytes detail,
                         int64_t *ret_index)
{
    struct leaf leaf = {.at_us = op->now_us,
                        .actor = bytes_of(op->actor),
                        .action = bytes_of(action),
                        .subject = subject.p == NULL ? BYTES("") : subject};
    struct merkle_range range;
    struct sha256 hash;
    enum status st = leaf_detail(op, detail, &leaf.detail);

    if (st == ST_OK)
        st = head_get(op, db, &Q_AUDIT_LOCK, &range);
    if (st != ST_OK)
        return st;
    merkle_leaf_hash(leaf_print(op->arena, &leaf), &hash);
    merkle_range_append(&range, &hash);
    st = put_leaf(op, db, &leaf, &hash, &range);
    if (st == ST_OK && ret_index != NULL)
        *ret_index = (int64_t)range.size - 1;
    return st;
}

static enum status checkpoint_make(struct op *op, struct db *db, const struct checkpoint_key *key, struct checkpoint *ret,
                                   struct bytes *ret_note)
{
    struct merkle_range range;
    enum status st = head_get(op, db, &Q_AUDIT_HEAD, &range);

    if (st != ST_OK)
        return st;
    ret->origin = key->origin;
    ret->size = range.size;
    merkle_range_root(&range, &ret->root);
    *ret_note = checkpoint_print(op->arena, ret, key);
    struct param params[] = {param_i64(op->arena, (int64_t)ret->size), param_bytea(sha256_raw(&ret->root)), param_text(*ret_note),
                             param_instant(op->arena, op->now_us)};

    return db_do(op, db, &Q_AUDIT_PUT_CHECKPOINT, params);
}

enum status audit_checkpoint(struct op *op, struct db *db, const struct checkpoint_key *key, struct bytes *ret_note)
{
    struct checkpoint checkpoint;
    struct bytes note;
    enum status st = checkpoint_make(op, db, key, &checkpoint, &note);

    if (st == ST_OK)
        *ret_note = note;
    return st;
}

enum status audit_checkpoint_json(struct op *op, struct db *db, const struct checkpoint_key *key, struct bytes *ret)
{
    struct checkpoint checkpoint;
    struct json_out out;
    struct bytes note;
    struct buf buf;
    enum status st = checkpoint_make(op, db, key, &checkpoint, &note);

    if (st != ST_OK)
        return st;
    buf_init(&buf, op->arena);
    json_out_init(&out, &buf);
    json_open(&out, '{');
    json_key_string(&out, "note", note);
    json_key_string(&out, "origin", checkpoint.origin);
    json_key_string(&out, "root", base64_print(op->arena, sha256_raw(&checkpoint.root)));
    json_key(&out, "signed");
    json_bool(&out, key->can_sign);
    json_key_i64(&out, "size", (int64_t)checkpoint.size);
    json_close(&out, '}');
    *ret = buf_bytes(&buf);
    return ST_OK;
}
