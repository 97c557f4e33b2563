/*
 * ip.h: addresses and networks of IPv4 and IPv6.
 *
 * Shape   IPv4 as four decimal numbers; IPv6 as RFC 5952 but without the mixed form. ip_read_browser() also takes what browsers
 *         take for IPv4: fewer parts, octal, hexadecimal.
 * Errors  false, *ret untouched.
 * Source  WHATWG URL (IPv4 and IPv6 parser), RFC 5952; reserved ranges: IANA special-purpose registries. The documentation
 *         ranges are not treated as reserved, so that rehearsals can use them.
 */
#ifndef CORE_IDENT_IP_H
#define CORE_IDENT_IP_H

#include "base/bytes.h"

struct ip {
    bool v6;
    uint8_t b[16]; /* network order; IPv4 in the first four */
};

struct network {
    struct ip ip;
    unsigned bits;
};

bool ip_read(struct bytes text, struct ip *ret);         /* strict; IPv6 with or without brackets; a mapped address is IPv4 */
bool ip_read_browser(struct bytes text, struct ip *ret); /* IPv4 only */
bool ip_read_v6(struct bytes text, struct ip *ret);      /* without brackets, mapped addresses kept */
bool ip_ends_in_number(struct bytes host);               /* such a host must be an IPv4 address or is nothing */
struct bytes ip_print(struct arena *arena, const struct ip *ip);
bool ip_reserved(const struct ip *ip);

bool network_read(struct bytes text, struct network *ret); /* "192.0.2.0/24"; an address alone is a network of one */
bool network_contains(const struct network *network, const struct ip *ip);
struct ip network_first(const struct network *network); /* the address with all bits of the host zero */

#endif
