/*
 * head.h: what the beginning of a file tells: whether it is of the kind that was announced.
 */
#ifndef EDGE_INTAKE_HEAD_H
#define EDGE_INTAKE_HEAD_H

#include "edge/intake.h"
#include "format/format.h"

#define HEAD_SIZE ((size_t)64 * 1024)

/* `whole`: the head is all there is. ST_INPUT names line, column and reason. */
MUST_CHECK enum status head_check(struct op *op, const struct intake *intake, struct bytes head, bool whole, enum format format);

#endif
