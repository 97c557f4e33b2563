/*
 * efc-demo-partner: a partner's server over HTTPS, for the demo and the tests.
 *
 * Takes POSTs on any path, checks the signature (Standard Webhooks) and the age of the message, and answers
 * {"received":true,"reference":"DP-<n>"}. A message takes effect once: a second delivery with the same key gets the same answer.
 * What it is told to do wrong (--behaviour) it does wrong, one item a message: a status such as 503 or 503x2 (x0: for ever), hang (takes
 * it and says nothing), drop (takes it and cuts the connection), wrong (200 without a confirmation), redirect, big (an endless answer).
 * Each message is a line of JSON in the journal.
 */
#include <argp.h>
#include <arpa/inet.h>
#include <microhttpd.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/annotate.h"
#include "base/clock.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/map.h"
#include "base/number.h"
#include "core/webhook.h"

#define BODY_LIMIT ((size_t)1 << 20)
#define BEHAVIOUR_LIMIT 64
#define HANG_SECONDS 600

enum act { ACT_ok, ACT_status, ACT_hang, ACT_drop, ACT_wrong, ACT_redirect, ACT_big };
static const char *const act_names[] = {"ok", "status", "hang", "drop", "wrong", "redirect", "big"};

struct behaviour {
    enum act act;
    unsigned status;
    int64_t times; /* 0: for ever */
};

struct server {
    uint16_t port;
    const char *certificate, *certificate_key, *secret, *journal_path, *port_path;
    int64_t tolerance_s;
    struct arena *arena; /* guarded by lock, as all below */
    struct bytes key;
    FILE *journal;
    struct behaviour script[BEHAVIOUR_LIMIT];
    size_t script_length, script_at;
    struct map taken; /* idempotency key -> reference */
    pthread_mutex_t lock;
};

/* One message while it comes in. */
struct message {
    struct arena *arena;
    struct buf body;
    bool too_long;
};

/* ---- judging a message ---- */

struct verdict {
    bool signature_good, time_good, repeat, effect;
    struct behaviour behaviour;
    unsigned status;
    struct bytes reference;
};

static struct behaviour next_behaviour(struct server *server)
{
    struct behaviour *now = &server->script[server->script_at];
    struct behaviour taken = *now;

    if (server->script_at == server->script_length)
        return (struct behaviour){.act = ACT_ok, .status = 200};
    if (now->times > 0 && --now->times == 0)
        server->script_at++;
    return taken;
}

static bool signature_good(struct server *server, struct arena *arena, struct MHD_Connection *connection, struct bytes body,
                           bool *ret_time_good)
{
    struct bytes id = bytes_of(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "webhook-id"));
    struct bytes at = bytes_of(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "webhook-timestamp"));
    struct bytes signature = bytes_of(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "webhook-signature"));
    int64_t seconds = 0, age;

    *ret_time_good = false;
    if (id.n == 0 || !parse_i64(at, &seconds))
        return false;
    age = clock_now_us() / INSTANT_SECOND - seconds;
    *ret_time_good = server->tolerance_s == 0 || (age <= server->tolerance_s && -age <= server->tolerance_s);
    return webhook_check(arena, server->key, id, seconds, body, signature);
}

/* Whether the message takes effect: once for each key, and not when the script turns it away. */
static void take_effect(struct server *server, struct bytes id, struct verdict *verdict)
{
    struct bytes *reference = map_find(&server->taken, id);

    verdict->repeat = reference != NULL;
    if (reference == NULL && verdict->behaviour.act != ACT_status && verdict->behaviour.act != ACT_redirect) {
        reference = arena_new_of(server->arena, struct bytes);
        *reference = bytes_printf(server->arena, "DP-%zu", map_count(&server->taken) + 1);
        *map_put(&server->taken, bytes_copy(server->arena, id)) = reference;
        verdict->effect = true;
    }
    if (reference != NULL)
        verdict->reference = *reference;
}

static void judge(struct server *server, struct message *message, struct MHD_Connection *connection, struct verdict *ret)
{
    struct bytes id = bytes_of(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "webhook-id"));

    *ret = (struct verdict){.status = 200};
    ret->signature_good = signature_good(server, message->arena, connection, buf_bytes(&message->body), &ret->time_good);
    if (!ret->signature_good || !ret->time_good || message->too_long) {
        ret->status = message->too_long ? 413 : 401;
        ret->behaviour.act = ACT_status;
        return;
    }
    ret->behaviour = next_behaviour(server);
    if (ret->behaviour.act == ACT_status)
        ret->status = ret->behaviour.status;
    take_effect(server, id, ret);
}

/* ---- the journal ---- */

static void journal_write(struct server *server, struct message *message, struct MHD_Connection *connection, const char *path,
                          const struct verdict *verdict)
{
    struct op op;
    struct json *tree;
    struct buf line;
    struct json_out out;

    op_init(&op, message->arena, 0, "");
    buf_init(&line, message->arena);
    json_out_init(&out, &line);
    json_open(&out, '{');
    json_key_string(&out, "received_at", instant_print(message->arena, clock_now_us()));
    json_key_string(&out, "path", bytes_of(path));
    json_key_string(&out, "webhook_id", bytes_of(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "webhook-id")));
    json_key(&out, "signature_good");
    json_bool(&out, verdict->signature_good);
    json_key(&out, "time_good");
    json_bool(&out, verdict->time_good);
    json_key(&out, "repeat");
    json_bool(&out, verdict->repeat);
    json_key(&out, "effect");
    json_bool(&out, verdict->effect);
    json_key_string(&out, "behaviour", bytes_of(act_names[verdict->behaviour.act]));
    json_key_i64(&out, "status", verdict->status);
    json_key_string(&out, "reference", verdict->reference);
    json_key(&out, "body");
    if (json_parse(&op, buf_bytes(&message->body), &tree) == ST_OK)
        json_raw(&out, buf_bytes(&message->body));
    else
        json_null(&out);
    json_close(&out, '}');
    fprintf(server->journal, "%.*s\n", (int)line.n, line.p);
    fflush(server->journal);
}

/* ---- answering ---- */

static enum MHD_Result answer(struct MHD_Connection *connection, unsigned status, struct bytes text, const char *location)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(text.n, (void *)text.p, MHD_RESPMEM_MUST_COPY);
    enum MHD_Result result;

    MHD_add_response_header(response, "Content-Type", "application/json");
    if (location != NULL)
        MHD_add_response_header(response, "Location", location);
    result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static ssize_t endless(void *arg UNUSED, uint64_t position UNUSED, char *to, size_t most)
{
    memset(to, ' ', most);
    return (ssize_t)most;
}

static enum MHD_Result answer_endless(struct MHD_Connection *connection)
{
    struct MHD_Response *response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096, endless, NULL, NULL);
    enum MHD_Result result = MHD_queue_response(connection, 200, response);

    MHD_destroy_response(response);
    return result;
}

static struct bytes confirmation(struct arena *arena, struct bytes reference)
{
    struct buf buf;
    struct json_out out;

    buf_init(&buf, arena);
    json_out_init(&out, &buf);
    json_open(&out, '{');
    json_key(&out, "received");
    json_bool(&out, true);
    json_key_string(&out, "reference", reference);
    json_close(&out, '}');
    return buf_bytes(&buf);
}

typedef enum MHD_Result act_fn(struct message *message, struct MHD_Connection *connection, const struct verdict *verdict);

static enum MHD_Result act_ok(struct message *message, struct MHD_Connection *connection, const struct verdict *verdict)
{
    return answer(connection, 200, confirmation(message->arena, verdict->reference), NULL);
}

static enum MHD_Result act_status(struct message *message UNUSED, struct MHD_Connection *connection,
                                  const struct verdict *verdict)
{
    return answer(connection, verdict->status, BYTES("{\"received\":false}"), NULL);
}

static enum MHD_Result act_hang(struct message *message UNUSED, struct MHD_Connection *connection UNUSED,
                                const struct verdict *verdict UNUSED)
{
    sleep(HANG_SECONDS);
    return MHD_NO;
}

static enum MHD_Result act_drop(struct message *message UNUSED, struct MHD_Connection *connection UNUSED,
                                const struct verdict *verdict UNUSED)
{
    return MHD_NO;
}

static enum MHD_Result act_wrong(struct message *message UNUSED, struct MHD_Connection *connection,
                                 const struct verdict *verdict UNUSED)
{
    return answer(connection, 200, BYTES("thank you"), NULL);
}

static enum MHD_Result act_redirect(struct message *message UNUSED, struct MHD_Connection *connection,
                                    const struct verdict *verdict UNUSED)
{
    return answer(connection, 307, BYTES("{}"), "https://127.0.0.1:1/elsewhere");
}

static enum MHD_Result act_big(struct message *message UNUSED, struct MHD_Connection *connection,
                               const struct verdict *verdict UNUSED)
{
    return answer_endless(connection);
}

static act_fn *const acts[] = {
    [ACT_ok] = act_ok,       [ACT_status] = act_status,     [ACT_hang] = act_hang, [ACT_drop] = act_drop,
    [ACT_wrong] = act_wrong, [ACT_redirect] = act_redirect, [ACT_big] = act_big};

static enum MHD_Result take_piece(struct message *message, const char *data, size_t *size)
{
    if (message->body.n + *size > BODY_LIMIT)
        message->too_long = true;
    else
        buf_put(&message->body, (struct bytes){data, *size});
    *size = 0;
    return MHD_YES;
}

static struct message *message_new(void)
{
    struct arena *arena = arena_new(8 * BODY_LIMIT);
    struct message *message = arena_new_of(arena, struct message);

    message->arena = arena;
    buf_init(&message->body, arena);
    return message;
}

static enum MHD_Result on_request(void *arg, struct MHD_Connection *connection, const char *path, const char *method,
                                  const char *version UNUSED, const char *data, size_t *size, void **state)
{
    struct server *server = arg;
    struct message *message = *state;
    struct verdict verdict;

    if (message == NULL) {
        *state = message_new();
        return MHD_YES;
    }
    if (*size > 0)
        return take_piece(message, data, size);
    if (strcmp(method, "POST") != 0)
        return answer(connection, 405, BYTES("{}"), NULL);
    pthread_mutex_lock(&server->lock);
    judge(server, message, connection, &verdict);
    journal_write(server, message, connection, path, &verdict);
    pthread_mutex_unlock(&server->lock);
    return acts[verdict.behaviour.act](message, connection, &verdict);
}

static void on_end(void *arg UNUSED, struct MHD_Connection *connection UNUSED, void **state,
                   enum MHD_RequestTerminationCode code UNUSED)
{
    struct message *message = *state;

    if (message != NULL)
        arena_free(&(struct arena *){message->arena});
    *state = NULL;
}

/* ---- settings ---- */

static bool behaviour_parse(struct bytes text, struct behaviour *ret)
{
    struct bytes name = text, times = BYTES_NONE;
    size_t x;
    uint64_t number;

    *ret = (struct behaviour){.times = 1};
    if (bytes_find(text, 'x', &x)) {
        name = bytes_slice(text, 0, x);
        times = bytes_from(text, x + 1);
        if (!parse_i64(times, &ret->times) || ret->times < 0)
            return false;
    }
    for (size_t i = 0; i < COUNT_OF(act_names); i++)
        if (i != ACT_status && bytes_is(name, act_names[i])) {
            ret->act = (enum act)i;
            return true;
        }
    if (!parse_u64(name, &number) || number < 200 || number > 599)
        return false;
    ret->act = ACT_status;
    ret->status = (unsigned)number;
    return true;
}

static void script_parse(struct argp_state *state, struct server *server, const char *text)
{
    struct bytes rest = bytes_of(text), part;

    while (bytes_next_part(&rest, ',', &part))
        if (server->script_length == BEHAVIOUR_LIMIT || !behaviour_parse(part, &server->script[server->script_length++]))
            argp_error(state, "--behaviour: items are 503, 503x2, hang, drop, wrong, redirect, big or ok");
}

/* An option that keeps its text; the place is where. */
struct text_option {
    int key;
    size_t place;
};

static const struct text_option text_options[] = {{'c', offsetof(struct server, certificate)},
                                                  {'k', offsetof(struct server, certificate_key)},
                                                  {'s', offsetof(struct server, secret)},
                                                  {'j', offsetof(struct server, journal_path)},
                                                  {'f', offsetof(struct server, port_path)}};

static bool keep_text(struct server *server, int key, const char *value)
{
    for (size_t i = 0; i < COUNT_OF(text_options); i++)
        if (text_options[i].key == key) {
            *(const char **)((char *)server + text_options[i].place) = value;
            return true;
        }
    return false;
}

static int64_t number_of(struct argp_state *state, const char *value, int64_t most)
{
    int64_t number = 0;

    if (!parse_i64(bytes_of(value), &number) || number < 0 || number > most)
        argp_error(state, "a number from 0 to %lld is needed", (long long)most);
    return number;
}

static error_t on_option(int key, char *value, struct argp_state *state)
{
    struct server *server = state->input;

    if (key == 'p')
        server->port = (uint16_t)number_of(state, value, 65535);
    else if (key == 't')
        server->tolerance_s = number_of(state, value, INT32_MAX);
    else if (key == 'b')
        script_parse(state, server, value);
    else if (key == ARGP_KEY_END &&
             (!server->certificate || !server->certificate_key || !server->secret || !server->journal_path))
        argp_error(state, "--cert, --key, --secret and --journal are needed");
    else if (key != ARGP_KEY_END && !keep_text(server, key, value))
        return ARGP_ERR_UNKNOWN;
    return 0;
}

static const struct argp_option options[] = {
    {"port", 'p', "PORT", 0, "where it listens on 127.0.0.1; 0 (the default): a free one", 0},
    {"port-file", 'f', "FILE", 0, "writes the port there once it listens", 0},
    {"cert", 'c', "FILE", 0, "its certificate (certificates.sh makes one)", 0},
    {"key", 'k', "FILE", 0, "the key of the certificate", 0},
    {"secret", 's', "FILE", 0, "file with the signing key, whsec_...", 0},
    {"journal", 'j', "FILE", 0, "a line for each message", 0},
    {"behaviour", 'b', "LIST", 0,
     "what it does to one message after the other: 503, 503x2, hang, drop, wrong, redirect, big, ok; then ok", 0},
    {"tolerance", 't', "SECONDS", 0, "how old a message may be (300); 0: any age", 0},
    {0},
};

static char *text_of_file(struct arena *arena, const char *path)
{
    char *text = arena_alloc(arena, 65536);
    FILE *file = fopen(path, "rb");

    if (file == NULL) {
        fprintf(stderr, "efc-demo-partner: %s cannot be read\n", path);
        exit(1);
    }
    text[fread(text, 1, 65535, file)] = '\0';
    fclose(file);
    return text;
}

static void say_port(const struct server *server, struct MHD_Daemon *daemon)
{
    unsigned port = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
    FILE *file = server->port_path == NULL ? NULL : fopen(server->port_path, "w");

    printf("listening on https://localhost:%u/\n", port);
    fflush(stdout);
    if (file != NULL) {
        fprintf(file, "%u\n", port);
        fclose(file);
    }
}

static struct MHD_Daemon *listen_on(struct server *server)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(server->port), .sin_addr = {htonl(INADDR_LOOPBACK)}};

    return MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_TLS, server->port, NULL,
                            NULL, on_request, server, MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_HTTPS_MEM_KEY,
                            text_of_file(server->arena, server->certificate_key), MHD_OPTION_HTTPS_MEM_CERT,
                            text_of_file(server->arena, server->certificate), MHD_OPTION_NOTIFY_COMPLETED, on_end, NULL,
                            MHD_OPTION_LISTENING_ADDRESS_REUSE, 1U, MHD_OPTION_END);
}

int main(int argc, char **argv)
{
    static struct server server = {.tolerance_s = 300, .lock = PTHREAD_MUTEX_INITIALIZER};
    struct argp argp = {
        .options = options, .parser = on_option, .doc = "A partner's server over HTTPS, for the demo and the tests."};
    struct MHD_Daemon *daemon;
    sigset_t signals;
    int number;

    server.arena = arena_new((size_t)1 << 28);
    map_init(&server.taken, server.arena);
    argp_parse(&argp, argc, argv, 0, NULL, &server);
    server.journal = fopen(server.journal_path, "ae");
    if (server.journal == NULL ||
        !webhook_key_parse(server.arena, bytes_trim(bytes_of(text_of_file(server.arena, server.secret))), &server.key)) {
        fprintf(stderr, "efc-demo-partner: the journal cannot be written, or the secret is no whsec_ key\n");
        return 1;
    }
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    daemon = listen_on(&server);
    if (daemon == NULL) {
        fprintf(stderr, "efc-demo-partner: cannot listen on 127.0.0.1:%u\n", server.port);
        return 1;
    }
    say_port(&server, daemon);
    sigwait(&signals, &number);
    _exit(0); /* a hanging connection is not waited for */
}
