#include "store/audit_store.h"

#include <string.h>

#include "core/leaf.h"
#include "core/merkle.h"

/* The log as it stands; nobody else appends until this transaction ends. */
static enum status head_lock(struct op *op, struct db *db, struct merkle_range *ret)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_AUDIT_LOCK, NULL, &res);

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
                             param_bytea((struct bytes){(const char *)hash->b, sizeof(hash->b)}),
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
        st = head_lock(op, db, &range);
    if (st != ST_OK)
        return st;
    merkle_leaf_hash(leaf_print(op->arena, &leaf), &hash);
    merkle_range_append(&range, &hash);
    st = put_leaf(op, db, &leaf, &hash, &range);
    if (st == ST_OK && ret_index != NULL)
        *ret_index = (int64_t)range.size - 1;
    return st;
}
