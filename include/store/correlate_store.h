/*
 * correlate_store.h: brings links up to date with the traits.
 *
 * Order   one run at a time (an advisory lock); records may go in meanwhile and are dealt with by the next run.
 * Result  depends on the traits and the model alone: after any history of runs the links are those of a rebuild, to the byte.
 */
#ifndef STORE_CORRELATE_STORE_H
#define STORE_CORRELATE_STORE_H

#include "store/candidate.h"
#include "store/programme_store.h"

struct correlate_options {
    const struct ident_data *data;
    struct bytes default_model; /* becomes the model in use when there is none */
    bool rebuild;               /* make every link again */
    enum correlate_executor executor;
    size_t memory; /* bytes that the join in memory may take; beyond them the query does its work. 0: any number */
};

enum correlate_stage {
#define STAGE(name, text) STAGE_##name,
#include "store/correlate_stage.def"
#undef STAGE
    STAGE_COUNT
};
const char *correlate_stage_name(enum correlate_stage stage);

struct correlate_counts {
    bool worked; /* there was something to do */
    bool rebuilt;
    int64_t endpoints, sites; /* that had changed */
    int64_t values;           /* that meet and were counted again */
    int64_t pairs;            /* that were scored */
    int64_t links;            /* that were made */
    int64_t written;          /* of them, that are new or not what they were */
    int64_t dropped;          /* that are no more */
    int64_t hops;             /* links by way of a third that were written */
    int64_t reemerged;        /* sites and owners found on another endpoint after theirs was closed */
    struct programme_counts programmes;
    int64_t stage_us[STAGE_COUNT]; /* how long each stage took */
};

MUST_CHECK enum status correlate_run(struct op *op, struct db *db, const struct correlate_options *options,
                                     struct correlate_counts *ret);
/* Waits until something has changed, at most so long. */
MUST_CHECK enum status correlate_wait(struct op *op, struct db *db, int64_t timeout_ms);
MUST_CHECK enum status correlate_listen(struct op *op, struct db *db);

#endif
