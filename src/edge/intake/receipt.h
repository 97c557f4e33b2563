/*
 * receipt.h: the last step of a submission: the leaf of the audit log and the receipt, in the running transaction.
 */
#ifndef EDGE_INTAKE_RECEIPT_H
#define EDGE_INTAKE_RECEIPT_H

#include "edge/intake.h"

MUST_CHECK enum status receipt_put(struct op *op, struct db *db, const struct intake *intake,
                                   const struct submission *submission);

#endif
