/*
 * run.h: one run of one source, in a process of its own.
 *
 * Errors  whatever the source does wrong ends the run with a cause, which is settled; the run ends between two pages when its time is over.
 */
#ifndef EDGE_COLLECT_RUN_H
#define EDGE_COLLECT_RUN_H

#include "edge/collect.h"
#include "edge/egress.h"
#include "source.h"
#include "store/partner_store.h"

/* The secrets of a source, for the time of its run. */
struct login {
    struct bytes bearer;
    struct bytes password;
    struct bytes certificate;
    struct bytes certificate_key;
    struct bytes ssh_key;
};

/* What the process that started it learns. */
struct run_result {
    bool busy; /* another process had it, or has just done it */
    bool failed;
    int64_t pages;
    int64_t submissions;
    int64_t refused;
};

struct run {
    struct op *op;
    struct db *db;
    const struct source *source;
    const struct collect *plan;
    const struct collect_options *options;
    struct partner partner;
    struct source_row row;
    struct login login;
    struct egress_gate gate;
    CURL *easy;
    int64_t deadline_us; /* monotonic */
    int64_t asked_us;    /* for so long the source asked to be left alone */
    bool stored;         /* something new */
    bool more;           /* it ended at a limit */
    struct run_result *result;
};

/* The whole of it: claim, fetch, settle. Opens its own connection. ST_OK also when the source failed; an error is the database's. */
MUST_CHECK enum status run_source(struct op *op, const struct source *source, const struct collect_options *options,
                                  struct run_result *result);

bool run_stopped(const struct run *run);
/* Whether there is time and room for another page; says so in run->more when there is not. */
bool run_goes_on(struct run *run);
/* What is left of the run, at most that of one transfer. At least 1. */
int64_t run_transfer_ms(const struct run *run);

/* ---- one for each row of collect_kind.def ---- */
#define COLLECT_KIND(name, begin, text) MUST_CHECK enum status name##_run(struct run *run);
#include "core/collect_kind.def"
#undef COLLECT_KIND

#endif
