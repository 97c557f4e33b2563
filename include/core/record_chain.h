/*
 * record_chain.h: one hash over the records that were taken from a submission, in the order of their lines.
 *
 * Shape   chain = SHA-256(chain before, line, event time, grade, record id, endpoint id, site id, content hash): numbers as 8 bytes in
 *         network order, a missing endpoint or site as 16 zero bytes, nothing before the first.
 * Use     intake writes it to the leaf of the submission; efc audit verify makes it again from the rows.
 */
#ifndef CORE_RECORD_CHAIN_H
#define CORE_RECORD_CHAIN_H

#include "base/hash.h"

struct record_mark {
    int64_t line;
    int64_t event_us;
    int64_t grade;
    struct uuid id;
    struct uuid endpoint; /* zero: none */
    struct uuid site;     /* zero: none */
    struct sha256 content_hash;
};

/* before: NULL for the first; may be ret. */
void record_chain_add(const struct sha256 *before, const struct record_mark *mark, struct sha256 *ret);

#endif
