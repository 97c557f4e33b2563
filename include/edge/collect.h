/*
 * collect.h: the process that fetches: each source by its schedule, in a process of its own, and one that decodes what was stored.
 *
 * Sources   the profiles of a folder that say where to fetch from; <partner>.conf, or <partner>.<name>.conf when a partner has several.
 * Powers    who fetches holds the credentials and may store bytes, no more (efc_collect); who decodes parses what strangers sent, and
 *           holds no credentials (efc_intake). Neither runs a program.
 * Position  of a source changes in the transaction that stores the data: whoever is killed, nothing is skipped or stored twice.
 * Trouble   of a source is its own: a limit on bytes, on time and on pages, a process that may die, growing pauses, a circuit that opens.
 * Errors    what a source does is never an error here: it stands in the table `source`. An error is the database's.
 */
#ifndef EDGE_COLLECT_H
#define EDGE_COLLECT_H

#include <signal.h>

#include "base/config.h"
#include "core/checkpoint.h"
#include "core/ident.h"
#include "store/db.h"

struct collect_options {
    const struct config *config;
    const struct ident_data *data;
    struct checkpoint_key key;         /* signs receipts */
    const char *folder;                /* of the profiles */
    const char *const *names;          /* of partners or sources */
    size_t name_count;                 /* 0: all */
    bool once;                         /* what is due, then end */
    bool now;                          /* with once: also what is not due */
    const volatile sig_atomic_t *stop; /* not 0: end what is running, begin nothing */
};

struct collect_summary {
    int64_t collected; /* runs that went well */
    int64_t empty;     /* of them with nothing new */
    int64_t failed;
    int64_t busy; /* another process had it */
    int64_t pages;
    int64_t submissions; /* that were stored */
    int64_t refused;     /* files */
    int64_t records;     /* that were decoded */
    int64_t quarantined;
    int64_t undecoded; /* submissions that could not be decoded yet */
};

/* `db`: as efc_collect. ST_INPUT when a name is that of no source. */
MUST_CHECK enum status collect_run(struct op *op, struct db *db, const struct collect_options *options,
                                   struct collect_summary *ret);

#endif
