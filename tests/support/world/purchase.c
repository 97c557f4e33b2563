#include "world/purchase.h"

#include "world/flag.h"
#include "world/spelling.h"

/* One of the payees that serve the site now; -1 when none does. */
static int choose_payee(struct world *world, const struct cell *cell, size_t site)
{
    size_t start = rng_below(&world->rng, cell->payee_count);

    for (size_t i = 0; i < cell->payee_count; i++) {
        size_t p = (start + i) % cell->payee_count;

        if (cell->payees[p].rail <= RAIL_tron && cell_serves(cell, p, site))
            return (int)p;
    }
    return -1;
}

static struct life shared_life(const struct life *a, const struct life *b)
{
    return (struct life){.open_us = a->open_us > b->open_us ? a->open_us : b->open_us,
                         .close_us = a->close_us < b->close_us ? a->close_us : b->close_us};
}

static bool put_card(struct world *world, struct row *row, const struct payee *payee)
{
    bool named = false;

    if (world_keeps(world, 0.9))
        row_put(row, FIELD_test_purchase_descriptor, payee->descriptor);
    if (world_keeps(world, 0.8)) {
        row_put(row, FIELD_test_purchase_acquirer_bin, payee->bin);
        named = world_keeps(world, 0.8) && row_put(row, FIELD_test_purchase_card_acceptor_id, payee->acceptor);
    }
    return named;
}

static bool put_payee(struct world *world, struct row *row, const struct payee *payee)
{
    if (payee->rail == RAIL_card)
        return put_card(world, row, payee);
    if (payee->rail == RAIL_iban)
        return row_put(row, FIELD_test_purchase_creditor_iban, payee->account);
    return row_put(row, FIELD_test_purchase_crypto_address, payee->account);
}

static unsigned put_references(struct world *world, struct row *row, const struct payment *payment)
{
    unsigned known = 0;

    if (world_keeps(world, 0.9) && row_put(row, FIELD_test_purchase_arn, payment->arn))
        known |= KNOWN_arn;
    if (world_keeps(world, 0.9) && row_put(row, FIELD_test_purchase_rrn, payment->rrn))
        known |= KNOWN_rrn;
    return known;
}

static void put_receipt(struct world *world, struct row *row, struct site *site)
{
    if (site->email.n > 0 && world_keeps(world, 0.5) && row_put(row, FIELD_test_purchase_receipt_email, site->email))
        site->seen |= SEEN_email;
    if (site->phone.n > 0 && world_keeps(world, 0.3) && row_put(row, FIELD_test_purchase_receipt_phone, site->phone))
        site->seen |= SEEN_phone;
}

/* The partner's clock and books differ: minutes at the till, up to two days in clearing; the fee is on the payer's side. */
static struct payment as_booked(struct world *world, const struct payment *payment)
{
    struct payment booked = *payment;

    if (rng_chance(&world->rng, 0.6))
        booked.when_us += rng_range(&world->rng, -120, 240) * INSTANT_SECOND;
    else
        booked.when_us += rng_range(&world->rng, 1, 48) * INSTANT_HOUR;
    if (rng_chance(&world->rng, 0.1))
        booked.amount += booked.amount / 50;
    return booked;
}

static void note_evidence(struct cell *cell, size_t p, size_t s, bool named, unsigned known, unsigned booked_known, bool booked)
{
    uint32_t *evidence = &cell->evidence[p][s];

    if (named)
        *evidence |= 1u << EVIDENCE_test_purchase_named;
    if (known & booked_known)
        *evidence |= 1u << EVIDENCE_test_purchase_reference;
    else if (booked)
        *evidence |= 1u << EVIDENCE_amount_and_time;
}

void purchase_send(struct world *world, struct cell *cell, size_t s)
{
    struct site *site = &cell->sites[s];
    int p = choose_payee(world, cell, s);
    unsigned known, booked_known = 0;
    struct row row;

    if (p < 0)
        return;
    const struct payee *payee = &cell->payees[p];
    struct life both = shared_life(&payee->life, &site->life);
    struct payment payment = flag_payment(world, cell, payee, &both), booked;
    enum outlet_symbol outlet =
        payee->rail == RAIL_card && rng_chance(&world->rng, 0.5) ? OUTLET_astra_purchase : OUTLET_police_purchase;

    row_begin(&row, &world->out, world->arena, outlet, payment.when_us);
    row_put(&row, FIELD_test_purchase_purchased_at, world_time(world, payment.when_us));
    row_put(&row, FIELD_test_purchase_site_url, spelling_url(world->arena, &world->rng, world->settings.noise, site->name));
    row_put(&row, FIELD_test_purchase_amount, world_amount(world, payment.amount));
    row_put(&row, FIELD_test_purchase_currency, payment.currency);
    bool named = put_payee(world, &row, payee);

    known = put_references(world, &row, &payment);
    put_receipt(world, &row, site);
    row_send(&row);
    booked = as_booked(world, &payment);

    bool seen = rng_chance(&world->rng, 0.7) && flag_send_payment(world, cell, (size_t)p, &booked, &booked_known);

    note_evidence(cell, (size_t)p, s, named, known, booked_known, seen);
}
