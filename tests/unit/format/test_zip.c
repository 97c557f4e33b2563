#include <criterion/criterion.h>
#include <string.h>
#include <zlib.h>

#include "base/buf.h"
#include "format/zip.h"

static struct arena *arena;
static struct op op;

static void setup(void)
{
    arena = arena_new(256 << 20);
    op_init(&op, arena, 0, "test");
}

static void teardown(void)
{
    arena_free(&arena);
}

TestSuite(zip, .init = setup, .fini = teardown);

/* ---- containers made by hand ---- */

struct entry {
    const char *name;
    struct bytes text;
    bool deflated;
    uint32_t at;
    uint32_t packed;
};

static void put16(struct buf *out, unsigned value)
{
    buf_putc(out, (char)value);
    buf_putc(out, (char)(value >> 8));
}

static void put32(struct buf *out, uint32_t value)
{
    put16(out, value & 0xFFFF);
    put16(out, value >> 16);
}

static struct bytes packed_of(const struct entry *entry)
{
    z_stream stream = {.next_in = (Bytef *)entry->text.p, .avail_in = (uInt)entry->text.n};
    size_t room = entry->text.n + 1000;
    char *out = arena_alloc(arena, room);

    if (!entry->deflated)
        return entry->text;
    deflateInit2(&stream, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
    stream.next_out = (Bytef *)out;
    stream.avail_out = (uInt)room;
    cr_assert_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
    deflateEnd(&stream);
    return (struct bytes){out, room - stream.avail_out};
}

/* What the local header and the entry of the directory share, from the version on. */
static void put_description(struct buf *out, const struct entry *entry)
{
    put16(out, 20);
    put16(out, 0);
    put16(out, entry->deflated ? 8 : 0);
    put32(out, 0);
    put32(out, (uint32_t)crc32(0, (const Bytef *)entry->text.p, (uInt)entry->text.n));
    put32(out, entry->packed);
    put32(out, (uint32_t)entry->text.n);
    put16(out, (unsigned)strlen(entry->name));
    put16(out, 0);
}

static void put_local(struct buf *out, struct entry *entry)
{
    struct bytes packed = packed_of(entry);

    entry->at = (uint32_t)out->n;
    entry->packed = (uint32_t)packed.n;
    buf_puts(out, "PK\3\4");
    put_description(out, entry);
    buf_puts(out, entry->name);
    buf_put(out, packed);
}

static void put_entry(struct buf *out, const struct entry *entry)
{
    buf_puts(out, "PK\1\2");
    put16(out, 20);
    put_description(out, entry);
    put16(out, 0);
    put32(out, 0);
    put32(out, 0);
    put32(out, entry->at);
    buf_puts(out, entry->name);
}

static struct bytes container(struct entry *entries, size_t count)
{
    struct buf out;
    size_t at;

    buf_init(&out, arena);
    for (size_t i = 0; i < count; i++)
        put_local(&out, &entries[i]);
    at = out.n;
    for (size_t i = 0; i < count; i++)
        put_entry(&out, &entries[i]);
    uint32_t size = (uint32_t)(out.n - at);

    buf_puts(&out, "PK\5\6");
    put32(&out, 0);
    put16(&out, (unsigned)count);
    put16(&out, (unsigned)count);
    put32(&out, size);
    put32(&out, (uint32_t)at);
    put16(&out, 0);
    return bytes_copy(arena, buf_bytes(&out));
}

static enum status read_at(struct op *reading UNUSED, void *arg, uint64_t offset, char *buffer, size_t n)
{
    struct bytes *whole = arg;

    cr_assert(offset <= whole->n && n <= whole->n - offset, "a place outside of the file is asked for");
    memcpy(buffer, whole->p + offset, n);
    return ST_OK;
}

static enum status open_it(struct bytes *whole, struct zip *ret)
{
    op_clear(&op);
    return zip_open(&op, &(struct zip_source){read_at, whole, whole->n}, ret);
}

static enum status read_member(const struct zip *zip, const struct zip_member *member, struct buf *out)
{
    struct zip_reader *reader = zip_reader_new(arena, zip, member);
    struct bytes piece;
    enum status st;

    do {
        st = zip_reader_next(&op, reader, &piece);
        if (st == ST_OK)
            buf_put(out, piece);
    } while (st == ST_OK && piece.n > 0);
    return st;
}

/* ---- what is read ---- */

Test(zip, gives_the_files_in_the_order_of_the_directory_and_their_bytes)
{
    size_t n = 300000;
    char *large = arena_alloc(arena, n);

    for (size_t i = 0; i < n; i++)
        large[i] = (char)('a' + (i * i) % 23);
    struct entry entries[] = {{"z.csv", BYTES("a,b\n1,2\n"), true, 0, 0},
                              {"folder/", BYTES(""), false, 0, 0},
                              {"folder/large.csv", {large, n}, true, 0, 0},
                              {"a.csv", BYTES("stored"), false, 0, 0},
                              {"empty.csv", BYTES(""), false, 0, 0}};
    static const size_t files[] = {0, 2, 3, 4};
    struct bytes whole = container(entries, COUNT_OF(entries));
    struct zip zip;

    cr_assert_eq(open_it(&whole, &zip), ST_OK, "%s", op.cause);
    cr_assert_eq(zip.count, COUNT_OF(files), "folders are no files");
    for (size_t i = 0; i < zip.count; i++) {
        const struct entry *entry = &entries[files[i]];
        struct buf out;

        buf_init(&out, arena);
        cr_expect(bytes_is(zip.members[i].name, entry->name));
        cr_expect_eq(read_member(&zip, &zip.members[i], &out), ST_OK, "%s", op.cause);
        cr_expect(bytes_equal(buf_bytes(&out), entry->text), "%s", entry->name);
    }
    cr_expect_eq(zip_find(&zip, BYTES("a.csv")), &zip.members[2]);
    cr_expect_null(zip_find(&zip, BYTES("b.csv")));
}

Test(zip, refuses_names_that_lead_elsewhere_or_cannot_be_shown)
{
    static const char *const names[] = {"/etc/passwd", "../a", "a/../b", "a/..",     "./a",
                                        "C:a",         "a\\b", "a\nb",   "\xFF.csv", "\x7F"};

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct entry entries[] = {{names[i], BYTES("x"), false, 0, 0}};
        struct bytes whole = container(entries, 1);
        struct zip zip;

        cr_expect_eq(open_it(&whole, &zip), ST_INPUT, "name %zu", i);
    }
}

Test(zip, refuses_two_files_of_one_name_and_files_that_share_bytes)
{
    struct entry twice[] = {{"a", BYTES("x"), false, 0, 0}, {"a", BYTES("y"), false, 0, 0}};
    struct bytes whole = container(twice, 2);
    struct zip zip;

    cr_expect_eq(open_it(&whole, &zip), ST_INPUT);
    cr_expect(strstr(op.cause, "twice") != NULL, "%s", op.cause);

    struct entry other[] = {{"a", BYTES("x"), false, 0, 0}, {"b", BYTES("y"), false, 0, 0}};
    char *p = (char *)(whole = container(other, 2)).p;
    char *directory = memmem(p, whole.n, "PK\1\2", 4),
         *second = memmem(directory + 4, whole.n - (size_t)(directory + 4 - p), "PK\1\2", 4);

    memcpy(second + 42, directory + 42, 4);
    second[46] = 'a';
    cr_expect_eq(open_it(&whole, &zip), ST_INPUT);
    cr_expect(strstr(op.cause, "shares bytes") != NULL, "%s", op.cause);
}

Test(zip, refuses_what_unpacks_to_far_more_than_its_size)
{
    size_t n = 8 << 20;
    char *zeros = arena_alloc(arena, n);
    struct entry bomb[] = {{"a.csv", {zeros, n}, true, 0, 0}};

    memset(zeros, '0', n);
    struct bytes whole = container(bomb, 1);
    struct zip zip;

    cr_expect_eq(open_it(&whole, &zip), ST_LIMIT);
    cr_expect(strstr(op.cause, "200 times") != NULL, "%s", op.cause);
}

/* What the directory says is checked against what comes out, whatever it says. */
Test(zip, refuses_a_file_that_is_not_what_the_directory_says)
{
    size_t n = 100000;
    char *text = arena_alloc(arena, n);

    for (size_t i = 0; i < n; i++)
        text[i] = (char)('a' + (i * 7) % 26);
    static const struct {
        size_t at;
        int add;
    } changes[] = {{16, 1} /* checksum */, {24, -1} /* shorter */, {24, 1} /* longer */};

    for (size_t i = 0; i < COUNT_OF(changes); i++) {
        struct entry entries[] = {{"a.csv", {text, n}, true, 0, 0}};
        struct bytes whole = container(entries, 1);
        char *directory = memmem(whole.p, whole.n, "PK\1\2", 4);
        struct zip zip;
        struct buf out;

        directory[changes[i].at] = (char)(directory[changes[i].at] + changes[i].add);
        buf_init(&out, arena);
        enum status st = open_it(&whole, &zip);

        if (st == ST_OK)
            st = read_member(&zip, &zip.members[0], &out);
        cr_expect_neq(st, ST_OK, "change %zu", i);
        cr_expect_leq(out.n, n + 1);
    }
}

Test(zip, survives_every_cut_and_every_changed_byte)
{
    struct entry entries[] = {{"a.csv", BYTES("one,two\n1,2\n1,2\n1,2\n"), true, 0, 0}, {"b.csv", BYTES("stored"), false, 0, 0}};
    struct bytes whole = container(entries, 2);
    int refused = 0;

    for (size_t i = 0; i < whole.n; i++) {
        struct bytes cut = bytes_copy(arena, bytes_slice(whole, 0, i)), changed = bytes_copy(arena, whole);
        struct zip zip;
        struct buf out;

        cr_expect_neq(open_it(&cut, &zip), ST_OK, "cut at %zu", i);
        ((char *)changed.p)[i] ^= 0x41;
        buf_init(&out, arena);
        enum status st = open_it(&changed, &zip);

        for (size_t m = 0; st == ST_OK && m < zip.count; m++)
            st = read_member(&zip, &zip.members[m], &out);
        refused += st != ST_OK;
    }
    cr_expect_gt(refused, (int)whole.n / 2);
}
