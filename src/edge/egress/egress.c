#include "edge/egress.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/annotate.h"
#include "base/clock.h"

#define CONNECT_LIMIT_MS 10000L

const char egress_not_permitted[] = "the partner's server stands in a network that is not permitted";

/* ---- URLs ---- */

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

bool egress_url_good(struct arena *arena, struct bytes url, const char *scheme)
{
    AUTO(url_free) CURLU *parsed = curl_url();
    struct bytes begin = bytes_printf(arena, "%s://", scheme);

    if (!bytes_start(url, begin) || url.n == begin.n || url.p[begin.n] == '/')
        return false;
    for (size_t i = 0; i < url.n; i++)
        if ((unsigned char)url.p[i] <= 0x20 || (unsigned char)url.p[i] >= 0x7F || url.p[i] == '\\' || url.p[i] == '@')
            return false;
    return parsed != NULL && curl_url_set(parsed, CURLUPART_URL, bytes_cstr(arena, url), 0) == CURLUE_OK &&
           has_part(parsed, CURLUPART_HOST) && !has_part(parsed, CURLUPART_USER) && !has_part(parsed, CURLUPART_FRAGMENT);
}

/* ---- libcurl ---- */

bool egress_refused(const struct egress_gate *gate)
{
    return gate->refused && !gate->permitted;
}

static curl_socket_t open_socket(void *arg, curlsocktype purpose UNUSED, struct curl_sockaddr *address)
{
    struct egress_gate *gate = arg;

    if (!network_permits(&gate->networks, (const struct sockaddr *)&address->addr)) {
        gate->refused = true;
        return CURL_SOCKET_BAD;
    }
    gate->permitted = true;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

void egress_set(CURL *easy, struct egress_gate *gate, const char *ca, int64_t timeout_ms)
{
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https");
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)timeout_ms);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_LIMIT_MS);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, gate);
    if (ca != NULL) {
        curl_easy_setopt(easy, CURLOPT_CAINFO, ca);
        curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    }
}

struct code_row {
    CURLcode code;
    const char *why;
};

static const char unresolved[] = "the name of the partner's server cannot be resolved";
static const char unreached[] = "the partner's server cannot be reached";

static const struct code_row codes[] = {
    {CURLE_COULDNT_RESOLVE_HOST, unresolved},
    {CURLE_COULDNT_CONNECT, unreached},
    {CURLE_SSL_CACERT_BADFILE, "the certificate authority of the partner cannot be read"},
    {CURLE_SSL_CERTPROBLEM, "our own certificate or its key cannot be used"},
    {CURLE_SSL_CONNECT_ERROR, "the partner's server does not speak TLS as it should"},
    {CURLE_OPERATION_TIMEDOUT, "the partner's server did not answer in time"},
    {CURLE_GOT_NOTHING, "the partner's server hangs up without an answer"},
    {CURLE_WEIRD_SERVER_REPLY, "the partner's server does not speak HTTP as it should"},
    {CURLE_UNSUPPORTED_PROTOCOL, "the partner's server does not speak HTTP as it should"},
    {CURLE_PARTIAL_FILE, "the partner's server ends its answer before the end that it has announced"},
};

/* What OpenSSL says of a certificate (X509_V_ERR_…). 1 is what libcurl says before it asks: then it stopped at the name. */
static const struct certificate_row {
    long result;
    const char *why;
} certificate_results[] = {
    {1, "the certificate of the partner's server is not valid: it is for another name"},
    {9, "the certificate of the partner's server is not valid: its time has not come yet"},
    {10, "the certificate of the partner's server is not valid: it has expired"},
    {18, "the certificate of the partner's server is not valid: it is signed by itself"},
    {19, "the certificate of the partner's server is not valid: its authority is not known here"},
    {20, "the certificate of the partner's server is not valid: its authority is not known here"},
    {21, "the certificate of the partner's server is not valid: its authority is not known here"},
    {23, "the certificate of the partner's server is not valid: it has been revoked"},
};

static const char *certificate_text(CURL *easy)
{
    long result = -1;

    curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, &result);
    for (size_t i = 0; i < COUNT_OF(certificate_results); i++)
        if (certificate_results[i].result == result)
            return certificate_results[i].why;
    return "the certificate of the partner's server is not valid";
}

const char *egress_failure_text(CURL *easy, CURLcode code, const char *otherwise)
{
    if (code == CURLE_PEER_FAILED_VERIFICATION)
        return certificate_text(easy);
    for (size_t i = 0; i < COUNT_OF(codes); i++)
        if (codes[i].code == code)
            return codes[i].why;
    return otherwise;
}

/* ---- a plain connection ---- */

static void addresses_free(struct addrinfo **list)
{
    if (*list != NULL)
        freeaddrinfo(*list);
}

static bool wait_connected(int fd, int64_t until_us)
{
    struct pollfd wanted = {.fd = fd, .events = POLLOUT};
    int error = 0, n;
    socklen_t size = sizeof(error);

    do
        n = poll(&wanted, 1, (int)((until_us - clock_monotonic_us()) / 1000));
    while (n < 0 && errno == EINTR && clock_monotonic_us() < until_us);
    return n == 1 && getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0;
}

static int address_connect(const struct addrinfo *address, int64_t until_us)
{
    int fd = socket(address->ai_family, address->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, address->ai_protocol), on = 1;

    if (fd < 0)
        return -1;
    if ((connect(fd, address->ai_addr, address->ai_addrlen) == 0 || errno == EINPROGRESS) && wait_connected(fd, until_us)) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
        return fd;
    }
    close(fd);
    return -1;
}

int egress_connect(struct egress_gate *gate, const char *host, const char *port, int64_t timeout_ms, const char **ret_why)
{
    AUTO(addresses_free) struct addrinfo *list = NULL;
    struct addrinfo wanted = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
    int64_t until_us = clock_monotonic_us() + 1000 * (timeout_ms < CONNECT_LIMIT_MS ? timeout_ms : CONNECT_LIMIT_MS);
    int fd = -1;

    *ret_why = unresolved;
    if (getaddrinfo(host, port, &wanted, &list) != 0)
        return -1;
    *ret_why = unreached;
    for (const struct addrinfo *address = list; address != NULL && fd < 0; address = address->ai_next) {
        bool permits = network_permits(&gate->networks, address->ai_addr);

        gate->permitted |= permits;
        gate->refused |= !permits;
        fd = permits ? address_connect(address, until_us) : -1;
    }
    if (fd < 0 && egress_refused(gate))
        *ret_why = egress_not_permitted;
    return fd;
}
