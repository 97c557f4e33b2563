#include "soak/check.h"

#include <string.h>

static const char *const made[] = {"link",
                                   "link_hop",
                                   "meeting_value",
                                   "purchase_candidate",
                                   "purchase_settled",
                                   "programme_member",
                                   "programme_bridge",
                                   "programme_kin_bridge"};

enum status check_number(struct op *op, struct db *db, const char *sql, int64_t *ret)
{
    AUTO(pg_clear) PGresult *res = PQexec(db_connection(db), sql);

    if (PQresultStatus(res) != PGRES_TUPLES_OK)
        return op_fail(op, ST_BUG, "%s: %s", sql, PQerrorMessage(db_connection(db)));
    *ret = cell_i64(res, 0, 0);
    return ST_OK;
}

enum status check_empty(struct op *op, struct db *db)
{
    return db_script(op, db, "empty",
                     "SET session_replication_role = replica;"
                     "DO $$ DECLARE name text; BEGIN"
                     " FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN"
                     " ('schema_migration', 'partner', 'partner_route', 'audit_leaf', 'audit_head', 'audit_checkpoint') LOOP"
                     " EXECUTE format('DELETE FROM %I', name); END LOOP; END $$;"
                     "SET session_replication_role = origin");
}

enum status check_keep(struct op *op, struct db *db)
{
    enum status st = ST_OK;

    for (size_t i = 0; i < COUNT_OF(made) && st == ST_OK; i++)
        st = db_script(op, db, "keep",
                       arena_printf(op->arena, "DROP TABLE IF EXISTS kept_%s; CREATE TEMP TABLE kept_%s AS TABLE %s", made[i],
                                    made[i], made[i]));
    return st;
}

enum status check_same(struct op *op, struct db *db, const char *what)
{
    for (size_t i = 0; i < COUNT_OF(made); i++) {
        const char *name = made[i];
        int64_t rows = 0;
        enum status st = check_number(op, db,
                                      arena_printf(op->arena,
                                                   "SELECT count(*) FROM ((TABLE %s EXCEPT ALL TABLE kept_%s) UNION ALL"
                                                   " (TABLE kept_%s EXCEPT ALL TABLE %s)) x",
                                                   name, name, name, name),
                                      &rows);

        if (st != ST_OK)
            return st;
        if (rows != 0)
            return op_fail(op, ST_CONFLICT, "%s: %lld rows of %s differ", what, (long long)rows, name);
    }
    return ST_OK;
}

/* ---- faults ---- */

static const struct {
    const char *table, *when;
} faults[] = {
    {"changed_endpoint", "get_byte(uuid_send(new.endpoint_id), 7) % 4 = 0"},
    {"changed_site", "get_byte(uuid_send(new.site_id), 7) % 4 = 0"},
    {"changed_value", "true"},
    {"programme_changed", "get_byte(uuid_send(new.node_id), 7) % 4 = 0"},
};

enum status check_lose(struct op *op, struct db *db, const char *table)
{
    enum status st = db_script(op, db, "fault", "DROP FUNCTION IF EXISTS soak_fault CASCADE");

    if (st != ST_OK || strcmp(table, "none") == 0)
        return st;
    for (size_t i = 0; i < COUNT_OF(faults); i++)
        if (strcmp(table, faults[i].table) == 0)
            return db_script(
                op, db, "fault",
                arena_printf(op->arena,
                             "CREATE FUNCTION soak_fault() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
                             "CREATE TRIGGER soak_fault BEFORE INSERT ON %s FOR EACH ROW WHEN (%s)"
                             " EXECUTE FUNCTION soak_fault()",
                             table, faults[i].when));
    return op_fail(op, ST_USAGE, "there is no fault %s", table);
}
