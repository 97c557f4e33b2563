#include "book.h"

#include <string.h>

#include "base/map.h"
#include "base/number.h"

/* ---- one part ---- */

static enum status member_parse(struct op *op, const struct zip *zip, const struct zip_member *member, struct xml_parser *parser)
{
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct zip_reader *reader = zip_reader_new(arena, zip, member);
    struct bytes piece = BYTES_NONE;
    enum status st;

    do {
        st = zip_reader_next(op, reader, &piece);
        if (st == ST_OK && piece.n > 0)
            st = xml_parser_feed(op, parser, piece);
    } while (st == ST_OK && piece.n > 0);
    return st == ST_OK ? xml_parser_end(op, parser) : st;
}

enum status part_parse(struct op *op, const struct zip *zip, struct bytes path, const struct xml_handler *handler, void *arg)
{
    AUTO(xml_parser_close) struct xml_parser *parser = NULL;
    const struct zip_member *member = zip_find(zip, path);

    if (member == NULL)
        return op_fail(op, ST_INPUT, "the spreadsheet: a part of it is missing");
    enum status st = xml_parser_open(op, handler, arg, &parser);

    return st == ST_OK ? member_parse(op, zip, member, parser) : st;
}

struct bytes attribute_of(const struct xml_element *element, const char *name)
{
    for (size_t i = 0; i < element->attribute_count; i++)
        if (bytes_is(element->attributes[i].name, name) && !element->attributes[i].prefixed)
            return element->attributes[i].value;
    return BYTES_NONE;
}

static enum status no_text(struct op *op UNUSED, void *arg UNUSED, struct bytes text UNUSED)
{
    return ST_OK;
}

static enum status no_close(struct op *op UNUSED, void *arg UNUSED)
{
    return ST_OK;
}

/* ---- relations: from one part to another ---- */

struct relation {
    struct book *book;
    struct bytes folder; /* that targets are relative to, with the slash */
    struct bytes wanted; /* id of the sheet; BYTES_NONE: the workbook is looked for */
};

static struct bytes target_path(struct arena *arena, struct bytes folder, struct bytes target)
{
    if (bytes_start(target, BYTES("/")))
        return bytes_copy(arena, bytes_from(target, 1));
    return bytes_printf(arena, "%.*s%.*s", (int)folder.n, folder.p, (int)target.n, target.p);
}

static enum status relation_open(struct op *op UNUSED, void *arg, const struct xml_element *element)
{
    struct relation *relation = arg;
    struct book *book = relation->book;
    struct bytes type = attribute_of(element, "Type"), id = attribute_of(element, "Id");

    if (!bytes_is(element->name, "Relationship"))
        return ST_OK;
    struct bytes path = target_path(book->arena, relation->folder, attribute_of(element, "Target"));

    if (relation->wanted.n == 0 && bytes_end(type, BYTES("/officeDocument")))
        book->path = path;
    else if (relation->wanted.n > 0 && bytes_equal(id, relation->wanted))
        book->sheet = path;
    else if (bytes_end(type, BYTES("/sharedStrings")))
        book->texts = path;
    else if (bytes_end(type, BYTES("/styles")))
        book->styles = path;
    return ST_OK;
}

static const struct xml_handler relation_handler = {relation_open, no_text, no_close};

/* ---- the workbook: its sheets, its date system ---- */

struct workbook {
    struct book *book;
    struct bytes id; /* of the first sheet that is shown */
};

static enum status workbook_open(struct op *op UNUSED, void *arg, const struct xml_element *element)
{
    struct workbook *workbook = arg;
    struct bytes flag = attribute_of(element, "date1904"), state = attribute_of(element, "state");

    if (bytes_is(element->name, "workbookPr"))
        workbook->book->from_1904 = bytes_is(flag, "1") || bytes_is(flag, "true");
    if (!bytes_is(element->name, "sheet") || workbook->id.n > 0 || (state.n > 0 && !bytes_is(state, "visible")))
        return ST_OK;
    for (size_t i = 0; i < element->attribute_count; i++)
        if (element->attributes[i].prefixed && bytes_is(element->attributes[i].name, "id"))
            workbook->id = bytes_copy(workbook->book->arena, element->attributes[i].value);
    return ST_OK;
}

static const struct xml_handler workbook_handler = {workbook_open, no_text, no_close};

static size_t folder_end(struct bytes path)
{
    while (path.n > 0 && path.p[path.n - 1] != '/')
        path.n--;
    return path.n;
}

static enum status sheet_find(struct op *op, struct book *book)
{
    struct relation relation = {.book = book};
    struct workbook workbook = {.book = book};
    enum status st = part_parse(op, book->zip, BYTES("_rels/.rels"), &relation_handler, &relation);

    if (st == ST_OK)
        st = part_parse(op, book->zip, book->path, &workbook_handler, &workbook);
    if (st == ST_OK && workbook.id.n == 0)
        return op_fail(op, ST_INPUT, "the spreadsheet has no sheet that is shown");
    if (st != ST_OK)
        return st;
    relation.folder = bytes_slice(book->path, 0, folder_end(book->path));
    relation.wanted = workbook.id;
    struct bytes name = bytes_from(book->path, relation.folder.n);
    struct bytes path =
        bytes_printf(book->arena, "%.*s_rels/%.*s.rels", (int)relation.folder.n, relation.folder.p, (int)name.n, name.p);

    return part_parse(op, book->zip, path, &relation_handler, &relation);
}

/* ---- styles ---- */

struct styles {
    struct book *book;
    struct map codes; /* id to enum number_look + 1 */
    bool cells;       /* inside cellXfs */
};

static void code_take(struct styles *styles, const struct xml_element *element)
{
    struct arena *arena = styles->book->arena;
    enum number_look look = number_look(0, attribute_of(element, "formatCode"));
    enum number_look *kept = arena_new_of(arena, enum number_look);

    *kept = look;
    *map_put(&styles->codes, bytes_copy(arena, attribute_of(element, "numFmtId"))) = kept;
}

static enum number_look format_look(const struct styles *styles, struct bytes id)
{
    const enum number_look *kept = map_find(&styles->codes, id);
    uint64_t number;

    if (kept != NULL)
        return *kept;
    return parse_u64(id, &number) && number < 256 ? number_look((unsigned)number, BYTES_NONE) : LOOK_NUMBER;
}

static enum status style_open(struct op *op, void *arg, const struct xml_element *element)
{
    struct styles *styles = arg;
    struct book *book = styles->book;

    if (bytes_is(element->name, "cellXfs"))
        styles->cells = true;
    else if (bytes_is(element->name, "cellStyles") || bytes_is(element->name, "dxfs"))
        styles->cells = false;
    if (bytes_is(element->name, "numFmt") && map_count(&styles->codes) < XLSX_STYLE_MOST)
        code_take(styles, element);
    if (!bytes_is(element->name, "xf") || !styles->cells)
        return ST_OK;
    if (book->look_count == XLSX_STYLE_MOST)
        return op_fail(op, ST_LIMIT, "the spreadsheet has more than 65536 formats of cells");
    book->looks[book->look_count++] = (unsigned char)format_look(styles, attribute_of(element, "numFmtId"));
    return ST_OK;
}

static const struct xml_handler style_handler = {style_open, no_text, no_close};

static enum status styles_read(struct op *op, struct book *book)
{
    struct styles styles = {.book = book};

    map_init(&styles.codes, book->arena);
    book->looks = arena_alloc(book->arena, XLSX_STYLE_MOST);
    return book->styles.n == 0 ? ST_OK : part_parse(op, book->zip, book->styles, &style_handler, &styles);
}

enum number_look book_look(const struct book *book, struct bytes style)
{
    uint64_t number;

    return parse_u64(style, &number) && number < book->look_count ? (enum number_look)book->looks[number] : LOOK_NUMBER;
}

/* ---- shared texts ---- */

#define TEXT_LEAST 5 /* bytes of one, which is "<si/>" */

struct texts {
    struct book *book;
    size_t depth;
    size_t text_at; /* depth of the t that is open, 0: none */
    size_t aside;   /* depth of the pronunciation that is open, 0: none */
    bool item;
};

static enum status text_open(struct op *op UNUSED, void *arg, const struct xml_element *element)
{
    struct texts *texts = arg;

    texts->depth++;
    if (bytes_is(element->name, "si"))
        texts->item = true;
    else if (bytes_is(element->name, "rPh") && texts->aside == 0)
        texts->aside = texts->depth;
    else if (bytes_is(element->name, "t") && texts->item && texts->aside == 0)
        texts->text_at = texts->depth;
    return ST_OK;
}

static enum status text_text(struct op *op, void *arg, struct bytes text)
{
    struct texts *texts = arg;

    if (texts->text_at == 0)
        return ST_OK;
    if (texts->book->shared.n + text.n > XLSX_TEXT_MOST)
        return op_fail(op, ST_LIMIT, "the spreadsheet has more than 24 MiB of texts: save it as CSV");
    buf_put(&texts->book->shared, text);
    return ST_OK;
}

static enum status text_end(struct op *op, struct book *book)
{
    if (book->text_count == XLSX_TEXT_COUNT_MOST)
        return op_fail(op, ST_LIMIT, "the spreadsheet has more than 2 million texts: save it as CSV");
    book->ends = arena_room(book->arena, book->ends, book->text_count, &book->text_room, sizeof(*book->ends));
    book->ends[book->text_count++] = (uint32_t)book->shared.n;
    return ST_OK;
}

static enum status text_close(struct op *op, void *arg)
{
    struct texts *texts = arg;
    size_t depth = texts->depth--;

    if (depth == texts->text_at)
        texts->text_at = 0;
    if (depth == texts->aside)
        texts->aside = 0;
    if (depth != 2 || !texts->item)
        return ST_OK;
    texts->item = false;
    return text_end(op, texts->book);
}

/* As much as there can be, at once: a list that doubles would take its size once more. */
static void texts_room(struct book *book)
{
    const struct zip_member *part = zip_find(book->zip, book->texts);
    size_t size = part == NULL ? 0 : (size_t)part->size, count = size / TEXT_LEAST + 1;

    buf_init_room(&book->shared, book->arena, size < XLSX_TEXT_MOST ? size : XLSX_TEXT_MOST);
    book->text_room = count < XLSX_TEXT_COUNT_MOST ? count : XLSX_TEXT_COUNT_MOST;
    book->ends = arena_array(book->arena, uint32_t, book->text_room);
}

static const struct xml_handler text_handler = {text_open, text_text, text_close};

bool book_text(const struct book *book, struct bytes number, struct bytes *ret)
{
    uint64_t at;

    if (!parse_u64(number, &at) || at >= book->text_count)
        return false;
    size_t begin = at == 0 ? 0 : book->ends[at - 1];

    *ret = (struct bytes){book->shared.p + begin, book->ends[at] - begin};
    return true;
}

/* ---- the whole ---- */

bool xlsx_is(const struct zip *zip)
{
    return zip_find(zip, BYTES("[Content_Types].xml")) != NULL && zip_find(zip, BYTES("_rels/.rels")) != NULL;
}

enum status book_open(struct op *op, const struct zip *zip, struct book *ret)
{
    *ret = (struct book){.zip = zip, .arena = op->arena};
    enum status st = sheet_find(op, ret);
    struct texts texts = {.book = ret};

    if (st == ST_OK)
        st = styles_read(op, ret);
    if (st != ST_OK || ret->texts.n == 0)
        return st;
    texts_room(ret);
    return part_parse(op, zip, ret->texts, &text_handler, &texts);
}
