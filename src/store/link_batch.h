/*
 * link_batch.h: the links that one run makes, and how they become those that are stored.
 *
 * Shape   links are collected in the order in which pairs come; then those that are stored of the pairs that were looked at are compared
 *         with them: what is gone is deleted, what is new or not as it was is written, the rest is left alone.
 * Memory  56 bytes for each link, in the arena that is passed.
 */
#ifndef STORE_LINK_BATCH_H
#define STORE_LINK_BATCH_H

#include "store/correlate_store.h"

struct made_link {
    struct uuid endpoint, site;
    int64_t bits, hand;
    uint64_t rules;
};

struct link_batch;

struct link_batch *link_batch_new(struct arena *arena);
void link_batch_put(struct link_batch *batch, const struct made_link *link);
size_t link_batch_count(const struct link_batch *batch);
const struct made_link *link_batch_at(const struct link_batch *batch, size_t index);

/* Those that are not left out (NULL: all) into the table of the query. */
MUST_CHECK enum status link_batch_copy(struct op *op, struct db *db, const struct query *query, const struct link_batch *batch,
                                       const uint8_t *left_out, int16_t model_id);

/* `all`: every pair was looked at; else those of taken_endpoint, taken_site and work_pair. Counts links, written and dropped. */
MUST_CHECK enum status link_batch_write(struct op *op, struct db *db, const struct link_batch *batch, bool all, int16_t model_id,
                                        struct correlate_counts *counts);

#endif
