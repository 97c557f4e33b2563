/*
 * hub.h: values that many unrelated parties share, and platforms on which a site is a host with the start of its path.
 *
 * Shape   a line is a domain (it and every name below), an IP network, an e-mail address or a phone number in E.164. A domain may
 *         be followed by a number: that many segments of the path belong to the site's name; 0 means that each name below the
 *         domain is a site. Words behind the number name nobody ("groups"): where one of them ends the name, one more segment is
 *         taken. Nothing matches as a part of a word.
 * Errors  the reason for a line that is none of these.
 */
#ifndef CORE_IDENT_HUB_H
#define CORE_IDENT_HUB_H

#include "base/map.h"
#include "core/ident.h"
#include "core/ident/ip.h"

struct hub {
    enum hub_kind kind;
    struct bytes domain;
    bool names_sites; /* the number is there */
    unsigned segments;
    struct bytes words; /* with spaces between */
};

struct hub_network {
    struct network network;
    enum hub_kind kind;
};

struct hub_table {
    struct map values; /* domain, e-mail address or phone number -> struct hub */
    struct hub_network *networks;
    size_t network_count;
};

void hub_table_init(struct hub_table *table, struct arena *arena);
enum reason hub_read(struct ident_data *data, struct bytes line, int kind);

/* The entry for the name or for the nearest domain above it; NULL when there is none. */
const struct hub *hub_of_name(const struct ident_data *data, struct bytes name);

#endif
