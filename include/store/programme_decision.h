/*
 * programme_decision.h: what people decide about merges and splits of programmes.
 *
 * Shape   undoing a merge says that its parts lie apart, undoing a split that they belong together; with the members as they are then.
 *         Grouping takes both as given, whatever the links say, until the decision is released.
 * Ledger  leaves programme.apart, programme.together and programme.release in the audit log, subject the number of the decision.
 */
#ifndef STORE_PROGRAMME_DECISION_H
#define STORE_PROGRAMME_DECISION_H

#include "store/db.h"

struct programme_undone {
    int64_t number;
    bool apart; /* else together */
    int64_t ones, others;
};

/* ST_NOTFOUND when there is no merge or split of this number that could be undone; ST_INPUT without a reason;
 * ST_CONFLICT when a decision in force says the opposite. */
MUST_CHECK enum status programme_undo(struct op *op, struct db *db, int64_t change, struct bytes reason,
                                      struct programme_undone *ret);
/* ST_CONFLICT when there is none or it was released before. */
MUST_CHECK enum status programme_release(struct op *op, struct db *db, int64_t number);

#endif
