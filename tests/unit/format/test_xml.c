#include <criterion/criterion.h>
#include <string.h>

#include "format/xml.h"

static enum status any_rules(struct op *op, void *arg, enum format format, struct xml_rules *ret)
{
    (void)op;
    (void)format;
    *ret = *(const struct xml_rules *)arg;
    return ST_OK;
}

/* The lines of a text that comes in pieces of this size. */
static enum status extract(struct op *op, const char *records_at, struct xml_rules *rules, struct bytes text, size_t piece,
                           struct bytes *ret, struct xml_counts *ret_counts)
{
    AUTO(xml_close) struct xml *xml = NULL;
    struct buf out;
    enum status st;

    buf_init(&out, op->arena);
    st = xml_open(op, bytes_of(records_at), any_rules, rules, &xml);
    for (; st == ST_OK && text.n > 0; text = bytes_from(text, piece))
        st = xml_feed(op, xml, bytes_slice(text, 0, piece), &out);
    if (st == ST_OK)
        st = xml_end(op, xml, &out);
    *ret = buf_bytes(&out);
    if (ret_counts != NULL)
        *ret_counts = xml_counts(xml);
    return st;
}

static void expect_lines(const char *records_at, const char *text, const char *lines)
{
    struct arena *arena = arena_new(SIZE_MAX);
    struct xml_rules rules = {.keeps = NULL};
    struct bytes got;
    struct op op;

    for (size_t piece = 1; piece <= 4096; piece *= 16) {
        op_init(&op, arena, 0, "test");
        cr_expect_eq(extract(&op, records_at, &rules, bytes_of(text), piece, &got, NULL), ST_OK, "%s", op.cause);
        cr_expect(bytes_is(got, lines), "in pieces of %zu: %.*s", piece, (int)got.n, got.p);
    }
    arena_free(&arena);
}

Test(xml, names_texts_and_attributes_by_their_paths)
{
    expect_lines(
        "list/item",
        "<list of='x'><head><by>me</by></head>\n<item id='a &amp; b'><v>1</v><v>2</v><in><deep>&#x41;&lt;</deep></in></item></list>",
        "{\"line()\":2,\"name()\":\"item\",\"last()\":\"1\",\"@id\":\"a & b\",\"v\":[\"1\",\"2\"],\"in/deep\":\"A<\",\"../@of\":\"x\",\"../head/by\":\"me\"}\n");
}

Test(xml, forgets_what_stood_around_the_records_of_another_list)
{
    expect_lines(
        "list/item", "<all><list><n>1</n><item/></list><list><item/></list></all>",
        "{\"line()\":1,\"name()\":\"item\",\"last()\":\"1\",\"../n\":\"1\"}\n{\"line()\":1,\"name()\":\"item\",\"last()\":\"1\"}\n");
}

Test(xml, knows_in_a_payment_what_its_entry_says_behind_it)
{
    expect_lines(
        NULL,
        "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.02'><B><Stmt><Ntry><NtryDtls><TxDtls><Id>1</Id></TxDtls>"
        "<TxDtls><Id>2</Id></TxDtls></NtryDtls><AddtlNtryInf>late</AddtlNtryInf></Ntry></Stmt></B></Document>",
        "{\"line()\":1,\"name()\":\"TxDtls\",\"last()\":\"2\",\"Id\":\"1\",\"../../AddtlNtryInf\":\"late\"}\n"
        "{\"line()\":1,\"name()\":\"TxDtls\",\"last()\":\"2\",\"Id\":\"2\",\"../../AddtlNtryInf\":\"late\"}\n");
}

static bool keeps_id(const void *arg, struct bytes path)
{
    (void)arg;
    return bytes_is(path, "id");
}

static bool takes_marked(const void *arg, const struct raw_record *record)
{
    (void)arg;
    for (size_t i = 0; i < record->count; i++)
        if (bytes_is(record->fields[i].name, "id") && bytes_is(record->fields[i].values[0].text, "1"))
            return true;
    return false;
}

Test(xml, counts_what_it_leaves_out)
{
    struct arena *arena = arena_new(SIZE_MAX);
    struct xml_rules rules = {.keeps = keeps_id, .takes = takes_marked};
    struct xml_counts counts;
    struct bytes got;
    struct op op;

    op_init(&op, arena, 0, "test");
    cr_assert_eq(
        extract(&op, "i", &rules, BYTES("<a><by>me</by><i><id>1</id><name>n</name></i><i><id>2</id></i></a>"), 64, &got, &counts),
        ST_OK);
    cr_expect(bytes_is(got, "{\"line()\":1,\"name()\":\"i\",\"last()\":\"1\",\"id\":\"1\"}\n"), "%.*s", (int)got.n, got.p);
    cr_expect_eq(counts.records, 1);
    cr_expect_eq(counts.passed_over, 1);
    cr_expect_eq(counts.left_out, 2);
    arena_free(&arena);
}

static struct bytes repeated(struct arena *arena, const char *begin, const char *middle, size_t times, const char *end)
{
    struct buf buf;

    buf_init(&buf, arena);
    buf_puts(&buf, begin);
    for (size_t i = 0; i < times; i++)
        buf_puts(&buf, middle);
    buf_puts(&buf, end);
    return buf_bytes(&buf);
}

Test(xml, refuses_what_is_hostile_or_broken_and_says_where)
{
    struct arena *arena = arena_new(SIZE_MAX);
    const struct {
        struct bytes text;
        enum status st;
        const char *says;
    } cases[] = {
        {BYTES("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a><i>&x;</i></a>"), ST_INPUT,
         "line 1, at the beginning: a DOCTYPE"},
        {BYTES("<!DOCTYPE a SYSTEM 'http://dtd.example/a.dtd'><a><i/></a>"), ST_INPUT, "a DOCTYPE"},
        {BYTES("<!DOCTYPE l [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'><!ENTITY c '&b;&b;&b;'>]><a><i>&c;</i></a>"), ST_INPUT,
         "a DOCTYPE"},
        {BYTES("<a>\n<i>&x;</i></a>"), ST_INPUT, "line 2, at /a/i: an entity that is none of XML's own five"},
        {BYTES("<a>\n<i></j></a>"), ST_INPUT, "line 2, at /a/i: an element is closed"},
        {BYTES("<a><i>1</i>"), ST_INPUT, "at /a"},
        {BYTES("<a><i>\xFF</i></a>"), ST_INPUT, "/a/i"},
        {BYTES("<a><i x='1' x='2'/></a>"), ST_INPUT, "twice"},
        {BYTES("<a><b/></a>"), ST_INPUT, "holds no record"},
        {repeated(arena, "", "<a>", 65, ""), ST_LIMIT, "64 deep"},
        {repeated(arena, "<a><i x='", "0123456789abcdef", 5000, "'/></a>"), ST_LIMIT, "longer than 64 KiB"},
        {repeated(arena, "<a><i ", "0123456789abcdef", 70000, "/></a>"), ST_LIMIT, "does not end within 1 MiB"},
        {repeated(arena, "<a><!--", "0123456789abcdef", 80000, ""), ST_LIMIT, "does not end within 1 MiB"},
        {repeated(arena, "<a><i>", "0123456789abcdef", 1200000, "</i></a>"), ST_LIMIT, "more than 16 MiB"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct arena *inner = arena_new(SIZE_MAX);
        struct xml_rules rules = {.keeps = NULL};
        struct bytes got;
        struct op op;

        op_init(&op, inner, 0, "test");
        cr_expect_eq(extract(&op, "a/i", &rules, cases[i].text, 4096, &got, NULL), cases[i].st, "case %zu", i);
        cr_expect(strstr(op.cause, cases[i].says) != NULL, "case %zu: %s", i, op.cause);
        arena_free(&inner);
    }
    arena_free(&arena);
}

Test(xml, is_recognised_in_every_character_set)
{
    static const struct {
        struct bytes head;
        const char *charset;
    } cases[] = {{{"<a/>", 4}, ""},
                 {{"\xEF\xBB\xBF <a/>", 8}, ""},
                 {{"<?xml version='1.0' encoding='ISO-8859-1'?><a/>", 47}, "ISO-8859-1"},
                 {{"\xFF\xFE<\0a\0", 6}, "UTF-16"},
                 {{"\xFE\xFF\0<\0a", 6}, "UTF-16"},
                 {{"<\0?\0x\0", 6}, "UTF-16LE"}};
    struct bytes charset;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        charset = BYTES_NONE;
        cr_expect(xml_begins(cases[i].head, &charset), "case %zu", i);
        cr_expect(bytes_is(charset, cases[i].charset), "case %zu: %.*s", i, (int)charset.n, charset.p);
    }
    cr_expect_not(xml_begins(BYTES("<html>"), &charset));
    cr_expect_not(xml_begins(BYTES("a,b\n"), &charset));
}
