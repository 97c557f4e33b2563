/*
 * host.h: the host of a URL: a name, an IP address or an onion service; and what it belongs to.
 *
 * Shape   names are lower-case A-labels without a trailing dot; IPv6 stands in brackets.
 * Errors  the reason, *ret untouched.
 * Source  WHATWG URL (host parser); UTS 46, nontransitional; RFC 1035 section 2.3.4 (63 and 253 bytes);
 *         Tor rend-spec-v3 section 6 (onion addresses); the public suffix list, private section included
 */
#ifndef CORE_IDENT_HOST_H
#define CORE_IDENT_HOST_H

#include "core/ident.h"
#include "core/ident/ip.h"

enum host_type { HOST_NAME, HOST_IPV4, HOST_IPV6 };

struct host {
    enum host_type type;
    struct bytes text;
    struct ip ip;
};

/* As browsers read the host of an http URL; the text is UTF-8, perhaps with percent-escapes. */
enum reason host_read(const struct ident_data *data, struct arena *arena, struct bytes text, struct host *ret);

/* What browsers take may still be no name of the DNS: length, characters, onion checksum; cuts the trailing dot off. */
enum reason host_check(struct host *host);

/* The suffix under which the name was registered, with one more label; BYTES_NONE when the name is itself a public suffix.
 * A slice of the name. */
struct bytes host_registrable(const struct ident_data *data, struct arena *arena, struct bytes name);
bool host_suffix_known(const struct ident_data *data, struct arena *arena, struct bytes name); /* its last label is a real one */

bool host_is_onion(struct bytes name);

/* The name in its own letters; the name itself when it is ASCII or the letters do not hold. */
struct bytes host_letters(const struct ident_data *data, struct arena *arena, struct bytes name);

#endif
