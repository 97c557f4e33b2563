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
    int64_t programmes, members, bridges, cuts; /* as they are now */
    int64_t moved;                              /* members that came, went or changed their programme */
};

/* Groups the links anew and records what has changed; in the running transaction. */
MUST_CHECK enum status programme_update(struct op *op, struct db *db, const struct model *model, struct programme_counts *ret);

typedef enum status programme_fn(struct op *op, const struct uuid *programme, struct bytes member, void *arg);
/* The members of all programmes, the largest first; in a transaction of its own. */
MUST_CHECK enum status programme_list(struct op *op, struct db *db, programme_fn *row, void *arg);

#endif
