/*
 * libxml2's push interface rather than its xmlReader, which pulls: what is sent comes in pieces and cannot be waited for. No entity is
 * ever declared, for a DOCTYPE ends the parsing where it begins; no option that loads or replaces anything is set.
 */
#include "parser.h"

#include <libxml/parser.h>
#include <string.h>

#include "base/buf.h"

#define SLICE ((size_t)32 << 10) /* fed at once: what a stalled tag may grow by between two looks */
#define NAME_SHOWN 64

struct xml_parser {
    xmlParserCtxtPtr context;
    xmlSAXHandler sax;
    const struct xml_handler *handler;
    void *arg;
    struct arena *arena; /* of one element */
    struct op *op;       /* of the running feed */
    enum status status;  /* of the handler, or of what the parser itself has refused */
    size_t silent;       /* bytes fed since something was understood */
    struct buf path;
    size_t path_ends[XML_DEPTH_MOST]; /* where the path of the enclosing element ends */
    size_t depth;
};

static const struct {
    int code;
    const char *what;
} reasons[] = {
    {XML_ERR_TAG_NAME_MISMATCH, "an element is closed that is not the one that is open"},
    {XML_ERR_TAG_NOT_FINISHED, "the file stops inside an element: it is incomplete"},
    {XML_ERR_DOCUMENT_END, "the file stops before its end, or something follows its end"},
    {XML_ERR_DOCUMENT_EMPTY, "the file holds no element"},
    {XML_ERR_UNDECLARED_ENTITY, "an entity that is none of XML's own five"},
    {XML_ERR_INVALID_CHAR, "a character that XML does not allow"},
    {XML_ERR_INVALID_CHARREF, "a reference to a character that XML does not allow"},
    {XML_ERR_INVALID_ENCODING, "the text is not in the character set that it says"},
    {XML_ERR_ATTRIBUTE_REDEFINED, "an attribute is given twice"},
    {XML_ERR_LT_IN_ATTRIBUTE, "a < inside an attribute"},
    {XML_ERR_NAME_REQUIRED, "a < or & that begins no name"},
};

static const char *reason_of(int code)
{
    for (size_t i = 0; i < COUNT_OF(reasons); i++)
        if (reasons[i].code == code)
            return reasons[i].what;
    return "it is not well formed";
}

enum status xml_parser_fail(struct op *op, const struct xml_parser *parser, enum status st, const char *what)
{
    struct bytes path = buf_bytes(&parser->path);
    unsigned long line = parser->context->input == NULL ? 0 : (unsigned long)parser->context->input->line;

    return op_fail(op, st, "the XML: line %lu, at %s%.*s: %s", line, path.n == 0 ? "the beginning" : "", (int)path.n, path.p,
                   what);
}

static void stop(struct xml_parser *parser, enum status st)
{
    if (parser->status == ST_OK)
        parser->status = st;
    xmlStopParser(parser->context);
}

static void refuse(struct xml_parser *parser, enum status st, const char *what)
{
    if (parser->status == ST_OK)
        stop(parser, xml_parser_fail(parser->op, parser, st, what));
}

static struct bytes bytes_of_xml(const xmlChar *text)
{
    return bytes_of((const char *)text);
}

/* ---- what libxml2 calls ---- */

/* The names of elements are foreign text: only what cannot be anything but a name is shown. */
static void path_push(struct xml_parser *parser, struct bytes name)
{
    bool plain = name.n <= NAME_SHOWN;

    for (size_t i = 0; i < name.n && plain; i++)
        plain = ascii_alpha(name.p[i]) || name.p[i] == '_' || name.p[i] == '-' || ascii_digit(name.p[i]);
    parser->path_ends[parser->depth++] = parser->path.n;
    buf_putc(&parser->path, '/');
    buf_put(&parser->path, plain ? name : BYTES("?"));
}

/* libxml2 leaves an ampersand in an attribute as a reference, as long as entities are not replaced. */
static struct bytes ampersands(struct arena *arena, struct bytes value)
{
    struct bytes reference = BYTES("&#38;");
    char *copy = arena_alloc(arena, value.n);
    size_t n = 0;

    for (size_t i = 0; i < value.n; i++) {
        copy[n++] = value.p[i];
        if (bytes_start(bytes_from(value, i), reference))
            i += reference.n - 1;
    }
    return (struct bytes){copy, n};
}

/* Five pointers each: name, prefix, namespace, begin and end of the value. */
static void attributes_take(struct xml_parser *parser, const xmlChar **given, int count, struct xml_element *element)
{
    struct xml_attribute *attributes = arena_array(parser->arena, struct xml_attribute, count == 0 ? 1 : (size_t)count);
    size_t taken = 0;

    for (int i = 0; i < count; i++, given += 5) {
        struct bytes value = {(const char *)given[3], (size_t)(given[4] - given[3])};

        if (value.n > XML_VALUE_MOST)
            refuse(parser, ST_LIMIT, "an attribute is longer than 64 KiB");
        else
            attributes[taken++] =
                (struct xml_attribute){bytes_of_xml(given[0]), ampersands(parser->arena, value), given[1] != NULL};
    }
    element->attributes = attributes;
    element->attribute_count = taken;
}

static void on_open(void *arg, const xmlChar *name, const xmlChar *prefix UNUSED, const xmlChar *space, int space_count UNUSED,
                    const xmlChar **spaces UNUSED, int count, int defaulted UNUSED, const xmlChar **attributes)
{
    struct xml_parser *parser = arg;
    struct xml_element element = {.name = bytes_of_xml(name), .space = bytes_of_xml(space)};

    parser->silent = 0;
    if (parser->status != ST_OK)
        return;
    if (parser->depth == XML_DEPTH_MOST) {
        refuse(parser, ST_LIMIT, "elements are nested more than 64 deep");
        return;
    }
    path_push(parser, element.name);
    if (count > XML_ATTRIBUTE_MOST) {
        refuse(parser, ST_LIMIT, "an element has more than 64 attributes");
        return;
    }
    arena_reset(parser->arena);
    attributes_take(parser, attributes, count, &element);
    element.line = (uint64_t)xmlSAX2GetLineNumber(parser->context);
    if (parser->status == ST_OK)
        parser->status = parser->handler->open(parser->op, parser->arg, &element);
    if (parser->status != ST_OK)
        stop(parser, parser->status);
}

static void on_close(void *arg, const xmlChar *name UNUSED, const xmlChar *prefix UNUSED, const xmlChar *space UNUSED)
{
    struct xml_parser *parser = arg;

    parser->silent = 0;
    if (parser->status != ST_OK)
        return;
    parser->status = parser->handler->close(parser->op, parser->arg);
    parser->path.n = parser->path_ends[--parser->depth];
    if (parser->status != ST_OK)
        stop(parser, parser->status);
}

static void on_text(void *arg, const xmlChar *text, int n)
{
    struct xml_parser *parser = arg;

    parser->silent = 0;
    if (parser->status != ST_OK)
        return;
    parser->status = parser->handler->text(parser->op, parser->arg, (struct bytes){(const char *)text, (size_t)n});
    if (parser->status != ST_OK)
        stop(parser, parser->status);
}

static void on_doctype(void *arg, const xmlChar *name UNUSED, const xmlChar *public_id UNUSED, const xmlChar *system_id UNUSED)
{
    refuse(arg, ST_INPUT, "a DOCTYPE is not allowed: no entity is declared or loaded");
}

/* A prefix that stands for no namespace is let pass: only names are looked at. */
static void on_error(void *arg, xmlErrorPtr error)
{
    struct xml_parser *parser = arg;

    if (error->domain != XML_FROM_NAMESPACE && error->level >= XML_ERR_ERROR)
        refuse(parser, ST_INPUT, reason_of(error->code));
}

/* ---- pieces ---- */

static void sax_fill(xmlSAXHandler *sax)
{
    *sax = (xmlSAXHandler){.initialized = XML_SAX2_MAGIC,
                           .startElementNs = on_open,
                           .endElementNs = on_close,
                           .characters = on_text,
                           .ignorableWhitespace = on_text,
                           .cdataBlock = on_text,
                           .internalSubset = on_doctype,
                           .serror = on_error};
}

enum status xml_parser_open(struct op *op, const struct xml_handler *handler, void *arg, struct xml_parser **ret)
{
    struct xml_parser *parser = arena_new_of(op->arena, struct xml_parser);

    parser->handler = handler;
    parser->arg = arg;
    buf_init(&parser->path, op->arena);
    sax_fill(&parser->sax);
    parser->context = xmlCreatePushParserCtxt(&parser->sax, parser, NULL, 0, NULL);
    if (parser->context == NULL)
        return op_fail(op, ST_LIMIT, "no memory for reading XML");
    xmlCtxtUseOptions(parser->context, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    parser->arena = arena_new(SIZE_MAX);
    *ret = parser;
    return ST_OK;
}

void xml_parser_close(struct xml_parser **parser)
{
    if (*parser == NULL)
        return;
    xmlFreeParserCtxt((*parser)->context);
    arena_free(&(*parser)->arena);
    *parser = NULL;
}

static enum status chunk_parse(struct op *op, struct xml_parser *parser, struct bytes chunk, bool last)
{
    parser->op = op;
    int code = xmlParseChunk(parser->context, chunk.p, (int)chunk.n, last);

    if (code != 0 && parser->status == ST_OK && !parser->context->wellFormed)
        refuse(parser, ST_INPUT, reason_of(code));
    return parser->status;
}

enum status xml_parser_feed(struct op *op, struct xml_parser *parser, struct bytes piece)
{
    while (piece.n > 0 && parser->status == ST_OK) {
        struct bytes slice = bytes_slice(piece, 0, SLICE);

        piece = bytes_from(piece, slice.n);
        parser->silent += slice.n;
        enum status st = chunk_parse(op, parser, slice, false);

        if (st == ST_OK && parser->silent > XML_TAG_MOST)
            refuse(parser, ST_LIMIT, "a tag or a comment that does not end within 1 MiB");
    }
    return parser->status;
}

enum status xml_parser_end(struct op *op, struct xml_parser *parser)
{
    return parser->status == ST_OK ? chunk_parse(op, parser, BYTES(""), true) : parser->status;
}
