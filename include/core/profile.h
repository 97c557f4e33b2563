/*
 * profile.h: how one partner's file becomes our fields: columns, dates, decimal signs, codes.
 *
 * Shape   a profile is data (config/partners/); its keys stand in profile_key.def, what can be done to a value in transform.def.
 *         Columns are matched by name, capitals ignored; in JSON a column is a path ("merchant.address.city").
 * Memory  everything lives in the arena that is passed, but for the calendar, which profile_done() gives back.
 * Errors  a value that cannot be mapped is left as it is: the checks of the record then say what is wrong with it.
 */
#ifndef CORE_PROFILE_H
#define CORE_PROFILE_H

#include "base/op.h"
#include "core/collect.h"
#include "core/record.h"

enum transform {
#define TRANSFORM(name, argument, text) TRANSFORM_##name,
#include "core/transform.def"
#undef TRANSFORM
    TRANSFORM_COUNT
};

#define PROFILE_FIELD_MOST 200
#define PROFILE_COLUMN_MOST 16 /* columns that one field is made of */

struct texts {
    const struct bytes *items; /* NULL: not said */
    size_t count;
};

struct profile_field {
    struct bytes name;
    bool any_kind; /* else only of `kind` */
    enum record_kind kind;
    struct texts columns; /* the first that holds something counts, unless they are joined */
    struct texts arguments[TRANSFORM_COUNT];
};

struct profile_kind {
    struct bytes theirs; /* what stands in the column, or how the file's name begins */
    enum record_kind kind;
};

struct profile {
    struct bytes name;
    struct bytes format; /* BYTES_NONE: by the content */
    struct bytes records_at;
    struct bytes character_set;
    char delimiter; /* 0: the format's own */
    char decimal;   /* ',' or '.'; 0: amounts are taken as they are */
    struct texts date_formats;
    void *calendar; /* NULL: UTC */
    struct bytes list_separator;
    struct bytes kind_column; /* BYTES_NONE: the kind is known before the record is */
    const struct profile_kind *kinds;
    size_t kind_count;
    bool kinds_of_files; /* kinds go by the file's name */
    struct texts only;   /* none: every record counts */
    bool others_refused;
    bool others_dropped;
    struct texts allowed;
    int64_t quota_bytes; /* 0: none */
    const struct profile_field *fields;
    size_t field_count;
    const struct collect *collect; /* NULL: its files are brought, not fetched */
};

enum profile_fate {
    PROFILE_MAPPED,   /* *ret holds our fields, or broken says why not */
    PROFILE_OTHER,    /* it belongs to another submission of the same file, or does not count */
    PROFILE_WITHHELD, /* it has a column that was not agreed: nothing of it may be stored */
};

/* A record of the file with our fields. */
enum profile_fate profile_apply(const struct profile *profile, enum record_kind kind, struct arena *arena,
                                const struct raw_record *raw, struct raw_record *ret);
/* The kind of a file of this name; false when the profile knows none. Not for profiles with a kind_column. */
bool profile_file_kind(const struct profile *profile, struct bytes file_name, enum record_kind *ret);
/* The kinds of record that a file of this name holds; false when the profile knows none. */
bool profile_kinds(const struct profile *profile, struct bytes file_name, bool ret[RECORD_KIND_COUNT]);
/* Whether a field of the kind is made of the column, or the kind is. */
bool profile_names_column(const struct profile *profile, enum record_kind kind, struct bytes column);
/* Whether a column may be in the file at all. */
bool profile_allows_column(const struct profile *profile, struct bytes column);
/* Whether anything is made of the column, for files from which the rest is dropped before they are stored. */
bool profile_keeps_column(const struct profile *profile, struct bytes column);
/* Whether the record is one that counts. */
bool profile_counts(const struct profile *profile, const struct raw_record *raw);
/* The fields of the kind that a table of these columns fills; room for PROFILE_FIELD_MOST. */
size_t profile_fields_of(const struct profile *profile, enum record_kind kind, const struct bytes *columns, size_t count,
                         struct bytes *ret);

/* Sets the time zone by its name or offset. ST_INPUT when there is none of this name. */
MUST_CHECK enum status profile_zone_set(struct op *op, struct profile *profile, struct bytes name);
/* The same profile for another thread: with a calendar of its own, everything else stays where it is. */
MUST_CHECK enum status profile_share(struct op *op, const struct profile *profile, struct profile *ret);
void profile_done(struct profile *profile); /* for AUTO() */

/* Whether a format of dates is one that can be read: d dd M MM MMM yy yyyy H HH m mm s ss, other signs as they are; epoch, epoch_ms. */
bool date_format_check(struct bytes format);

#endif
