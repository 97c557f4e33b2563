/*
 * format.h: bytes in, records out: each format takes pieces of any size and gives one decoded record after the other.
 *
 * Shape   UTF-8, with or without a byte order mark; lines end in LF or CRLF. The formats stand in format.def.
 * Lines   raw_record.line counts lines of the file from 1; in a JSON array, where lines mean nothing, the elements from 1.
 * Memory  a decoder holds at most one piece and one record of at most FORMAT_RECORD_MOST bytes.
 * Errors  what is wrong with one record stands in raw_record.broken and the next one goes on; format_recognise() says what is
 *         wrong with a file as a whole.
 * Source  RFC 4180, RFC 8259, ndjson.org
 */
#ifndef FORMAT_FORMAT_H
#define FORMAT_FORMAT_H

#include "base/op.h"
#include "core/field_mask.h"
#include "core/record.h"

enum format {
#define FORMAT(name, text) FORMAT_##name,
#include "format/format.def"
#undef FORMAT
    FORMAT_COUNT
};

#define FORMAT_RECORD_MOST ((size_t)1 << 20)
#define FORMAT_COLUMN_MOST 256 /* columns of a table, members of an object */
#define FORMAT_HEAD 4096       /* bytes that are enough to recognise a format */

const char *format_name(enum format format);
bool format_find(struct bytes name, enum format *ret);
bool format_is_json(enum format format);
/* Whether a file may hold records of several kinds, told by their field record_kind: a submission takes those of its own. */
bool format_has_kinds(enum format format);
bool format_is_text(enum format format);     /* as it is sent; the others are brought into lines before they are decoded */
bool format_has_path(enum format format);    /* a profile may say where in the file its records stand */
bool format_has_columns(enum format format); /* a table, whose first line names the columns */
bool format_has_lines(enum format format);   /* a record is a line */
/* Names of members that in this format alone mean what may not be stored. */
const struct withheld_name *format_withheld_names(enum format format, size_t *ret_count);

/* What the first bytes of a file are; `whole`: there are no more. ST_INPUT says why it is none of the formats. */
MUST_CHECK enum status format_recognise(struct op *op, struct bytes head, bool whole, enum format *ret);
bool format_is_gzip(struct bytes head);

struct decoder;
struct decoder *decoder_new(struct arena *arena, enum format format);
/* What a partner's files have of their own; said before the first piece. */
struct decoder_shape {
    char delimiter;          /* between two cells; 0: the format's own */
    bool nested;             /* objects in objects: their fields are named by a path, "merchant.address.city" */
    struct bytes records_at; /* JSON: the path of the records; BYTES_NONE: where the format has them */
};
void decoder_shape_set(struct decoder *decoder, const struct decoder_shape *shape);
/* Takes a piece; it is copied. What decoder_next() gave before is no longer valid. */
void decoder_feed(struct decoder *decoder, struct bytes piece);
/* There are no more pieces: what is left is the last record. */
void decoder_end(struct decoder *decoder);
/* The next record; false: feed more, or nothing is left after decoder_end(). Its fields live in the arena, their texts there or
 * in the decoder until the next decoder_feed(). */
bool decoder_next(struct decoder *decoder, struct arena *arena, struct raw_record *ret);
/* The columns that a table's first line names, once decoder_next() has been called; none for the other formats. */
const struct bytes *decoder_columns(const struct decoder *decoder, size_t *ret_count);

/* ---- gzip (RFC 1952), streaming ---- */
struct gunzip;
struct gunzip *gunzip_new(struct arena *arena);
void gunzip_feed(struct gunzip *gunzip, struct bytes piece); /* the piece stays until gunzip_next() gives nothing */
/* The next bytes unpacked, in the decoder's own buffer; none: feed more. ST_INPUT when the stream is damaged, ST_LIMIT when it
 * unpacks to more than GUNZIP_RATIO_MOST times its size. */
MUST_CHECK enum status gunzip_next(struct op *op, struct gunzip *gunzip, struct bytes *ret);
/* ST_INPUT when the stream stops before its end. */
MUST_CHECK enum status gunzip_end(struct op *op, const struct gunzip *gunzip);

#define GUNZIP_RATIO_MOST 200 /* repetitive tables reach 30 to 50 */

#endif
