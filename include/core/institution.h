/*
 * institution.h: who stands behind an endpoint and could close it, by its name alone.
 *
 * Shape   the partner whose route fits best; else what the name says: acquirer BIN, bank of the IBAN, wallet provider, operator's country.
 *         Behind an address on a chain stands nobody unless a route says so.
 * Memory  in the arena.
 */
#ifndef CORE_INSTITUTION_H
#define CORE_INSTITUTION_H

#include "core/request_route.h"

/* BYTES_NONE when there is none. The routes may be of any scheme; their order is changed. */
struct bytes institution_of(struct arena *arena, struct bytes endpoint, struct request_route *routes, size_t count);

#endif
