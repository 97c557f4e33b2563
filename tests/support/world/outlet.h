/*
 * outlet.h: one file that a partner sends, and the records that go into it.
 *
 * A record is put together field by field and then sent. What the partner does not know (no such column) is not taken: row_put()
 * says so, and the caller counts no evidence for it. Lines leave in mixed order, as far as a bounded pool can mix them; revisions and
 * repetitions of earlier lines stand at the end of the file.
 */
#ifndef WORLD_OUTLET_H
#define WORLD_OUTLET_H

#include <stdio.h>

#include "base/buf.h"
#include "core/record.h"
#include "world/rng.h"

enum outlet_symbol {
#define OUTLET(symbol, partner, record_kind, shape, columns) OUTLET_##symbol,
#include "world/outlet.def"
    OUTLET_COUNT,
    OUTLET_none = OUTLET_COUNT
};

#define OUTLET_PARTS 16 /* most files of one outlet */
#define OUTLET_COLUMNS 40
#define OUTLET_LINE 1536 /* bytes of a line that is mixed; longer ones are written at once */

struct outlet_part {
    FILE *file;
    FILE *late; /* what follows at the end of the file */
    char *pool; /* lines waiting, each OUTLET_LINE bytes */
    int64_t records, accepted, duplicate, revised, quarantined, bad_fields;
};

struct outlet_set {
    struct outlet {
        int64_t serial; /* of the last source_ref */
        struct outlet_part parts[OUTLET_PARTS];
        int columns[OUTLET_COLUMNS]; /* enum record_field, -1: unknown */
        size_t column_count;
    } outlets[OUTLET_COUNT];
    struct rng rng; /* of the mixing, and of what goes wrong on the way */
    const char *folder;
    FILE *card_numbers; /* that stand in the files, one a line */
    int part_count;
    int pool_lines;
    int64_t span_us, start_us; /* the time that the parts share out */
    double noise;
    int64_t flags; /* records about endpoints */
};

struct row {
    struct outlet_set *set;
    struct arena *arena;
    enum outlet_symbol outlet;
    int64_t event_us;
    struct bytes values[FIELD_COUNT];
};

bool outlet_open(struct outlet_set *set, struct arena *arena);
bool outlet_close(struct outlet_set *set);
enum record_kind outlet_kind(enum outlet_symbol outlet);
const char *outlet_partner(enum outlet_symbol outlet);
const char *outlet_file(struct arena *arena, const struct outlet_set *set, enum outlet_symbol outlet, int part);

void row_begin(struct row *row, struct outlet_set *set, struct arena *arena, enum outlet_symbol outlet, int64_t event_us);
bool row_put(struct row *row, enum record_field field, struct bytes value); /* false: not known to this partner, or empty */
bool row_add(struct row *row, enum record_field field, struct bytes value); /* one more value of a list */
/* Writes it; with it, now and then, a repetition, a revision or a broken relative. */
void row_send(struct row *row);

/* The field of this name in the kind of the row's record; it must have one. */
enum record_field row_field(const struct row *row, const char *name);

#endif
