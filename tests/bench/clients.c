/*
 * bench_clients: many clients of the push API at once, each sending small submissions one after the other over its own connection.
 *
 *   bench_clients URL TOKENS SUBMISSIONS RECORDS RECEIPTS
 *     TOKENS    a file with a bearer token a line; each is a client
 *     RECEIPTS  a file to write: of each submission that was answered with 201 and a receipt for all its records, the receipt's id
 *
 * Prints: submissions, of them refused, connections, seconds, and p50, p99 and the longest from the first byte sent to the last received,
 * in milliseconds.
 */
#include <curl/curl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/number.h"

#define MERCHANTS 20000 /* that clients send flags about: some meet */
#define TOKEN_MOST 512
#define SHOWN 3 /* refusals of each client that are explained */

struct load {
    const char *url;
    int64_t submissions; /* of each client */
    int64_t records;     /* of each submission */
    pthread_barrier_t start;
};

struct client {
    struct load *load;
    int64_t number;
    char token[TOKEN_MOST];
    pthread_t thread;
    struct arena *arena; /* what is left at the end */
    struct arena *scratch;
    int64_t *took_us;
    struct buf receipts; /* ids, one a line */
    int64_t refused;
    int64_t connections;
};

/* ---- one submission ---- */

static uint32_t next_random(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33);
}

/* References of another submission; merchants that others may flag as well. */
static void put_flags(const struct client *client, int64_t submission, struct buf *out)
{
    uint64_t seed = (uint64_t)(client->number << 32 | submission);

    buf_puts(out, "source_ref,flagged_at,reason,acquirer_bin,card_acceptor_id,merchant_name,merchant_url,support_email\n");
    for (int64_t i = 0; i < client->load->records; i++) {
        unsigned merchant = next_random(&seed) % MERCHANTS;

        buf_printf(out,
                   "LOAD-%" PRId64 "-%" PRId64 "-%" PRId64 ",2026-03-%02uT12:%02u:00Z,chargebacks,412345,SHOP%08u,Shop %u,"
                   "https://shop%u.example/pay,help@shop%u.example\n",
                   client->number, submission, i, 1 + next_random(&seed) % 28, next_random(&seed) % 60, merchant, merchant,
                   merchant, merchant);
    }
}

static size_t keep(char *text, size_t size, size_t count, void *arg)
{
    buf_put(arg, (struct bytes){text, size * count});
    return size * count;
}

/* A receipt for all of it; its id, or BYTES_NONE. */
static struct bytes receipt_read(struct arena *arena, struct bytes body, int64_t records)
{
    struct json *receipt;
    struct op op;

    op_init(&op, arena, 0, "");
    if (json_parse(&op, body, &receipt) != ST_OK)
        return BYTES_NONE;
    const struct json *accepted = json_find(receipt, "accepted");
    int64_t count = -1;

    return accepted != NULL && parse_i64(accepted->text, &count) && count == records ? json_find_text(receipt, "receipt_id")
                                                                                     : BYTES_NONE;
}

static void answer_take(struct client *client, CURLcode code, long status, struct bytes body)
{
    struct bytes id = code == CURLE_OK && status == 201 ? receipt_read(client->scratch, body, client->load->records) : BYTES_NONE;

    if (id.n > 0) {
        buf_put(&client->receipts, id);
        buf_putc(&client->receipts, '\n');
        return;
    }
    if (client->refused++ < SHOWN)
        fprintf(stderr, "client %" PRId64 ": %s, status %ld: %.*s\n", client->number, curl_easy_strerror(code), status,
                (int)body.n, body.p == NULL ? "" : body.p);
}

static void submit(struct client *client, CURL *curl, int64_t submission)
{
    long status = 0, connects = 0;
    struct buf body, answer;

    arena_reset(client->scratch);
    buf_init(&body, client->scratch);
    buf_init(&answer, client->scratch);
    put_flags(client, submission, &body);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.p);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)body.n);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
    int64_t since_us = clock_monotonic_us();
    CURLcode code = curl_easy_perform(curl);

    client->took_us[submission] = clock_monotonic_us() - since_us;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(curl, CURLINFO_NUM_CONNECTS, &connects);
    client->connections += connects;
    answer_take(client, code, status, buf_bytes(&answer));
}

/* ---- one client ---- */

static void *client_run(void *arg)
{
    struct client *client = arg;
    CURL *curl = curl_easy_init();
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: text/csv");

    headers = curl_slist_append(headers, arena_printf(client->arena, "Authorization: Bearer %s", client->token));
    curl_easy_setopt(curl, CURLOPT_URL, client->load->url);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    pthread_barrier_wait(&client->load->start);
    for (int64_t i = 0; i < client->load->submissions; i++)
        submit(client, curl, i);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    return NULL;
}

static void client_begin(struct client *client, struct load *load, int64_t number)
{
    client->load = load;
    client->number = number;
    client->arena = arena_new(SIZE_MAX);
    client->scratch = arena_new(SIZE_MAX);
    client->took_us = arena_array(client->arena, int64_t, (size_t)load->submissions);
    buf_init(&client->receipts, client->arena);
    if (pthread_create(&client->thread, NULL, client_run, client) != 0)
        abort();
}

/* ---- all of them ---- */

static int shorter(const void *a, const void *b)
{
    int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;

    return (one > other) - (one < other);
}

static void results_print(const struct client *clients, size_t count, const struct load *load, int64_t passed_us, FILE *receipts)
{
    struct arena *arena = arena_new(SIZE_MAX);
    size_t each = (size_t)load->submissions, all = count * each;
    int64_t *took_us = arena_array(arena, int64_t, all), refused = 0, connections = 0;

    for (size_t i = 0; i < count; i++) {
        memcpy(took_us + i * each, clients[i].took_us, each * sizeof(*took_us));
        refused += clients[i].refused;
        connections += clients[i].connections;
        fwrite(clients[i].receipts.p, 1, clients[i].receipts.n, receipts);
    }
    qsort(took_us, all, sizeof(*took_us), shorter);
    printf("%zu %" PRId64 " %" PRId64 " %.2f %.1f %.1f %.1f\n", all, refused, connections, (double)passed_us / 1e6,
           (double)took_us[(all - 1) / 2] / 1e3, (double)took_us[(all - 1) * 99 / 100] / 1e3, (double)took_us[all - 1] / 1e3);
    arena_free(&arena);
}

static size_t tokens_read(const char *path, struct client *clients, size_t most)
{
    FILE *file = fopen(path, "r");
    size_t count = 0;

    while (file != NULL && count < most && fgets(clients[count].token, TOKEN_MOST, file) != NULL) {
        clients[count].token[strcspn(clients[count].token, "\n")] = '\0';
        count++;
    }
    if (file != NULL)
        fclose(file);
    return count;
}

static void all_run(struct client *clients, size_t count, struct load *load, FILE *receipts)
{
    pthread_barrier_init(&load->start, NULL, (unsigned)count + 1);
    for (size_t i = 0; i < count; i++)
        client_begin(&clients[i], load, (int64_t)i);
    pthread_barrier_wait(&load->start);
    int64_t since_us = clock_monotonic_us();

    for (size_t i = 0; i < count; i++)
        pthread_join(clients[i].thread, NULL);
    results_print(clients, count, load, clock_monotonic_us() - since_us, receipts);
    for (size_t i = 0; i < count; i++) {
        arena_free(&clients[i].arena);
        arena_free(&clients[i].scratch);
    }
}

#define CLIENTS_MOST 1024

int main(int argc, char **argv)
{
    static struct client clients[CLIENTS_MOST];
    struct load load = {.url = argc == 6 ? argv[1] : NULL};

    if (argc != 6 || !parse_i64(bytes_of(argv[3]), &load.submissions) || !parse_i64(bytes_of(argv[4]), &load.records) ||
        load.submissions < 1 || load.records < 1) {
        fputs("usage: bench_clients URL TOKENS SUBMISSIONS RECORDS RECEIPTS\n", stderr);
        return 2;
    }
    size_t count = tokens_read(argv[2], clients, CLIENTS_MOST);
    FILE *receipts = fopen(argv[5], "w");

    if (count == 0 || receipts == NULL || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        fputs("bench_clients: there is no token, or the file of receipts cannot be written\n", stderr);
        return 3;
    }
    all_run(clients, count, &load, receipts);
    return fclose(receipts) == 0 ? 0 : 3;
}
