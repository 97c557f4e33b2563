#include "core/merkle.h"

#include <string.h>

void merkle_leaf_hash(struct bytes leaf, struct sha256 *ret)
{
    struct sha256_stream stream;

    sha256_begin(&stream);
    sha256_feed(&stream, BYTES("\0"));
    sha256_feed(&stream, leaf);
    sha256_end(&stream, ret);
}

/* ret may be left or right. */
static void node_hash(const struct sha256 *left, const struct sha256 *right, struct sha256 *ret)
{
    char text[1 + 2 * sizeof(left->b)] = {1};

    memcpy(text + 1, left->b, sizeof(left->b));
    memcpy(text + 1 + sizeof(left->b), right->b, sizeof(right->b));
    sha256_bytes((struct bytes){text, sizeof(text)}, ret);
}

/* ---- the running log ---- */

unsigned merkle_range_nodes(const struct merkle_range *range)
{
    return (unsigned)__builtin_popcountll(range->size);
}

void merkle_range_append(struct merkle_range *range, const struct sha256 *leaf_hash)
{
    unsigned count = merkle_range_nodes(range);
    struct sha256 hash = *leaf_hash;

    for (uint64_t bits = range->size; bits & 1; bits >>= 1)
        node_hash(&range->node[--count], &hash, &hash);
    range->node[count] = hash;
    range->size++;
}

void merkle_range_root(const struct merkle_range *range, struct sha256 *ret)
{
    unsigned count = merkle_range_nodes(range);

    if (count == 0) {
        sha256_bytes(BYTES(""), ret);
        return;
    }
    struct sha256 hash = range->node[--count];

    while (count > 0)
        node_hash(&range->node[--count], &hash, &hash);
    *ret = hash;
}

struct bytes merkle_range_print(const struct merkle_range *range)
{
    return (struct bytes){(const char *)range->node, merkle_range_nodes(range) * sizeof(range->node[0])};
}

bool merkle_range_parse(uint64_t size, struct bytes nodes, struct merkle_range *ret)
{
    if (nodes.n != (size_t)__builtin_popcountll(size) * sizeof(ret->node[0]))
        return false;
    ret->size = size;
    if (nodes.n > 0)
        memcpy(ret->node, nodes.p, nodes.n);
    return true;
}

/* ---- making proofs ---- */

/* The largest power of two below n, for n > 1: where a tree of n leaves divides. */
static uint64_t split_of(uint64_t n)
{
    return UINT64_C(1) << (63 - __builtin_clzll(n - 1));
}

static void add_part(struct merkle_proof *proof, uint64_t begin, uint64_t end)
{
    struct merkle_part *part = &proof->part[proof->count++];

    part->begin = begin;
    part->end = end;
    part->range.size = 0;
}

/* The way down from the root finds the uppermost part first; a proof begins with the lowest. */
static void turn_around(struct merkle_proof *proof)
{
    for (size_t i = 0, j = proof->count; i + 1 < j; i++) {
        struct merkle_part part = proof->part[i];

        proof->part[i] = proof->part[--j];
        proof->part[j] = part;
    }
}

bool merkle_proof_of_leaf(uint64_t index, uint64_t size, struct merkle_proof *ret)
{
    uint64_t begin = 0, end = size;

    if (index >= size)
        return false;
    ret->count = 0;
    while (end - begin > 1) {
        uint64_t middle = begin + split_of(end - begin);

        if (index < middle) {
            add_part(ret, middle, end);
            end = middle;
        } else {
            add_part(ret, begin, middle);
            begin = middle;
        }
    }
    turn_around(ret);
    return true;
}

bool merkle_proof_of_growth(uint64_t old_size, uint64_t size, struct merkle_proof *ret)
{
    uint64_t begin = 0, end = size;

    if (old_size == 0 || old_size > size)
        return false;
    ret->count = 0;
    while (old_size != end) {
        uint64_t middle = begin + split_of(end - begin);

        if (old_size <= middle) {
            add_part(ret, middle, end);
            end = middle;
        } else {
            add_part(ret, begin, middle);
            begin = middle;
        }
    }
    if (begin > 0) /* the old log is not one whole subtree of the new one, so its last subtree must be told */
        add_part(ret, begin, end);
    turn_around(ret);
    return true;
}

void merkle_proof_put(struct merkle_proof *proof, uint64_t index, const struct sha256 *leaf_hash)
{
    for (size_t i = 0; i < proof->count; i++)
        if (index >= proof->part[i].begin && index < proof->part[i].end) {
            merkle_range_append(&proof->part[i].range, leaf_hash);
            return; /* the parts do not overlap */
        }
}

size_t merkle_proof_hashes(const struct merkle_proof *proof, struct sha256 *ret)
{
    for (size_t i = 0; i < proof->count; i++)
        merkle_range_root(&proof->part[i].range, &ret[i]);
    return proof->count;
}

/* ---- checking proofs: the two algorithms of RFC 9162, sections 2.1.3.2 and 2.1.4.2, with its variable names ---- */

static void skip_to_odd(uint64_t *fn, uint64_t *sn)
{
    while (!(*fn & 1) && *fn != 0) {
        *fn >>= 1;
        *sn >>= 1;
    }
}

bool merkle_leaf_is_in(uint64_t index, const struct sha256 *leaf_hash, const struct sha256 *proof, size_t count, uint64_t size,
                       const struct sha256 *root)
{
    uint64_t fn = index, sn = size - 1;
    struct sha256 r = *leaf_hash;

    if (index >= size)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (sn == 0)
            return false;
        if ((fn & 1) || fn == sn) {
            node_hash(&proof[i], &r, &r);
            skip_to_odd(&fn, &sn);
        } else {
            node_hash(&r, &proof[i], &r);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && memcmp(r.b, root->b, sizeof(r.b)) == 0;
}

/* The climb of both roots from their common subtree. */
static bool climb(uint64_t fn, uint64_t sn, const struct sha256 *proof, size_t count, struct sha256 *fr, struct sha256 *sr)
{
    for (size_t i = 0; i < count; i++) {
        if (sn == 0)
            return false;
        if ((fn & 1) || fn == sn) {
            node_hash(&proof[i], fr, fr);
            node_hash(&proof[i], sr, sr);
            skip_to_odd(&fn, &sn);
        } else {
            node_hash(sr, &proof[i], sr);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0;
}

bool merkle_growth_is_true(uint64_t old_size, const struct sha256 *old_root, const struct sha256 *proof, size_t count,
                           uint64_t size, const struct sha256 *root)
{
    uint64_t fn = old_size - 1, sn = size - 1;
    bool whole = (old_size & (old_size - 1)) == 0; /* the old log is one subtree: its root begins the proof unsaid */
    struct sha256 fr, sr;

    if (old_size == 0 || old_size > size)
        return false;
    if (old_size == size)
        return count == 0 && memcmp(old_root->b, root->b, sizeof(root->b)) == 0;
    if (!whole && count == 0)
        return false;
    fr = sr = whole ? *old_root : proof[0];
    while (fn & 1) {
        fn >>= 1;
        sn >>= 1;
    }
    return climb(fn, sn, proof + !whole, count - !whole, &fr, &sr) && memcmp(fr.b, old_root->b, sizeof(fr.b)) == 0 &&
           memcmp(sr.b, root->b, sizeof(sr.b)) == 0;
}
