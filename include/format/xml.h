/*
 * xml.h: the records that stand in an XML file, each as a line of flat JSON: what of the file is stored.
 *
 * Shape   UTF-8 comes in. A line is {"line()":17,"name()":"Ntry","Amt":"19.95","Amt/@Ccy":"EUR","../Acct/Id/IBAN":"…"}: where the element
 *         begins, what it is called, and each text and attribute by its path from there. What is there several times is a list.
 * Units   a unit is read whole before its records are given: what follows a record inside of it is known, too.
 * Memory  one unit, at most XML_UNIT_MOST, and what stands around the units, at most XML_AROUND_MOST texts.
 * Errors  as src/format/xml/parser.h; ST_INPUT when nobody says where the records are.
 */
#ifndef FORMAT_XML_H
#define FORMAT_XML_H

#include "base/buf.h"
#include "format/format.h"

#define XML_UNIT_MOST ((size_t)16 << 20)
#define XML_AROUND_MOST 256
#define XML_AROUND_TEXT ((size_t)4 << 10) /* bytes of one of them */

/* What is to be made of a file, asked for once its format is known. */
struct xml_rules {
    bool (*keeps)(const void *arg, struct bytes path);               /* NULL: every text; what is not kept is not stored */
    bool (*takes)(const void *arg, const struct raw_record *record); /* NULL: every record */
    const void *arg;
};
typedef enum status xml_rules_fn(struct op *op, void *arg, enum format format, struct xml_rules *ret);

struct xml_counts {
    int64_t records;
    int64_t passed_over; /* records that the rules did not take */
    int64_t left_out;    /* texts that the rules did not keep, of what belongs to the records */
};

struct xml;
/* records_at: the path of the records, held against the end of an element's path; BYTES_NONE: the format's own. */
MUST_CHECK enum status xml_open(struct op *op, struct bytes records_at, xml_rules_fn *rules, void *arg, struct xml **ret);
void xml_close(struct xml **xml); /* for AUTO() */
/* Appends the lines that are complete. */
MUST_CHECK enum status xml_feed(struct op *op, struct xml *xml, struct bytes piece, struct buf *out);
MUST_CHECK enum status xml_end(struct op *op, struct xml *xml, struct buf *out);
/* Once the first line has been given. */
enum format xml_format(const struct xml *xml);
struct xml_counts xml_counts(const struct xml *xml);

/* Whether a file that begins so is XML; *ret_charset: the character set that it says, BYTES_NONE: none. */
bool xml_begins(struct bytes head, struct bytes *ret_charset);

#endif
