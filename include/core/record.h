/*
 * record.h: one record that a partner sent: its fields checked and in canonical form, and the endpoint and site it speaks of.
 *
 * The kinds and fields stand in record_kind.def and record_field.def.
 * Memory  everything lives in the arena that is passed.
 * Errors  what is wrong with a record is not a failure of the unit of work: it stands in record->problems.
 */
#ifndef CORE_RECORD_H
#define CORE_RECORD_H

#include "base/hash.h"
#include "core/fix.h"
#include "core/ident.h"

enum record_kind {
#define RECORD_KIND(name, time_field, endpoint, site, text) RECORD_##name,
#include "core/record_kind.def"
#undef RECORD_KIND
    RECORD_KIND_COUNT
};

enum record_role {
#define ROLE(name, text) ROLE_##name,
#include "core/record_role.def"
#undef ROLE
    ROLE_COUNT
};

/* One number for each field of each kind: FIELD_merchant_flag_source_ref … */
enum record_field {
#define FIELD(kind, name, need, shape, value, role) FIELD_##kind##_##name,
#include "core/record_field.def"
#undef FIELD
    FIELD_COUNT
};

#define RECORD_FIELD_LIMIT 40 /* fields of one kind */
#define RECORD_LIST_LIMIT 256 /* values of a list */

/* What the format decoded: names and texts, unchecked. */
struct raw_value {
    struct bytes text;
    bool is_text; /* false: a JSON number or boolean */
};
struct raw_field {
    struct bytes name;
    const struct raw_value *values; /* none: not known */
    size_t count;
    bool is_list; /* it came as a list (JSON array); a CSV cell is split by the field's shape */
};
struct raw_record {
    uint64_t line;     /* of its first byte, from 1 */
    struct bytes text; /* as it stands in the file: what quarantine keeps */
    const struct raw_field *fields;
    size_t count;
    /* Names of what else has a value in a record that a format picked out of something larger: looked at for what may not be sent. */
    const struct bytes *others;
    size_t other_count;
    bool mixed;         /* its file holds records of several kinds */
    enum reason broken; /* not REASON_ok: the line could not be decoded; only line and text count */
};

struct problem {
    uint64_t line;
    struct bytes source_ref;
    struct bytes field; /* BYTES_NONE: the line as a whole */
    enum reason reason;
    bool is_error;  /* else a warning */
    struct fix fix; /* what record_fix() suggests */
};

struct value {
    struct bytes text;  /* canonical form; of a name: as it was written */
    struct ident ident; /* of an identifier, else kind IDENT_none */
    int64_t number;     /* microseconds of a time or date; minor units of an amount; 0 or 1 of a boolean */
};

struct field_values {
    struct value *items;
    size_t count;
};

/* An endpoint or a site. */
struct entity {
    bool present;
    struct uuid id;    /* derived from the name */
    struct bytes name; /* payto://… or the site's canonical name */
};

struct record {
    enum record_kind kind;
    uint64_t line;
    struct bytes partner;
    struct bytes source_ref;
    struct uuid id; /* derived from partner, kind and source_ref */
    int64_t event_us;
    int16_t grade; /* 10 * source + information, 0: not graded */
    struct entity endpoint;
    struct entity site;
    struct field_values *fields; /* by record_field_index() */
    struct bytes content;        /* canonical JSON: the fields in the order of record_field.def */
    struct sha256 content_hash;
    struct problem *problems;
    size_t problem_count;
    bool refused;  /* to quarantine; fields may be incomplete */
    bool withheld; /* it holds what may not be stored: not even quarantine keeps its text */
};

/* Whether it stands in a file of several kinds and its field record_kind names another. */
bool raw_record_is_other(const struct raw_record *raw, enum record_kind kind);

bool record_kind_find(struct bytes name, enum record_kind *ret);
const char *record_kind_name(enum record_kind kind);
bool record_field_find(enum record_kind kind, struct bytes name, enum record_field *ret);
const char *record_field_name(enum record_field field);
size_t record_field_index(enum record_field field);                     /* position within its kind */
size_t record_field_count(enum record_kind kind);                       /* of the kind */
enum record_field record_field_at(enum record_kind kind, size_t index); /* the inverse of record_field_index() */
const struct field_values *record_field_get(const struct record *record, enum record_field field);
const char *record_role_name(enum record_role role);
enum record_role record_field_role(enum record_field field);

/* Victims, pictures, page content, security codes, credentials: refused by the field's name. A name may be a path: any run of its
 * parts, between which stand '.' and '/', counts like a name. */
bool record_field_forbidden(struct bytes name);
/* The first of the others that is; BYTES_NONE when none is. */
struct bytes raw_record_forbidden(const struct raw_record *raw);
/* Whether the columns of a table can be records of the kind. *ret_column: the column at fault. REASON_ok, missing_column,
 * duplicate_column, forbidden_field, or wrong_kind when they are the columns of another kind. */
enum reason record_columns_check(enum record_kind kind, const struct bytes *names, size_t count, struct bytes *ret_column);
/* Whether the name is neither a field of the kind nor "record_kind". */
bool record_field_unknown(enum record_kind kind, struct bytes name);
/* A problem's code in words for whoever sent the field; of a value that is not one of some, which they are. BYTES_NONE: no such code. */
struct bytes record_problem_text(struct arena *arena, struct bytes field, struct bytes code);

struct entity entity_of_endpoint(struct arena *arena, struct bytes canonical_endpoint); /* a payto URI */
struct entity entity_of_site(struct arena *arena, struct bytes canonical_site);

/* Checks and canonicalises a decoded record. Unknown fields are left out; forbidden fields refuse the record. */
void record_check(const struct ident_data *data, struct arena *arena, enum record_kind kind, struct bytes partner,
                  const struct raw_record *raw, struct record *ret);
/* Looks for what the values that have problems may have been meant to be. */
void record_fix(const struct ident_data *data, struct arena *arena, const struct raw_record *raw, struct record *record);
/* The same record from the JSON that was stored: for deriving traits again. */
MUST_CHECK enum status record_restore(struct op *op, const struct ident_data *data, enum record_kind kind, struct bytes partner,
                                      struct bytes content, struct record *ret);

#endif
