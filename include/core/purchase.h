/*
 * purchase.h: which payment a test purchase was, when no reference number says so: by amount, time and what the two have besides.
 *
 * Shape   a payment fits a purchase when it is of the same currency and
 *           minutes  of the same amount, at most ten minutes away
 *           fee      at most ten minutes away, its amount off by at most 4 % (fees, a surcharge, rounding); currencies are not converted
 *           hour     of the same amount, at most an hour away
 *           days     of the same amount, booked at most five days later (clearing)
 *         Each purchase is at most one payment and each payment at most one purchase: of all ways to join them the one with the most
 *         evidence in all. What would be nearly as good otherwise is contested; what would be exactly as good is not settled.
 * Bounds  a purchase with more than PURCHASE_FITS_MOST payments of a class and the better ones says nothing by that class. What hangs
 *         together and is larger than PURCHASE_GROUP_MOST purchases or PURCHASE_SLOTS_MOST payments is not solved as a whole: there
 *         only those are joined that are clearly each other's best, and they count as contested.
 * Units   micro-bits, microseconds, minor units of the currency.
 * Order   the result depends on the purchases and payments alone, not on their order.
 */
#ifndef CORE_PURCHASE_H
#define CORE_PURCHASE_H

#include "core/record.h"

#define PURCHASE_FITS_MOST 32
#define PURCHASE_GROUP_MOST 32
#define PURCHASE_SLOTS_MOST 512
#define PURCHASE_NEAR_HOURS 1 /* before and after: minutes, fee, hour */
#define PURCHASE_CLEARING_HOURS 120
#define PURCHASE_FEE_PERMILLE 40

/* ---- the values of traits ---- */

/* "EUR 000000000001995 0489123": currency, amount and hour, in an order in which a range of hours lies together. The value of a trait
 * `payment`. BYTES_NONE before 1970 or beyond the digits. */
struct bytes purchase_moment_print(struct arena *arena, struct bytes currency, int64_t amount_minor, int64_t at_us);

/* What a record of a test purchase says about the payment: the value of a trait `paid`. */
struct bytes purchase_paid_print(struct arena *arena, const struct record *record, struct bytes name_start);

/* One record's words about a purchase. Several may speak of one: their `name` is the same. */
struct purchase {
    struct bytes name; /* "EUR 000000000001995 0489123 1760843520": the moment, and the second */
    int64_t amount, at_us;
    struct bytes endpoint, acquirer, rrn, arn, name_start; /* the UUID of the endpoint it names; BYTES_NONE: not known */
};
bool purchase_parse(struct bytes paid, struct purchase *ret);

/* ---- a payment that may be the one ---- */

struct purchase_payment {
    struct bytes moment;
    struct uuid endpoint;
    struct bytes endpoint_name;
    int32_t records; /* payments of this amount in this hour: when they are several, the minute of none is known */
    int64_t first_us, last_us;
    bool same_start, same_rrn, same_arn; /* the name on the statement begins alike; the same reference numbers */
};

enum purchase_class { PURCHASE_minutes, PURCHASE_fee, PURCHASE_hour, PURCHASE_days, PURCHASE_CLASS_COUNT };

struct purchase_fit {
    enum purchase_class class;
    int64_t evidence; /* micro-bits */
    int64_t seconds;  /* apart */
    int64_t permille; /* of the amount that the two differ by */
    bool same_acquirer, odd;
};
/* Whether the payment may be the purchase. */
bool purchase_fits(const struct purchase *purchase, const struct purchase_payment *payment, struct purchase_fit *ret);

/* ---- purchases among which a payment looks for its own ---- */

/* Where a payment lies from the purchase: of the same amount, in the hours around or later; of another amount, at most the fee away, in the
 * hour before, the same or the next. */
enum purchase_place { PLACE_near, PLACE_later, PLACE_fee_before, PLACE_fee_same, PLACE_fee_after, PURCHASE_PLACE_COUNT };

struct purchase_lookup;
/* names: of the purchases, each beginning with its moment. */
struct purchase_lookup *purchase_lookup_new(struct arena *arena, const struct bytes *names, size_t count);
/* Calls found() for each purchase that the payment may be, with the number of its name. */
typedef void purchase_found(void *arg, uint32_t number, enum purchase_place place);
void purchase_lookup(const struct purchase_lookup *lookup, struct bytes moment, purchase_found *found, void *arg);

/* ---- one to one ---- */

/* A purchase and a payment that fits it. */
struct purchase_candidate {
    uint32_t purchase, payment, endpoint; /* numbers of one's own from 0, dense */
    int32_t slots;                        /* payments that are folded into this one */
    struct purchase_fit fit;
    /* the result */
    bool settled, contested;
    int64_t margin;  /* micro-bits by which every way that joins the purchase to no payment of the endpoint is worse */
    int32_t choices; /* payments that fit the purchase as closely or closer */
};

/* Of a purchase with more payments than it may have, the classes that tell nothing are taken out. Returns how many candidates are left,
 * in order. All are of one purchase; unseen: payments of each class that there are besides, NULL: none. */
size_t purchase_bound(struct purchase_candidate *items, size_t count, const int64_t *unseen);

/* items in the order of their purchase. */
void purchase_settle(struct arena *arena, struct purchase_candidate *items, size_t count);

/* The value of a trait `settled`, which the site and the endpoint get: the rule, and how it was found. BYTES_NONE when it is worth
 * nothing. */
struct bytes purchase_settled_print(struct arena *arena, const struct purchase_candidate *candidate, struct bytes purchase_name,
                                    const struct uuid *site, const struct uuid *endpoint);

/* What a person reads about such a value; BYTES_NONE for others. */
struct bytes purchase_settled_text(struct arena *arena, struct bytes value);

#endif
