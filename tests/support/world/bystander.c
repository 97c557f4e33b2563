/*
 * bystander.c: reported sites that no payee of the world serves, and values that somebody spreads to mislead.
 */
#include "world/hub.h"
#include "world/report.h"
#include "world/truth.h"

void bystander_make(struct world *world)
{
    struct cell *cell = arena_new_of(world->arena, struct cell);
    struct life life = {.open_us = rng_range(&world->rng, 0, 300) * INSTANT_DAY + world_start_us, .close_us = world_end_us};
    struct site *site = &cell->sites[0];
    double dice = rng_unit(&world->rng);
    struct bytes foreign = BYTES_NONE, country;

    cell->email_site = -1;
    cell->site_count = 1;
    site_make(world, word_brand(world->arena, &world->rng), life, site);
    site->email = word_free_mail(world->arena, &world->rng, site->brand);
    if (dice < 0.1)
        site->phone = hub_call_centre_phone(world, &country);
    else if (dice < 0.18)
        site->phone = hub_processor_phone(world, &country);
    else if (dice < 0.35)
        site->phone = account_phone(world->arena, world->next_phone++, &country);
    if (rng_chance(&world->rng, 0.12)) {
        struct bytes address = hub_donation_address(world);

        foreign = bytes_printf(world->arena, "bitcoin:%.*s", (int)address.n, address.p);
    }
    report_send_some(world, cell, 0, 0.5, foreign);
    truth_put_cell(world, cell);
    world->unrelated_sites++;
}

/* Thousands of sites with one mailbox, and the phone of a bank that has nothing to do with them. */
void poison_make(struct world *world)
{
    struct cell *cell = arena_new_of(world->arena, struct cell);
    struct life life = {.open_us = world_start_us, .close_us = world_end_us};
    struct bytes country;

    cell->email_site = -1;
    cell->site_count = 1;
    site_make(world, word_brand(world->arena, &world->rng), life, &cell->sites[0]);
    cell->sites[0].email = BYTES("everywhere@freemail.example");
    cell->sites[0].phone = account_phone(world->arena, 0, &country); /* a processor's help line */
    report_send(world, cell, 0, BYTES_NONE);
    truth_put_cell(world, cell);
}
