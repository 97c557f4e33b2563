#include "vault.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define BLOCK ((size_t)64 << 10) /* a multiple of the cipher's own blocks of 64 */
#define CIPHER_BLOCK 64

/* The key is used for one stream only, so the nonce is nothing but zero. */
struct vault {
    FILE *file;
    uint64_t size;
    unsigned char key[crypto_stream_chacha20_KEYBYTES];
    unsigned char block[BLOCK];
    size_t held; /* of the block that is being filled */
};

static const unsigned char nonce[crypto_stream_chacha20_NONCEBYTES];

static enum status file_fail(struct op *op)
{
    return op_fail(op, errno == ENOSPC ? ST_FULL : ST_UNAVAILABLE, "the temporary file of the intake: %s", strerror(errno));
}

enum status vault_open(struct op *op, struct vault **ret)
{
    struct vault *vault = arena_new_of(op->arena, struct vault);

    vault->file = tmpfile();
    if (vault->file == NULL)
        return file_fail(op);
    randombytes_buf(vault->key, sizeof(vault->key));
    *ret = vault;
    return ST_OK;
}

void vault_close(struct vault **vault)
{
    if (*vault == NULL)
        return;
    fclose((*vault)->file);
    sodium_memzero((*vault)->key, sizeof((*vault)->key));
    sodium_memzero((*vault)->block, sizeof((*vault)->block));
    *vault = NULL;
}

static void cipher(const struct vault *vault, unsigned char *bytes, size_t n, uint64_t offset)
{
    crypto_stream_chacha20_xor_ic(bytes, bytes, n, nonce, offset / CIPHER_BLOCK, vault->key);
}

static enum status block_write(struct op *op, struct vault *vault)
{
    cipher(vault, vault->block, vault->held, vault->size - vault->held);
    if (fwrite(vault->block, 1, vault->held, vault->file) != vault->held)
        return file_fail(op);
    vault->held = 0;
    return ST_OK;
}

enum status vault_put(struct op *op, struct vault *vault, struct bytes piece)
{
    enum status st = ST_OK;

    if (vault->size + piece.n > VAULT_MOST)
        return op_fail(op, ST_LIMIT, "the file is larger than 1 GiB, which is the most for a ZIP file or a spreadsheet");
    while (st == ST_OK && piece.n > 0) {
        size_t room = BLOCK - vault->held, n = piece.n < room ? piece.n : room;

        memcpy(vault->block + vault->held, piece.p, n);
        vault->held += n;
        vault->size += n;
        piece = bytes_from(piece, n);
        if (vault->held == BLOCK)
            st = block_write(op, vault);
    }
    return st;
}

enum status vault_end(struct op *op, struct vault *vault)
{
    enum status st = block_write(op, vault);

    return st == ST_OK && fflush(vault->file) != 0 ? file_fail(op) : st;
}

uint64_t vault_size(const struct vault *vault)
{
    return vault->size;
}

/* The cipher's blocks begin at multiples of 64: what stands before the wanted bytes is read with them. */
static enum status part_read(struct op *op, struct vault *vault, uint64_t offset, char *buffer, size_t n)
{
    size_t before = offset % CIPHER_BLOCK;

    if (fseeko(vault->file, (off_t)(offset - before), SEEK_SET) != 0 ||
        fread(vault->block, 1, before + n, vault->file) != before + n)
        return file_fail(op);
    cipher(vault, vault->block, before + n, offset - before);
    memcpy(buffer, vault->block + before, n);
    return ST_OK;
}

enum status vault_read(struct op *op, void *arg, uint64_t offset, char *buffer, size_t n)
{
    struct vault *vault = arg;
    enum status st = ST_OK;

    if (offset > vault->size || n > vault->size - offset)
        return op_fail(op, ST_INPUT, "the ZIP file points outside of itself");
    while (st == ST_OK && n > 0) {
        size_t part = n < BLOCK - CIPHER_BLOCK ? n : BLOCK - CIPHER_BLOCK;

        st = part_read(op, vault, offset, buffer, part);
        offset += part;
        buffer += part;
        n -= part;
    }
    return st;
}
