/*
 * merchant.c: the many who are flagged for reasons of their own.
 */
#include "world/flag.h"
#include "world/hub.h"
#include "world/payee.h"
#include "world/report.h"
#include "world/truth.h"

#define DONATIONS 0.002

static void set_prices(struct world *world, struct cell *cell)
{
    cell->currency = rng_chance(&world->rng, 0.85) ? BYTES("EUR") : BYTES("GBP");
    cell->amount_count = (size_t)rng_range(&world->rng, 1, CELL_AMOUNTS);
    for (size_t i = 0; i < cell->amount_count; i++)
        cell->amounts[i] = world_price(&world->rng);
}

/* An address that sites copy from each other; it belongs to none of them. */
static void make_donation(struct world *world, struct payee *payee)
{
    payee->account = hub_donation_address(world);
    payee->name = bytes_printf(world->arena, "payto://bitcoin/%.*s", (int)payee->account.n, payee->account.p);
}

static void report_by_mistake(struct world *world, struct cell *cell)
{
    struct payee *payee = &cell->payees[0];
    struct site *site = &cell->sites[0];

    site_make(world, payee->brand, payee->life, site);
    site->name = payee->domain;
    site->illegal = false;
    site->email = payee->email;
    site->phone = payee->phone;
    site->email_slot = payee->email_slot = SLOT_cell;
    if (payee->phone.n == 0 || !rng_chance(&world->rng, 0.5))
        site->phone = BYTES_NONE;
    else if (!payee->phone_is_hub)
        site->phone_slot = payee->phone_slot = SLOT_cell;
    cell->email_site = bytes_end(payee->email, payee->domain) ? 0 : -1;
    payee->declares_site = 0;
    payee->brand_is_cells = true;
    cell->brand = payee->brand;
    cell->site_count = 1;
}

void merchant_make(struct world *world)
{
    struct cell *cell = arena_new_of(world->arena, struct cell);
    struct life life = {.open_us = rng_range(&world->rng, 0, 300) * INSTANT_DAY + world_start_us, .close_us = world_end_us};
    enum rail rail = payee_rail(&world->rng);
    int64_t flags = world->out.flags;
    bool donation = rng_chance(&world->rng, DONATIONS);

    cell->email_site = -1;
    cell->payee_count = 1;
    set_prices(world, cell);
    payee_make(world, donation ? RAIL_bitcoin : rail, life, &cell->payees[0]);
    if (donation)
        make_donation(world, &cell->payees[0]);
    else if (rng_chance(&world->rng, world->settings.mistaken))
        report_by_mistake(world, cell);
    if (rail != RAIL_card || rng_chance(&world->rng, 0.7))
        flag_send_account(world, cell, 0);
    flag_send_payments(world, cell, 0, 1.7);
    flag_send_least(world, cell, 0, flags);
    if (cell->site_count > 0)
        report_send_some(world, cell, 0, 0.3, BYTES_NONE);
    truth_put_cell(world, cell);
}
