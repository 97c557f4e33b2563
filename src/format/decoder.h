/*
 * decoder.h: what the formats share: a window of bytes that slides over the file.
 *
 * A format is one function that takes the record at the start of the window. It may find that the window holds too little and is
 * then called again with more, from the start of the same record.
 */
#ifndef FORMAT_DECODER_H
#define FORMAT_DECODER_H

#include "format/format.h"

/* Where a scan over a JSON value stands. */
struct json_scan {
    size_t depth;
    bool quoted;
    bool escaped;
};

struct decoder {
    struct arena *arena;
    enum format format;
    char *window;
    size_t start; /* of what is left in the window */
    size_t end;
    size_t room;
    bool ended;
    bool begun;    /* the byte order mark has been dealt with */
    bool skipping; /* the rest of a record that is too long */
    uint64_t line; /* of the record at the start of the window */

    struct bytes columns[FORMAT_COLUMN_MOST]; /* csv */
    size_t column_count;
    bool has_columns;

    struct json_scan scan; /* json: of the element that is skipped */
    bool opened;           /* json: '[' has been seen */
    bool closed;           /* json: ']' has been seen */
    bool follows;          /* json: an element came before */
};

enum took {
    TOOK_NOTHING, /* the record does not end in the window: more is needed */
    TOOK_RECORD,  /* a record, perhaps a broken one */
    TOOK_OTHER,   /* what is no record: an empty line, the header */
};

struct format_row {
    const char *name;
    /* Takes *ret_used bytes. record->line is set; text, fields, count and broken are to be filled. */
    enum took (*take)(struct decoder *decoder, struct bytes window, struct arena *arena, struct raw_record *record,
                      size_t *ret_used);
    /* Drops what belongs to a record that is too long; false: all of the window belongs to it. */
    bool (*skip)(struct decoder *decoder, struct bytes window, size_t *ret_used);
    bool lines; /* a record's number is its line's */
};

#define FORMAT(name, text) extern const struct format_row format_##name;
#include "format/format.def"
#undef FORMAT

/* Offset of the first c from `from` on; the window's length when there is none. */
size_t window_find(struct bytes window, size_t from, char c);
/* skip() of the formats in which a record is a line. */
bool line_skip(struct decoder *decoder, struct bytes window, size_t *ret_used);
/* nul_byte, invalid_utf8 or ok. */
enum reason text_check(struct bytes text);
struct bytes without_line_end(struct bytes line);
bool is_blank(struct bytes text);

/* Takes one JSON text apart: fields, count, broken. */
void object_decode(struct arena *arena, struct raw_record *record);

#endif
