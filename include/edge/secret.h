/*
 * secret.h: a secret that a reference names: env:NAME or file:PATH. The reference may stand in profiles, tables and logs, the secret
 * nowhere.
 *
 * Memory  the text lives in op->arena until secret_forget().
 * Errors  ST_NOTFOUND, ST_FORBIDDEN (a file that everybody may read), ST_LIMIT; the text names neither the reference nor the secret.
 */
#ifndef EDGE_SECRET_H
#define EDGE_SECRET_H

#include "base/op.h"
#include "base/bytes.h"

bool secret_reference_good(struct bytes reference);
/* Without the space around it. */
MUST_CHECK enum status secret_read(struct op *op, struct bytes reference, size_t limit, struct bytes *ret);
void secret_forget(struct bytes *secret);
/* For a process that has no use for them: takes what env: references name out of its environment. */
void secret_leave(struct arena *arena, struct bytes reference);

#endif
