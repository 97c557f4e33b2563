/*
 * check.h: what correlation has made, kept aside and compared to the byte; and faults that must make the comparison fail.
 */
#ifndef SOAK_CHECK_H
#define SOAK_CHECK_H

#include "store/db.h"

/* Everything but the partners and the audit log is gone. */
MUST_CHECK enum status check_empty(struct op *op, struct db *db);
/* Keeps what correlation has made until the next call. */
MUST_CHECK enum status check_keep(struct op *op, struct db *db);
/* ST_CONFLICT with what differs from what was kept. */
MUST_CHECK enum status check_same(struct op *op, struct db *db, const char *what);
MUST_CHECK enum status check_number(struct op *op, struct db *db, const char *sql, int64_t *ret);

/* Loses some of what is put on a list of changes; "none" puts it right. ST_USAGE when there is no such list. */
MUST_CHECK enum status check_lose(struct op *op, struct db *db, const char *table);

#endif
