/*
 * decode.h: what was stored, to records and a receipt. It holds no credentials, and its database role (efc_intake) cannot reach sources.
 *
 * Errors  a submission that cannot be decoded now is passed over; an error is the database's.
 */
#ifndef EDGE_COLLECT_DECODE_H
#define EDGE_COLLECT_DECODE_H

#include "edge/collect.h"
#include "source.h"

struct decode_result {
    int64_t submissions;
    int64_t records;
    int64_t quarantined;
    int64_t passed_over;
};

/* All that waits. `sources`: whose secrets are taken out of the environment first. */
MUST_CHECK enum status decode_waiting(struct op *op, const struct sources *sources, const struct collect_options *options,
                                      struct decode_result *result);

#endif
