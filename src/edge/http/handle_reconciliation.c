/* GET /v1/reconciliation?month=: what arrived, for the partner to compare with what it sent. */
#include "base/instant.h"
#include "base/number.h"
#include "edge/http/server.h"

#define LONGEST_MONTH_US (31 * INSTANT_DAY)

struct month {
    struct bytes text;
    int64_t from_us;
    int64_t before_us;
};

static bool month_parse(struct arena *arena, struct bytes text, struct month *ret)
{
    struct bytes next;
    int64_t inside_us;

    if (text.n != 7 || !date_parse(bytes_printf(arena, "%.*s-01", 7, text.p), &ret->from_us))
        return false;
    inside_us = ret->from_us + LONGEST_MONTH_US; /* the first to third day of the next month */
    next = date_print(arena, inside_us);
    ret->text = text;
    return date_parse(bytes_printf(arena, "%.*s-01", 7, next.p), &ret->before_us);
}

static enum status month_query(struct request *request, struct month *ret)
{
    struct bytes text;
    enum status st = request_query(request, "month", &text);

    if (st == ST_OK && !month_parse(request->op.arena, text, ret))
        return request_fail(request, ST_USAGE, PROBLEM_TYPE_bad_request, "/query/month", "YYYY-MM is expected");
    return st;
}

static void put_day(struct json_out *out, const PGresult *res, int row)
{
    static const char *const counts[] = {"submissions", "bytes",   "records",     "accepted",
                                         "duplicate",   "revised", "quarantined", "warnings"};

    json_open(out, '{');
    json_key_string(out, "record_kind", cell_text(res, row, 0));
    json_key_string(out, "day", cell_text(res, row, 1));
    for (int i = 0; i < (int)COUNT_OF(counts); i++)
        json_key_i64(out, counts[i], cell_i64(res, row, 2 + i));
    json_key_i64(out, "in_quarantine", cell_i64(res, row, 12));
    json_key(out, "complete");
    json_bool(out, cell_bool(res, row, 10));
    json_key_string(out, "sha256", hex_print(out->arena, cell_bytea(out->arena, res, row, 11)));
    json_close(out, '}');
}

static void put_days(struct request *request, const struct month *month, const PGresult *res)
{
    struct json_out out;
    struct buf text;

    buf_init(&text, request->op.arena);
    json_out_init(&out, &text);
    json_open(&out, '{');
    json_key_string(&out, "partner", request->caller.partner);
    json_key_string(&out, "month", month->text);
    json_key(&out, "days");
    json_open(&out, '[');
    for (int row = 0; row < PQntuples(res); row++)
        put_day(&out, res, row);
    json_close(&out, ']');
    json_close(&out, '}');
    buf_putc(&text, '\n');
    response_set(request, 200, "application/json", buf_bytes(&text));
}

static enum status list_end(struct request *request)
{
    struct arena *arena = request->op.arena;
    AUTO(pg_clear) PGresult *res = NULL;
    struct month month;
    struct db *db;
    enum status st = month_query(request, &month);

    if (st == ST_OK)
        st = request_db(request, &db);
    if (st != ST_OK)
        return st;
    struct param params[] = {param_text(request->caller.partner), param_instant(arena, month.from_us),
                             param_instant(arena, month.before_us)};

    st = db_run(&request->op, db, &Q_RECONCILIATION_LIST, params, &res);
    if (st == ST_OK)
        put_days(request, &month, res);
    return st;
}

const struct handler handler_reconciliation_list = {.end = list_end};
