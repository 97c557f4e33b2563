/*
 * The directory and the bytes of a container, by zlib alone: what protects is looking at where the members lie, which no library of
 * Debian's tells, and once that is known only inflating is left.
 */
#include "format/zip.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define END_SIZE 22
#define END_COMMENT_MOST 65535
#define ENTRY_SIZE 46
#define LOCAL_SIZE 30
#define IN_SIZE ((size_t)64 << 10)
#define OUT_SIZE ((size_t)128 << 10)
#define FREE_OF_RATIO ((uint64_t)1 << 20)
#define METHOD_STORED 0
#define METHOD_DEFLATED 8
#define FLAG_ENCRYPTED 0x2041 /* encrypted, strongly, directory encrypted */

static unsigned u16(const char *p)
{
    return (unsigned char)p[0] | (unsigned)(unsigned char)p[1] << 8;
}

static uint32_t u32(const char *p)
{
    return u16(p) | (uint32_t)u16(p + 2) << 16;
}

bool zip_begins(struct bytes head)
{
    return bytes_start(head, BYTES("PK\3\4")) || bytes_start(head, BYTES("PK\5\6"));
}

static enum status wrong(struct op *op, struct bytes name, enum status st, const char *what)
{
    return op_fail(op, st, "the ZIP file: %.*s%s%s", (int)name.n, name.p == NULL ? "" : name.p, name.n > 0 ? ": " : "", what);
}

/* ---- the end of the directory ---- */

struct directory {
    uint64_t at;
    uint64_t size;
    size_t count;
};

/* The record that ends the file; its comment reaches to the last byte. */
static const char *end_find(struct bytes tail)
{
    for (size_t back = END_SIZE; back <= tail.n; back++) {
        const char *p = tail.p + tail.n - back;

        if (memcmp(p, "PK\5\6", 4) == 0 && u16(p + 20) == back - END_SIZE)
            return p;
    }
    return NULL;
}

static enum status directory_find(struct op *op, const struct zip_source *source, struct directory *ret)
{
    size_t n = source->size < END_SIZE + END_COMMENT_MOST ? (size_t)source->size : END_SIZE + END_COMMENT_MOST;
    char *tail = arena_alloc(op->arena, n);
    enum status st = source->read(op, source->arg, source->size - n, tail, n);
    const char *end = st == ST_OK ? end_find((struct bytes){tail, n}) : NULL;

    if (st != ST_OK)
        return st;
    if (end == NULL)
        return wrong(op, BYTES_NONE, ST_INPUT, "its directory is missing: the file is incomplete");
    if (u16(end + 4) != 0 || u16(end + 6) != 0 || u16(end + 8) != u16(end + 10))
        return wrong(op, BYTES_NONE, ST_INPUT, "it is one part of several");
    *ret = (struct directory){.at = u32(end + 16), .size = u32(end + 12), .count = u16(end + 10)};
    if (ret->at == UINT32_MAX || ret->size == UINT32_MAX || ret->count == UINT16_MAX)
        return wrong(op, BYTES_NONE, ST_LIMIT, "it is a ZIP64 file: send smaller ones");
    if (ret->count > ZIP_MEMBER_MOST || ret->size > ZIP_DIRECTORY_MOST)
        return wrong(op, BYTES_NONE, ST_LIMIT, "it holds more than 1000 files, or their names are too long");
    if (ret->at + ret->size != source->size - n + (uint64_t)(end - tail))
        return wrong(op, BYTES_NONE, ST_INPUT, "its directory does not stand where it should: the file is damaged");
    return ST_OK;
}

/* ---- one entry of it ---- */

static bool name_leads_elsewhere(struct bytes name)
{
    struct bytes rest = name, part;

    if (name.p[0] == '/' || (name.n > 1 && name.p[1] == ':'))
        return true;
    while (bytes_next_part(&rest, '/', &part))
        if (bytes_is(part, "..") || bytes_is(part, "."))
            return true;
    return false;
}

static bool name_is_plain(struct bytes name)
{
    for (size_t i = 0; i < name.n; i++)
        if ((unsigned char)name.p[i] < ' ' || name.p[i] == '\\' || name.p[i] == 0x7F)
            return false;
    return name.n > 0 && name.n <= ZIP_NAME_MOST && utf8_check(name) == name.n;
}

static enum status entry_check(struct op *op, const char *p, struct bytes name, const struct zip_member *member)
{
    if (!name_is_plain(name))
        return wrong(op, BYTES_NONE, ST_INPUT, "a file in it has a name that cannot be taken: use short names in UTF-8");
    if (name_leads_elsewhere(name))
        return wrong(op, BYTES_NONE, ST_INPUT, "the name of a file in it leads out of it");
    if ((u16(p + 8) & FLAG_ENCRYPTED) != 0)
        return wrong(op, name, ST_INPUT, "it is encrypted: send it without a password");
    if (member->method != METHOD_STORED && member->method != METHOD_DEFLATED)
        return wrong(op, name, ST_INPUT, "it is compressed in a way that is not known here: use the plain one (deflate)");
    if (member->packed == UINT32_MAX || member->size == UINT32_MAX || member->at == UINT32_MAX)
        return wrong(op, name, ST_LIMIT, "it is larger than 4 GiB");
    if (member->method == METHOD_STORED && member->packed != member->size)
        return wrong(op, name, ST_INPUT, "its two lengths differ");
    if (member->size > FREE_OF_RATIO && member->size / GUNZIP_RATIO_MOST > member->packed)
        return wrong(op, name, ST_LIMIT, "it unpacks to more than 200 times its size");
    return ST_OK;
}

static enum status entry_read(struct op *op, struct bytes *rest, struct zip_member *ret)
{
    const char *p = rest->p;

    if (rest->n < ENTRY_SIZE || memcmp(p, "PK\1\2", 4) != 0 ||
        rest->n < ENTRY_SIZE + (size_t)u16(p + 28) + u16(p + 30) + u16(p + 32))
        return wrong(op, BYTES_NONE, ST_INPUT, "its directory is damaged");
    struct bytes name = {p + ENTRY_SIZE, u16(p + 28)};

    *ret = (struct zip_member){
        .name = name, .method = u16(p + 10), .crc = u32(p + 16), .packed = u32(p + 20), .size = u32(p + 24), .at = u32(p + 42)};
    *rest = bytes_from(*rest, ENTRY_SIZE + (size_t)u16(p + 28) + u16(p + 30) + u16(p + 32));
    return entry_check(op, p, name, ret);
}

/* ---- where the members lie ---- */

static int by_place(const void *a, const void *b)
{
    const struct zip_member *const *left = a, *const *right = b;

    return (*left)->at < (*right)->at ? -1 : (*left)->at > (*right)->at;
}

static int by_name(const void *a, const void *b)
{
    const struct zip_member *const *left = a, *const *right = b;

    return bytes_compare((*left)->name, (*right)->name);
}

static enum status local_check(struct op *op, const struct zip_source *source, struct zip_member *member)
{
    char head[LOCAL_SIZE + ZIP_NAME_MOST];

    if (member->at + LOCAL_SIZE + member->name.n > source->size)
        return wrong(op, member->name, ST_INPUT, "it stands outside of the file");
    enum status st = source->read(op, source->arg, member->at, head, LOCAL_SIZE + member->name.n);

    if (st != ST_OK)
        return st;
    if (memcmp(head, "PK\3\4", 4) != 0 || u16(head + 8) != member->method || u16(head + 26) != member->name.n ||
        memcmp(head + LOCAL_SIZE, member->name.p, member->name.n) != 0)
        return wrong(op, member->name, ST_INPUT, "the directory says one thing of it, and it says another");
    member->data_at = member->at + LOCAL_SIZE + u16(head + 26) + u16(head + 28);
    return ST_OK;
}

/* Members that share bytes make much of little, however modest each of them looks. */
static enum status places_check(struct op *op, struct zip *zip, uint64_t directory_at)
{
    struct zip_member **sorted = arena_array(op->arena, struct zip_member *, zip->count + 1);
    uint64_t end = 0, total = 0;

    for (size_t i = 0; i < zip->count; i++)
        sorted[i] = &zip->members[i];
    qsort(sorted, zip->count, sizeof(struct zip_member *), by_place);
    for (size_t i = 0; i < zip->count; i++) {
        enum status st = local_check(op, &zip->source, sorted[i]);

        if (st != ST_OK)
            return st;
        if (sorted[i]->at < end || sorted[i]->data_at + sorted[i]->packed > directory_at)
            return wrong(op, sorted[i]->name, ST_INPUT, "it shares bytes with another file in it");
        end = sorted[i]->data_at + sorted[i]->packed;
        total += sorted[i]->size;
    }
    if (total > ZIP_TOTAL_MOST)
        return wrong(op, BYTES_NONE, ST_LIMIT, "its files together are larger than 4 GiB");
    qsort(sorted, zip->count, sizeof(struct zip_member *), by_name);
    for (size_t i = 1; i < zip->count; i++)
        if (bytes_equal(sorted[i]->name, sorted[i - 1]->name))
            return wrong(op, sorted[i]->name, ST_INPUT, "the name stands there twice");
    return ST_OK;
}

/* Folders hold nothing; they are left out once they have been looked at. */
static void folders_drop(struct zip *zip)
{
    size_t kept = 0;

    for (size_t i = 0; i < zip->count; i++)
        if (!bytes_end(zip->members[i].name, BYTES("/")))
            zip->members[kept++] = zip->members[i];
    zip->count = kept;
}

enum status zip_open(struct op *op, const struct zip_source *source, struct zip *ret)
{
    struct directory directory = {0};
    enum status st = directory_find(op, source, &directory);

    if (st != ST_OK)
        return st;
    struct bytes rest = {arena_alloc(op->arena, (size_t)directory.size), (size_t)directory.size};

    *ret = (struct zip){.source = *source, .members = arena_array(op->arena, struct zip_member, directory.count + 1)};
    st = source->read(op, source->arg, directory.at, (char *)rest.p, rest.n);
    while (st == ST_OK && ret->count < directory.count)
        st = entry_read(op, &rest, &ret->members[ret->count++]);
    if (st == ST_OK && rest.n > 0)
        return wrong(op, BYTES_NONE, ST_INPUT, "its directory is damaged");
    if (st == ST_OK)
        st = places_check(op, ret, directory.at);
    if (st == ST_OK)
        folders_drop(ret);
    return st;
}

const struct zip_member *zip_find(const struct zip *zip, struct bytes name)
{
    for (size_t i = 0; i < zip->count; i++)
        if (bytes_equal(zip->members[i].name, name))
            return &zip->members[i];
    return NULL;
}

/* ---- the bytes of a member ---- */

struct zip_reader {
    const struct zip *zip;
    const struct zip_member *member;
    z_stream stream;
    uint64_t taken; /* packed bytes */
    uint64_t given;
    uint32_t crc;
    bool ended;
    char *in;
    char *out;
};

static void *zlib_alloc(void *arena, unsigned count, unsigned size)
{
    return arena_alloc(arena, (size_t)count * size);
}

static void zlib_free(void *arena UNUSED, void *memory UNUSED)
{
}

struct zip_reader *zip_reader_new(struct arena *arena, const struct zip *zip, const struct zip_member *member)
{
    struct zip_reader *reader = arena_new_of(arena, struct zip_reader);

    reader->zip = zip;
    reader->member = member;
    reader->in = arena_alloc(arena, IN_SIZE);
    reader->out = arena_alloc(arena, OUT_SIZE);
    reader->stream.zalloc = zlib_alloc;
    reader->stream.zfree = zlib_free;
    reader->stream.opaque = arena;
    reader->ended = member->method == METHOD_STORED && member->size == 0;
    inflateInit2(&reader->stream, -15);
    return reader;
}

static enum status packed_read(struct op *op, struct zip_reader *reader)
{
    const struct zip_source *source = &reader->zip->source;
    uint64_t left = reader->member->packed - reader->taken;
    size_t n = left < IN_SIZE ? (size_t)left : IN_SIZE;

    if (n == 0)
        return wrong(op, reader->member->name, ST_INPUT, "it stops before its end");
    enum status st = source->read(op, source->arg, reader->member->data_at + reader->taken, reader->in, n);

    reader->taken += n;
    reader->stream.next_in = (Bytef *)reader->in;
    reader->stream.avail_in = (uInt)n;
    return st;
}

static enum status piece_inflate(struct op *op, struct zip_reader *reader, size_t *ret_n)
{
    z_stream *stream = &reader->stream;

    stream->next_out = (Bytef *)reader->out;
    stream->avail_out = OUT_SIZE;
    int result = inflate(stream, Z_NO_FLUSH);

    *ret_n = OUT_SIZE - stream->avail_out;
    reader->ended = result == Z_STREAM_END;
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
        return wrong(op, reader->member->name, ST_INPUT, "its compressed bytes are damaged");
    return ST_OK;
}

static enum status piece_copy(struct zip_reader *reader, size_t *ret_n)
{
    *ret_n = reader->stream.avail_in;
    memcpy(reader->out, reader->in, *ret_n);
    reader->stream.avail_in = 0;
    reader->ended = reader->taken == reader->member->packed;
    return ST_OK;
}

static enum status end_check(struct op *op, const struct zip_reader *reader)
{
    if (reader->given != reader->member->size || reader->crc != reader->member->crc)
        return wrong(op, reader->member->name, ST_INPUT, "its length or its checksum is not what the directory says");
    return ST_OK;
}

enum status zip_reader_next(struct op *op, struct zip_reader *reader, struct bytes *ret)
{
    enum status st = ST_OK;
    size_t n = 0;

    *ret = BYTES_NONE;
    while (st == ST_OK && n == 0 && !reader->ended) {
        if (reader->stream.avail_in == 0)
            st = packed_read(op, reader);
        if (st == ST_OK)
            st = reader->member->method == METHOD_STORED ? piece_copy(reader, &n) : piece_inflate(op, reader, &n);
    }
    if (st != ST_OK)
        return st;
    reader->given += n;
    if (reader->given > reader->member->size)
        return wrong(op, reader->member->name, ST_LIMIT, "it is larger than the directory says");
    reader->crc = (uint32_t)crc32(reader->crc, (const Bytef *)reader->out, (uInt)n);
    *ret = (struct bytes){reader->out, n};
    return n == 0 ? end_check(op, reader) : ST_OK;
}
