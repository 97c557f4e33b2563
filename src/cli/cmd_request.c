/* Disruption requests on the command line: what people decide. Proposing stands in cmd_propose.c. */
#include <inttypes.h>
#include <string.h>

#include "base/instant.h"
#include "base/json.h"
#include "base/number.h"
#include "cli/cli.h"
#include "store/request_store.h"

static enum status request_id(struct op *op, struct cli *cli, int64_t *ret_id, struct db **ret_db)
{
    struct bytes text = bytes_of(cli_argument(cli, 0));

    if (bytes_start(text, BYTES("efc-")))
        text = bytes_from(text, 4);
    if (!parse_i64(text, ret_id))
        return op_fail(op, ST_USAGE, "ID must be the number of a request");
    return cli_db(op, cli, ret_db);
}

static void say_state(int64_t id, enum request_state state)
{
    printf("request %" PRId64 ": %s (%s)\n", id, request_state_name(state), request_state_text(state));
}

static enum status approve(struct op *op, struct cli *cli)
{
    enum request_state state = REQUEST_nowhere;
    struct db *db;
    int64_t id;
    enum status st = request_id(op, cli, &id, &db);

    if (st == ST_OK)
        st = request_approve(op, db, id, config_number(&cli->config, CONFIG_le_check_days), &state);
    if (st == ST_OK)
        say_state(id, state);
    return st;
}

static enum status release(struct op *op, struct cli *cli)
{
    enum request_state state = REQUEST_nowhere;
    struct db *db;
    int64_t id;
    enum status st = request_id(op, cli, &id, &db);

    if (st == ST_OK)
        st = request_release(op, db, id, bytes_of(cli_option(cli, "authority")), &state);
    if (st == ST_OK)
        say_state(id, state);
    return st;
}

static enum status withdraw(struct op *op, struct cli *cli)
{
    bool told = false;
    struct db *db;
    int64_t id;
    enum status st = request_id(op, cli, &id, &db);

    if (st == ST_OK)
        st = request_withdraw(op, db, id, bytes_of(cli_option(cli, "reason")), &told);
    if (st == ST_OK)
        printf("request %" PRId64 ": withdrawn%s\n", id, told ? "; the partner will be told" : "; nothing had left");
    return st;
}

static enum status outcome(struct op *op, struct cli *cli)
{
    enum request_state state;
    struct db *db;
    int64_t id;
    enum status st = request_id(op, cli, &id, &db);

    if (st == ST_OK && !request_state_find(bytes_of(cli_argument(cli, 1)), &state))
        st = op_fail(op, ST_USAGE, "OUTCOME must be one of the states that --help names");
    if (st == ST_OK && (request_state_phase(state) == REQUEST_INSIDE || state == REQUEST_sent || state == REQUEST_withdrawn))
        st = op_fail(op, ST_USAGE, "%s is not something that a partner answers", request_state_name(state));
    if (st == ST_OK)
        st = request_outcome(op, db, id, state, bytes_of(cli_option(cli, "reason")));
    if (st == ST_OK)
        say_state(id, state);
    return st;
}

static enum status retry(struct op *op, struct cli *cli)
{
    struct db *db;
    int64_t id;
    enum status st = request_id(op, cli, &id, &db);

    if (st == ST_OK)
        st = request_retry(op, db, id);
    if (st == ST_OK)
        printf("request %" PRId64 ": will be sent again\n", id);
    return st;
}

/* ---- looking ---- */

static enum status list(struct op *op, struct cli *cli)
{
    static const struct rows_column columns[] = {
        {"request", ROWS_NUMBER},
        {"state", ROWS_TEXT},
        {"partner", ROWS_TEXT},
        {"endpoint", ROWS_TEXT},
        {"probability", ROWS_PROBABILITY},
        {"proposed_by", ROWS_TEXT},
        {"proposed_at", ROWS_INSTANT},
        {"approvals", ROWS_NUMBER},
        {"outbox", ROWS_TEXT},
    };
    struct param params[] = {param_cstr(cli_option(cli, "state")), param_cstr(cli_option(cli, "partner"))};
    AUTO(pg_clear) PGresult *res = NULL;
    struct db *db;
    enum status st = cli_db(op, cli, &db);

    if (st == ST_OK)
        st = db_run(op, db, &Q_REQUEST_LIST, params, &res);
    return st == ST_OK ? rows_from_result(op, cli, columns, COUNT_OF(columns), res) : st;
}

static void show_line(const char *label, struct bytes text)
{
    if (text.p != NULL)
        printf("%-16s %.*s\n", label, (int)text.n, text.p);
}

static struct bytes cell_moment(struct op *op, const PGresult *res, int row, int column)
{
    return cell_is_null(res, row, column) ? BYTES_NONE : instant_print(op->arena, cell_instant(res, row, column));
}

static void show_head(struct op *op, const PGresult *res)
{
    show_line("request", cell_text(res, 0, 0));
    show_line("state", cell_text(res, 0, 1));
    show_line("partner", cell_text(res, 0, 2));
    show_line("endpoint", cell_text(res, 0, 3));
    show_line("probability", bytes_printf(op->arena, "%.6f", cell_double(res, 0, 4)));
    show_line("proposed by", cell_text(res, 0, 5));
    show_line("approved by", cell_text(res, 0, 13));
    show_line("law enforcement", cell_moment(op, res, 0, 7));
    show_line("acknowledge by", cell_moment(op, res, 0, 8));
    show_line("answer by", cell_moment(op, res, 0, 9));
    show_line("partner's ref.", cell_text(res, 0, 10));
    show_line("message", cell_text(res, 0, 11));
}

static void show_events(struct op *op, const PGresult *res)
{
    printf("\nLedger\n");
    for (int row = 0; row < PQntuples(res); row++) {
        struct bytes at = cell_moment(op, res, row, 1), actor = cell_text(res, row, 2), to = cell_text(res, row, 4);
        struct bytes reason = cell_text(res, row, 5);
        enum request_state from_state = REQUEST_nowhere, to_state = REQUEST_nowhere;
        enum request_step step;
        bool known = request_state_find(to, &to_state) &&
                     (cell_is_null(res, row, 3) || request_state_find(cell_text(res, row, 3), &from_state)) &&
                     request_step_find(from_state, to_state, &step);

        printf("%3lld  %.*s  %-20.*s  %-13.*s  %s%s%.*s\n", (long long)cell_i64(res, row, 0), (int)at.n, at.p, (int)actor.n,
               actor.p, (int)to.n, to.p, known ? request_step_text(step) : "?", reason.n > 0 ? ": " : "", (int)reason.n,
               reason.n > 0 ? reason.p : "");
    }
}

static void show_attempts(struct op *op, const PGresult *res)
{
    printf("\nDelivery\n");
    for (int row = 0; row < PQntuples(res); row++) {
        struct bytes kind = cell_text(res, row, 0), state = cell_text(res, row, 7), key = cell_text(res, row, 10);
        struct bytes at = cell_moment(op, res, row, 2), result = cell_text(res, row, 4), why = cell_text(res, row, 6);

        if (cell_i64(res, row, 1) <= 1)
            printf("  %.*s  key %.*s: %.*s\n", (int)kind.n, kind.p, (int)key.n, key.p, (int)state.n, state.p);
        if (!cell_is_null(res, row, 1))
            printf("%3lld  %.*s  %-9.*s %3lld  %.*s\n", (long long)cell_i64(res, row, 1), (int)at.n, at.p,
                   result.p == NULL ? 9 : (int)result.n, result.p == NULL ? "in flight" : result.p,
                   (long long)cell_i64(res, row, 5), (int)why.n, why.p == NULL ? "" : why.p);
    }
}

static void show_json(struct op *op, const PGresult *request, const PGresult *events)
{
    struct buf buf;
    struct json_out out;

    buf_init(&buf, op->arena);
    json_out_init(&out, &buf);
    json_open(&out, '{');
    json_key_i64(&out, "request", cell_i64(request, 0, 0));
    json_key_string(&out, "state", cell_text(request, 0, 1));
    json_key_string(&out, "partner", cell_text(request, 0, 2));
    json_key_string(&out, "endpoint", cell_text(request, 0, 3));
    json_key_string(&out, "proposed_by", cell_text(request, 0, 5));
    json_key_string(&out, "partner_reference", cell_text(request, 0, 10));
    json_key(&out, "message");
    json_raw(&out, cell_text(request, 0, 11));
    json_key(&out, "evidence");
    json_raw(&out, cell_text(request, 0, 12));
    json_key(&out, "ledger");
    json_open(&out, '[');
    for (int row = 0; row < PQntuples(events); row++) {
        json_open(&out, '{');
        json_key_i64(&out, "event", cell_i64(events, row, 0));
        json_key_string(&out, "at", cell_moment(op, events, row, 1));
        json_key_string(&out, "actor", cell_text(events, row, 2));
        json_key_string(&out, "from", cell_text(events, row, 3));
        json_key_string(&out, "to", cell_text(events, row, 4));
        json_key_string(&out, "reason", cell_text(events, row, 5));
        json_close(&out, '}');
    }
    json_close(&out, ']');
    json_close(&out, '}');
    printf("%.*s\n", (int)buf.n, buf.p);
}

/* The ledger alone, row by row. */
static enum status show_rows(struct op *op, struct cli *cli, const PGresult *events)
{
    static const struct rows_column columns[] = {
        {"event", ROWS_NUMBER}, {"at", ROWS_INSTANT}, {"actor", ROWS_TEXT},
        {"from", ROWS_TEXT},    {"to", ROWS_TEXT},    {"reason", ROWS_TEXT},
    };

    return rows_from_result(op, cli, columns, COUNT_OF(columns), events);
}

static enum status show(struct op *op, struct cli *cli)
{
    const char *format = cli_option(cli, "format");
    AUTO(pg_clear) PGresult *request = NULL, *events = NULL, *attempts = NULL;
    struct db *db;
    int64_t id;
    enum status st = request_id(op, cli, &id, &db);

    if (st != ST_OK)
        return st;
    struct param params[] = {param_i64(op->arena, id)};

    st = db_run(op, db, &Q_REQUEST_SHOW, params, &request);
    if (st == ST_OK && PQntuples(request) == 0)
        return op_fail(op, ST_NOTFOUND, "there is no request %" PRId64, id);
    if (st == ST_OK)
        st = db_run(op, db, &Q_REQUEST_LIST_EVENTS, params, &events);
    if (st == ST_OK)
        st = db_run(op, db, &Q_REQUEST_LIST_ATTEMPTS, params, &attempts);
    if (st != ST_OK)
        return st;
    if (format != NULL && strcmp(format, "json") == 0) {
        show_json(op, request, events);
        return ST_OK;
    }
    if (format != NULL && strcmp(format, "table") != 0)
        return show_rows(op, cli, events);
    show_head(op, request);
    show_events(op, events);
    show_attempts(op, attempts);
    return ST_OK;
}

/* ---- commands ---- */

const struct command command_request_approve = {
    .path = "request approve",
    .arguments = "ID",
    .summary = "Approve a request as one of two people",
    .text =
        "Nothing leaves before two people have approved: the first confirms, the second, another person, releases it to law "
        "enforcement's waiting time (le_check_days). When that is over and no hold covers the endpoint, the request goes to the "
        "outbox. The same person twice is refused (exit code 1). What is approved is the message that 'efc request show' prints, to "
        "the byte.",
    .options = (const struct cli_option[]){CLI_ACTOR_OPTION, {0}},
    .least_arguments = 1,
    .most_arguments = 1,
    .role = "efc_review",
    .run = approve,
};

const struct command command_request_release = {
    .path = "request release",
    .arguments = "ID",
    .summary = "End law enforcement's waiting time early",
    .text =
        "For law enforcement: an approved request goes to the outbox before its waiting time is over. --authority names a partner of "
        "the kind police, europol or eurojust. Refused while a hold covers the endpoint.",
    .options = (const struct cli_option[]){{"authority", "PARTNER", "who does not object", CLI_REQUIRED}, CLI_ACTOR_OPTION, {0}},
    .least_arguments = 1,
    .most_arguments = 1,
    .role = "efc_review",
    .run = release,
};

const struct command command_request_withdraw = {
    .path = "request withdraw",
    .arguments = "ID",
    .summary = "Take a request back",
    .text = "Before it has left it is taken out of the outbox; when a byte of it may have left, the partner is told.",
    .options = (const struct cli_option[]){{"reason", "TEXT", "why", CLI_REQUIRED}, CLI_ACTOR_OPTION, {0}},
    .least_arguments = 1,
    .most_arguments = 1,
    .role = "efc_review",
    .run = withdraw,
};

const struct command command_request_outcome = {
    .path = "request outcome",
    .arguments = "ID OUTCOME",
    .summary = "Record what the partner answered",
    .text = "For answers that came by letter or phone, and for what became of them. OUTCOME is one of:\n"
#define REQUEST_STATE(name, phase, text) "\n  " #name ": " text
#include "core/request_state.def"
#undef REQUEST_STATE
            "\n\nOnly steps that lead from the request's present state are taken.",
    .options = (const struct cli_option[]){{"reason", "TEXT", "what was said", CLI_OPTIONAL}, CLI_ACTOR_OPTION, {0}},
    .least_arguments = 2,
    .most_arguments = 2,
    .role = "efc_review",
    .run = outcome,
};

const struct command command_request_retry = {
    .path = "request retry",
    .arguments = "ID",
    .summary = "Send a request again whose delivery has failed",
    .text = "After a partner refused it or all attempts were spent, and the cause has been mended. The idempotency key stays.",
    .options = (const struct cli_option[]){CLI_ACTOR_OPTION, {0}},
    .least_arguments = 1,
    .most_arguments = 1,
    .role = "efc_review",
    .run = retry,
};

const struct command command_request_list = {
    .path = "request list",
    .summary = "List the requests",
    .text =
        "One row a request: request, state, partner, endpoint, probability, proposed_by, proposed_at, approvals (0 to 2) and where it "
        "stands in the outbox (ready, held, sending, sent, failed, cancelled).",
    .options = (const struct cli_option[]){{"state", "STATE", "only those in this state", CLI_OPTIONAL},
                                           {"partner", "ID", "only those to this partner", CLI_OPTIONAL},
                                           CLI_FORMAT_OPTION,
                                           {0}},
    .role = "efc_review",
    .run = list,
};

const struct command command_request_show = {
    .path = "request show",
    .arguments = "ID",
    .summary = "Show one request, its ledger and its deliveries",
    .text =
        "Who did what when, the message to the byte, and every attempt to deliver it. With --format csv the rows of the ledger "
        "alone, with --format json one object with the message, the evidence as it was, and the ledger.",
    .options = (const struct cli_option[]){CLI_FORMAT_OPTION, {0}},
    .least_arguments = 1,
    .most_arguments = 1,
    .role = "efc_review",
    .run = show,
};
