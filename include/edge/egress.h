/*
 * egress.h: what holds for every connection that this program opens to a partner.
 *
 * Rule    TLS with a certificate that is checked, no redirects, no proxy and no login from the environment; public addresses or the
 *         partner's named networks only, judged at the moment of connecting.
 * Source  deliver/ and collect/ go through here; nothing else opens a connection to the outside.
 */
#ifndef EDGE_EGRESS_H
#define EDGE_EGRESS_H

#include <curl/curl.h>

#include "edge/network.h"

struct egress_gate {
    struct network_list networks; /* that may be connected to beside public ones */
    bool refused;                 /* an address was not permitted */
    bool permitted;               /* and another one was */
};

/* Whether no address of the server was permitted. */
bool egress_refused(const struct egress_gate *gate);

/* Only scheme://host[:port]/path. What two readers could read as two hosts is no URL. */
bool egress_url_good(struct arena *arena, struct bytes url, const char *scheme);

/* Everything but the message itself; the gate and `ca` (NULL: the system's authorities) outlive the handle. */
void egress_set(CURL *easy, struct egress_gate *gate, const char *ca, int64_t timeout_ms);

/* Connects, or goes on to the next address; -1 and why not. For protocols that libcurl does not speak for us. */
int egress_connect(struct egress_gate *gate, const char *host, const char *port, int64_t timeout_ms, const char **ret_why);

extern const char egress_not_permitted[];
/* Words for a transfer that has failed with `code`. */
const char *egress_failure_text(CURL *easy, CURLcode code, const char *otherwise);

#endif
