/*
 * settling.h: what becomes of lines in quarantine while a submission corrects another, or takes its stored bytes once more.
 *
 * A correction changes only lines that are in quarantine: what the partner's file says of them, by the partner's own id, or else the
 * first lines whose id could not be read. Anything else is refused, but for what is on file already in the same words.
 * A replay changes nothing that the partner has withdrawn or about which it has said something newer.
 */
#ifndef EDGE_INTAKE_SETTLING_H
#define EDGE_INTAKE_SETTLING_H

#include "batch.h"

/* The lines that a replay of lines in quarantine takes; *ret_selects is false when all lines are taken. */
MUST_CHECK enum status settling_lines(struct op *op, struct db *db, const struct submission *submission,
                                      struct quarantine_lines *ret, bool *ret_selects);

/* In a running transaction, before the records are written: takes those out of the batch that may not be. */
MUST_CHECK enum status settling_screen(struct op *op, struct db *db, const struct submission *submission, struct batch *batch);
/* And once they are: what was refused goes to quarantine, what was taken leaves it. */
MUST_CHECK enum status settling_put(struct op *op, struct db *db, const struct submission *submission, const struct batch *batch);

#endif
