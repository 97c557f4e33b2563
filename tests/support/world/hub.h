/*
 * hub.h: what many unrelated parties share: processors' help lines, call centres, nominee directors, hosts, link pages.
 */
#ifndef WORLD_HUB_H
#define WORLD_HUB_H

#include "world/world.h"

struct bytes hub_processor_phone(struct world *world, struct bytes *ret_country); /* half a dozen in the world */
struct bytes hub_call_centre_phone(struct world *world, struct bytes *ret_country);
struct bytes hub_nominee(struct world *world);
struct bytes hub_host_ip(struct world *world);
struct bytes hub_nameservers(struct world *world);      /* two, '|' between */
struct bytes hub_settlement(struct world *world);       /* a facilitator's own account, for all its merchants */
struct bytes hub_link_page(struct world *world);        /* domain that refers to everybody */
struct bytes hub_donation_address(struct world *world); /* a bitcoin address that is copied from site to site */
uint64_t hub_phones(const struct settings *settings);   /* serial numbers of phones that are taken */

#endif
