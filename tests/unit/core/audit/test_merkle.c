/* The tree of RFC 6962. The eight leaves with their roots and proofs are those of the reference implementations' tests. */
#include <criterion/criterion.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "core/merkle.h"

static const struct bytes leaves[] = {
    BYTES(""),   BYTES("\x00"), BYTES("\x10"),     BYTES(" !"),
    BYTES("01"), BYTES("@ABC"), BYTES("PQRSTUVW"), BYTES("`abcdefghijklmno"),
};

static const char *const roots[] = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

static struct sha256 from_hex(const char *text)
{
    struct sha256 hash = {{0}};

    sodium_hex2bin(hash.b, sizeof(hash.b), text, strlen(text), NULL, NULL, NULL);
    return hash;
}

static bool same(const struct sha256 *a, const struct sha256 *b)
{
    return memcmp(a->b, b->b, sizeof(a->b)) == 0;
}

/* The hash of the i-th of many leaves that differ. */
static struct sha256 numbered(uint64_t i)
{
    struct sha256 hash;
    char text[24];

    merkle_leaf_hash((struct bytes){text, (size_t)snprintf(text, sizeof(text), "leaf %llu", (unsigned long long)i)}, &hash);
    return hash;
}

static struct sha256 root_of(uint64_t size)
{
    struct merkle_range range = {.size = 0};
    struct sha256 hash, root;

    for (uint64_t i = 0; i < size; i++) {
        hash = numbered(i);
        merkle_range_append(&range, &hash);
    }
    merkle_range_root(&range, &root);
    return root;
}

Test(merkle, has_the_published_roots)
{
    struct merkle_range range = {.size = 0};

    for (size_t size = 0; size <= 8; size++) {
        struct sha256 root, expected = from_hex(roots[size]), hash;

        merkle_range_root(&range, &root);
        cr_expect(same(&root, &expected), "size %zu", size);
        if (size < 8) {
            merkle_leaf_hash(leaves[size], &hash);
            merkle_range_append(&range, &hash);
        }
    }
}

struct published {
    uint64_t from; /* leaf or old size */
    uint64_t size;
    const char *hashes[4];
};

static void expect_proof(const struct merkle_proof *proof, const struct published *row)
{
    struct sha256 hashes[MERKLE_DEPTH + 1];
    size_t count = merkle_proof_hashes(proof, hashes), expected = 0;

    for (; row->hashes[expected] != NULL; expected++) {
        struct sha256 hash = from_hex(row->hashes[expected]);

        cr_expect(expected < count && same(&hash, &hashes[expected]), "%d of %d: hash %zu", (int)row->from, (int)row->size,
                  expected);
    }
    cr_expect_eq(count, expected);
}

static void feed_published(struct merkle_proof *proof, uint64_t size)
{
    for (uint64_t i = 0; i < size; i++) {
        struct sha256 hash;

        merkle_leaf_hash(leaves[i], &hash);
        merkle_proof_put(proof, i, &hash);
    }
}

Test(merkle, makes_the_published_proofs_of_leaves)
{
    static const struct published rows[] = {
        {0, 1, {NULL}},
        {0,
         8,
         {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
          "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
        {5,
         8,
         {"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
          "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
        {2, 3, {"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"}},
        {1,
         5,
         {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
          "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
    };
    static struct merkle_proof proof;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        cr_assert(merkle_proof_of_leaf(rows[i].from, rows[i].size, &proof));
        feed_published(&proof, rows[i].size);
        expect_proof(&proof, &rows[i]);
    }
}

Test(merkle, makes_the_published_proofs_of_growth)
{
    static const struct published rows[] = {
        {1, 1, {NULL}},
        {1,
         8,
         {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
          "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
        {6,
         8,
         {"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
          "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
        {2,
         5,
         {"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
          "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
    };
    static struct merkle_proof proof;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        cr_assert(merkle_proof_of_growth(rows[i].from, rows[i].size, &proof));
        feed_published(&proof, rows[i].size);
        expect_proof(&proof, &rows[i]);
    }
}

/* Makes the proof of one leaf and tries it, as it is and with everything about it changed. */
static void try_leaf(uint64_t index, uint64_t size)
{
    static struct merkle_proof plan;
    struct sha256 proof[MERKLE_DEPTH + 1], root = root_of(size), leaf = numbered(index), other = numbered(size + 1);

    cr_assert(merkle_proof_of_leaf(index, size, &plan));
    for (uint64_t i = 0; i < size; i++) {
        struct sha256 hash = numbered(i);

        merkle_proof_put(&plan, i, &hash);
    }
    size_t count = merkle_proof_hashes(&plan, proof);

    cr_assert(merkle_leaf_is_in(index, &leaf, proof, count, size, &root), "leaf %d of %d", (int)index, (int)size);
    cr_assert(!merkle_leaf_is_in(index, &other, proof, count, size, &root), "another leaf %d of %d", (int)index, (int)size);
    cr_assert(!merkle_leaf_is_in(index, &leaf, proof, count, size, &other), "another root");
    cr_assert(!merkle_leaf_is_in(size, &leaf, proof, count, size, &root), "behind the end");
    for (uint64_t wrong = 0; wrong < size; wrong++)
        cr_assert(wrong == index || !merkle_leaf_is_in(wrong, &leaf, proof, count, size, &root), "at %d", (int)wrong);
    cr_assert(count == 0 || !merkle_leaf_is_in(index, &leaf, proof, count - 1, size, &root), "a hash too few");
    proof[count] = other;
    cr_assert(!merkle_leaf_is_in(index, &leaf, proof, count + 1, size, &root), "a hash too many");
    for (size_t i = 0; i < count; i++) {
        proof[i].b[7] ^= 1;
        cr_assert(!merkle_leaf_is_in(index, &leaf, proof, count, size, &root), "hash %zu changed", i);
        proof[i].b[7] ^= 1;
    }
}

Test(merkle, proves_every_leaf_of_every_small_log_and_nothing_else)
{
    for (uint64_t size = 1; size <= 33; size++)
        for (uint64_t index = 0; index < size; index++)
            try_leaf(index, size);
}

static void try_growth(uint64_t old_size, uint64_t size)
{
    static struct merkle_proof plan;
    struct sha256 proof[MERKLE_DEPTH + 1], old_root = root_of(old_size), root = root_of(size), other = numbered(size + 1);

    cr_assert(merkle_proof_of_growth(old_size, size, &plan));
    for (uint64_t i = 0; i < size; i++) {
        struct sha256 hash = numbered(i);

        merkle_proof_put(&plan, i, &hash);
    }
    size_t count = merkle_proof_hashes(&plan, proof);

    cr_assert(merkle_growth_is_true(old_size, &old_root, proof, count, size, &root), "%d to %d", (int)old_size, (int)size);
    cr_assert(!merkle_growth_is_true(old_size, &other, proof, count, size, &root), "another old root");
    cr_assert(!merkle_growth_is_true(old_size, &old_root, proof, count, size, &other), "another root");
    cr_assert(!merkle_growth_is_true(size + 1, &old_root, proof, count, size, &root), "it shrank");
    cr_assert(count == 0 || !merkle_growth_is_true(old_size, &old_root, proof, count - 1, size, &root), "a hash too few");
    proof[count] = other;
    cr_assert(!merkle_growth_is_true(old_size, &old_root, proof, count + 1, size, &root), "a hash too many");
    for (size_t i = 0; i < count; i++) {
        proof[i].b[7] ^= 1;
        cr_assert(!merkle_growth_is_true(old_size, &old_root, proof, count, size, &root), "hash %zu changed", i);
        proof[i].b[7] ^= 1;
    }
}

Test(merkle, proves_every_growth_of_every_small_log_and_nothing_else)
{
    for (uint64_t size = 1; size <= 33; size++)
        for (uint64_t old_size = 1; old_size <= size; old_size++)
            try_growth(old_size, size);
}

Test(merkle, refuses_proofs_that_cannot_be)
{
    static struct merkle_proof proof;
    struct sha256 hash = numbered(1);

    cr_expect(!merkle_proof_of_leaf(0, 0, &proof));
    cr_expect(!merkle_proof_of_leaf(5, 5, &proof));
    cr_expect(!merkle_proof_of_growth(0, 5, &proof));
    cr_expect(!merkle_proof_of_growth(6, 5, &proof));
    cr_expect(!merkle_leaf_is_in(0, &hash, NULL, 0, 0, &hash));
    cr_expect(!merkle_growth_is_true(0, &hash, NULL, 0, 0, &hash));
    cr_expect(!merkle_growth_is_true(3, &hash, NULL, 0, 5, &hash));
}

Test(merkle, keeps_the_running_log_in_one_hash_for_each_bit_of_its_size)
{
    struct merkle_range range = {.size = 0}, again;
    struct sha256 hash, root, other;

    for (uint64_t i = 0; i < 1000; i++) {
        struct bytes raw = merkle_range_print(&range);

        cr_assert_eq(raw.n, 32 * (size_t)__builtin_popcountll(i));
        cr_assert(merkle_range_parse(i, raw, &again));
        cr_assert(!merkle_range_parse(i, (struct bytes){raw.p, raw.n + 32}, &again));
        hash = numbered(i);
        merkle_range_append(&range, &hash);
        merkle_range_append(&again, &hash);
        merkle_range_root(&range, &root);
        merkle_range_root(&again, &other);
        cr_assert(same(&root, &other));
    }
}

Test(merkle, tells_a_leaf_from_a_node)
{
    struct merkle_range range = {.size = 0};
    struct sha256 root, trick, a = numbered(0), b = numbered(1);
    char text[64];

    merkle_range_append(&range, &a);
    merkle_range_append(&range, &b);
    merkle_range_root(&range, &root);
    memcpy(text, a.b, 32);
    memcpy(text + 32, b.b, 32);
    merkle_leaf_hash((struct bytes){text, sizeof(text)}, &trick);
    cr_assert(!same(&root, &trick));
}
