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

#define JSON_DEPTH_MOST 32
#define JSON_PATH_MOST 256 /* a longer path is no path that anybody asks for */

/* Where a walk through JSON stands: the names of the objects that are open; lists leave no name. */
struct json_walk {
    char path[JSON_PATH_MOST];
    size_t path_n;
    size_t depth;                      /* containers that are open */
    char signs[JSON_DEPTH_MOST + 1];   /* of each: { or [ */
    size_t bases[JSON_DEPTH_MOST + 1]; /* how much of the path is its own */
    bool key;                          /* the next string is a name */
    bool quoted;                       /* inside a text that is passed over */
    bool escaped;
};

struct paths {
    const struct bytes *items;
    size_t count;
};

struct document_row;

/* JSON in which the records stand inside something else. */
struct document {
    const struct document_row *row;
    struct json_walk walk;
    char *texts; /* of the elements that are held */
    size_t text_n;
    size_t text_room;
    struct held_element *held;
    size_t count;
    size_t room;
    size_t given;  /* of those held */
    size_t nth;    /* record of the one that is being given */
    bool giving;   /* else gathering */
    bool partial;  /* more came than can be held: what the elements say of each other may be incomplete */
    bool ended;    /* what is held was all of it */
    void *context; /* what a format has noted */
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

    struct json_scan scan;    /* json: of the element that is skipped */
    struct document document; /* json, when the records stand inside something, and the formats made of it */
    bool opened;              /* json: '[' has been seen */
    bool closed;              /* json: ']' has been seen */
    bool follows;             /* json: an element came before */
    bool bare;                /* json: objects that follow each other without a list */
    bool trails;              /* json: something came behind the array, and was reported */
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
     * asked in their order, the first that says so has it. NULL: other formats are brought into this one. */
    bool (*fits)(struct bytes head);
    const struct withheld_name *withheld; /* names of members that mean what may not be stored */
    size_t withheld_count;
    bool many_kinds; /* the field record_kind tells what a record is; those of another kind belong to another submission */
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
/* take() of the formats in which a line is one JSON object. */
enum took object_line_take(struct decoder *decoder, struct bytes window, struct arena *arena, struct raw_record *record,
                           size_t *ret_used);
/* nul_byte, invalid_utf8 or ok. */
enum reason text_check(struct bytes text);
struct bytes without_line_end(struct bytes line);
bool is_blank(struct bytes text);

/* Takes one JSON text apart: fields, count, broken. `nested`: values inside values are named by their path. */
void object_decode(struct arena *arena, bool nested, struct raw_record *record);
void fields_flatten(struct arena *arena, const struct json *object, struct raw_record *record);

/* ---- JSON ---- */

/* Neither a list nor an object; null is one. */
bool json_is_scalar(const struct json *json);
struct raw_value json_scalar_value(const struct json *json);

enum scanned { SCANNED_MORE, SCANNED_ALL, SCANNED_BROKEN };
/* Walks on to the end of an object or array. */
enum scanned json_value_scan(struct json_scan *scan, struct bytes window, size_t *at);
/* The end of a number, a string or a word. */
enum scanned json_scalar_scan(struct bytes window, bool ended, size_t *at);
/* From here to the next line that opens an object. */
size_t json_next_object_line(struct bytes window);
/* Frames the element that the window begins with. TOOK_RECORD: it is broken, and given as such; TOOK_OTHER: it is whole, *ret_used is
 * its length. */
enum took json_element_frame(struct decoder *decoder, struct bytes window, struct raw_record *record, size_t *ret_used);
enum took json_broken(struct decoder *decoder, struct bytes window, size_t used, struct raw_record *record, size_t *ret_used);
bool json_element_skip(struct decoder *decoder, struct bytes window, size_t *ret_used);

/* Whether JSON that begins so has a member of one of the names; a text that looks like one counts, too. */
bool json_names_any(struct bytes head, const char *const *names, size_t count);
/* Whether it has a member of this name whose value is this text. */
bool json_says(struct bytes head, const char *name, const char *value);

enum walked {
    WALKED_ON,
    WALKED_ELEMENT, /* one begins at *at */
    WALKED_SCOPE,   /* an object that holds elements together has ended */
    WALKED_BROKEN,
};
enum walked json_walk_on(struct json_walk *walk, const struct paths *elements, const struct paths *scopes, struct bytes window,
                         size_t *at);

/* A format that is JSON with records inside. Paths are dotted names of objects; lists do not count. */
struct document_row {
    struct paths elements;
    struct paths scopes; /* what is said in one part of it may change the records of another: they wait for its end */
    /* Takes note of what an element says of others. NULL: nothing. */
    void (*note)(struct decoder *decoder, const struct json *element);
    /* How many records an object gives; one that gives none is not held. */
    size_t (*count)(struct arena *arena, const struct json *object);
    /* The nth of them. NULL: the element itself is the record. */
    void (*record)(struct decoder *decoder, struct arena *arena, const struct json *object, size_t nth,
                   struct raw_record *record);
};

#define DOCUMENT_HELD_MOST ((size_t)8 << 20)
#define DOCUMENT_RECORD_MOST 64 /* of one element */

enum took document_take(struct decoder *decoder, const struct document_row *row, struct bytes window, struct arena *arena,
                        struct raw_record *record, size_t *ret_used);

#endif
