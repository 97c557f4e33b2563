/* Rows on stdout: an aligned table, RFC 4180 CSV, or a JSON array of objects. */
#include <inttypes.h>
#include <string.h>

#include "base/instant.h"
#include "base/json.h"
#include "cli/cli.h"

#define MEASURED_ROWS 500 /* column widths come from the first rows; later ones may stand out */

enum rows_format { FORMAT_table, FORMAT_csv, FORMAT_json };
static const char *const format_names[] = {"table", "csv", "json"};

struct cell {
    struct bytes text;
    bool number;
};

struct rows {
    enum rows_format format;
    const char *const *columns;
    size_t column_count;
    struct arena *arena; /* its own: row by row it is emptied, so any number of rows can pass */
    struct cell *cells;  /* of a table: up to MEASURED_ROWS rows; else of one row */
    size_t filled;
    size_t *widths;
    bool measured;
    bool any;
};

static size_t display_width(struct bytes text)
{
    size_t width = 0;

    for (size_t i = 0; i < text.n; i++)
        width += ((unsigned char)text.p[i] & 0xC0) != 0x80;
    return width;
}

static void put_padded(struct bytes text, size_t width, bool right, bool last)
{
    int pad = display_width(text) < width ? (int)(width - display_width(text)) : 0;

    printf("%*s%.*s%*s", right ? pad : 0, "", (int)text.n, text.p == NULL ? "" : text.p, right || last ? 0 : pad, "");
    fputs(last ? "\n" : "  ", stdout);
}

static void put_csv_cell(struct bytes text)
{
    if (text.n == 0)
        return;
    if (strcspn(text.p, ",\"\r\n") >= text.n) {
        fwrite(text.p, 1, text.n, stdout);
        return;
    }
    putchar('"');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"')
            putchar('"');
        putchar(text.p[i]);
    }
    putchar('"');
}

static void put_csv(const struct rows *rows, const struct cell *cells)
{
    for (size_t i = 0; i < rows->column_count; i++) {
        if (i > 0)
            putchar(',');
        put_csv_cell(cells[i].text);
    }
    putchar('\n');
}

static void put_json(const struct rows *rows, const struct cell *cells)
{
    struct buf buf;
    struct json_out out;

    buf_init(&buf, rows->arena);
    json_out_init(&out, &buf);
    json_open(&out, '{');
    for (size_t i = 0; i < rows->column_count; i++) {
        if (cells[i].number && cells[i].text.p != NULL) {
            json_key(&out, rows->columns[i]);
            json_number(&out, cells[i].text);
        } else {
            json_key_string(&out, rows->columns[i], cells[i].text);
        }
    }
    json_close(&out, '}');
    printf("%s %.*s", rows->any ? ",\n" : "", (int)buf.n, buf.p);
}

static void put_table_row(const struct rows *rows, const struct cell *cells)
{
    for (size_t i = 0; i < rows->column_count; i++)
        put_padded(cells[i].text, rows->widths[i], cells[i].number, i + 1 == rows->column_count);
}

static void put_table_header(struct rows *rows)
{
    for (size_t i = 0; i < rows->column_count; i++) {
        struct bytes name = bytes_of(rows->columns[i]);

        rows->widths[i] = display_width(name);
        for (size_t at = i; at < rows->filled; at += rows->column_count)
            if (display_width(rows->cells[at].text) > rows->widths[i])
                rows->widths[i] = display_width(rows->cells[at].text);
        put_padded(bytes_upper(rows->arena, name), rows->widths[i], false, i + 1 == rows->column_count);
    }
}

/* Prints what is held; for a table the widths are measured first. */
static void put_held(struct rows *rows)
{
    if (rows->format == FORMAT_table && !rows->measured) {
        put_table_header(rows);
        rows->measured = true;
    }
    for (size_t at = 0; at < rows->filled; at += rows->column_count) {
        static void (*const put[])(const struct rows *, const struct cell *) = {put_table_row, put_csv, put_json};

        put[rows->format](rows, rows->cells + at);
        rows->any = true;
    }
    rows->filled = 0;
    arena_reset(rows->arena);
}

static bool format_find(const char *name, enum rows_format *ret)
{
    for (size_t i = 0; i < COUNT_OF(format_names); i++)
        if (strcmp(name, format_names[i]) == 0) {
            *ret = (enum rows_format)i;
            return true;
        }
    return false;
}

enum status rows_begin(struct op *op, const struct cli *cli, const char *const *columns, size_t count, struct rows **ret)
{
    const char *name = cli_option(cli, "format");
    struct rows *rows = arena_new_of(op->arena, struct rows);

    *rows = (struct rows){.columns = columns, .column_count = count, .arena = arena_new(SIZE_MAX)};
    if (name != NULL && !format_find(name, &rows->format)) {
        arena_free(&rows->arena);
        return op_fail(op, ST_USAGE, "--format must be table, csv or json");
    }
    rows->cells = arena_array(op->arena, struct cell, count * MEASURED_ROWS);
    rows->widths = arena_array(op->arena, size_t, count);
    if (rows->format == FORMAT_csv) {
        for (size_t i = 0; i < count; i++)
            printf("%s%s", i > 0 ? "," : "", columns[i]);
        putchar('\n');
    } else if (rows->format == FORMAT_json) {
        putchar('[');
    }
    *ret = rows;
    return ST_OK;
}

static void put_cell(struct rows *rows, struct bytes text, bool number)
{
    size_t hold = rows->format == FORMAT_table && !rows->measured ? MEASURED_ROWS : 1;

    rows->cells[rows->filled++] = (struct cell){text.p == NULL ? text : bytes_copy(rows->arena, text), number};
    if (rows->filled == hold * rows->column_count)
        put_held(rows);
}

void rows_text(struct rows *rows, struct bytes text)
{
    put_cell(rows, text, false);
}

void rows_number(struct rows *rows, struct bytes number)
{
    put_cell(rows, number, true);
}

void rows_i64(struct rows *rows, int64_t number)
{
    char text[24];
    int n = snprintf(text, sizeof(text), "%" PRId64, number);

    put_cell(rows, (struct bytes){text, (size_t)n}, true);
}

void rows_end(struct rows *rows)
{
    put_held(rows);
    if (rows->format == FORMAT_json)
        puts("]");
    arena_free(&rows->arena);
}

/* ---- a whole result ---- */

static void put_result_cell(struct rows *rows, const struct rows_column *columns, const PGresult *res, int row, int column)
{
    struct bytes text = cell_text(res, row, column);

    if (text.p == NULL || columns[column].kind == ROWS_TEXT)
        rows_text(rows, text);
    else if (columns[column].kind == ROWS_INSTANT)
        rows_text(rows, instant_print(rows->arena, cell_instant(res, row, column)));
    else if (columns[column].kind == ROWS_PROBABILITY)
        rows_number(rows, bytes_printf(rows->arena, "%.6f", cell_double(res, row, column)));
    else
        rows_number(rows, text);
}

enum status rows_from_result(struct op *op, const struct cli *cli, const struct rows_column *columns, size_t count,
                             const PGresult *res)
{
    const char **names = arena_array(op->arena, const char *, count);
    struct rows *rows;

    for (size_t i = 0; i < count; i++)
        names[i] = columns[i].name;
    enum status st = rows_begin(op, cli, names, count, &rows);

    if (st != ST_OK)
        return st;
    for (int row = 0; row < PQntuples(res); row++)
        for (int column = 0; column < (int)count; column++)
            put_result_cell(rows, columns, res, row, column);
    rows_end(rows);
    return ST_OK;
}
