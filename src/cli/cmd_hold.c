/* Holds on the command line. */
#include <inttypes.h>
#include <time.h>

#include "base/clock.h"
#include "base/instant.h"
#include "base/number.h"
#include "cli/cli.h"
#include "cli/entity_argument.h"
#include "store/hold_store.h"

#define LOOK_MS 100 /* between two looks at what is in flight */
#define LOOK_MEMORY ((size_t)8 << 20)

/* A date means its last moment, UTC. */
static enum status until_parse(struct op *op, const char *text, int64_t *ret_us)
{
    if (date_parse(bytes_of(text), ret_us)) {
        *ret_us += INSTANT_DAY;
        return ST_OK;
    }
    if (!instant_parse(bytes_of(text), ret_us))
        return op_fail(op, ST_USAGE, "--until must be a date (2026-03-31) or a time (2026-03-31T12:00:00Z)");
    return ST_OK;
}

/* One look in a unit of work of its own: waiting takes no memory. */
static enum status look(struct op *op, struct db *db, int64_t id, int64_t *ret_in_flight)
{
    AUTO(arena_free) struct arena *arena = arena_new(LOOK_MEMORY);
    struct op unit;
    enum status st;

    op_init(&unit, arena, clock_now_us(), op->actor);
    st = hold_settle(&unit, db, id, ret_in_flight);
    return st == ST_OK ? st : op_fail(op, st, "%s", unit.cause);
}

static enum status wait_effective(struct op *op, struct db *db, int64_t id)
{
    struct timespec pause = {.tv_nsec = LOOK_MS * 1000000L};
    int64_t in_flight = 0, shown = 0;
    enum status st;

    while ((st = look(op, db, id, &in_flight)) == ST_OK && in_flight > 0) {
        if (in_flight != shown)
            fprintf(stderr, "hold %" PRId64 ": waits for %" PRId64 " deliveries in flight\n", id, in_flight);
        shown = in_flight;
        nanosleep(&pause, NULL);
    }
    op->now_us = clock_now_us(); /* it is effective from a moment after the last look */
    if (st == ST_OK)
        st = hold_set_effective(op, db, id);
    if (st == ST_OK)
        printf("hold %" PRId64 " is effective\n", id);
    return st;
}

static enum status add(struct op *op, struct cli *cli)
{
    struct hold hold = {.authority = bytes_of(cli_option(cli, "authority")), .reason = bytes_of(cli_option(cli, "reason"))};
    struct entity endpoint;
    struct db *db;
    int64_t id = 0;
    enum status st = until_parse(op, cli_option(cli, "until"), &hold.until_us);

    if (st == ST_OK)
        st = endpoint_argument(op, cli, cli_argument(cli, 0), &endpoint);
    if (st == ST_OK)
        st = cli_db(op, cli, &db);
    if (st != ST_OK)
        return st;
    hold.endpoint_id = endpoint.id;
    hold.endpoint = endpoint.name;
    st = hold_place(op, db, &hold, &id);
    if (st != ST_OK)
        return st;
    printf("hold %" PRId64 " is placed\n", id);
    fflush(stdout);
    return wait_effective(op, db, id);
}

static enum status hold_number(struct op *op, struct cli *cli, int64_t *ret)
{
    if (parse_i64(bytes_of(cli_argument(cli, 0)), ret))
        return ST_OK;
    return op_fail(op, ST_USAGE, "ID must be the number of a hold");
}

static enum status wait(struct op *op, struct cli *cli)
{
    struct db *db;
    int64_t id;
    enum status st = hold_number(op, cli, &id);

    if (st == ST_OK)
        st = cli_db(op, cli, &db);
    return st == ST_OK ? wait_effective(op, db, id) : st;
}

static enum status release(struct op *op, struct cli *cli)
{
    struct db *db;
    int64_t id;
    enum status st = hold_number(op, cli, &id);

    if (st == ST_OK)
        st = cli_db(op, cli, &db);
    if (st == ST_OK)
        st = hold_release(op, db, id);
    if (st == ST_OK)
        printf("hold %" PRId64 " is released\n", id);
    return st;
}

static enum status list(struct op *op, struct cli *cli)
{
    static const struct rows_column columns[] = {
        {"hold", ROWS_NUMBER},      {"endpoint", ROWS_TEXT},     {"authority", ROWS_TEXT},       {"until", ROWS_INSTANT},
        {"placed_by", ROWS_TEXT},   {"placed_at", ROWS_INSTANT}, {"effective_at", ROWS_INSTANT}, {"released_at", ROWS_INSTANT},
        {"released_by", ROWS_TEXT}, {"reason", ROWS_TEXT},
    };
    struct param params[] = {param_bool(cli_switch(cli, "all")), param_instant(op->arena, op->now_us)};
    AUTO(pg_clear) PGresult *res = NULL;
    struct db *db;
    enum status st = cli_db(op, cli, &db);

    if (st == ST_OK)
        st = db_run(op, db, &Q_HOLD_LIST, params, &res);
    return st == ST_OK ? rows_from_result(op, cli, columns, COUNT_OF(columns), res) : st;
}

const struct command command_hold_add = {
    .path = "hold add",
    .arguments = "ENDPOINT",
    .summary = "Forbid that anything leaves about an endpoint",
    .text =
        "Places a hold of law enforcement on an endpoint (payto://… or SCHEME:ACCOUNT), which need not be known yet. From the moment "
        "it says 'placed' no delivery about the endpoint can begin. Then it waits for those that are in flight; when it says "
        "'effective', no byte of a request about that endpoint leaves until the hold is released or its end has come. Interrupted, "
        "the hold stands; 'efc hold wait ID' waits on.\n\nExample: efc hold add payto://iban/DE89370400440532013000 "
        "--authority police-one --reason 'case 7' --until 2026-03-31",
    .options = (const struct cli_option[]){{"authority", "NAME", "who holds it", CLI_REQUIRED},
                                           {"reason", "TEXT", "why", CLI_REQUIRED},
                                           {"until", "DATE", "the day it ends with, or a moment", CLI_REQUIRED},
                                           CLI_ACTOR_OPTION,
                                           {0}},
    .least_arguments = 1,
    .most_arguments = 1,
    .role = "efc_review",
    .run = add,
};

const struct command command_hold_wait = {
    .path = "hold wait",
    .arguments = "ID",
    .summary = "Wait until a hold is effective",
    .text =
        "For a hold whose placing was interrupted. Says at once when it is effective already; exits with 1 when it has ended.",
    .options = (const struct cli_option[]){CLI_ACTOR_OPTION, {0}},
    .least_arguments = 1,
    .most_arguments = 1,
    .role = "efc_review",
    .run = wait,
};

const struct command command_hold_release = {
    .path = "hold release",
    .arguments = "ID",
    .summary = "End a hold before its time",
    .text = "Requests that it stopped go on with the next delivery, unless another hold covers the endpoint.",
    .options = (const struct cli_option[]){CLI_ACTOR_OPTION, {0}},
    .least_arguments = 1,
    .most_arguments = 1,
    .role = "efc_review",
    .run = release,
};

const struct command command_hold_list = {
    .path = "hold list",
    .summary = "List the holds",
    .text = "One row a hold that has not ended, with --all also those that have.",
    .options = (const struct cli_option[]){{"all", NULL, "also those that have ended", CLI_OPTIONAL}, CLI_FORMAT_OPTION, {0}},
    .role = "efc_review",
    .run = list,
};
