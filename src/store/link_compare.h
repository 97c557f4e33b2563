/*
 * link_compare.h: the links of a run that looked at every pair, against all that are stored: in memory, and only differences are written.
 *
 * Memory  in an arena of its own: 9 bytes for each link of the run, 32 for each that is gone.
 */
#ifndef STORE_LINK_COMPARE_H
#define STORE_LINK_COMPARE_H

#include "link_batch.h"

/* Counts written and dropped. */
MUST_CHECK enum status link_compare_write(struct op *op, struct db *db, const struct link_batch *batch, int16_t model_id,
                                          struct correlate_counts *counts);

#endif
