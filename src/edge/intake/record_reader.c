/*
 * The same steps as the spool's, without what makes bytes safe: nothing is stored. Truncation of card numbers comes first here too, so that
 * a sample gives the very records that the file would give.
 */
#include "edge/record_reader.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "edge/profile_file.h"
#include "plain.h"

#define READ_SIZE ((size_t)128 * 1024)

struct reader {
    struct op *op;
    struct arena *kept;
    const char *path;
    const struct profile *profile;
    record_reader_fn *take;
    void *arg;
    struct plain *plain;
    struct arena *of_file; /* of the decoder */
    struct decoder *decoder;
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

static enum status text_take(struct op *op UNUSED, void *arg, struct bytes text)
{
    struct reader *reader = arg;

    if (reader->decoder == NULL)
        return ST_OK;
    decoder_feed(reader->decoder, text);
    return records_take(reader);
}

static enum status file_end(struct reader *reader)
{
    if (reader->decoder == NULL)
        return ST_OK;
    decoder_end(reader->decoder);
    return records_take(reader);
}

static enum status file_begin(struct op *op UNUSED, void *arg, const struct plain_file *file)
{
    struct reader *reader = arg;
    enum status st = file_end(reader);

    arena_reset(reader->of_file);
    reader->decoder = profile_decoder(reader->profile, reader->of_file, file->format);
    return st;
}

static enum status end_take(struct reader *reader)
{
    enum status st = plain_end(reader->plain);

    return st == ST_OK ? file_end(reader) : st;
}

static enum status file_read_through(struct reader *reader, FILE *file)
{
    char *buffer = arena_alloc(reader->kept, READ_SIZE);
    enum status st = ST_OK;
    size_t n = 1;

    while (st == ST_OK && n > 0) {
        n = fread(buffer, 1, READ_SIZE, file);
        if (n > 0)
            st = plain_feed(reader->plain, (struct bytes){buffer, n});
        arena_reset(reader->op->arena);
    }
    if (ferror(file))
        return op_fail(reader->op, ST_UNAVAILABLE, "%s: %s", reader->path, strerror(errno));
    return st == ST_OK ? end_take(reader) : st;
}

static enum status file_open(struct op *op, const char *path, FILE **ret)
{
    *ret = fopen(path, "rbe");
    if (*ret != NULL)
        return ST_OK;
    return op_fail(op,
                   errno == ENOENT   ? ST_NOTFOUND
                   : errno == EACCES ? ST_FORBIDDEN
                                     : ST_UNAVAILABLE,
                   "%s: %s", path, strerror(errno));
}

enum status record_reader_run(struct op *op, const char *path, const struct profile *profile, enum record_kind kind,
                              record_reader_fn *take, void *arg)
{
    AUTO(arena_free) struct arena *kept = arena_new(SIZE_MAX);
    AUTO(plain_close) struct plain *plain = NULL;
    AUTO(close_file) FILE *file = NULL;
    struct intake intake = {.profile = profile, .kind = kind, .source = path};
    AUTO(arena_free) struct arena *of_file = arena_new(SIZE_MAX);
    struct reader reader = {
        .op = op, .kept = kept, .of_file = of_file, .path = path, .profile = profile, .take = take, .arg = arg};
    struct op opening;
    enum status st = file_open(op, path, &file);

    if (st != ST_OK)
        return st;
    op_init(&opening, kept, op->now_us, op->actor);
    st = plain_open(&opening, &intake, &(struct plain_sinks){file_begin, text_take, &reader}, &plain);
    reader.plain = plain;
    if (st == ST_OK)
        st = file_read_through(&reader, file);
    return st == ST_OK ? ST_OK : op_fail(op, st, "%s", opening.cause);
}

/* ---- kinds ---- */

static enum status kind_note(struct op *op, void *arg, const struct raw_record *raw)
{
    bool *kinds = arg;
    enum record_kind kind;

    if (!raw->mixed)
        return op_fail(op, ST_INPUT, "its records do not say what they are");
    for (size_t i = 0; i < raw->count; i++)
        if (bytes_is(raw->fields[i].name, "record_kind") && raw->fields[i].count == 1 &&
            record_kind_find(raw->fields[i].values[0].text, &kind))
            kinds[kind] = true;
    return ST_OK;
}

/* A format of which the program has a profile. */
static enum status own_profile_kinds(struct op *op, enum format format, bool ret[RECORD_KIND_COUNT])
{
    AUTO(profile_done) struct profile profile = {.name = BYTES_NONE};
    struct bytes text = format == FORMAT_xlsx ? BYTES_NONE : profile_text_of_format(op->arena, format, RECORD_site_report);
    enum status st = text.n == 0 ? ST_OK : profile_parse(op, format_name(format), text, &profile);

    if (st == ST_OK && text.n > 0)
        profile_kinds(&profile, BYTES_NONE, ret);
    return st;
}

static enum status kinds_begin(struct op *op, void *arg, const struct plain_file *file)
{
    struct reader *reader = arg;
    enum status st;

    if (format_has_kinds(file->format))
        return file_begin(op, arg, file);
    st = file_end(reader);
    reader->decoder = NULL;
    return st == ST_OK ? own_profile_kinds(op, file->format, reader->arg) : st;
}

enum status record_reader_kinds(struct op *op, const char *path, bool ret[RECORD_KIND_COUNT])
{
    AUTO(arena_free) struct arena *kept = arena_new(SIZE_MAX);
    AUTO(plain_close) struct plain *plain = NULL;
    AUTO(close_file) FILE *file = NULL;
    struct intake intake = {.kind = RECORD_site_report, .source = path};
    AUTO(arena_free) struct arena *of_file = arena_new(SIZE_MAX);
    struct reader reader = {.op = op, .kept = kept, .of_file = of_file, .path = path, .take = kind_note, .arg = ret};
    struct op opening;
    enum status st = file_open(op, path, &file);

    if (st != ST_OK)
        return st;
    op_init(&opening, kept, op->now_us, op->actor);
    st = plain_open(&opening, &intake, &(struct plain_sinks){kinds_begin, text_take, &reader}, &plain);
    reader.plain = plain;
    if (st == ST_OK)
        st = file_read_through(&reader, file);
    return st == ST_INPUT || st == ST_LIMIT ? ST_OK : st;
}
