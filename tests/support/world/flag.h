/*
 * flag.h: what partners report of a payee: that the account or merchant is suspect, and single payments to it.
 */
#ifndef WORLD_FLAG_H
#define WORLD_FLAG_H

#include "world/world.h"

struct payment {
    int64_t when_us, amount;
    struct bytes currency, arn, rrn, uetr, referrer; /* as URL */
};

/* Which references the partner knew. */
enum payment_known { KNOWN_arn = 1, KNOWN_rrn = 2, KNOWN_uetr = 4, KNOWN_referrer = 8 };

void flag_send_account(struct world *world, struct cell *cell, size_t payee); /* by the holder; a second one at times */
/* Nobody knows of a payee that no record speaks of: makes sure of one, after `flags` records had been sent before it. */
void flag_send_least(struct world *world, struct cell *cell, size_t payee, int64_t flags);
void flag_send_payments(struct world *world, struct cell *cell, size_t payee, double mean); /* some */
/* One payment, by a partner who sees it; false when nobody does. */
bool flag_send_payment(struct world *world, struct cell *cell, size_t payee, const struct payment *payment, unsigned *ret_known);
/* A payment to the payee within the life, with the references that its rail has. */
struct payment flag_payment(struct world *world, const struct cell *cell, const struct payee *payee, const struct life *life);

#endif
