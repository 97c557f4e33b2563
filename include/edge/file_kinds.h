/*
 * file_kinds.h: the kinds of record that a partner profile tells of a file on this machine.
 */
#ifndef EDGE_FILE_KINDS_H
#define EDGE_FILE_KINDS_H

#include "core/profile.h"

/* By a column, by the file's name, or in a ZIP container by the names of the files in it, or else by the container's. ST_INPUT when the
 * profile tells none, or of a file in a container none, and when the container is none that can be taken. */
MUST_CHECK enum status file_kinds(struct op *op, const char *path, const struct profile *profile, bool ret[RECORD_KIND_COUNT]);

#endif
