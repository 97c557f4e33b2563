/*
 * url.h: web addresses, taken apart as browsers do.
 *
 * Shape   canonical: scheme://host[:port]/path[?query]; no user name, no fragment, no default port; the host as in host.h.
 * Errors  the reason, *ret untouched.
 * Source  WHATWG URL, basic URL parser without a base, for the special schemes except file
 */
#ifndef CORE_IDENT_URL_H
#define CORE_IDENT_URL_H

#include "core/ident/host.h"

struct url {
    struct bytes scheme;
    struct bytes user, password; /* escaped */
    struct host host;
    unsigned port;      /* 0: the scheme's own */
    bool has_port;      /* another than the scheme's own */
    struct bytes path;  /* begins with '/' */
    struct bytes query; /* BYTES_NONE when there is no '?' */
    struct bytes fragment;
};

enum reason url_split(const struct ident_data *data, struct arena *arena, struct bytes utf8, struct url *ret);
struct bytes url_print(struct arena *arena, const struct url *url); /* without user, password and fragment */

/* Parts of a canonical URL, as slices of it. */
struct bytes url_host(struct bytes canonical);
struct bytes url_path(struct bytes canonical);

#endif
