/*
 * http_get.h: one GET, with everything that a hostile server may do cut off: time, bytes, headers, redirects, addresses.
 *
 * Shape   gzip is asked for and unpacked here, with the limits of format/; no other coding is taken.
 * Memory  headers live in run->op->arena; the body passes through.
 * Errors  ST_UNAVAILABLE for the transfer and for an answer other than 200, 204 and 304, with words for people; what the sink returns.
 */
#ifndef EDGE_COLLECT_HTTP_GET_H
#define EDGE_COLLECT_HTTP_GET_H

#include "run.h"

struct http_get {
    struct bytes url;
    const char *accept;
    struct bytes if_none_match; /* BYTES_NONE: not said */
    struct bytes if_modified_since;
    enum status (*sink)(void *arg, struct bytes piece); /* of the body of a 200, unpacked */
    void *sink_arg;
    /* what came */
    long status;
    struct bytes etag;
    struct bytes last_modified;
    struct bytes link;
    struct bytes media;      /* without its parameters, lower case */
    struct bytes last_added; /* TAXII: when the last object of the page was added */
};

MUST_CHECK enum status http_get_run(struct run *run, struct http_get *get);

/* Where `reference` leads from `base`, when that is on the same server: credentials go nowhere else. */
bool url_follow(struct arena *arena, struct bytes base, struct bytes reference, struct bytes *ret);
/* With a parameter more. */
struct bytes url_with(struct arena *arena, struct bytes url, struct bytes name, struct bytes value);

#endif
