#include "store/audit_check.h"

#include "audit_check_private.h"

void audit_found(struct audit_check *check, const char *table, struct bytes id, const char *what)
{
    struct audit_finding finding = {table, id, what};

    check->findings++;
    check->report(check->arg, &finding);
}

static enum status check_work(struct op *op, struct db *db, void *arg)
{
    struct audit_check *check = arg;
    enum status st = db_do(op, db, &Q_AUDIT_SNAPSHOT, NULL);

    if (st == ST_OK)
        st = audit_check_log(op, db, check);
    if (st == ST_OK && !check->log_only)
        st = audit_check_rows(op, db, check);
    if (st == ST_OK && !check->log_only)
        st = audit_check_submissions(op, db, check);
    return st;
}

enum status audit_check(struct op *op, struct db *db, struct audit_check *check)
{
    enum status st = db_begin(op, db);

    if (st == ST_OK)
        st = check_work(op, db, check);
    db_rollback(db); /* it only read; and what was reported cannot be taken back for another try */
    return st;
}
