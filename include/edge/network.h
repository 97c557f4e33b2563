/*
 * network.h: which addresses may be connected to.
 *
 * Rule    public addresses, and those of the networks that a partner's configuration names. An IPv4 address inside an IPv6 one
 *         (::ffff:a.b.c.d) is judged as the IPv4 address that it is.
 * Memory  the list lives in the arena.
 */
#ifndef EDGE_NETWORK_H
#define EDGE_NETWORK_H

#include <sys/socket.h>

#include "base/bytes.h"

struct network {
    int family; /* AF_INET or AF_INET6 */
    uint8_t address[16];
    unsigned bits;
};

struct network_list {
    struct network *items;
    size_t count;
};

/* "10.0.0.0/8", "::1/128", or an address alone. */
bool network_parse(struct bytes text, struct network *ret);
/* Networks with spaces between; false when one is none. */
bool network_list_parse(struct arena *arena, struct bytes text, struct network_list *ret);
bool network_permits(const struct network_list *named, const struct sockaddr *address);

#endif
