/*
 * decoder.h: what the formats share: a window of bytes that slides over the file.
 *
 * A format is one function that takes the record at the start of the window. It may find that the window holds too little and is
 * then called again with more, from the start of the same record.
 */
#ifndef FORMAT_DECODER_H
#define FORMAT_DECODER_H

#include "base/json.h"
#include "format/format.h"

/* Where a scan over a JSON value stands. */
struct json_scan {
    size_t depth;
    bool quoted;
    bool escaped;
};

/* Where the search for the list of records stands. */
struct json_seek {
    struct bytes rest;   /* of the path */
    struct bytes wanted; /* the next name on it */
    size_t depth;        /* objects and lists that are open */
    size_t matched;      /* of them those on the path */
    bool key;            /* the next string is a name */
    bool here;           /* the next value is the one that was named */
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

    struct decoder_shape shape;

    struct bytes columns[FORMAT_COLUMN_MOST]; /* tables */
    size_t column_count;
    bool has_columns;

    struct json_scan scan; /* json: of the element that is skipped */
    struct json_seek seek; /* json: the way to the list of records */
    bool opened;           /* json: '[' has been seen */
    bool closed;           /* json: ']' has been seen */
    bool follows;          /* json: an element came before */
    bool trails;           /* json: something came behind the array, and was reported */
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
    bool lines;     /* a record's number is its line's */
    char delimiter; /* of a table, else 0 */
    /* Whether a file that begins so is of the format; without a byte order mark and space in front, never empty. The rows are
     * asked in their order, the first that says so has it. */
    bool (*fits)(struct bytes head);
};

#define FORMAT(name, text) extern const struct format_row format_##name;
#include "format/format.def"
#undef FORMAT

const struct format_row *format_row(enum format format);

enum took table_take(struct decoder *decoder, struct bytes window, struct arena *arena, struct raw_record *record,
                     size_t *ret_used);
/* Offset of the first c from `from` on; the window's length when there is none. */
size_t window_find(struct bytes window, size_t from, char c);
/* skip() of the formats in which a record is a line. */
bool line_skip(struct decoder *decoder, struct bytes window, size_t *ret_used);
/* nul_byte, invalid_utf8 or ok. */
enum reason text_check(struct bytes text);
struct bytes without_line_end(struct bytes line);
bool is_blank(struct bytes text);

/* Takes one JSON text apart: fields, count, broken. `nested`: values inside values are named by their path. */
void object_decode(struct arena *arena, bool nested, struct raw_record *record);
void fields_flatten(struct arena *arena, const struct json *object, struct raw_record *record);
/* Walks towards the list of records; false: the window holds too little. decoder->opened is set once it stands behind its '['. */
bool records_seek(struct decoder *decoder, struct bytes window, size_t *ret_used);

#endif
