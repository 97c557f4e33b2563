/* The table of csv.c with a tab between two cells. */
#include "format/decoder.h"

/* The first line names the columns. */
static bool tsv_fits(struct bytes head)
{
    struct bytes line = bytes_slice(head, 0, window_find(head, 0, '\n'));

    return window_find(line, 0, '\t') < line.n && window_find(line, 0, ',') == line.n;
}

const struct format_row format_tsv = {
    .name = "tsv", .take = table_take, .skip = line_skip, .lines = true, .delimiter = '\t', .fits = tsv_fits};
