#include <inttypes.h>

#include "cli/cli.h"
#include "store/schema_store.h"

static enum status migrate(struct op *op, struct cli *cli)
{
    struct schema_state state;
    struct db *db;
    int64_t applied;
    enum status st = cli_db_any_schema(op, cli, &db);

    if (st == ST_OK)
        st = schema_migrate(op, db, &applied);
    if (st == ST_OK)
        st = schema_state_get(op, db, &state);
    if (st != ST_OK)
        return st;
    printf("schema %" PRId64 ", %" PRId64 " migrations applied now\n", state.applied, applied);
    return ST_OK;
}

static enum status show_status(struct op *op, struct cli *cli)
{
    struct schema_state state;
    struct db *db;
    enum status st = cli_db_any_schema(op, cli, &db);

    if (st == ST_OK)
        st = schema_state_get(op, db, &state);
    if (st != ST_OK)
        return st;
    printf("schema in the database %" PRId64 ", in this program %" PRId64 "\n", state.applied, state.known);
    return schema_check(op, db);
}

const struct command command_db_init = {
    .path = "db init",
    .summary = "Create the schema and the database roles",
    .text =
        "Connects as the owner of the database and creates tables, functions and the roles efc_intake, efc_correlate, efc_review, "
        "efc_deliver, efc_audit and efc_admin. The owner must be allowed to create roles. Run again, it changes nothing.",
    .run = migrate,
};

const struct command command_db_migrate = {
    .path = "db migrate",
    .summary = "Bring the schema up to this program",
    .text =
        "Applies the migrations that the database does not have yet, all in one transaction, and renews functions and grants.",
    .run = migrate,
};

const struct command command_db_status = {
    .path = "db status",
    .summary = "Say which schema the database has",
    .text = "Exits with 0 when the database has exactly the schema that this program needs, else with 3.",
    .run = show_status,
};
