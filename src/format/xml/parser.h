/*
 * parser.h: XML that comes in pieces, as elements that open and close.
 *
 * Shape   UTF-8; whatever the declaration says of the character set is not looked at: the pieces have been converted before.
 * Memory  libxml2's own: no tree is made. What has come and not been understood is at most XML_TAG_MOST bytes.
 * Errors  ST_INPUT with the line and the path of the element: not well formed, a DOCTYPE, an entity other than the five of XML;
 *         ST_LIMIT too deep, too many or too long attributes, a tag that does not end.
 */
#ifndef FORMAT_XML_PARSER_H
#define FORMAT_XML_PARSER_H

#include "base/bytes.h"
#include "base/op.h"

#define XML_DEPTH_MOST 64
#define XML_ATTRIBUTE_MOST 64
#define XML_VALUE_MOST ((size_t)64 << 10) /* bytes of an attribute */
#define XML_TAG_MOST ((size_t)1 << 20)

struct xml_attribute {
    struct bytes name;
    struct bytes value;
    bool prefixed; /* it is of another namespace than the element */
};

struct xml_element {
    struct bytes name;  /* without the prefix */
    struct bytes space; /* the namespace; BYTES_NONE: none */
    const struct xml_attribute *attributes;
    size_t attribute_count;
    uint64_t line;
};

/* Names and texts are valid for the call. What is not ST_OK ends the parsing. */
struct xml_handler {
    enum status (*open)(struct op *op, void *arg, const struct xml_element *element);
    enum status (*text)(struct op *op, void *arg, struct bytes text);
    enum status (*close)(struct op *op, void *arg);
};

struct xml_parser;
MUST_CHECK enum status xml_parser_open(struct op *op, const struct xml_handler *handler, void *arg, struct xml_parser **ret);
void xml_parser_close(struct xml_parser **parser); /* for AUTO() */
MUST_CHECK enum status xml_parser_feed(struct op *op, struct xml_parser *parser, struct bytes piece);
/* The text must be complete. */
MUST_CHECK enum status xml_parser_end(struct op *op, struct xml_parser *parser);
/* Fails with the line and the path of where the parser stands. */
enum status xml_parser_fail(struct op *op, const struct xml_parser *parser, enum status st, const char *what);

#endif
