/*
 * The same steps as the spool's, without what makes bytes safe: nothing is stored. Truncation of card numbers comes first here too, so that
 * a sample gives the very records that the file would give.
 */
#include "edge/record_reader.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "edge/profile_file.h"
#include "format/charset.h"
#include "head.h"

#define READ_SIZE ((size_t)128 * 1024)

struct reader {
    struct op *op;
    struct arena *kept; /* decoder, unpacker, head */
    const char *path;
    const struct profile *profile;
    enum record_kind kind;
    record_reader_fn *take;
    void *arg;
    struct gunzip *gunzip;
    struct charset *charset;
    struct card_mask mask;
    struct buf head; /* until the format is known */
    struct decoder *decoder;
    bool begun;
};

static void close_file(FILE **file)
{
    if (*file != NULL)
        fclose(*file);
}

static enum status records_take(struct reader *reader)
{
    struct raw_record raw;
    enum status st = ST_OK;

    while (st == ST_OK && decoder_next(reader->decoder, reader->op->arena, &raw))
        st = reader->take(reader->op, reader->arg, &raw);
    return st;
}

static enum status masked_feed(struct reader *reader, struct bytes text)
{
    struct buf safe;

    buf_init(&safe, reader->op->arena);
    card_mask_feed(&reader->mask, text, &safe);
    decoder_feed(reader->decoder, buf_bytes(&safe));
    return records_take(reader);
}

static enum status head_known(struct reader *reader, bool whole)
{
    struct intake intake = {.profile = reader->profile, .kind = reader->kind, .source = reader->path};
    struct bytes head = buf_bytes(&reader->head);
    enum format format;
    enum status st = head_check(reader->op, &intake, head, whole, &format);

    if (st != ST_OK)
        return st;
    reader->mask.json = !format_has_columns(format);
    reader->decoder = profile_decoder(reader->profile, reader->kept, format);
    return masked_feed(reader, head);
}

static enum status text_take(struct reader *reader, struct bytes text)
{
    if (reader->decoder != NULL)
        return masked_feed(reader, text);
    buf_put(&reader->head, text);
    return reader->head.n < HEAD_SIZE ? ST_OK : head_known(reader, false);
}

static enum status unpacked_take(struct reader *reader, struct bytes text)
{
    struct buf converted;

    if (reader->charset == NULL)
        return text_take(reader, text);
    buf_init(&converted, reader->op->arena);
    enum status st = charset_feed(reader->op, reader->charset, text, &converted);

    return st == ST_OK ? text_take(reader, buf_bytes(&converted)) : st;
}

static enum status piece_take(struct reader *reader, struct bytes piece)
{
    enum status st;

    if (!reader->begun && format_is_gzip(piece))
        reader->gunzip = gunzip_new(reader->kept);
    reader->begun = true;
    if (reader->gunzip == NULL)
        return unpacked_take(reader, piece);
    gunzip_feed(reader->gunzip, piece);
    do {
        st = gunzip_next(reader->op, reader->gunzip, &piece);
        if (st == ST_OK && piece.n > 0)
            st = unpacked_take(reader, piece);
    } while (st == ST_OK && piece.n > 0);
    return st;
}

static enum status end_take(struct reader *reader)
{
    struct buf rest;
    enum status st = reader->gunzip == NULL ? ST_OK : gunzip_end(reader->op, reader->gunzip);

    buf_init(&rest, reader->op->arena);
    if (st == ST_OK && reader->charset != NULL)
        st = charset_end(reader->op, reader->charset, &rest);
    if (st == ST_OK)
        st = text_take(reader, buf_bytes(&rest));
    if (st == ST_OK && reader->decoder == NULL)
        st = head_known(reader, true);
    if (st != ST_OK)
        return st;
    buf_clear(&rest);
    card_mask_end(&reader->mask, &rest);
    decoder_feed(reader->decoder, buf_bytes(&rest));
    decoder_end(reader->decoder);
    return records_take(reader);
}

static enum status file_read_through(struct reader *reader, FILE *file)
{
    char *buffer = arena_alloc(reader->kept, READ_SIZE);
    enum status st = ST_OK;
    size_t n = 1;

    while (st == ST_OK && n > 0) {
        n = fread(buffer, 1, READ_SIZE, file);
        if (n > 0)
            st = piece_take(reader, (struct bytes){buffer, n});
        arena_reset(reader->op->arena);
    }
    if (ferror(file))
        return op_fail(reader->op, ST_UNAVAILABLE, "%s: %s", reader->path, strerror(errno));
    return st == ST_OK ? end_take(reader) : st;
}

enum status record_reader_run(struct op *op, const char *path, const struct profile *profile, enum record_kind kind,
                              record_reader_fn *take, void *arg)
{
    AUTO(arena_free) struct arena *kept = arena_new(SIZE_MAX);
    AUTO(charset_close) struct charset *charset = NULL;
    AUTO(close_file) FILE *file = fopen(path, "rbe");
    struct reader reader = {.op = op, .kept = kept, .path = path, .profile = profile, .kind = kind, .take = take, .arg = arg};
    struct op opening;
    enum status st = ST_OK;

    if (file == NULL)
        return op_fail(op,
                       errno == ENOENT   ? ST_NOTFOUND
                       : errno == EACCES ? ST_FORBIDDEN
                                         : ST_UNAVAILABLE,
                       "%s: %s", path, strerror(errno));
    buf_init(&reader.head, kept);
    op_init(&opening, kept, op->now_us, op->actor);
    if (profile != NULL && profile->character_set.n > 0)
        st = charset_open(&opening, profile->character_set, &charset);
    reader.charset = charset;
    return st == ST_OK ? file_read_through(&reader, file) : op_fail(op, st, "%s", opening.cause);
}
