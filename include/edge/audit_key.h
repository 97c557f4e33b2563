/*
 * audit_key.h: the key that signs checkpoints of the audit log, from the file that the configuration names.
 *
 * Errors  ST_INPUT when the file is no key, may be read by others, or names another log than audit_origin; those of file_read().
 */
#ifndef EDGE_AUDIT_KEY_H
#define EDGE_AUDIT_KEY_H

#include "base/config.h"
#include "core/checkpoint.h"

/* Without audit_key in the configuration: a key that cannot sign, with the name of the log. */
MUST_CHECK enum status audit_key_load(struct op *op, const struct config *config, struct checkpoint_key *ret);
/* Makes a new key and writes it to a new file that only its owner may read; ST_CONFLICT when the file exists. */
MUST_CHECK enum status audit_key_new(struct op *op, const char *path, struct bytes origin, struct checkpoint_key *ret);

#endif
