#include "spool.h"

#include <errno.h>
#include <string.h>

#include "format/charset.h"
#include "head.h"

#define READ_SIZE ((size_t)128 * 1024)

/* A step from the source to the file: what has been read, what is still held. */
struct filling {
    struct op *op;
    const struct intake *intake;
    struct spool *spool;
    struct sha256_stream sent, stored;
    struct gunzip *gunzip;   /* NULL: the source is not packed */
    struct charset *charset; /* NULL: the text is UTF-8 */
    struct buf converted;
    struct card_mask mask;
    struct buf head; /* until the format is known */
    bool known;
    struct buf raw; /* what makes up the next piece */
    struct arena *scratch;
    char *window; /* of READ_SIZE: what has come and not been taken */
    size_t held;
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

/* Bytes whose format is known: truncate card numbers, cut into pieces. */
static enum status plain_take(struct filling *filling, struct bytes text)
{
    int64_t quota = filling->intake->profile == NULL ? 0 : filling->intake->profile->quota_bytes;

    card_mask_feed(&filling->mask, text, &filling->raw);
    if (quota > 0 && filling->spool->stored_bytes + (int64_t)filling->raw.n > quota)
        return op_fail(filling->op, ST_LIMIT, "the file is larger than the partner's quota");
    return filling->raw.n < SUBMISSION_PIECE ? ST_OK : piece_write(filling);
}

static enum status head_known(struct filling *filling, bool whole)
{
    struct bytes head = buf_bytes(&filling->head);
    enum status st = head_check(filling->op, filling->intake, head, whole, &filling->spool->format);

    if (st != ST_OK)
        return st;
    filling->known = true;
    filling->mask.json = !format_has_columns(filling->spool->format);
    return plain_take(filling, head);
}

static enum status converted_take(struct filling *filling, struct bytes text)
{
    if (filling->known)
        return plain_take(filling, text);
    buf_put(&filling->head, text);
    return filling->head.n < HEAD_SIZE ? ST_OK : head_known(filling, false);
}

static enum status unpacked_take(struct filling *filling, struct bytes text)
{
    if (filling->charset == NULL)
        return converted_take(filling, text);
    buf_clear(&filling->converted);
    enum status st = charset_feed(filling->op, filling->charset, text, &filling->converted);

    return st == ST_OK ? converted_take(filling, buf_bytes(&filling->converted)) : st;
}

/* What the conversion still holds. */
static enum status charset_rest(struct filling *filling)
{
    if (filling->charset == NULL)
        return ST_OK;
    buf_clear(&filling->converted);
    enum status st = charset_end(filling->op, filling->charset, &filling->converted);

    return st == ST_OK ? converted_take(filling, buf_bytes(&filling->converted)) : st;
}

static enum status packed_take(struct filling *filling, struct bytes piece)
{
    struct bytes text;
    enum status st;

    gunzip_feed(filling->gunzip, piece);
    do {
        st = gunzip_next(filling->op, filling->gunzip, &text);
        if (st == ST_OK && text.n > 0)
            st = unpacked_take(filling, text);
    } while (st == ST_OK && text.n > 0);
    return st;
}

static enum status piece_take(struct filling *filling, struct bytes piece)
{
    if (filling->spool->bytes == 0 && format_is_gzip(piece))
        filling->gunzip = gunzip_new(filling->op->arena);
    sha256_feed(&filling->sent, piece);
    filling->spool->bytes += (int64_t)piece.n;
    if (filling->intake->show != NULL)
        filling->intake->show(filling->intake->show_arg, "bytes read", filling->spool->bytes);
    return filling->gunzip != NULL ? packed_take(filling, piece) : unpacked_take(filling, piece);
}

static enum status rest_take(struct filling *filling)
{
    enum status st = filling->gunzip == NULL ? ST_OK : gunzip_end(filling->op, filling->gunzip);

    if (st == ST_OK)
        st = charset_rest(filling);
    if (st == ST_OK && !filling->known)
        st = head_known(filling, true);
    if (st != ST_OK)
        return st;
    card_mask_end(&filling->mask, &filling->raw);
    return filling->raw.n == 0 ? ST_OK : piece_write(filling);
}

/* ---- pieces of any size ---- */

void spool_close(struct spool *spool)
{
    if (spool->file != NULL)
        fclose(spool->file);
    spool->file = NULL;
    if (spool->filling != NULL) {
        arena_free(&spool->filling->scratch);
        charset_close(&spool->filling->charset);
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
    filling->window = arena_alloc(op->arena, READ_SIZE);
    buf_init(&filling->head, op->arena);
    buf_init(&filling->raw, op->arena);
    buf_init(&filling->converted, op->arena);
    sha256_begin(&filling->sent);
    sha256_begin(&filling->stored);
    if (intake->profile != NULL && intake->profile->character_set.n > 0)
        return charset_open(op, intake->profile->character_set, &filling->charset);
    return ST_OK;
}

static enum status window_take(struct filling *filling)
{
    struct bytes piece = {filling->window, filling->held};

    filling->held = 0;
    return piece.n == 0 ? ST_OK : piece_take(filling, piece);
}

/* Pieces are gathered first: the first bytes tell whether it is packed, however few come at a time. */
enum status spool_feed(struct spool *spool, struct bytes text)
{
    struct filling *filling = spool->filling;
    enum status st = ST_OK;

    while (text.n > 0 && st == ST_OK) {
        size_t room = READ_SIZE - filling->held, n = text.n < room ? text.n : room;

        memcpy(filling->window + filling->held, text.p, n);
        filling->held += n;
        text = bytes_from(text, n);
        if (filling->held == READ_SIZE)
            st = window_take(filling);
    }
    return st;
}

enum status spool_end(struct spool *spool)
{
    struct filling *filling = spool->filling;
    enum status st = window_take(filling);

    if (st == ST_OK)
        st = rest_take(filling);
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
