#include <curl/curl.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "core/webhook.h"
#include "edge/deliver.h"
#include "edge/network.h"

#define CONNECT_LIMIT_MS 10000L

struct transfer {
    CURL *easy;
    struct curl_slist *headers;
    struct arena *arena;
    struct buf answer;
    struct network_list networks;
    bool address_refused;
    bool answer_too_long;
};

/* ---- callbacks of libcurl ---- */

static curl_socket_t open_socket(void *arg, curlsocktype purpose UNUSED, struct curl_sockaddr *address)
{
    struct transfer *transfer = arg;

    if (!network_permits(&transfer->networks, (const struct sockaddr *)&address->addr)) {
        transfer->address_refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

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

static bool has_part(CURLU *parsed, CURLUPart part)
{
    char *text = NULL;
    bool has = curl_url_get(parsed, part, &text, 0) == CURLUE_OK;

    curl_free(text);
    return has;
}

static void url_free(CURLU **parsed)
{
    curl_url_cleanup(*parsed);
}

/* Only https://host[:port]/path. What two readers could read as two hosts is no URL. */
static bool url_good(struct arena *arena, struct bytes url)
{
    AUTO(url_free) CURLU *parsed = curl_url();

    if (!bytes_start(url, BYTES("https://")) || bytes_start(url, BYTES("https:///")))
        return false;
    for (size_t i = 0; i < url.n; i++)
        if ((unsigned char)url.p[i] <= 0x20 || (unsigned char)url.p[i] >= 0x7F || url.p[i] == '\\' || url.p[i] == '@')
            return false;
    return parsed != NULL && curl_url_set(parsed, CURLUPART_URL, bytes_cstr(arena, url), 0) == CURLUE_OK &&
           has_part(parsed, CURLUPART_HOST) && !has_part(parsed, CURLUPART_USER) && !has_part(parsed, CURLUPART_FRAGMENT);
}

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

static void set_limits(CURL *easy, const struct transfer_target *target)
{
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https");
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)target->timeout_ms);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_LIMIT_MS);
    curl_easy_setopt(easy, CURLOPT_MAXFILESIZE, (long)REQUEST_ANSWER_LIMIT);
}

static void set_message(struct transfer *transfer, const struct transfer_target *target)
{
    CURL *easy = transfer->easy;

    curl_easy_setopt(easy, CURLOPT_URL, bytes_cstr(transfer->arena, target->url));
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)target->body.n);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, target->body.p); /* not copied: the body lives as long as the delivery */
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, transfer);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_answer);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
    if (target->ca.p != NULL) {
        curl_easy_setopt(easy, CURLOPT_CAINFO, bytes_cstr(transfer->arena, target->ca));
        curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    }
}

struct transfer *transfer_new(struct arena *arena, const struct transfer_target *target, const char **ret_why)
{
    struct transfer *transfer = arena_new_of(arena, struct transfer);

    transfer->arena = arena;
    buf_init(&transfer->answer, arena);
    if (!url_good(arena, target->url)) {
        *ret_why = "the partner's delivery URL is not of the form https://host/path";
        return NULL;
    }
    if (!network_list_parse(arena, target->networks, &transfer->networks)) {
        *ret_why = "the partner's delivery networks are not well formed";
        return NULL;
    }
    transfer->easy = curl_easy_init();
    if (transfer->easy == NULL) {
        *ret_why = "the HTTP library could not be set up";
        return NULL;
    }
    add_headers(transfer, target);
    set_limits(transfer->easy, target);
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

struct code_row {
    CURLcode code;
    const char *why;
};

/* Better words than "cannot be reached" for what went wrong before a byte of the message was sent. */
static const struct code_row codes[] = {
    {CURLE_COULDNT_RESOLVE_HOST, "the name of the partner's server cannot be resolved"},
    {CURLE_PEER_FAILED_VERIFICATION, "the certificate of the partner's server is not valid"},
    {CURLE_SSL_CACERT_BADFILE, "the certificate authority of the partner cannot be read"},
    {CURLE_SSL_CONNECT_ERROR, "the partner's server does not speak TLS as it should"},
    {CURLE_OPERATION_TIMEDOUT, "the partner's server did not answer in time"},
};

static const char *code_text(CURLcode code, const char *otherwise)
{
    for (size_t i = 0; i < COUNT_OF(codes); i++)
        if (codes[i].code == code)
            return codes[i].why;
    return otherwise;
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
        ret->why = code_text((CURLcode)code, ret->why);
    if (transfer->answer_too_long || code == CURLE_FILESIZE_EXCEEDED)
        ret->why = "the answer of the partner's server is too long";
    if (!answer.connected && transfer->address_refused) {
        ret->verdict = ANSWER_refused;
        ret->why = "the partner's server stands in a network that is not permitted";
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
