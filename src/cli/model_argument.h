/*
 * model_argument.h: a model named on the command line.
 */
#ifndef CLI_MODEL_ARGUMENT_H
#define CLI_MODEL_ARGUMENT_H

#include "cli/cli.h"
#include "store/model_store.h"

#define MODEL_FILE_LIMIT ((size_t)1 << 20)

/* A number of efc model list, `active`, or a file; a file's id is 0. ST_INPUT names what is wrong in it. */
MUST_CHECK enum status model_argument(struct op *op, struct db *db, const char *text, struct model_entry *ret);

#endif
