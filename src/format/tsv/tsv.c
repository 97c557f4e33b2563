/* The table of csv.c with a tab between two cells. */
#include "format/decoder.h"

const struct format_row format_tsv = {"tsv", table_take, line_skip, true, '\t'};
