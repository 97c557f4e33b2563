/*
 * account.h: numbers of accounts, merchants, addresses, phones and payments that belong to nobody but have the right form.
 *
 * Source of the ranges: telephone numbers that regulators keep for drama and examples (Ofcom, ARCEP, Bundesnetzagentur, ACMA, NANPA);
 * bank codes and acquirer BINs that nobody has been given.
 */
#ifndef WORLD_ACCOUNT_H
#define WORLD_ACCOUNT_H

#include "base/bytes.h"
#include "world/rng.h"

enum bank { BANK_ODER, BANK_FENWICK, BANK_ORBIT, BANK_OUTSIDE, BANK_COUNT };

struct bytes account_iban(struct arena *arena, struct rng *rng, enum bank bank); /* canonical */
struct bytes account_bic(enum bank bank);
struct bytes account_country(enum bank bank);

struct bytes account_bitcoin(struct arena *arena, struct rng *rng); /* base58check, bech32 or bech32m */
struct bytes account_litecoin(struct arena *arena, struct rng *rng);
struct bytes account_tron(struct arena *arena, struct rng *rng);
struct bytes account_ethereum(struct arena *arena, struct rng *rng); /* lower case */

/* The serial-th of the numbers, E.164; after about 150,000 they begin again. */
struct bytes account_phone(struct arena *arena, uint64_t serial, struct bytes *ret_country);

struct bytes account_arn(struct arena *arena, struct rng *rng, struct bytes acquirer_bin, int64_t when_us);
struct bytes account_rrn(struct arena *arena, struct rng *rng, int64_t when_us);
struct bytes account_uetr(struct arena *arena, struct rng *rng);
struct bytes account_lei(struct arena *arena, uint64_t serial);
struct bytes account_hex(struct arena *arena, struct rng *rng, size_t bytes);

#endif
