/* What a file is, by its first bytes; and what it is when it is none of the formats. */
#include <string.h>

#include "format/decoder.h"

static const struct {
    struct bytes start;
    const char *what;
} foreign[] = {
    {{"PK\3\4", 4}, "a ZIP file inside of another"},
    {{"\xD0\xCF\x11\xE0", 4}, "an old spreadsheet, or one with a password: save it as .xlsx without one, or as CSV in UTF-8"},
    {{"%PDF", 4}, "a PDF file"},
    {{"\xFF\xFE", 2}, "UTF-16: save it as UTF-8"},
    {{"\xFE\xFF", 2}, "UTF-16: save it as UTF-8"},
    {{"\x28\xB5\x2F\xFD", 4}, "compressed with zstd: use gzip"},
    {{"BZh", 3}, "compressed with bzip2: use gzip"},
    {{"\xFD"
      "7zXZ",
      5},
     "compressed with xz: use gzip"},
    {{"<!DOCTYPE", 9}, "an HTML page, or XML with a DOCTYPE, which is not allowed"},
    {{"<html", 5}, "an HTML page: send CSV or JSON"},
};

bool format_is_gzip(struct bytes head)
{
    return bytes_start(head, BYTES("\x1F\x8B"));
}

/* Text in UTF-16 without a mark: every second byte of its ASCII part is 0. */
static bool is_utf16_unmarked(struct bytes head)
{
    return head.n >= 4 && ((head.p[0] == '\0' && head.p[2] == '\0' && head.p[1] != '\0' && head.p[3] != '\0') ||
                           (head.p[1] == '\0' && head.p[3] == '\0' && head.p[0] != '\0' && head.p[2] != '\0'));
}

enum status format_recognise(struct op *op, struct bytes head, bool whole, enum format *ret)
{
    for (size_t i = 0; i < COUNT_OF(foreign); i++)
        if (bytes_start(head, foreign[i].start))
            return op_fail(op, ST_INPUT, "the file is %s", foreign[i].what);
    if (is_utf16_unmarked(head))
        return op_fail(op, ST_INPUT, "the file is UTF-16: save it as UTF-8");
    if (bytes_start(head, BYTES("\xEF\xBB\xBF")))
        head = bytes_from(head, 3);
    while (head.n > 0 && ascii_space(head.p[0]))
        head = bytes_from(head, 1);
    if (head.n == 0)
        return op_fail(op, ST_INPUT, whole ? "the file is empty" : "the file begins with nothing but space");
    for (int format = 0; format < FORMAT_COUNT; format++)
        if (format_row((enum format)format)->fits != NULL && format_row((enum format)format)->fits(head)) {
            *ret = (enum format)format;
            return ST_OK;
        }
    return op_fail(op, ST_INPUT, "the file is of no format that is known");
}
