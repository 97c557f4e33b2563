/*
 * merkle.h: the tree over the audit log: hashes, the running root, proofs and their verification.
 *
 * Shape   the tree of RFC 6962: a leaf hashes as SHA-256(0x00 || leaf), a node as SHA-256(0x01 || left || right).
 * Order   proofs are from the leaf upwards. All of it costs O(log n) but making a proof, which reads each leaf hash once, in order.
 * Errors  a check says false; sizes and indexes that do not fit together are false, not a defect.
 * Source  RFC 9162 sections 2.1.1 to 2.1.4 (the tree is that of RFC 6962)
 */
#ifndef CORE_MERKLE_H
#define CORE_MERKLE_H

#include "base/hash.h"

#define MERKLE_DEPTH 64

/* A log of `size` leaves as the roots of its whole subtrees, the largest first: one for each bit that is set in size. */
struct merkle_range {
    uint64_t size;
    struct sha256 node[MERKLE_DEPTH];
};

void merkle_leaf_hash(struct bytes leaf, struct sha256 *ret);
unsigned merkle_range_nodes(const struct merkle_range *range);
void merkle_range_append(struct merkle_range *range, const struct sha256 *leaf_hash);
void merkle_range_root(const struct merkle_range *range, struct sha256 *ret);
struct bytes merkle_range_print(const struct merkle_range *range); /* the raw nodes; points into range */
bool merkle_range_parse(uint64_t size, struct bytes nodes, struct merkle_range *ret);

/* The subtrees whose roots make up a proof, and what has been read of them. */
struct merkle_part {
    uint64_t begin;
    uint64_t end; /* one behind the last leaf */
    struct merkle_range range;
};
struct merkle_proof {
    size_t count;
    struct merkle_part part[MERKLE_DEPTH + 1];
};

/* That the leaf `index` is in the log of `size` leaves; false when index >= size. */
bool merkle_proof_of_leaf(uint64_t index, uint64_t size, struct merkle_proof *ret);
/* That the log of `old_size` leaves is the beginning of the log of `size` leaves; false when old_size is 0 or larger than size. */
bool merkle_proof_of_growth(uint64_t old_size, uint64_t size, struct merkle_proof *ret);
/* Feeds the hash of the leaf `index`; each of the log once, in order. */
void merkle_proof_put(struct merkle_proof *proof, uint64_t index, const struct sha256 *leaf_hash);
/* The hashes of the proof, count of them, when all leaves have been fed. */
size_t merkle_proof_hashes(const struct merkle_proof *proof, struct sha256 *ret);

bool merkle_leaf_is_in(uint64_t index, const struct sha256 *leaf_hash, const struct sha256 *proof, size_t count, uint64_t size,
                       const struct sha256 *root);
bool merkle_growth_is_true(uint64_t old_size, const struct sha256 *old_root, const struct sha256 *proof, size_t count,
                           uint64_t size, const struct sha256 *root);

#endif
