/*
 * line.h: the decoder of what is stored of an XML file: one record a line, which says where its element stood in the file.
 */
#ifndef FORMAT_XML_LINE_H
#define FORMAT_XML_LINE_H

#include "format/decoder.h"

/* A record's number is the line of its element; where several stand in one line, those behind the first have the next numbers. */
enum took xml_line_take(struct decoder *decoder, struct bytes window, struct arena *arena, struct raw_record *record,
                        size_t *ret_used);
bool xml_line_skip(struct decoder *decoder, struct bytes window, size_t *ret_used);

#endif
