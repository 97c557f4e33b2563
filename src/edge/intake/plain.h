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

/* A file whose format is known by now. */
struct plain_file {
    size_t number; /* of the files in a container that holds several, from 1; 0: it came by itself, or alone in a container */
    struct bytes name;
    enum format format;
    /* Of the profile that goes with the format when the partner has none; BYTES_NONE: none was needed. */
    struct bytes profile_text;
};

/* What takes it: a file is begun before its first text, also when there is none. */
struct plain_sinks {
    enum status (*begin)(struct op *op, void *arg, const struct plain_file *file);
    enum status (*text)(struct op *op, void *arg, struct bytes text);
    void *arg;
};

struct plain;
MUST_CHECK enum status plain_open(struct op *op, const struct intake *intake, const struct plain_sinks *sinks,
                                  struct plain **ret);
/* A file in a container: it is no container but for a spreadsheet. */
MUST_CHECK enum status plain_open_member(struct op *op, const struct intake *intake, const struct plain_sinks *sinks,
                                         size_t number, struct bytes name, struct plain **ret);
void plain_close(struct plain **plain); /* for AUTO() */
MUST_CHECK enum status plain_feed(struct plain *plain, struct bytes piece);
MUST_CHECK enum status plain_end(struct plain *plain);

/* What is known at the end. */
struct plain_facts {
    int64_t passed_over;         /* records that were not marked */
    int64_t left_out;            /* texts that nobody needs, values that may not be stored */
    const struct bytes *members; /* names of the files in a container that holds several */
    size_t member_count;
    const struct other_member *others; /* files in it that are of another kind */
    size_t other_count;
    bool is_of_other_kinds;    /* a container without a file of the kind that is asked for */
    struct bytes profile_text; /* as a file's; BYTES_NONE for several */
};
struct plain_facts plain_facts(const struct plain *plain);

#endif
