/*
 * members.h: the files in a ZIP container, each on its way to plain text by itself.
 *
 * Kinds   where the partner's profile tells the kind by the file's name, files of another kind are passed over: they belong to another
 *         submission of the same container.
 * Memory  of one file at a time.
 * Errors  ST_INPUT, ST_LIMIT: one file that cannot be taken refuses the container; the message names it.
 */
#ifndef EDGE_INTAKE_MEMBERS_H
#define EDGE_INTAKE_MEMBERS_H

#include "format/zip.h"
#include "plain.h"

MUST_CHECK enum status members_take(struct op *op, const struct intake *intake, const struct zip *zip,
                                    const struct plain_sinks *sinks, struct plain_facts *ret);

/* The kinds that the profile tells of the files, by their names or else by the container's; false: of one of them it tells none. */
bool members_kinds(const struct zip *zip, const struct profile *profile, struct bytes container, bool ret[RECORD_KIND_COUNT]);

#endif
