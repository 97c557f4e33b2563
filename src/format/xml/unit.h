/*
 * unit.h: the part of an XML file that is read whole, as a tree, and the texts that one of its elements has by their paths.
 */
#ifndef FORMAT_XML_UNIT_H
#define FORMAT_XML_UNIT_H

#include "base/buf.h"
#include "base/map.h"
#include "core/record.h"
#include "parser.h"

struct xml_node {
    struct bytes name; /* of an attribute "@name" */
    struct buf text;
    uint64_t line;
    struct xml_node *parent; /* NULL: the unit itself */
    struct xml_node *first, *last, *next;
    bool is_record;
    bool kept; /* a record has its text */
};

/* Adds an element with its attributes below `parent`, which may be NULL. */
struct xml_node *node_new(struct arena *arena, struct xml_node *parent, const struct xml_element *element);
bool node_has_text(const struct xml_node *node);
/* The node behind this one in the order of the file, within the tree of `top`; NULL: it was the last. */
struct xml_node *node_next(const struct xml_node *node, const struct xml_node *top);

typedef bool path_keeps_fn(const void *arg, struct bytes path);

/* Texts by their paths, in the order in which they came. */
struct path_texts {
    struct arena *arena;
    path_keeps_fn *keeps; /* NULL: all */
    const void *arg;
    struct map paths; /* to struct path_values */
};

struct path_values {
    struct raw_value *values;
    size_t count;
    size_t room;
};

void path_texts_init(struct path_texts *texts, struct arena *arena, path_keeps_fn *keeps, const void *arg);
/* false: it is not kept. The path is copied when it is. */
bool path_texts_put(struct path_texts *texts, struct bytes path, struct bytes text);
/* All texts of the node's tree but those of `but` and of records beside it; `path` is the node's own. */
void path_texts_of_node(struct path_texts *texts, struct bytes path, struct xml_node *node, const struct xml_node *but);
/* The texts of all ancestors of a record inside the unit: "../name", "../../name". */
void path_texts_above(struct path_texts *texts, const struct xml_node *record);
/* As the fields of a record; the texts are not copied. */
void path_texts_fields(const struct path_texts *texts, struct raw_record *ret);

#endif
