/* The only file that knows libmicrohttpd: a thread for each connection, calls in the order begin, piece, end, close. */
#include "edge/http/server.h"

#include <microhttpd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/instant.h"
#include "base/log.h"
#include "edge/http/listener.h"
#include "edge/intake.h"
#include "edge/intake/profile_shelf.h"

#define HEADER_MOST ((size_t)32 * 1024) /* of one request, with its line; also the size of a read */
#define IDLE_S 60u
#define PATH_MOST ((size_t)4096)
#define DISCARD_MOST ((int64_t)1 << 20) /* of the body of a request that has failed already */
#define LINGER_US (5 * INSTANT_SECOND)
#define STOP_S 60

/* What the library's callbacks keep besides the request. */
struct exchange {
    struct request request;
    struct arena *arena;
    bool begun;
    bool answered;
    bool answered_early; /* the answer went out before the body had come in; the rest is read and dropped */
    enum status st;      /* of begin and piece */
    int64_t dropped;
};

/* ---- request.h: what only the library knows ---- */

struct bytes request_header(const struct request *request, const char *name)
{
    return bytes_of(MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, name));
}

struct counting {
    const char *name;
    size_t count;
};

static enum MHD_Result count_header(void *arg, enum MHD_ValueKind kind, const char *name, const char *value)
{
    struct counting *counting = arg;

    (void)kind;
    (void)value;
    counting->count += bytes_equal_fold(bytes_of(name), bytes_of(counting->name));
    return MHD_YES;
}

size_t request_header_count(const struct request *request, const char *name)
{
    struct counting counting = {name, 0};

    MHD_get_connection_values(request->connection, MHD_HEADER_KIND, count_header, &counting);
    return counting.count;
}

enum status request_db(struct request *request, struct db **ret)
{
    if (request->db == NULL) {
        enum status st = pool_take(&request->op, request->server->pool, &request->db);

        if (st != ST_OK)
            return st;
    }
    *ret = request->db;
    return ST_OK;
}

void request_db_done(struct request *request)
{
    if (request->db != NULL)
        pool_give(request->server->pool, request->db);
    request->db = NULL;
}

/* ---- answers ---- */

static struct MHD_Response *response_new(struct request *request)
{
    const struct response *from = &request->response;
    struct MHD_Response *response =
        MHD_create_response_from_buffer(from->body.n, (void *)(uintptr_t)from->body.p, MHD_RESPMEM_PERSISTENT);

    if (from->content_type != NULL)
        MHD_add_response_header(response, "Content-Type", from->content_type);
    MHD_add_response_header(response, "X-Request-Id", request->id.p);
    MHD_add_response_header(response, "Cache-Control", "no-store");
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    if (atomic_load(&request->server->stopping))
        MHD_add_response_header(response, "Connection", "close");
    for (size_t i = 0; i < from->header_count; i++)
        MHD_add_response_header(response, from->headers[i].name, from->headers[i].value);
    return response;
}

static enum MHD_Result answer(struct exchange *exchange)
{
    struct request *request = &exchange->request;
    struct MHD_Response *response = response_new(request);
    enum MHD_Result result = MHD_queue_response(request->connection, (unsigned)request->response.status, response);

    MHD_destroy_response(response);
    exchange->answered = result == MHD_YES;
    return result;
}

/* The library answers only behind a body; one that is endless or slow is answered on the socket itself. The rest is then read for
 * a moment, so that the other side can read the answer before it meets a closed connection. */
static void answer_early(struct exchange *exchange)
{
    struct request *request = &exchange->request;
    const struct response *from = &request->response;
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(request->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct buf out;

    buf_init(&out, request->op.arena);
    buf_printf(&out, "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\nX-Request-Id: %s\r\nConnection: close\r\n",
               from->status, MHD_get_reason_phrase_for((unsigned)from->status), from->content_type, from->body.n, request->id.p);
    for (size_t i = 0; i < from->header_count; i++)
        buf_printf(&out, "%s: %s\r\n", from->headers[i].name, from->headers[i].value);
    buf_puts(&out, "\r\n");
    buf_put(&out, from->body);
    exchange->answered = exchange->answered_early = true;
    if (send(info->connect_fd, out.p, out.n, MSG_NOSIGNAL) != (ssize_t)out.n)
        log_event(LOG_DEBUG, "answer_lost", LOG_TEXT("request", request->id.p));
    shutdown(info->connect_fd, SHUT_WR);
}

/* ---- the steps ---- */

static bool id_is_good(struct bytes id)
{
    for (size_t i = 0; i < id.n; i++)
        if (!ascii_alnum(id.p[i]) && id.p[i] != '-')
            return false;
    return id.n >= 8 && id.n <= 64;
}

static void origin_read(struct request *request)
{
    struct arena *arena = request->op.arena;
    struct uuid random = uuid_random();
    struct bytes id = BYTES_NONE, address = BYTES_NONE;

    if (request->server->behind_proxy) {
        id = request_header(request, "X-Request-Id");
        address = request_header(request, "X-Real-IP");
    }
    request->id = id_is_good(id) ? bytes_copy(arena, id) : uuid_print(arena, &random);
    request->address = address.p == NULL ? BYTES("direct") : bytes_copy(arena, address);
}

/* nginx refuses these; whoever comes without it meets them here. */
static enum status shape_check(struct request *request)
{
    static const char *const once[] = {"Host",          "Content-Length", "Transfer-Encoding", "Content-Type", "Content-Encoding",
                                       "Authorization", "Idempotency-Key"};

    for (size_t i = 0; i < COUNT_OF(once); i++)
        if (request_header_count(request, once[i]) > 1)
            return request_fail(request, ST_USAGE, PROBLEM_TYPE_bad_request,
                                arena_printf(request->op.arena, "/header/%s", once[i]), "it stands there more than once");
    if (request_header(request, "Content-Length").p != NULL && request_header(request, "Transfer-Encoding").p != NULL)
        return request_fail(request, ST_USAGE, PROBLEM_TYPE_bad_request, "/header/Transfer-Encoding",
                            "it stands beside Content-Length");
    if (request->path.n > PATH_MOST || request->query.n > PATH_MOST)
        return request_fail(request, ST_USAGE, PROBLEM_TYPE_bad_request, "/path", "it is longer than %zu bytes", PATH_MOST);
    return ST_OK;
}

static enum status route_look(struct request *request)
{
    enum route_found found = route_find(request->op.arena, request->method, request->path, &request->route, request->parameters);

    if (found == ROUTE_NO_PATH)
        return request_fail(request, ST_NOTFOUND, PROBLEM_TYPE_not_found, "/path", "%s", "");
    if (found == ROUTE_NO_METHOD)
        return request_fail(request, ST_USAGE, PROBLEM_TYPE_method_not_allowed, NULL, "%s", "");
    request->has_route = true;
    return ST_OK;
}

static enum status begin(struct request *request)
{
    enum status st;

    origin_read(request);
    st = shape_check(request);
    if (st == ST_OK && atomic_load(&request->server->stopping))
        st = request_fail(request, ST_UNAVAILABLE, PROBLEM_TYPE_unavailable, NULL, "this process is stopping");
    if (st == ST_OK)
        st = route_look(request);
    if (st == ST_OK)
        st = caller_identify(request, routes[request->route].scope);
    if (st == ST_OK && handlers[request->route]->begin != NULL)
        st = handlers[request->route]->begin(request);
    return st;
}

static enum status piece_check(struct request *request)
{
    const struct server *server = request->server;

    if (clock_monotonic_us() - request->started_us > server->body_deadline_us)
        return request_fail(request, ST_USAGE, PROBLEM_TYPE_timeout, NULL, "the body must arrive in %lld seconds",
                            (long long)(server->body_deadline_us / INSTANT_SECOND));
    if (request->body_bytes > server->body_most)
        return request_fail(request, ST_LIMIT, PROBLEM_TYPE_too_large, "/body", "at most %lld MiB are taken",
                            (long long)(server->body_most >> 20));
    if (handlers[request->route]->piece == NULL)
        return request_fail(request, ST_USAGE, PROBLEM_TYPE_bad_request, "/body", "this route takes no body");
    return ST_OK;
}

static enum MHD_Result piece(struct exchange *exchange, struct bytes text)
{
    struct request *request = &exchange->request;
    int64_t age_us = clock_monotonic_us() - request->started_us;

    request->body_bytes += (int64_t)text.n;
    if (exchange->st == ST_OK) {
        exchange->st = piece_check(request);
        if (exchange->st == ST_OK)
            exchange->st = handlers[request->route]->piece(request, text);
    }
    if (exchange->st == ST_OK)
        return MHD_YES;
    exchange->dropped += (int64_t)text.n;
    if (exchange->answered_early)
        return age_us - request->answered_us < LINGER_US ? MHD_YES : MHD_NO;
    if (exchange->dropped > DISCARD_MOST || age_us > request->server->body_deadline_us) {
        response_problem(request, exchange->st);
        request->answered_us = age_us;
        answer_early(exchange);
    }
    return MHD_YES;
}

static enum MHD_Result end(struct exchange *exchange)
{
    struct request *request = &exchange->request;

    if (exchange->answered_early)
        return MHD_NO;
    if (exchange->st == ST_OK)
        exchange->st = handlers[request->route]->end(request);
    request_db_done(request);
    if (exchange->st != ST_OK)
        response_problem(request, exchange->st);
    return answer(exchange);
}

/* ---- the library's callbacks ---- */

static void *on_line(void *arg, const char *uri, struct MHD_Connection *connection)
{
    struct server *server = arg;
    struct exchange *exchange = calloc(1, sizeof(*exchange));
    struct request *request = &exchange->request;
    struct bytes rest;

    if (exchange == NULL)
        abort();
    exchange->arena = arena_new((size_t)config_number(server->options->config, CONFIG_unit_memory) << 20);
    op_init(&request->op, exchange->arena, clock_now_us(), "");
    request->server = server;
    request->connection = connection;
    request->started_us = clock_monotonic_us();
    rest = bytes_copy(exchange->arena, bytes_of(uri));
    bytes_next_part(&rest, '?', &request->path);
    request->query = rest;
    request->route = ROUTE_COUNT;
    atomic_fetch_add(&server->in_flight, 1);
    metric_in_flight(server->metric, 1);
    return exchange;
}

static enum MHD_Result on_access(void *arg, struct MHD_Connection *connection, const char *url, const char *method,
                                 const char *version, const char *data, size_t *size, void **state)
{
    struct exchange *exchange = *state;

    (void)arg, (void)connection, (void)url, (void)version;
    if (!exchange->begun) {
        exchange->begun = true;
        exchange->request.method = bytes_of(method);
        exchange->st = begin(&exchange->request);
        return MHD_YES;
    }
    if (*size == 0)
        return end(exchange);
    struct bytes text = {data, *size};

    *size = 0;
    return piece(exchange, text);
}

static void exchange_log(const struct exchange *exchange, int status, int64_t duration_us)
{
    const struct request *request = &exchange->request;
    bool failed = exchange->st != ST_OK && status_http(exchange->st) >= 500;

    log_event(failed ? LOG_ERROR : LOG_INFO, "request", LOG_TEXT("request", request->id.p == NULL ? "" : request->id.p),
              LOG_TEXT("route", request->has_route ? routes[request->route].symbol : "none"),
              LOG_TEXT("actor", request->op.actor), LOG_NUMBER("status", status), LOG_NUMBER("bytes", request->body_bytes),
              LOG_NUMBER("duration_us", duration_us), LOG_TEXT("cause", failed ? request->op.cause : ""));
}

static void on_done(void *arg, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode code)
{
    struct server *server = arg;
    struct exchange *exchange = *state;
    struct request *request;
    int64_t duration_us;

    (void)connection, (void)code; /* an answer that was sent counts, whether or not the other side has read it */
    if (exchange == NULL)
        return;
    request = &exchange->request;
    duration_us = clock_monotonic_us() - request->started_us;
    int status = exchange->answered ? request->response.status : 0;

    if (request->has_route && handlers[request->route]->close != NULL)
        handlers[request->route]->close(request);
    request_db_done(request);
    exchange_log(exchange, status, duration_us);
    metric_request(server->metric, request->route, status, duration_us, request->body_bytes);
    metric_in_flight(server->metric, -1);
    atomic_fetch_sub(&server->in_flight, 1);
    arena_free(&exchange->arena);
    free(exchange);
    *state = NULL;
}

/* Paths and queries are decoded by us, which refuses what is badly encoded. */
static size_t on_unescape(void *arg, struct MHD_Connection *connection, char *text)
{
    (void)arg, (void)connection;
    return strlen(text);
}

/* ---- start and stop ---- */

static enum status daemon_start(struct op *op, struct server *server, int fd, struct MHD_Daemon **ret)
{
    const struct config *config = server->options->config;
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_ITC, 0, NULL, NULL, on_access,
        server, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_URI_LOG_CALLBACK, on_line, server, MHD_OPTION_NOTIFY_COMPLETED, on_done,
        server, MHD_OPTION_UNESCAPE_CALLBACK, on_unescape, NULL, MHD_OPTION_CONNECTION_MEMORY_LIMIT, HEADER_MOST,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)config_number(config, CONFIG_http_connections), MHD_OPTION_CONNECTION_TIMEOUT,
        IDLE_S, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);

    if (daemon == NULL)
        return op_fail(op, ST_UNAVAILABLE, "the HTTP server cannot start");
    *ret = daemon;
    return ST_OK;
}

static void wait_for_signal(void)
{
    sigset_t signals;
    int which;

    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigwait(&signals, &which);
    log_event(LOG_INFO, "stopping", LOG_TEXT("signal", which == SIGTERM ? "TERM" : "INT"));
}

/* Blocked before the first thread is made, so that the signals come to the one that waits for them. */
static void signals_block(void)
{
    sigset_t signals;

    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
}

static void daemon_stop(struct server *server, struct MHD_Daemon *daemon)
{
    atomic_store(&server->stopping, true);
    int fd = MHD_quiesce_daemon(daemon);

    for (int tenth = 0; tenth < 10 * STOP_S && atomic_load(&server->in_flight) > 0; tenth++)
        usleep(100000);
    MHD_stop_daemon(daemon);
    if (fd >= 0)
        close(fd);
}

static void server_done(struct server *server)
{
    turns_free(&server->turns);
    pool_free(&server->pool);
    metric_free(&server->metric);
    throttle_free(&server->throttle);
    profile_shelf_free(&server->shelf);
}

static enum status serve(struct op *op, struct server *server, int fd)
{
    struct MHD_Daemon *daemon = NULL;
    enum status st = daemon_start(op, server, fd, &daemon);

    if (st != ST_OK)
        return st;
    log_event(LOG_INFO, "serving", LOG_TEXT("on", server->behind_proxy ? server->options->socket_path : server->options->listen));
    server->worker = worker_start(server->options, server->metric, server->shelf);
    wait_for_signal();
    daemon_stop(server, daemon);
    worker_stop(&server->worker);
    log_event(LOG_INFO, "stopped", LOG_NUMBER("unfinished", atomic_load(&server->in_flight)));
    return ST_OK;
}

enum status server_run(struct op *op, const struct server_options *options)
{
    const struct config *config = options->config;
    struct server server = {.options = options,
                            .behind_proxy = options->socket_path != NULL,
                            .body_most = config_number(config, CONFIG_http_body) << 20,
                            .body_deadline_us = config_number(config, CONFIG_http_body_time) * INSTANT_SECOND};
    int fd;
    enum status st = server.behind_proxy ? listener_unix(op, options->socket_path, &fd) : listener_tcp(op, options->listen, &fd);

    if (st != ST_OK)
        return st;
    signals_block();
    server.pool = pool_new(config_text(config, CONFIG_db), "efc_intake", (size_t)config_number(config, CONFIG_http_workers));
    server.turns = turns_new(pool_open, config_text(config, CONFIG_db), "efc_intake");
    server.metric = metric_new();
    server.throttle = throttle_new(config_number(config, CONFIG_http_failures));
    server.shelf = profile_shelf_new();
    st = serve(op, &server, fd);
    server_done(&server);
    if (server.behind_proxy)
        unlink(options->socket_path);
    return st;
}
