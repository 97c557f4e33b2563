/*
 * model_store.h: the models of the score that the database knows, one of them in use.
 */
#ifndef STORE_MODEL_STORE_H
#define STORE_MODEL_STORE_H

#include "core/match.h"
#include "core/model_trial.h"
#include "store/db.h"

struct model_entry {
    int16_t id;
    struct bytes sha256; /* hex */
    struct bytes text;
    struct bytes origin; /* default, file, estimate, learn */
    struct model model;
};

/* Adds a model unless it is there already; ST_INPUT when the text is not one. Does not make it the one in use. */
MUST_CHECK enum status model_put(struct op *op, struct db *db, struct bytes text, const char *origin, int16_t *ret_id);
/* Makes it the one in use and appends an audit leaf; the next correlation makes all links again. ST_NOTFOUND, ST_INPUT without a reason,
 * ST_CONFLICT when its trial beside the model in use does not speak for it (model_trial_passes()): `anyway` does it all the same, and the leaf
 * says so. */
MUST_CHECK enum status model_activate(struct op *op, struct db *db, int16_t id, struct bytes reason, bool anyway);
/* How a model did beside another; the last trial of the two is kept. */
MUST_CHECK enum status model_trial_put(struct op *op, struct db *db, int16_t id, int16_t against,
                                       const struct model_trial *trial);
/* ST_NOTFOUND, without a cause, when there was none. */
MUST_CHECK enum status model_trial_get(struct op *op, struct db *db, int16_t id, int16_t against, struct model_trial *ret);
/* The same in the running transaction. */
MUST_CHECK enum status model_switch(struct op *op, struct db *db, int16_t id, struct bytes reason);
/* ST_NOTFOUND when there is none of this number. */
MUST_CHECK enum status model_get(struct op *op, struct db *db, int16_t id, struct model_entry *ret);
/* The model in use; ST_NOTFOUND when there is none yet. */
MUST_CHECK enum status model_active(struct op *op, struct db *db, struct model_entry *ret);
/* The model in use; `text` becomes it, with an audit leaf, when there is none yet. In the running transaction. */
MUST_CHECK enum status model_active_or(struct op *op, struct db *db, struct bytes text, struct model_entry *ret);

/* What model_renew has done; 0: nothing. */
struct model_renewal {
    int16_t added;     /* the text is a model now, under this number */
    int16_t completed; /* the model in use lacked rules of this program and was completed: this one is in use in its place */
    bool in_use;       /* the one that was added is in use */
};
/*
 * After an upgrade: `text`, the model inside the program, is added when it is another than all that are there, and takes the place of the
 * one of the program before if that is in use. What people chose stays in use; where it lacks rules that this program has, it is completed by
 * the text's. Nothing happens before a first model is in use. Each change of what is in use has its leaf.
 */
MUST_CHECK enum status model_renew(struct op *op, struct db *db, struct bytes text, struct model_renewal *ret);

#endif
