#include "core/request_route.h"

#include <stdlib.h>

#include "base/annotate.h"

enum route_key { KEY_PLAIN, KEY_BBAN };

struct scheme_row {
    const char *name;
    enum route_key key;
    bool whole;
};

static const struct scheme_row schemes[] = {
#define REQUEST_ROUTE_SCHEME(scheme, key, whole) {scheme, KEY_##key, whole},
#include "core/request_route_scheme.def"
#undef REQUEST_ROUTE_SCHEME
};

static const struct scheme_row any_scheme = {"", KEY_PLAIN, false};

static const struct scheme_row *scheme_find(struct bytes name)
{
    for (size_t i = 0; i < COUNT_OF(schemes); i++)
        if (bytes_is(name, schemes[i].name))
            return &schemes[i];
    return &any_scheme;
}

bool request_route_split(struct bytes endpoint, struct bytes *ret_scheme, struct bytes *ret_account)
{
    struct bytes rest = endpoint;
    size_t slash;

    if (!bytes_start(endpoint, BYTES("payto://")))
        return false;
    rest = bytes_from(endpoint, sizeof("payto://") - 1);
    if (!bytes_find(rest, '/', &slash) || slash == 0 || slash + 1 == rest.n)
        return false;
    *ret_scheme = bytes_slice(rest, 0, slash);
    *ret_account = bytes_from(rest, slash + 1);
    return true;
}

/* What prefixes are held against. */
static struct bytes route_key(struct arena *arena, const struct scheme_row *scheme, struct bytes account)
{
    if (scheme->key != KEY_BBAN || account.n < 4)
        return account;
    return bytes_printf(arena, "%.2s%.*s", account.p, (int)(account.n - 4), account.p + 4);
}

static bool prefix_fits(const struct scheme_row *scheme, struct bytes key, struct bytes prefix)
{
    if (!bytes_start(key, prefix))
        return false;
    return !scheme->whole || prefix.n == 0 || prefix.n == key.n || key.p[prefix.n] == '/' || prefix.p[prefix.n - 1] == '/';
}

static int route_compare(const void *a, const void *b)
{
    const struct request_route *left = a, *right = b;

    if (left->prefix.n != right->prefix.n)
        return left->prefix.n > right->prefix.n ? -1 : 1;
    return bytes_compare(left->partner, right->partner);
}

static bool holds_partner(const struct request_route *routes, size_t count, struct bytes partner)
{
    for (size_t i = 0; i < count; i++)
        if (bytes_equal(routes[i].partner, partner))
            return true;
    return false;
}

size_t request_route_order(struct arena *arena, struct bytes endpoint, struct request_route *routes, size_t count)
{
    struct bytes scheme, account, key;
    size_t fitting = 0, kept = 0;

    if (!request_route_split(endpoint, &scheme, &account))
        return 0;
    key = route_key(arena, scheme_find(scheme), account);
    for (size_t i = 0; i < count; i++)
        if (bytes_equal(routes[i].scheme, scheme) && prefix_fits(scheme_find(scheme), key, routes[i].prefix)) {
            struct request_route fits = routes[i];

            routes[i] = routes[fitting];
            routes[fitting++] = fits;
        }
    qsort(routes, fitting, sizeof(*routes), route_compare);
    for (size_t i = 0; i < fitting; i++)
        if (!holds_partner(routes, kept, routes[i].partner))
            routes[kept++] = routes[i];
    return kept;
}
