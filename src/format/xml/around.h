/*
 * around.h: the texts that stand before a unit and around it: the account of a statement, the head of a report.
 *
 * Memory  at most XML_AROUND_MOST texts; more are not known to the records. A text is forgotten with the element around it in which a
 *         unit has been read: the next statement has an account of its own.
 */
#ifndef FORMAT_XML_AROUND_H
#define FORMAT_XML_AROUND_H

#include "format/xml.h"
#include "unit.h"

struct around_text {
    struct bytes path; /* from the root, with / between the names */
    size_t depth;      /* of the element that has it */
    struct buf text;
    bool kept;
};

struct around_open {
    size_t path_end; /* of the path of this element */
    size_t first;    /* texts from here on stand in it */
    size_t text;     /* 1 + the place of its own text; 0: none */
    bool has_unit;
};

struct around {
    struct arena *arena;
    struct arena *texts_arena; /* given back when there are no texts */
    struct around_text texts[XML_AROUND_MOST];
    size_t count;
    struct around_open open[XML_DEPTH_MOST];
    size_t depth;
    struct buf path;
    int64_t left_out; /* texts that no record has, of those forgotten */
};

void around_init(struct around *around, struct arena *arena, struct arena *texts_arena);
void around_open(struct around *around, struct bytes name);
void around_attributes(struct around *around, const struct xml_element *element); /* of the innermost element */
void around_text(struct around *around, struct bytes text);
void around_close(struct around *around);
/* Whether the path of the innermost element ends so. */
bool around_ends(const struct around *around, const char *pattern);
void around_unit(struct around *around);                          /* the innermost element is a unit */
struct bytes around_name(const struct around *around, size_t up); /* of the element so many above the innermost */
/* What a record at `below` inside of the unit has around the unit: "../../Acct/Id/IBAN". */
void around_take(struct around *around, const struct xml_node *record, struct path_texts *texts);

#endif
