/*
 * receipt_summary.h: a receipt in words, for whoever sent the file.
 */
#ifndef CLI_RECEIPT_SUMMARY_H
#define CLI_RECEIPT_SUMMARY_H

#include "edge/intake.h"

/* On stderr: the counts, the columns that were not read, and the first problems. */
MUST_CHECK enum status receipt_summary(struct op *op, const char *source, const struct intake_result *result);

#endif
