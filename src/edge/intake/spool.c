#include "spool.h"

#include <errno.h>
#include <string.h>

#include "member_head.h"

#define READ_SIZE ((size_t)128 * 1024)

/* What makes up the file: pieces, each compressed by itself. */
struct filling {
    struct op *op;
    const struct intake *intake;
    struct spool *spool;
    struct sha256_stream sent, stored;
    struct plain *plain;
    struct buf raw; /* what makes up the next piece */
    struct arena *scratch;
    bool in_member; /* of a container that holds several files */
};

static enum status file_fail(struct op *op)
{
    return op_fail(op, errno == ENOSPC ? ST_FULL : ST_UNAVAILABLE, "the temporary file of the intake: %s", strerror(errno));
}

static enum status piece_write(struct filling *filling)
{
    struct bytes raw = buf_bytes(&filling->raw);
    struct bytes packed = submission_piece_pack(filling->scratch, raw);
    uint32_t n = (uint32_t)packed.n;
    bool written =
        fwrite(&n, sizeof(n), 1, filling->spool->file) == 1 && fwrite(packed.p, 1, packed.n, filling->spool->file) == packed.n;

    sha256_feed(&filling->stored, raw);
    filling->spool->stored_bytes += (int64_t)raw.n;
    buf_clear(&filling->raw);
    arena_reset(filling->scratch);
    return written ? ST_OK : file_fail(filling->op);
}

/* Text that may be stored. */
static enum status text_take(struct op *op, void *arg, struct bytes text)
{
    struct filling *filling = arg;
    int64_t quota = filling->intake->profile == NULL ? 0 : filling->intake->profile->quota_bytes;

    buf_put(&filling->raw, text);
    if (quota > 0 && filling->spool->stored_bytes + (int64_t)filling->raw.n > quota)
        return op_fail(op, ST_LIMIT, "the file is larger than the partner's quota");
    return filling->raw.n < SUBMISSION_PIECE ? ST_OK : piece_write(filling);
}

/* ---- the files of a container ---- */

static enum status raw_write(struct filling *filling)
{
    return filling->raw.n == 0 ? ST_OK : piece_write(filling);
}

/* A piece without bytes ends a file. */
static enum status member_end(struct filling *filling)
{
    enum status st = raw_write(filling);

    if (st == ST_OK && filling->in_member)
        st = piece_write(filling);
    filling->in_member = false;
    return st;
}

static enum status file_begin(struct op *op UNUSED, void *arg, const struct plain_file *file)
{
    struct filling *filling = arg;

    filling->spool->format = file->format;
    if (file->number == 0)
        return ST_OK;
    enum status st = member_end(filling);

    if (st != ST_OK)
        return st;
    member_head_print(&(struct member_head){(int64_t)file->number, file->format, file->profile_text}, &filling->raw);
    filling->in_member = true;
    return piece_write(filling);
}

/* ---- pieces of any size ---- */

void spool_close(struct spool *spool)
{
    if (spool->file != NULL)
        fclose(spool->file);
    spool->file = NULL;
    if (spool->filling != NULL) {
        arena_free(&spool->filling->scratch);
        plain_close(&spool->filling->plain);
    }
    spool->filling = NULL;
}

enum status spool_begin(struct op *op, const struct intake *intake, struct spool *ret)
{
    struct filling *filling = arena_new_of(op->arena, struct filling);

    *ret = (struct spool){.file = tmpfile()};
    if (ret->file == NULL)
        return file_fail(op);
    ret->filling = filling;
    filling->op = op;
    filling->intake = intake;
    filling->spool = ret;
    filling->scratch = arena_new(SIZE_MAX);
    buf_init(&filling->raw, op->arena);
    sha256_begin(&filling->sent);
    sha256_begin(&filling->stored);
    return plain_open(op, intake, &(struct plain_sinks){file_begin, text_take, filling}, &filling->plain);
}

enum status spool_feed(struct spool *spool, struct bytes piece)
{
    struct filling *filling = spool->filling;

    sha256_feed(&filling->sent, piece);
    spool->bytes += (int64_t)piece.n;
    if (filling->intake->show != NULL)
        filling->intake->show(filling->intake->show_arg, "bytes read", spool->bytes);
    return plain_feed(filling->plain, piece);
}

enum status spool_end(struct spool *spool)
{
    struct filling *filling = spool->filling;
    enum status st = plain_end(filling->plain);

    if (st == ST_OK)
        st = member_end(filling);
    spool->facts = plain_facts(filling->plain);
    sha256_end(&filling->sent, &spool->sha256);
    sha256_end(&filling->stored, &spool->stored_sha256);
    if (st == ST_OK && (fflush(spool->file) != 0 || ferror(spool->file)))
        return file_fail(filling->op);
    return st;
}

/* ---- a source that is read ---- */

enum status spool_fill(struct op *op, const struct intake *intake, struct spool *ret)
{
    char *buffer = arena_alloc(op->arena, READ_SIZE);
    enum status st = spool_begin(op, intake, ret);
    size_t n = 1;

    while (st == ST_OK && n > 0) {
        st = intake->read(op, intake->read_arg, buffer, READ_SIZE, &n);
        if (st == ST_OK)
            st = spool_feed(ret, (struct bytes){buffer, n});
    }
    return st == ST_OK ? spool_end(ret) : st;
}

enum status spool_next(struct op *op, void *arg, bool restart, struct bytes *ret)
{
    struct spool *spool = arg;
    uint32_t n;

    if (restart)
        rewind(spool->file);
    *ret = BYTES_NONE;
    if (fread(&n, sizeof(n), 1, spool->file) != 1)
        return ferror(spool->file) ? file_fail(op) : ST_OK;
    if (n > spool->room) {
        spool->room = 2 * (size_t)n;
        spool->piece = arena_alloc(op->arena, spool->room);
    }
    if (fread(spool->piece, 1, n, spool->file) != n)
        return file_fail(op);
    *ret = (struct bytes){spool->piece, n};
    return ST_OK;
}
