/*
 * vault.h: bytes that must be read here and there, and that may hold card numbers: they lie in a file without a name, encrypted by a key
 * that nobody but this process has.
 */
#ifndef EDGE_INTAKE_VAULT_H
#define EDGE_INTAKE_VAULT_H

#include "base/bytes.h"
#include "base/op.h"

#define VAULT_MOST ((uint64_t)1 << 30) /* bytes */

struct vault;
MUST_CHECK enum status vault_open(struct op *op, struct vault **ret);
void vault_close(struct vault **vault); /* for AUTO() */
MUST_CHECK enum status vault_put(struct op *op, struct vault *vault, struct bytes piece);
/* Nothing more is put; from here on it can be read. */
MUST_CHECK enum status vault_end(struct op *op, struct vault *vault);
uint64_t vault_size(const struct vault *vault);
/* zip_read_fn */
enum status vault_read(struct op *op, void *vault, uint64_t offset, char *buffer, size_t n);

#endif
