/* The rows of a sheet, one after the other, as lines of a table. */
#include <string.h>

#include "book.h"
#include "base/number.h"
#include "format/decoder.h"

#define TITLE_CELLS 1 /* a row with no more cells above the names of the columns is a title */

struct sheet {
    const struct book *book;
    const struct xlsx_rules *rules;
    xlsx_sink_fn *sink;
    void *sink_arg;
    struct xlsx_counts counts;
    struct arena *arena; /* of one row */
    size_t depth;
    uint64_t row;     /* that is open or was last */
    uint64_t written; /* lines */
    size_t column;    /* of the cell that is open or was last, from 1; 0: none in this row */
    struct bytes type, style;
    struct buf text;
    size_t text_at; /* depth of the element whose text counts, 0: none */
    struct bytes cells[FORMAT_COLUMN_MOST];
    size_t cell_count;
    struct bytes columns[FORMAT_COLUMN_MOST];
    bool dropped[FORMAT_COLUMN_MOST];
    size_t column_count; /* 0: their names have not come yet */
    struct buf line;
};

/* ---- a line of the table ---- */

static void cell_write(struct buf *line, struct bytes text)
{
    bool quoted = false;

    for (size_t i = 0; i < text.n && !quoted; i++)
        quoted = text.p[i] == ',' || text.p[i] == '"';
    if (!quoted) {
        buf_put(line, text);
        return;
    }
    buf_putc(line, '"');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"')
            buf_putc(line, '"');
        buf_putc(line, text.p[i]);
    }
    buf_putc(line, '"');
}

static enum status line_give(struct op *op, struct sheet *sheet)
{
    buf_putc(&sheet->line, '\n');
    enum status st = sheet->sink(op, sheet->sink_arg, buf_bytes(&sheet->line));

    buf_clear(&sheet->line);
    sheet->written++;
    return st;
}

/* Rows that the sheet leaves out are empty lines: the number of a line is that of its row. */
static enum status gap_fill(struct op *op, struct sheet *sheet)
{
    enum status st = ST_OK;

    while (st == ST_OK && sheet->written + 1 < sheet->row)
        st = line_give(op, sheet);
    return st;
}

static void line_put(struct sheet *sheet, bool names)
{
    size_t count = sheet->cell_count > sheet->column_count ? sheet->cell_count : sheet->column_count;
    bool any = false;

    for (size_t i = 0; i < count; i++) {
        struct bytes text = i < sheet->cell_count ? sheet->cells[i] : BYTES_NONE;

        if (sheet->dropped[i]) {
            sheet->counts.left_out += text.n > 0 && !names;
            continue;
        }
        if (any)
            buf_putc(&sheet->line, ',');
        any = true;
        cell_write(&sheet->line, text);
    }
}

static bool row_counts(const struct sheet *sheet)
{
    struct raw_field fields[FORMAT_COLUMN_MOST];
    struct raw_value values[FORMAT_COLUMN_MOST];
    struct raw_record record = {.fields = fields};

    if (sheet->rules->takes == NULL)
        return true;
    for (; record.count < sheet->column_count && record.count < sheet->cell_count; record.count++) {
        values[record.count] = (struct raw_value){sheet->cells[record.count], true};
        fields[record.count] = (struct raw_field){sheet->columns[record.count], &values[record.count], 1, false};
    }
    return sheet->rules->takes(sheet->rules->arg, &record);
}

static void columns_take(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->cell_count; i++) {
        sheet->columns[i] = bytes_copy(sheet->book->arena, bytes_trim(sheet->cells[i]));
        sheet->dropped[i] = sheet->rules->keeps != NULL && !sheet->rules->keeps(sheet->rules->arg, sheet->columns[i]);
    }
    sheet->column_count = sheet->cell_count;
}

static size_t filled_cells(const struct sheet *sheet)
{
    size_t filled = 0;

    for (size_t i = 0; i < sheet->cell_count; i++)
        filled += bytes_trim(sheet->cells[i]).n > 0;
    return filled;
}

static enum status row_end(struct op *op, struct sheet *sheet)
{
    size_t filled = filled_cells(sheet);
    bool names = sheet->column_count == 0;
    enum status st = gap_fill(op, sheet);

    if (st != ST_OK)
        return st;
    if (names && filled > TITLE_CELLS)
        columns_take(sheet);
    else if (names || filled == 0)
        sheet->cell_count = 0;
    else if (!row_counts(sheet)) {
        sheet->counts.passed_over++;
        sheet->cell_count = 0;
    }
    if (sheet->cell_count > 0)
        line_put(sheet, names);
    if (sheet->line.n > FORMAT_RECORD_MOST)
        return op_fail(op, ST_LIMIT, "the spreadsheet: row %llu is longer than 1 MiB", (unsigned long long)sheet->row);
    return line_give(op, sheet);
}

/* ---- cells ---- */

static struct bytes cell_value(const struct sheet *sheet)
{
    struct bytes text = buf_bytes(&sheet->text), type = sheet->type;

    if (bytes_is(type, "s"))
        return book_text(sheet->book, bytes_trim(text), &text) ? cell_text_plain(sheet->arena, text) : BYTES("#REF!");
    if (bytes_is(type, "b"))
        return bytes_is(bytes_trim(text), "1") ? BYTES("true") : BYTES("false");
    if (type.n > 0 && !bytes_is(type, "n"))
        return cell_text_plain(sheet->arena, text);
    return serial_print(sheet->arena, bytes_trim(text), book_look(sheet->book, sheet->style), sheet->book->from_1904);
}

static enum status cell_end(struct op *op, struct sheet *sheet)
{
    struct bytes value = sheet->text.n == 0 ? BYTES_NONE : cell_value(sheet);

    if (value.n == 0)
        return ST_OK;
    if (sheet->column > FORMAT_COLUMN_MOST)
        return op_fail(op, ST_LIMIT, "the spreadsheet: row %llu has a value behind its 256th column",
                       (unsigned long long)sheet->row);
    while (sheet->cell_count < sheet->column)
        sheet->cells[sheet->cell_count++] = BYTES_NONE;
    sheet->cells[sheet->column - 1] = bytes_copy(sheet->arena, value);
    return ST_OK;
}

/* "BC17" is in column 55; a cell that does not say stands behind the last. */
static size_t column_of(struct bytes reference, size_t last)
{
    size_t column = 0;

    for (size_t i = 0; i < reference.n && i < 4 && ascii_alpha(reference.p[i]); i++)
        column = column * 26 + (size_t)(ascii_upper(reference.p[i]) - 'A' + 1);
    return column == 0 ? last + 1 : column;
}

static enum status row_begin(struct op *op, struct sheet *sheet, const struct xml_element *element)
{
    uint64_t row = sheet->row + 1;
    struct bytes number = attribute_of(element, "r");

    if (number.n > 0 && (!parse_u64(number, &row) || row <= sheet->row || row > XLSX_ROW_MOST))
        return op_fail(op, ST_INPUT, "the spreadsheet: behind row %llu the rows are out of order",
                       (unsigned long long)sheet->row);
    if (row > XLSX_ROW_MOST)
        return op_fail(op, ST_LIMIT, "the spreadsheet has more than 1048576 rows");
    arena_reset(sheet->arena);
    sheet->row = row;
    sheet->column = sheet->cell_count = 0;
    return ST_OK;
}

static void cell_begin(struct sheet *sheet, const struct xml_element *element)
{
    sheet->column = column_of(attribute_of(element, "r"), sheet->column);
    sheet->type = bytes_copy(sheet->arena, attribute_of(element, "t"));
    sheet->style = bytes_copy(sheet->arena, attribute_of(element, "s"));
    buf_init(&sheet->text, sheet->arena);
}

/* ---- worksheet / sheetData / row / c / v, or c / is / t ---- */

enum depth { DEPTH_ROW = 3, DEPTH_CELL = 4 };

static enum status sheet_open(struct op *op, void *arg, const struct xml_element *element)
{
    struct sheet *sheet = arg;

    sheet->depth++;
    if (sheet->depth == DEPTH_ROW && bytes_is(element->name, "row"))
        return row_begin(op, sheet, element);
    if (sheet->depth == DEPTH_CELL && bytes_is(element->name, "c"))
        cell_begin(sheet, element);
    else if (sheet->depth > DEPTH_CELL && (bytes_is(element->name, "v") || bytes_is(element->name, "t")) && sheet->text_at == 0)
        sheet->text_at = sheet->depth;
    else if (sheet->depth > DEPTH_CELL && bytes_is(element->name, "rPh"))
        sheet->text_at = SIZE_MAX; /* how a text is pronounced: until the cell ends nothing counts */
    return ST_OK;
}

static enum status sheet_text(struct op *op, void *arg, struct bytes text)
{
    struct sheet *sheet = arg;

    if (sheet->text_at == 0 || sheet->text_at == SIZE_MAX || sheet->column == 0)
        return ST_OK;
    if (sheet->text.n + text.n > FORMAT_RECORD_MOST || arena_used(sheet->arena) > 8 * FORMAT_RECORD_MOST)
        return op_fail(op, ST_LIMIT, "the spreadsheet: row %llu is longer than 1 MiB", (unsigned long long)sheet->row);
    buf_put(&sheet->text, text);
    return ST_OK;
}

static enum status sheet_close(struct op *op, void *arg)
{
    struct sheet *sheet = arg;
    size_t depth = sheet->depth--;

    if (depth == sheet->text_at || depth == DEPTH_CELL)
        sheet->text_at = 0;
    if (depth == DEPTH_CELL && sheet->column > 0)
        return cell_end(op, sheet);
    if (depth == DEPTH_ROW && sheet->row > sheet->written)
        return row_end(op, sheet);
    return ST_OK;
}

static const struct xml_handler sheet_handler = {sheet_open, sheet_text, sheet_close};

enum status xlsx_read(struct op *op, const struct zip *zip, const struct xlsx_rules *rules, xlsx_sink_fn *sink, void *arg,
                      struct xlsx_counts *ret)
{
    AUTO(arena_free) struct arena *row = arena_new(SIZE_MAX);
    struct book *book = arena_new_of(op->arena, struct book);
    struct sheet *sheet = arena_new_of(op->arena, struct sheet);
    enum status st = book_open(op, zip, book);

    sheet->book = book;
    sheet->rules = rules;
    sheet->sink = sink;
    sheet->sink_arg = arg;
    sheet->arena = row;
    buf_init(&sheet->line, op->arena);
    if (st == ST_OK)
        st = part_parse(op, zip, book->sheet, &sheet_handler, sheet);
    if (st == ST_OK && sheet->column_count == 0)
        return op_fail(op, ST_INPUT, "the first sheet of the spreadsheet has no row with the names of the columns");
    *ret = sheet->counts;
    return st;
}

const struct format_row format_xlsx = {.name = "xlsx", .take = table_take, .skip = line_skip, .lines = true, .delimiter = ','};
