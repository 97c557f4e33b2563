#include <curl/curl.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "core/webhook.h"
#include "edge/deliver.h"
#include "edge/egress.h"

struct transfer {
    CURL *easy;
    struct curl_slist *headers;
    struct arena *arena;
    struct buf answer;
    struct egress_gate gate;
    bool answer_too_long;
};

/* ---- callbacks of libcurl ---- */

static size_t take_answer(char *data, size_t size, size_t count, void *arg)
{
    struct transfer *transfer = arg;

    if (transfer->answer.n + size * count > REQUEST_ANSWER_LIMIT) {
        transfer->answer_too_long = true;
        return 0;
    }
    buf_put(&transfer->answer, (struct bytes){data, size * count});
    return size * count;
}

/* ---- making it ready ---- */

static void add_header(struct transfer *transfer, const char *name, struct bytes value)
{
    transfer->headers =
        curl_slist_append(transfer->headers, arena_printf(transfer->arena, "%s: %.*s", name, (int)value.n, value.p));
}

static void add_headers(struct transfer *transfer, const struct transfer_target *target)
{
    struct bytes signature = webhook_sign(transfer->arena, target->key, target->id, target->at_seconds, target->body);

    add_header(transfer, "Content-Type", BYTES("application/json"));
    add_header(transfer, "User-Agent", BYTES("efc/" EFC_VERSION));
    add_header(transfer, "Expect", BYTES("")); /* no waiting for 100 Continue: the body goes at once */
    add_header(transfer, "webhook-id", target->id);
    add_header(transfer, "webhook-timestamp", bytes_printf(transfer->arena, "%lld", (long long)target->at_seconds));
    add_header(transfer, "webhook-signature", signature);
}

static void set_message(struct transfer *transfer, const struct transfer_target *target)
{
    CURL *easy = transfer->easy;

    curl_easy_setopt(easy, CURLOPT_URL, bytes_cstr(transfer->arena, target->url));
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)target->body.n);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, target->body.p); /* not copied: the body lives as long as the delivery */
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_answer);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(easy, CURLOPT_MAXFILESIZE, (long)REQUEST_ANSWER_LIMIT);
}

struct transfer *transfer_new(struct arena *arena, const struct transfer_target *target, const char **ret_why)
{
    struct transfer *transfer = arena_new_of(arena, struct transfer);

    transfer->arena = arena;
    buf_init(&transfer->answer, arena);
    if (!egress_url_good(arena, target->url, "https")) {
        *ret_why = "the partner's delivery URL is not of the form https://host/path";
        return NULL;
    }
    if (!network_list_parse(arena, target->networks, &transfer->gate.networks)) {
        *ret_why = "the partner's delivery networks are not well formed";
        return NULL;
    }
    transfer->easy = curl_easy_init();
    if (transfer->easy == NULL) {
        *ret_why = "the HTTP library could not be set up";
        return NULL;
    }
    add_headers(transfer, target);
    egress_set(transfer->easy, &transfer->gate, target->ca.p == NULL ? NULL : bytes_cstr(arena, target->ca), target->timeout_ms);
    set_message(transfer, target);
    return transfer;
}

void *transfer_handle(struct transfer *transfer)
{
    return transfer->easy;
}

/* ---- what came of it ---- */

/* Whether a byte of the message may have left. */
static bool was_sent(CURL *easy)
{
    long head = 0;
    curl_off_t body = 0;

    curl_easy_getinfo(easy, CURLINFO_REQUEST_SIZE, &head);
    curl_easy_getinfo(easy, CURLINFO_SIZE_UPLOAD_T, &body);
    return head > 0 || body > 0;
}

void transfer_judge(struct transfer *transfer, int code, struct delivery_result *ret)
{
    struct request_answer answer = {
        .connected = was_sent(transfer->easy), .answered = code == CURLE_OK, .body = buf_bytes(&transfer->answer)};
    long http_status = 0;

    curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &http_status);
    answer.http_status = http_status;
    ret->http_status = http_status;
    ret->verdict = request_answer_judge(transfer->arena, &answer, &ret->reference, &ret->why);
    if (!answer.answered)
        ret->why = egress_failure_text(transfer->easy, (CURLcode)code, ret->why);
    if (transfer->answer_too_long || code == CURLE_FILESIZE_EXCEEDED)
        ret->why = "the answer of the partner's server is too long";
    if (!answer.connected && egress_refused(&transfer->gate)) {
        ret->verdict = ANSWER_refused;
        ret->why = egress_not_permitted;
    }
}

void transfer_free(struct transfer **transfer)
{
    if (*transfer == NULL)
        return;
    curl_easy_cleanup((*transfer)->easy);
    curl_slist_free_all((*transfer)->headers);
    *transfer = NULL;
}
