#include "store/schema_store.h"

#include <inttypes.h>
#include <string.h>

#include "base/number.h"
#include "embedded/schema.h"

static const char bootstrap[] = "CREATE TABLE IF NOT EXISTS schema_migration (number int PRIMARY KEY, name text NOT NULL, "
                                "applied_at timestamptz NOT NULL)";

static bool is_in(const struct embedded *file, const char *folder)
{
    return strncmp(file->path, folder, strlen(folder)) == 0;
}

/* The number in "migrate/0001_intake.sql", 0 when the file is no migration. */
static int64_t migration_number(const struct embedded *file)
{
    int64_t number = 0;

    if (!is_in(file, "migrate/") || !parse_i64(bytes_slice(bytes_of(file->path), strlen("migrate/"), 4), &number))
        return 0;
    return number;
}

static int64_t newest_known(void)
{
    int64_t newest = 0;

    for (unsigned i = 0; i < schema_file_count; i++)
        if (migration_number(&schema_files[i]) > newest)
            newest = migration_number(&schema_files[i]);
    return newest;
}

enum status schema_state_get(struct op *op, struct db *db, struct schema_state *ret)
{
    AUTO(pg_clear) PGresult *present = NULL, *list = NULL;
    enum status st = db_run(op, db, &Q_SCHEMA_IS_PRESENT, NULL, &present);

    if (st != ST_OK)
        return st;
    *ret = (struct schema_state){.applied = 0, .known = newest_known()};
    if (!cell_bool(present, 0, 0))
        return ST_OK;
    st = db_run(op, db, &Q_SCHEMA_LIST_MIGRATIONS, NULL, &list);
    if (st == ST_OK && PQntuples(list) > 0)
        ret->applied = cell_i64(list, PQntuples(list) - 1, 0);
    return st;
}

static enum status apply(struct op *op, struct db *db, const struct embedded *file)
{
    struct param params[] = {param_i64(op->arena, migration_number(file)), param_cstr(file->path + strlen("migrate/")),
                             param_instant(op->arena, op->now_us)};
    enum status st = db_script(op, db, file->path, file->text);

    return st != ST_OK ? st : db_do(op, db, &Q_SCHEMA_ADD_MIGRATION, params);
}

static enum status apply_missing(struct op *op, struct db *db, int64_t applied, int64_t *ret_count)
{
    enum status st = ST_OK;

    for (unsigned i = 0; i < schema_file_count && st == ST_OK; i++)
        if (migration_number(&schema_files[i]) > applied) {
            st = apply(op, db, &schema_files[i]);
            ++*ret_count;
        }
    return st;
}

static enum status run_folder(struct op *op, struct db *db, const char *folder)
{
    enum status st = ST_OK;

    for (unsigned i = 0; i < schema_file_count && st == ST_OK; i++)
        if (is_in(&schema_files[i], folder))
            st = db_script(op, db, schema_files[i].path, schema_files[i].text);
    return st;
}

static enum status migrate_work(struct op *op, struct db *db, void *arg)
{
    static const char *const folders[] = {"routine/", "role/", "seed/"}; /* re-runnable, in this order */
    struct schema_state state;
    int64_t *ret_applied = arg;
    enum status st = db_do(op, db, &Q_SCHEMA_LOCK, NULL);

    *ret_applied = 0;
    if (st == ST_OK)
        st = db_script(op, db, "schema_migration", bootstrap);
    if (st == ST_OK)
        st = schema_state_get(op, db, &state);
    if (st != ST_OK)
        return st;
    if (state.applied > state.known)
        return op_fail(op, ST_SCHEMA, "the database has schema %" PRId64 ", this program knows only up to %" PRId64,
                       state.applied, state.known);
    st = apply_missing(op, db, state.applied, ret_applied);
    for (size_t i = 0; i < COUNT_OF(folders) && st == ST_OK; i++)
        st = run_folder(op, db, folders[i]);
    return st;
}

enum status schema_migrate(struct op *op, struct db *db, int64_t *ret_applied)
{
    return db_unit(op, db, migrate_work, ret_applied);
}

enum status schema_check(struct op *op, struct db *db)
{
    struct schema_state state;
    enum status st = schema_state_get(op, db, &state);

    if (st != ST_OK)
        return st;
    if (state.applied == 0)
        return op_fail(op, ST_SCHEMA, "the database has no schema yet: run efc db init");
    if (state.applied < state.known)
        return op_fail(op, ST_SCHEMA, "the database has schema %" PRId64 ", this program needs %" PRId64 ": run efc db migrate",
                       state.applied, state.known);
    if (state.applied > state.known)
        return op_fail(op, ST_SCHEMA,
                       "the database has schema %" PRId64 ", newer than this program's %" PRId64 ": use a newer efc",
                       state.applied, state.known);
    return ST_OK;
}
