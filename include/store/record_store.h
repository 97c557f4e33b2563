/*
 * record_store.h: records on file: new ones, the same again, revisions, withdrawals. Nothing is ever deleted here.
 */
#ifndef STORE_RECORD_STORE_H
#define STORE_RECORD_STORE_H

#include "store/submission_store.h"
#include "store/trait_store.h"

enum record_fate { FATE_ACCEPTED, FATE_DUPLICATE, FATE_REVISED };

/* In a running transaction: compares the records with those on file, adds what is new and notes in `delta` what it means for the
 * traits. What another transaction has of the same records is waited for: ST_RETRY, if it is committed. */
MUST_CHECK enum status record_put_many(struct op *op, struct db *db, const struct submission *submission,
                                       const struct asserted *records, size_t count, struct trait_delta *delta,
                                       enum record_fate *ret_fates);

struct record_name {
    struct bytes partner;
    int16_t partner_number;
    enum record_kind kind;
    struct bytes source_ref;
};
/* Takes one record out of force, in a transaction of its own with an audit leaf. ST_NOTFOUND when none is in force. */
MUST_CHECK enum status record_withdraw(struct op *op, struct db *db, const struct ident_data *data,
                                       const struct record_name *name);

#endif
