#include <inttypes.h>

#include "cli/cli.h"
#include "cli/default_model.h"
#include "core/trait.h"
#include "store/derivation_store.h"
#include "store/model_store.h"
#include "store/schema_store.h"

/* The model inside this program, beside those that the database knows. */
static enum status renew_model(struct op *op, struct db *db)
{
    struct model_renewal renewal;
    enum status st = model_renew(op, db, default_model(), &renewal);

    if (st != ST_OK)
        return st;
    if (renewal.added != 0 && renewal.in_use)
        printf("model %d, the one inside this program, is in use; the next efc correlate makes all links again\n", renewal.added);
    else if (renewal.added != 0)
        printf(
            "model %d, the one inside this program, is stored, not in use: efc model diff active %d shows what it would change\n",
            renewal.added, renewal.added);
    if (renewal.completed != 0)
        printf("model %d is in use: the one before, with the rules of this program that it lacked\n", renewal.completed);
    return ST_OK;
}

static enum status migrate(struct op *op, struct cli *cli)
{
    const struct ident_data *data;
    struct schema_state state;
    struct db *db;
    int64_t applied, entities;
    enum status st = cli_db_any_schema(op, cli, &db);

    if (st == ST_OK)
        st = cli_ident_data(op, cli, &data);
    if (st == ST_OK)
        st = schema_migrate(op, db, &applied);
    if (st == ST_OK)
        st = schema_state_get(op, db, &state);
    if (st != ST_OK)
        return st;
    printf("schema %" PRId64 ", %" PRId64 " migrations applied now\n", state.applied, applied);
    st = derivation_renew(op, db, data, &entities);
    if (st == ST_OK && entities > 0)
        printf("traits of %" PRId64 " endpoints and sites derived again\n", entities);
    return st == ST_OK ? renew_model(op, db) : st;
}

static enum status show_status(struct op *op, struct cli *cli)
{
    struct schema_state state;
    struct derivation_state derivation;
    struct db *db;
    enum status st = cli_db_any_schema(op, cli, &db);

    if (st == ST_OK)
        st = schema_state_get(op, db, &state);
    if (st != ST_OK)
        return st;
    printf("schema in the database %" PRId64 ", in this program %" PRId64 "\n", state.applied, state.known);
    st = schema_check(op, db);
    if (st == ST_OK)
        st = derivation_state_get(op, db, &derivation);
    if (st != ST_OK)
        return st;
    printf("rules of traits in the database %" PRId64 "%s, in this program %d\n", derivation.version,
           derivation.finished ? "" : " (not for all yet)", TRAIT_VERSION);
    return derivation.finished && derivation.version == TRAIT_VERSION
               ? ST_OK
               : op_fail(op, ST_SCHEMA, "traits are to be derived again: run efc db migrate");
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
        "Applies the migrations that the database does not have yet, all in one transaction, and renews functions and grants. When this "
        "program derives other traits from a record than the one before, all of them are derived again, some endpoints and sites a "
        "transaction; a run that is interrupted goes on with the next one. efc correlate then sees what has changed."
        "\n\nA program with another model of the score inside adds it to efc model list. If the newest of those that came inside a program is "
        "in use, the new one takes its place, and the log says so. Where people have put another model into use, it stays; rules that "
        "it does not know yet are added to it, as they stand in the program's, under a new number.",
    .run = migrate,
};

const struct command command_db_status = {
    .path = "db status",
    .summary = "Say which schema the database has",
    .text =
        "Exits with 0 when the database has exactly the schema that this program needs and its traits are by this program's rules, else "
        "with 3.",
    .run = show_status,
};
