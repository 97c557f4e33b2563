/*
 * partner_store.h: the partners: who they are, which endpoints they can close, where requests are delivered to.
 */
#ifndef STORE_PARTNER_STORE_H
#define STORE_PARTNER_STORE_H

#include "store/db.h"

struct partner_route {
    struct bytes scheme; /* card-acceptor, iban, wallet, bitcoin, … */
    struct bytes prefix; /* of the endpoint's name behind the scheme; empty: all of the scheme */
};

struct partner {
    struct bytes id;
    int16_t number;
    struct bytes name;
    struct bytes kind;
    struct bytes country;
    struct bytes delivery_url; /* BYTES_NONE: requests wait until it has one */
    struct bytes delivery_key; /* env:NAME or file:PATH */
    struct bytes delivery_ca;
    const struct bytes *networks;
    size_t network_count;
    const struct partner_route *routes;
    size_t route_count;
};

/* ST_INPUT when a part is not well formed, ST_CONFLICT when the partner exists. Appends an audit leaf. */
MUST_CHECK enum status partner_put(struct op *op, struct db *db, const struct partner *partner);
/* As efc_intake: a partner with nothing but its identity, for ingest --create-partners. */
MUST_CHECK enum status partner_put_name(struct op *op, struct db *db, const struct partner *partner);
/* ST_NOTFOUND when there is none. Only id, number, name, kind and country are filled. */
MUST_CHECK enum status partner_find(struct op *op, struct db *db, struct bytes id, struct partner *ret);

#endif
