/*
 * audit_check_private.h: what the files of the check share.
 */
#ifndef STORE_AUDIT_CHECK_PRIVATE_H
#define STORE_AUDIT_CHECK_PRIVATE_H

#include "store/audit_check.h"

void audit_found(struct audit_check *check, const char *table, struct bytes id, const char *what);

MUST_CHECK enum status audit_check_log(struct op *op, struct db *db, struct audit_check *check);
MUST_CHECK enum status audit_check_rows(struct op *op, struct db *db, struct audit_check *check);
MUST_CHECK enum status audit_check_submissions(struct op *op, struct db *db, struct audit_check *check);

#endif
