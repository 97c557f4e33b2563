/*
 * book.h: what of a spreadsheet stands outside of its sheet: where the sheet is, the formats of numbers, the shared texts.
 */
#ifndef FORMAT_XLSX_BOOK_H
#define FORMAT_XLSX_BOOK_H

#include "cell.h"
#include "format/xlsx.h"
#include "format/xml/parser.h"

struct book {
    const struct zip *zip;
    struct arena *arena;
    struct bytes path;  /* of the workbook */
    struct bytes sheet; /* of the sheet */
    struct bytes texts; /* of the shared texts; BYTES_NONE: there are none */
    struct bytes styles;
    bool from_1904;
    struct buf shared; /* all shared texts, one behind the other */
    uint32_t *ends;    /* of each */
    size_t text_count;
    size_t text_room;
    unsigned char *looks; /* enum number_look of each style */
    size_t look_count;
};

MUST_CHECK enum status book_open(struct op *op, const struct zip *zip, struct book *ret);
bool book_text(const struct book *book, struct bytes number, struct bytes *ret);
enum number_look book_look(const struct book *book, struct bytes style);
/* Parses one part of the container. */
MUST_CHECK enum status part_parse(struct op *op, const struct zip *zip, struct bytes path, const struct xml_handler *handler,
                                  void *arg);
struct bytes attribute_of(const struct xml_element *element, const char *name);

#endif
