/* Who sends a request: a bearer token, or a client certificate that the proxy has verified. */
#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <sys/statvfs.h>

#include "edge/http/server.h"
#include "store/token_store.h"

#define CERTIFICATE_MOST ((size_t)16 * 1024)

static enum status refuse(struct request *request, const char *why)
{
    struct server *server = request->server;

    metric_refused_login(server->metric);
    throttle_failed(server->throttle, request->address, request->started_us);
    return request_fail(request, ST_FORBIDDEN, PROBLEM_TYPE_unauthorized, "/header/Authorization", "%s", why);
}

static unsigned scopes_parse(struct bytes list)
{
    unsigned scopes = 0;
    struct bytes name;
    enum scope scope;

    while (bytes_next_part(&list, ' ', &name))
        if (scope_find(name, &scope))
            scopes |= 1U << scope;
    return scopes;
}

static void caller_set(struct request *request, const struct token *token)
{
    request->caller = (struct caller){.partner = token->partner,
                                      .partner_number = token->partner_number,
                                      .scopes = scopes_parse(token->scope_list),
                                      .token_id = token->id};
    request->op.actor =
        arena_printf(request->op.arena, "%.*s/%.*s", (int)token->partner.n, token->partner.p, (int)token->id.n, token->id.p);
}

/* ---- bearer tokens ---- */

static enum status token_check(struct request *request, struct db *db, struct bytes text)
{
    struct sha256 sha256;
    struct token token;
    struct bytes id;
    enum status st;

    if (!token_parse(text, &id, &sha256))
        return refuse(request, "the token is not valid");
    st = token_find(&request->op, db, id, &token);
    if (st != ST_OK && st != ST_NOTFOUND)
        return st;
    if (st == ST_NOTFOUND || sodium_memcmp(sha256.b, token.sha256.b, sizeof(sha256.b)) != 0)
        return refuse(request, "the token is not valid");
    if (token.revoked)
        return refuse(request, "the token has been revoked");
    if (token.expires_us <= request->op.now_us)
        return refuse(request, "the token has expired");
    caller_set(request, &token);
    return token_touch(&request->op, db, token.id);
}

static bool bearer_parse(struct bytes header, struct bytes *ret)
{
    struct bytes scheme;

    if (!bytes_next_part(&header, ' ', &scheme) || !bytes_equal_fold(scheme, BYTES("Bearer")))
        return false;
    *ret = bytes_trim(header);
    return true;
}

/* ---- client certificates ---- */

static bool pem_parse(struct arena *arena, struct bytes pem, struct bytes *ret_der)
{
    static const struct bytes begin = {"-----BEGIN CERTIFICATE-----", 27};
    char *digits;
    size_t n = 0, at;

    if (!bytes_start(pem, begin) || pem.n > CERTIFICATE_MOST)
        return false;
    pem = bytes_from(pem, begin.n);
    if (!bytes_find(pem, '-', &at))
        return false;
    digits = arena_alloc(arena, at + 1);
    for (size_t i = 0; i < at; i++)
        if (!ascii_space(pem.p[i]))
            digits[n++] = pem.p[i];
    return base64_parse(arena, (struct bytes){digits, n}, ret_der);
}

static bool is_verified(const struct request *request)
{
    return request->server->behind_proxy && bytes_is(request_header(request, "X-Client-Verify"), "SUCCESS");
}

static enum status certificate_check(struct request *request, struct db *db)
{
    struct arena *arena = request->op.arena;
    struct bytes pem, der;
    struct sha256 sha256;
    struct token token = {.revoked = false};
    enum status st;

    if (!percent_decode(arena, request_header(request, "X-Client-Certificate"), false, &pem) || !pem_parse(arena, pem, &der))
        return refuse(request, "the client certificate cannot be read");
    sha256_bytes(der, &sha256);
    st = token_find_certificate(&request->op, db, &sha256, &token);
    if (st == ST_NOTFOUND)
        return refuse(request, "the client certificate is not known, has expired or has been revoked");
    if (st != ST_OK)
        return st;
    caller_set(request, &token);
    return token_touch(&request->op, db, token.id);
}

/* ---- both ---- */

static enum status credentials_check(struct request *request)
{
    struct bytes header = request_header(request, "Authorization"), text;
    struct db *db;
    enum status st;

    if (header.p != NULL && !bearer_parse(header, &text))
        return refuse(request, "'Authorization: Bearer TOKEN' is expected");
    if (header.p == NULL && !is_verified(request))
        return refuse(request, "");
    st = request_db(request, &db);
    if (st != ST_OK)
        return st;
    st = header.p != NULL ? token_check(request, db, text) : certificate_check(request, db);
    request_db_done(request);
    return st;
}

enum status caller_identify(struct request *request, enum scope scope)
{
    enum status st;

    if (scope == SCOPE_none)
        return ST_OK;
    if (!throttle_may_try(request->server->throttle, request->address, request->started_us))
        return request_fail(request, ST_FORBIDDEN, PROBLEM_TYPE_too_many, NULL, "%s", "");
    st = credentials_check(request);
    if (st == ST_OK && !(request->caller.scopes & 1U << scope))
        return request_fail(request, ST_FORBIDDEN, PROBLEM_TYPE_forbidden, "/header/Authorization", "the scope '%s' is needed",
                            scope_name(scope));
    return st;
}

/* ---- space ---- */

enum status space_check(struct op *op, const struct config *config)
{
    const char *path = config_text(config, CONFIG_free_space_path);
    int64_t least = config_number(config, CONFIG_free_space);
    struct statvfs info;

    if (path[0] == '\0')
        return ST_OK;
    if (statvfs(path, &info) != 0)
        return op_fail(op, ST_UNAVAILABLE, "free_space_path: %s", strerror(errno));
    int64_t free_mib = (int64_t)(info.f_bavail * info.f_frsize >> 20);

    return free_mib < least ? op_fail(op, ST_FULL, "less than %lld MiB are free", (long long)least) : ST_OK;
}
