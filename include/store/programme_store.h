/*
 * programme_store.h: programmes: endpoints and sites that one hand runs.
 *
 * Shape   a programme is a group of at least two that links hold together; a programme keeps its id as long as most of its members
 *         stay together. Merges and splits are recorded with the members that moved.
 */
#ifndef STORE_PROGRAMME_STORE_H
#define STORE_PROGRAMME_STORE_H

#include "store/model_store.h"

struct programme_counts {
    int64_t programmes; /* as they are now */
    bool all;           /* everything was grouped again */
    int64_t looked_at;  /* endpoints and sites that may have belonged to another programme than before */
    int64_t moved;      /* members that came, went or changed their programme */
};

struct kin;

/* Groups anew what the links that changed hang together with (or everything, when that is much) and records what has changed; in the
 * running transaction. What is left to do stands in programme_changed and correlation.regroup_all. With kin, when the run that was before
 * has them, they are not read again. */
MUST_CHECK enum status programme_update(struct op *op, struct db *db, const struct model *model, const struct kin *kin,
                                        struct programme_counts *ret);

/* In a run, when its values are known: notes those that had or have a value in common with what has changed. */
MUST_CHECK enum status programme_note_kin(struct op *op, struct db *db);

/* Sets how many there are now. */
MUST_CHECK enum status programme_count(struct op *op, struct db *db, struct programme_counts *counts);

typedef enum status programme_fn(struct op *op, const struct uuid *programme, struct bytes member, void *arg);
/* The members of all programmes, the largest first; in a transaction of its own. */
MUST_CHECK enum status programme_list(struct op *op, struct db *db, programme_fn *row, void *arg);

#endif
