/*
 * word.h: names of nobody: brands, firms, people, places of a made-up language, and the domains and mailboxes made of them.
 *
 * Domains lie below .example, .test and .invalid (RFC 2606, 6761); a serial number makes each of them unique.
 */
#ifndef WORLD_WORD_H
#define WORLD_WORD_H

#include "base/bytes.h"
#include "world/rng.h"

struct bytes word_brand(struct arena *arena, struct rng *rng);  /* lower case: "velora", "bright star" */
struct bytes word_person(struct arena *arena, struct rng *rng); /* "Toma Velnik" */
struct bytes word_company(struct arena *arena, struct rng *rng, struct bytes brand, struct bytes country);
struct bytes word_trade(struct rng *rng);
struct bytes word_city(struct rng *rng);
struct bytes word_country(struct rng *rng);

struct bytes word_domain(struct arena *arena, struct rng *rng, struct bytes brand, uint64_t serial); /* registrable, lower case */
struct bytes word_onion(struct arena *arena, struct rng *rng);                                       /* version 3 */
struct bytes word_free_mail(struct arena *arena, struct rng *rng, struct bytes brand); /* at a provider of free mail */
struct bytes word_capital(struct arena *arena, struct bytes text);                     /* "Bright Star" */
struct bytes word_joined(struct arena *arena, struct bytes text);                      /* "brightstar" */

#endif
