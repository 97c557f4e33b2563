#include "http_get.h"

#include <string.h>

#include "base/log.h"
#include "format/format.h"

#define HEADERS_MOST ((size_t)64 * 1024)
#define HEADER_MOST ((size_t)8 * 1024)      /* of one that is kept */
#define OTHER_BODY_MOST ((size_t)64 * 1024) /* of an answer that is none */
#define SLOW_BYTES 64L                      /* a second, on average over SLOW_SECONDS */
#define SLOW_SECONDS 30L

struct transfer_state {
    struct run *run;
    struct http_get *get;
    struct curl_slist *headers;
    size_t header_bytes;
    size_t other_bytes;
    struct bytes coding;
    struct bytes length;
    struct arena *scratch;
    struct gunzip *gunzip;
    struct op op; /* the first cause that is ours */
    enum status st;
    bool headers_too_long;
    bool lengths_differ;
};

/* ---- what is said ---- */

static void say_header(struct transfer_state *state, const char *name, struct bytes value)
{
    if (value.p != NULL)
        state->headers =
            curl_slist_append(state->headers, arena_printf(state->run->op->arena, "%s: %.*s", name, (int)value.n, value.p));
}

static bool header_safe(struct bytes text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] < 0x20 || text.p[i] == 0x7F)
            return false;
    return true;
}

static void set_blob(CURL *easy, CURLoption option, struct bytes pem)
{
    struct curl_blob blob = {(void *)pem.p, pem.n, CURL_BLOB_NOCOPY};

    curl_easy_setopt(easy, option, &blob);
}

static enum status set_login(struct transfer_state *state)
{
    const struct login *login = &state->run->login;
    const struct collect *plan = state->run->plan;
    struct arena *arena = state->run->op->arena;
    CURL *easy = state->run->easy;

    if (!header_safe(login->bearer) || !header_safe(login->password))
        return op_fail(state->run->op, ST_INPUT, "the secret holds a line break or a sign that is not seen");
    if (login->bearer.n > 0)
        say_header(state, "Authorization", bytes_printf(arena, "Bearer %.*s", (int)login->bearer.n, login->bearer.p));
    if (login->password.n > 0) {
        curl_easy_setopt(easy, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
        curl_easy_setopt(easy, CURLOPT_USERNAME, bytes_cstr(arena, plan->user));
        curl_easy_setopt(easy, CURLOPT_PASSWORD, bytes_cstr(arena, login->password));
    }
    if (login->certificate.n > 0) {
        set_blob(easy, CURLOPT_SSLCERT_BLOB, login->certificate);
        set_blob(easy, CURLOPT_SSLKEY_BLOB, login->certificate_key);
    }
    return ST_OK;
}

/* ---- what comes ---- */

static enum status coding_check(struct transfer_state *state)
{
    struct bytes coding = state->coding;

    if (coding.n == 0 || bytes_equal_fold(coding, BYTES("identity")))
        return ST_OK;
    if (!bytes_equal_fold(coding, BYTES("gzip")) && !bytes_equal_fold(coding, BYTES("x-gzip")))
        return op_fail(&state->op, ST_INPUT, "the partner's server packs its answer in a way that was not asked for");
    if (state->gunzip == NULL)
        state->gunzip = gunzip_new(state->scratch);
    return ST_OK;
}

static enum status pass_on(struct transfer_state *state, struct bytes piece)
{
    struct http_get *get = state->get;
    struct bytes text;
    enum status st;

    if (state->gunzip == NULL)
        return get->sink(get->sink_arg, piece);
    gunzip_feed(state->gunzip, piece);
    do {
        st = gunzip_next(&state->op, state->gunzip, &text);
        if (st == ST_OK && text.n > 0)
            st = get->sink(get->sink_arg, text);
    } while (st == ST_OK && text.n > 0);
    return st;
}

static size_t on_body(char *data, size_t size, size_t count, void *arg)
{
    struct transfer_state *state = arg;
    size_t n = size * count;
    long status = 0;

    curl_easy_getinfo(state->run->easy, CURLINFO_RESPONSE_CODE, &status);
    if (status != 200) {
        state->other_bytes += n;
        return state->other_bytes <= OTHER_BODY_MOST ? n : 0;
    }
    state->st = coding_check(state);
    if (state->st == ST_OK)
        state->st = pass_on(state, (struct bytes){data, n});
    return state->st == ST_OK ? n : 0;
}

static void keep_header(struct transfer_state *state, struct bytes name, struct bytes value)
{
    struct arena *arena = state->run->op->arena;
    struct http_get *get = state->get;
    const struct {
        const char *name;
        struct bytes *ret;
    } rows[] = {
        {"etag", &get->etag},          {"last-modified", &get->last_modified}, {"link", &get->link},
        {"content-type", &get->media}, {"content-encoding", &state->coding},   {"x-taxii-date-added-last", &get->last_added}};

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (!bytes_equal_fold(name, bytes_of(rows[i].name)) || value.n > HEADER_MOST || !header_safe(value))
            continue;
        bool again = rows[i].ret == &get->link && get->link.p != NULL;

        *rows[i].ret = again ? bytes_printf(arena, "%.*s, %.*s", (int)get->link.n, get->link.p, (int)value.n, value.p)
                             : bytes_copy(arena, value);
    }
}

/* Who reads the one length sees another answer than who reads the other (RFC 9112, section 6.3). */
static bool lengths_differ(struct transfer_state *state, struct bytes name, struct bytes value)
{
    if (!bytes_equal_fold(name, BYTES("content-length")))
        return false;
    if (state->length.p != NULL)
        return !bytes_equal(state->length, value);
    state->length = bytes_copy(state->run->op->arena, value);
    return false;
}

static size_t on_header(char *data, size_t size, size_t count, void *arg)
{
    struct transfer_state *state = arg;
    struct http_get *get = state->get;
    struct bytes line = {data, size * count}, name;

    state->header_bytes += line.n;
    state->headers_too_long = state->header_bytes > HEADERS_MOST;
    if (state->headers_too_long)
        return 0;
    if (bytes_start(line, BYTES("HTTP/"))) /* another answer: what an interim one said does not count */
        get->etag = get->last_modified = get->link = get->media = get->last_added = state->coding = state->length = BYTES_NONE;
    struct bytes rest = line;

    if (!bytes_next_part(&rest, ':', &name) || rest.p == NULL)
        return line.n;
    state->lengths_differ = lengths_differ(state, name, bytes_trim(rest));
    keep_header(state, name, bytes_trim(rest));
    return state->lengths_differ ? 0 : line.n;
}

static int on_progress(void *arg, curl_off_t total UNUSED, curl_off_t now UNUSED, curl_off_t up_total UNUSED,
                       curl_off_t up UNUSED)
{
    return run_stopped(((struct transfer_state *)arg)->run);
}

/* ---- what came of it ---- */

static const struct {
    long least, most;
    const char *why;
} answers[] = {{300, 399, "the partner's server answers with a redirect, which is not followed"},
               {401, 401, "the partner's server does not take our credentials"},
               {403, 403, "the partner's server does not let us in"},
               {404, 404, "there is nothing at this place of the partner's server"},
               {410, 410, "there is nothing any more at this place of the partner's server"},
               {429, 429, "the partner's server asks to be left alone for a while"},
               {503, 503, "the partner's server is not available at present"}};

static enum status answer_fail(struct run *run, long status)
{
    curl_off_t seconds = 0;

    curl_easy_getinfo(run->easy, CURLINFO_RETRY_AFTER, &seconds);
    run->asked_us = seconds > 0 && seconds < INT64_MAX / 2000000 ? (int64_t)seconds * 1000000 : 0;
    for (size_t i = 0; i < COUNT_OF(answers); i++)
        if (status >= answers[i].least && status <= answers[i].most)
            return op_fail(run->op, ST_UNAVAILABLE, "%s (HTTP %ld)", answers[i].why, status);
    return op_fail(run->op, ST_UNAVAILABLE, "the partner's server answers with HTTP %ld", status);
}

static enum status transfer_fail(struct transfer_state *state, CURLcode code)
{
    struct run *run = state->run;
    const char *otherwise =
        arena_printf(run->op->arena, "the transfer from the partner's server broke (%s)", curl_easy_strerror(code));

    if (state->st != ST_OK)
        return op_fail(run->op, state->st, "%s", state->op.cause);
    if (state->headers_too_long)
        return op_fail(run->op, ST_LIMIT, "the headers of the partner's server are larger than %zu bytes", HEADERS_MOST);
    if (state->lengths_differ)
        return op_fail(run->op, ST_UNAVAILABLE, "the partner's server gives two lengths for one answer");
    if (egress_refused(&run->gate) && (code == CURLE_COULDNT_CONNECT || code == CURLE_ABORTED_BY_CALLBACK))
        return op_fail(run->op, ST_UNAVAILABLE, "%s", egress_not_permitted);
    if (run_stopped(run))
        return op_fail(run->op, ST_UNAVAILABLE, "stopped");
    return op_fail(run->op, ST_UNAVAILABLE, "%s", egress_failure_text(run->easy, code, otherwise));
}

static enum status judge(struct transfer_state *state, CURLcode code)
{
    struct http_get *get = state->get;
    struct run *run = state->run;
    struct bytes media = get->media;

    curl_easy_getinfo(run->easy, CURLINFO_RESPONSE_CODE, &get->status);
    if (get->status >= 300 && get->status != 304 && code == CURLE_WRITE_ERROR && state->other_bytes > OTHER_BODY_MOST)
        return answer_fail(run, get->status);
    if (code != CURLE_OK)
        return transfer_fail(state, code);
    if (get->status != 200 && get->status != 204 && get->status != 304)
        return answer_fail(run, get->status);
    if (state->gunzip != NULL && gunzip_end(&state->op, state->gunzip) != ST_OK)
        return op_fail(run->op, ST_INPUT, "%s", state->op.cause);
    if (media.p != NULL && bytes_next_part(&media, ';', &get->media))
        get->media = bytes_lower(run->op->arena, bytes_trim(get->media));
    return ST_OK;
}

static void set_transfer(struct transfer_state *state)
{
    struct run *run = state->run;
    struct bytes ca = run->plan->ca;
    CURL *easy = run->easy;

    curl_easy_reset(easy);
    run->gate.refused = run->gate.permitted = false;
    egress_set(easy, &run->gate, ca.n == 0 ? NULL : bytes_cstr(run->op->arena, ca), run_transfer_ms(run));
    curl_easy_setopt(easy, CURLOPT_URL, bytes_cstr(run->op->arena, state->get->url));
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, SLOW_BYTES);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, SLOW_SECONDS);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, state);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, state);
    curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(easy, CURLOPT_XFERINFODATA, state);
}

enum status http_get_run(struct run *run, struct http_get *get)
{
    AUTO(arena_free) struct arena *scratch = arena_new(SIZE_MAX);
    struct transfer_state state = {.run = run, .get = get, .scratch = scratch};
    enum status st;

    op_init(&state.op, run->op->arena, run->op->now_us, run->op->actor);
    set_transfer(&state);
    say_header(&state, "User-Agent", BYTES("efc/" EFC_VERSION));
    say_header(&state, "Accept", bytes_of(get->accept));
    say_header(&state, "Accept-Encoding", BYTES("gzip"));
    say_header(&state, "If-None-Match", get->if_none_match);
    say_header(&state, "If-Modified-Since", get->if_modified_since);
    st = set_login(&state);
    curl_easy_setopt(run->easy, CURLOPT_HTTPHEADER, state.headers);
    if (st == ST_OK)
        st = judge(&state, curl_easy_perform(run->easy));
    curl_slist_free_all(state.headers);
    return st;
}
