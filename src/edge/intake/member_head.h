/*
 * member_head.h: what stands before the bytes of a file that came in a container with others.
 *
 * Shape   a submission of several files is kept as pieces: for each file its head, a piece of JSON; its text; and a piece without bytes.
 */
#ifndef EDGE_INTAKE_MEMBER_HEAD_H
#define EDGE_INTAKE_MEMBER_HEAD_H

#include "base/buf.h"
#include "base/op.h"
#include "format/format.h"

struct member_head {
    int64_t number; /* from 1 */
    enum format format;
    struct bytes profile_text; /* of the profile that goes with the format; BYTES_NONE: none */
};

void member_head_print(const struct member_head *head, struct buf *out);
MUST_CHECK enum status member_head_parse(struct op *op, struct bytes text, struct member_head *ret);

#endif
