#include "store/audit_proof.h"

#include <inttypes.h>
#include <string.h>

#include "base/json.h"
#include "base/number.h"

/* ---- making ---- */

static enum status leaf_get(struct op *op, struct db *db, struct audit_proof *proof)
{
    struct param params[] = {param_i64(op->arena, proof->index)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_AUDIT_FIND, params, &res);

    if (st != ST_OK)
        return st;
    if (PQntuples(res) == 0)
        return op_fail(op, ST_NOTFOUND, "the audit log has no leaf %" PRId64, proof->index);
    proof->leaf = (struct leaf){.at_us = cell_instant(res, 0, 0),
                                .actor = bytes_copy(op->arena, cell_text(res, 0, 1)),
                                .action = bytes_copy(op->arena, cell_text(res, 0, 2)),
                                .subject = bytes_copy(op->arena, cell_text(res, 0, 3)),
                                .detail = cell_is_null(res, 0, 4) ? BYTES_NONE : bytes_copy(op->arena, cell_text(res, 0, 4))};
    proof->text = leaf_print(op->arena, &proof->leaf);
    merkle_leaf_hash(proof->text, &proof->leaf_hash);
    return ST_OK;
}

struct plan {
    struct merkle_proof leaf;
    struct merkle_proof growth;
};

static enum status on_hash(struct op *op, const struct copy_value *values, unsigned columns, void *arg)
{
    struct plan *plan = arg;
    struct sha256 hash;

    if (columns != 2 || values[1].n != sizeof(hash.b))
        return op_fail(op, ST_BUG, "the audit log holds a hash that is none: run efc audit verify");
    memcpy(hash.b, values[1].p, sizeof(hash.b));
    merkle_proof_put(&plan->leaf, (uint64_t)value_i64(&values[0]), &hash);
    merkle_proof_put(&plan->growth, (uint64_t)value_i64(&values[0]), &hash);
    return ST_OK;
}

static enum status plan_make(struct op *op, const struct audit_proof *proof, struct plan *plan)
{
    uint64_t size = proof->checkpoint.size;

    if (!merkle_proof_of_leaf((uint64_t)proof->index, size, &plan->leaf))
        return op_fail(op, ST_NOTFOUND, "the audit log has no leaf %" PRId64, proof->index);
    if (proof->since > 0 && !merkle_proof_of_growth((uint64_t)proof->since, size, &plan->growth))
        return op_fail(op, ST_INPUT, "the audit log has only %" PRIu64 " leaves", size);
    return ST_OK;
}

struct proof_work {
    const struct checkpoint_key *key;
    struct audit_proof *proof;
};

static enum status proof_work(struct op *op, struct db *db, void *arg)
{
    const struct proof_work *work = arg;
    struct audit_proof *proof = work->proof;
    struct plan *plan = arena_new_of(op->arena, struct plan);
    enum status st = db_do(op, db, &Q_AUDIT_SNAPSHOT, NULL);

    if (st == ST_OK)
        st = leaf_get(op, db, proof);
    if (st == ST_OK)
        st = audit_checkpoint(op, db, work->key, &proof->note);
    if (st == ST_OK)
        st = checkpoint_parse(op, proof->note, &proof->checkpoint);
    if (st == ST_OK)
        st = plan_make(op, proof, plan);
    if (st == ST_OK)
        st = db_copy_out(op, db, &Q_AUDIT_COPY_HASHES, on_hash, plan);
    if (st != ST_OK)
        return st;
    proof->count = merkle_proof_hashes(&plan->leaf, proof->hashes);
    proof->growth_count = merkle_proof_hashes(&plan->growth, proof->growth);
    if (!merkle_leaf_is_in((uint64_t)proof->index, &proof->leaf_hash, proof->hashes, proof->count, proof->checkpoint.size,
                           &proof->checkpoint.root))
        return op_fail(op, ST_CONFLICT, "the leaf is not what the log was made of: run efc audit verify");
    return ST_OK;
}

enum status audit_proof_get(struct op *op, struct db *db, const struct checkpoint_key *key, int64_t index, int64_t since,
                            struct audit_proof *ret)
{
    struct proof_work work = {key, ret};

    *ret = (struct audit_proof){.index = index, .since = since};
    return db_unit(op, db, proof_work, &work);
}

static void put_hashes(struct json_out *out, const char *name, const struct sha256 *hashes, size_t count)
{
    json_key(out, name);
    json_open(out, '[');
    for (size_t i = 0; i < count; i++)
        json_string(out, base64_print(out->arena, (struct bytes){(const char *)hashes[i].b, sizeof(hashes[i].b)}));
    json_close(out, ']');
}

struct bytes audit_proof_print(struct arena *arena, const struct audit_proof *proof)
{
    struct json_out out;
    struct buf buf;

    buf_init(&buf, arena);
    json_out_init(&out, &buf);
    json_open(&out, '{');
    json_key(&out, "checkpoint");
    json_open(&out, '{');
    json_key_string(&out, "note", proof->note);
    json_close(&out, '}');
    if (proof->since > 0)
        put_hashes(&out, "growth", proof->growth, proof->growth_count);
    json_key_i64(&out, "index", proof->index);
    json_key_string(&out, "leaf", proof->text);
    put_hashes(&out, "proof", proof->hashes, proof->count);
    if (proof->since > 0)
        json_key_i64(&out, "since", proof->since);
    json_close(&out, '}');
    return buf_bytes(&buf);
}

/* ---- checking ---- */

static enum status hashes_read(struct op *op, const struct json *list, struct sha256 *ret, size_t *ret_count)
{
    size_t count = 0;

    for (const struct json *item = list == NULL ? NULL : list->first; item != NULL; item = item->next) {
        struct bytes raw;

        if (count > MERKLE_DEPTH || item->type != JSON_STRING || !base64_parse(op->arena, item->text, &raw) ||
            raw.n != sizeof(ret->b))
            return op_fail(op, ST_INPUT, "the proof: hash %zu is not 32 bytes in base64, or there are too many", count);
        memcpy(ret[count++].b, raw.p, sizeof(ret->b));
    }
    *ret_count = count;
    return ST_OK;
}

static bool number_read(const struct json *value, int64_t *ret)
{
    return value != NULL && value->type == JSON_NUMBER && parse_i64(value->text, ret) && *ret >= 0;
}

static enum status proof_read(struct op *op, struct bytes text, struct audit_proof *proof)
{
    struct json *json;
    const struct json *checkpoint;
    enum status st = json_parse(op, text, &json);

    if (st != ST_OK)
        return st;
    checkpoint = json_find(json, "checkpoint");
    proof->text = json_find_text(json, "leaf");
    proof->note = checkpoint == NULL ? BYTES_NONE : json_find_text(checkpoint, "note");
    if (proof->text.p == NULL || proof->note.p == NULL || !number_read(json_find(json, "index"), &proof->index))
        return op_fail(op, ST_INPUT, "the proof: checkpoint.note, leaf or index is missing");
    if (json_find(json, "since") != NULL && !number_read(json_find(json, "since"), &proof->since))
        return op_fail(op, ST_INPUT, "the proof: since is not a number");
    st = hashes_read(op, json_find(json, "proof"), proof->hashes, &proof->count);
    if (st == ST_OK)
        st = hashes_read(op, json_find(json, "growth"), proof->growth, &proof->growth_count);
    return st == ST_OK ? checkpoint_parse(op, proof->note, &proof->checkpoint) : st;
}

static enum status growth_check(struct op *op, const struct audit_proof *proof, const struct checkpoint *earlier)
{
    if (!bytes_equal(earlier->origin, proof->checkpoint.origin))
        return op_fail(op, ST_CONFLICT, "the earlier checkpoint is of another log");
    if ((uint64_t)proof->since != earlier->size)
        return op_fail(op, ST_INPUT, "the proof is not from the size of the earlier checkpoint: ask for --since %" PRIu64,
                       earlier->size);
    if (!merkle_growth_is_true(earlier->size, &earlier->root, proof->growth, proof->growth_count, proof->checkpoint.size,
                               &proof->checkpoint.root))
        return op_fail(op, ST_CONFLICT, "the log is not the one of the earlier checkpoint: it was changed since");
    return ST_OK;
}

enum status audit_proof_check(struct op *op, struct bytes json, const struct checkpoint_key *key,
                              const struct checkpoint *earlier, struct audit_proof *ret)
{
    enum status st;

    *ret = (struct audit_proof){.index = 0};
    st = proof_read(op, json, ret);
    if (st != ST_OK)
        return st;
    if (checkpoint_check(op->arena, ret->note, key) != CHECKPOINT_SIGNED || !bytes_equal(ret->checkpoint.origin, key->origin))
        return op_fail(op, ST_CONFLICT, "the checkpoint is not signed by this key");
    merkle_leaf_hash(ret->text, &ret->leaf_hash);
    if (!merkle_leaf_is_in((uint64_t)ret->index, &ret->leaf_hash, ret->hashes, ret->count, ret->checkpoint.size,
                           &ret->checkpoint.root))
        return op_fail(op, ST_CONFLICT, "the leaf is not in the log of the checkpoint");
    return earlier == NULL ? ST_OK : growth_check(op, ret, earlier);
}
