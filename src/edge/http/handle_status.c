/* /health, /ready, /metrics: for the operator and the load balancer. */
#include <string.h>

#include "edge/http/server.h"
#include "store/schema_store.h"

static enum status state_answer(struct request *request, const char *state)
{
    struct json_out out;
    struct buf text;

    buf_init(&text, request->op.arena);
    json_out_init(&out, &text);
    json_open(&out, '{');
    json_key_string(&out, "status", bytes_of(state));
    json_key_string(&out, "version", bytes_of(EFC_VERSION));
    json_close(&out, '}');
    buf_putc(&text, '\n');
    response_set(request, 200, "application/json", buf_bytes(&text));
    return ST_OK;
}

static enum status health_end(struct request *request)
{
    return state_answer(request, "alive");
}

static enum status ready_end(struct request *request)
{
    struct db *db;
    enum status st = space_check(&request->op, request->server->options->config);

    if (st == ST_OK)
        st = request_db(request, &db);
    if (st == ST_OK)
        st = schema_check(&request->op, db);
    return st == ST_OK ? state_answer(request, "ready") : st;
}

static void pool_print(struct request *request, struct buf *out)
{
    struct pool_state state = pool_look(request->server->pool);

    buf_printf(out,
               "# HELP efc_http_database_connections Database connections, by state.\n"
               "# TYPE efc_http_database_connections gauge\n"
               "efc_http_database_connections{state=\"busy\"} %zu\n"
               "efc_http_database_connections{state=\"free\"} %zu\n"
               "# HELP efc_http_database_waiting Requests that wait for a database connection.\n"
               "# TYPE efc_http_database_waiting gauge\n"
               "efc_http_database_waiting %zu\n",
               state.busy, state.count - state.busy, state.waiting);
}

static enum status metrics_end(struct request *request)
{
    struct buf text;

    buf_init(&text, request->op.arena);
    metric_print(request->server->metric, &text);
    pool_print(request, &text);
    response_set(request, 200, "text/plain; version=0.0.4", buf_bytes(&text));
    return ST_OK;
}

static enum status openapi_end(struct request *request)
{
    struct buf text;

    buf_init(&text, request->op.arena);
    openapi_print(&text);
    response_set(request, 200, "application/json", buf_bytes(&text));
    return ST_OK;
}

const struct handler handler_health = {.end = health_end};
const struct handler handler_ready = {.end = ready_end};
const struct handler handler_metrics = {.end = metrics_end};
const struct handler handler_openapi = {.end = openapi_end};
