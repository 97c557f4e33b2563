/*
 * shape.h: where the records stand in a kind of XML file.
 *
 * Paths   names with / between them, * for any name, held against the end of an element's path: "Stmt/Ntry" is found at any depth.
 */
#ifndef FORMAT_XML_SHAPE_H
#define FORMAT_XML_SHAPE_H

#include "format/format.h"
#include "parser.h"

#define XML_PATH_MOST 4

struct xml_shape {
    enum format format;
    /* Whether an element of the file's first ones says that it is of the shape. *ret_refused: why it is one that is not taken. */
    bool (*fits)(const struct xml_element *element, struct bytes parent, size_t depth, const char **ret_refused);
    const char *units[XML_PATH_MOST]; /* what is read whole */
    const char *inner[XML_PATH_MOST]; /* elements in a unit that are records, too */
    bool inner_only;                  /* the unit itself is one only when it has no inner one */
};

#define XML_SHAPE(name) extern const struct xml_shape xml_shape_##name;
#include "shape.def"
#undef XML_SHAPE

#define XML_LOOKED_AT 3 /* as deep stand the elements by which a shape is known */

#endif
