/*
 * schema_store.h: the schema of the database: create, upgrade, compare with this program.
 *
 * Shape   sql/migrate/NNNN_<what>.sql, forward only, each in the order of its number and once; sql/routine and sql/role run every time.
 * Errors  ST_SCHEMA when the database's schema is older or newer than this program's.
 */
#ifndef STORE_SCHEMA_STORE_H
#define STORE_SCHEMA_STORE_H

#include "store/db.h"

struct schema_state {
    int64_t applied; /* number of the newest migration in the database, 0 when there is none */
    int64_t known;   /* number of the newest migration in this program */
};

MUST_CHECK enum status schema_state_get(struct op *op, struct db *db, struct schema_state *ret);
/* Applies what is missing, in one transaction. *ret_applied: how many migrations. */
MUST_CHECK enum status schema_migrate(struct op *op, struct db *db, int64_t *ret_applied);
/* ST_OK when the database has exactly this program's schema. */
MUST_CHECK enum status schema_check(struct op *op, struct db *db);

#endif
