/*
 * audit_proof.h: what convinces an outsider that a leaf is in the log, and that the log has only grown since an earlier checkpoint.
 *
 * Shape   JSON: {"checkpoint":{…},"growth":[…],"index":17,"leaf":"…","proof":[…],"since":12}; leaf is the text that is hashed, proof and
 *         growth are hashes in base64 from the leaf upwards; growth and since are there only when an earlier size was named.
 * Memory  results live in op->arena; making a proof reads each leaf hash once.
 * Errors  ST_NOTFOUND no such leaf, ST_INPUT a proof that is not well formed, ST_CONFLICT one that proves nothing.
 */
#ifndef STORE_AUDIT_PROOF_H
#define STORE_AUDIT_PROOF_H

#include "core/leaf.h"
#include "core/merkle.h"
#include "store/audit_store.h"

struct audit_proof {
    int64_t index;
    struct leaf leaf;
    struct bytes text; /* of the leaf, as it is hashed */
    struct sha256 leaf_hash;
    struct checkpoint checkpoint;
    struct bytes note;
    struct sha256 hashes[MERKLE_DEPTH + 1];
    size_t count;
    int64_t since; /* 0: no growth is proved */
    struct sha256 growth[MERKLE_DEPTH + 1];
    size_t growth_count;
};

/* Reads one snapshot; since: an earlier size, 0 for none. */
MUST_CHECK enum status audit_proof_get(struct op *op, struct db *db, const struct checkpoint_key *key, int64_t index,
                                       int64_t since, struct audit_proof *ret);
struct bytes audit_proof_print(struct arena *arena, const struct audit_proof *proof);

/* Needs no database. earlier: the checkpoint that growth is proved from, NULL for none. */
MUST_CHECK enum status audit_proof_check(struct op *op, struct bytes json, const struct checkpoint_key *key,
                                         const struct checkpoint *earlier, struct audit_proof *ret);

#endif
