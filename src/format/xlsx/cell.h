/*
 * cell.h: what a cell holds, as text.
 */
#ifndef FORMAT_XLSX_CELL_H
#define FORMAT_XLSX_CELL_H

#include "base/bytes.h"

/* What a number means by its format. */
enum number_look { LOOK_NUMBER, LOOK_DATE, LOOK_TIME };

enum number_look number_look(unsigned format_id, struct bytes code); /* code BYTES_NONE: a built-in format */
/* A number as it stands in the file, written out: 1.5E+3 to 1500, 19.949999999999999 to 19.95. What is longer than 15 digits has lost
 * the rest in the spreadsheet; where that may be a card number its middle is left out. */
struct bytes number_print(struct arena *arena, struct bytes text);
/* Days since the epoch of the book to 2026-03-01 or 2026-03-01T12:00:00; the number itself when it is no date. */
struct bytes serial_print(struct arena *arena, struct bytes text, enum number_look look, bool from_1904);
/* _x0041_ to A; line ends to spaces. */
struct bytes cell_text_plain(struct arena *arena, struct bytes text);

#endif
