/*
 * plain.h: the bytes of a file on their way to plain text that may be stored: unpacked, converted, its records taken out of XML, its
 * format known, card numbers truncated.
 *
 * Memory  in the arena of the unit of work, which with the intake stays where it is until it is closed; plain_close() gives back
 *         what is not.
 * Errors  ST_INPUT or ST_LIMIT when the file as a whole is none that can be taken; nothing of it is to be kept then.
 */
#ifndef EDGE_INTAKE_PLAIN_H
#define EDGE_INTAKE_PLAIN_H

#include "edge/intake.h"
#include "format/format.h"

/* Takes text whose format is known. */
typedef enum status plain_sink_fn(struct op *op, void *arg, struct bytes text);

struct plain;
MUST_CHECK enum status plain_open(struct op *op, const struct intake *intake, plain_sink_fn *sink, void *arg, struct plain **ret);
void plain_close(struct plain **plain); /* for AUTO() */
MUST_CHECK enum status plain_feed(struct plain *plain, struct bytes piece);
MUST_CHECK enum status plain_end(struct plain *plain);
/* From the first call of the sink on. */
enum format plain_format(const struct plain *plain);

/* What is known at the end. */
struct plain_facts {
    int64_t passed_over;         /* records that were not marked */
    int64_t left_out;            /* texts that nobody needs, values that may not be stored */
    const struct bytes *members; /* names of the files in a container */
    size_t member_count;
    /* Of the profile that goes with the format when the partner has none; BYTES_NONE: none was needed. */
    struct bytes profile_text;
};
struct plain_facts plain_facts(const struct plain *plain);

#endif
