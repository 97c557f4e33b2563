/*
 * xlsx.h: the first visible sheet of a spreadsheet, as a table of RFC 4180.
 *
 * Shape   a line of the table is a row of the sheet, empty ones too. Dates are 2026-03-01 or 2026-03-01T12:00:00, numbers are written out
 *         with 15 digits at most, booleans are true or false, of a formula its last value counts. Rows of one cell above the names of
 *         the columns are titles.
 * Memory  the shared texts, at most XLSX_TEXT_MOST bytes and XLSX_TEXT_COUNT_MOST numbers, and one row.
 * Errors  as format/zip.h and src/format/xml/parser.h; ST_LIMIT: too many shared texts, formats, columns or rows.
 * Source  ECMA-376 part 1, 5th edition
 */
#ifndef FORMAT_XLSX_H
#define FORMAT_XLSX_H

#include "base/buf.h"
#include "format/zip.h"

#define XLSX_TEXT_MOST ((size_t)24 << 20)
#define XLSX_TEXT_COUNT_MOST ((size_t)2 << 20)
#define XLSX_STYLE_MOST 65536
#define XLSX_ROW_MOST 1048576

struct xlsx_rules {
    bool (*keeps)(const void *arg, struct bytes column);             /* NULL: every column */
    bool (*takes)(const void *arg, const struct raw_record *record); /* NULL: every row */
    const void *arg;
};

struct xlsx_counts {
    int64_t passed_over; /* rows */
    int64_t left_out;    /* cells */
};

typedef enum status xlsx_sink_fn(struct op *op, void *arg, struct bytes text);

bool xlsx_is(const struct zip *zip);
MUST_CHECK enum status xlsx_read(struct op *op, const struct zip *zip, const struct xlsx_rules *rules, xlsx_sink_fn *sink,
                                 void *arg, struct xlsx_counts *ret);

#endif
