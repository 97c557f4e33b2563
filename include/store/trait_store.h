/*
 * trait_store.h: the traits of endpoints and sites, kept per entity.
 *
 * A transaction collects what its records say (struct trait_delta) and writes it once, before it commits. What a record said that was
 * replaced or withdrawn is derived again from the records in force about its entity; to all else the new is added.
 *
 * Memory  of the writing: a part of what the delta takes, however many records there are about an entity. An entity that is derived
 *         again as a whole takes what its traits take.
 *
 * Locks   an entity stands locked on the list of changes before its traits are written, until COMMIT. So what two transactions do to
 *         one entity follows one upon the other, and the second sees what the first has committed. Records may have been written
 *         before: whoever derives from them does not see those that are not committed, and what they say is added after that.
 *         Whoever derives all entities again by new rules keeps the others out by a lock of its own.
 * Order   any order of the same submissions ends in the same rows.
 */
#ifndef STORE_TRAIT_STORE_H
#define STORE_TRAIT_STORE_H

#include "core/trait.h"
#include "store/db.h"

struct trait_delta;

struct trait_delta *trait_delta_new(struct arena *arena, const struct ident_data *data);
/* A record and the traits that it asserts. */
struct asserted {
    const struct record *record;
    struct trait_list endpoint, site;
};
/* What one more record says; copied. */
void trait_delta_add(struct trait_delta *delta, const struct asserted *asserted, int16_t partner_number);
/* What one record said that is no longer in force, written as such before; copied. */
void trait_delta_take_back(struct trait_delta *delta, const struct asserted *asserted);
/* All traits of this endpoint or site are made anew. */
void trait_delta_derive_again(struct trait_delta *delta, const struct uuid *endpoint, const struct uuid *site);
const struct ident_data *trait_delta_data(const struct trait_delta *delta);
/* How much it holds: traits. */
size_t trait_delta_count(const struct trait_delta *delta);

/* Begins a transaction that writes records or traits; exclusive: until its end nobody else does. */
MUST_CHECK enum status trait_lock(struct op *op, struct db *db, bool exclusive);
/* Writes it: what correlation has to look at, entities, and traits. The entities stay locked until COMMIT. */
MUST_CHECK enum status trait_delta_put(struct op *op, struct db *db, struct trait_delta *delta, int16_t partner_number);

/* ---- two transactions in turns: the second begins to write before the first is committed ---- */

/* Of `delta`, what has nothing to do with `other`, which another session is writing: entities that it does not touch, some at a time,
 * until `is_turn` says that the other has come to its end. trait_delta_put() then writes the rest. */
MUST_CHECK enum status trait_delta_put_ahead(struct op *op, struct db *db, struct trait_delta *delta,
                                             const struct trait_delta *other, int16_t partner_number,
                                             bool (*is_turn)(const void *arg), const void *arg);
/* Whether all its entities are locked: from here on it waits for nobody else's. */
bool trait_delta_is_locked(const struct trait_delta *delta);
/* In a transaction that another may wait for, by its number. */
MUST_CHECK enum status trait_turn_begin(struct op *op, struct db *db, int64_t *ret_turn);
/* Waits in the database for the end of that transaction: so that those who wait in a circle are found, and one gets ST_RETRY. */
MUST_CHECK enum status trait_turn_wait(struct op *op, struct db *db, int64_t turn);
/* How many transactions write records or traits, or wait to. */
MUST_CHECK enum status trait_writers(struct op *op, struct db *db, int64_t *ret_count);

#endif
