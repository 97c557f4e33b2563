/*
 * market.c: criminal programmes of another build: a few owners with a billing front and several payees each, and affiliates with many
 * sites, all at the same time. A site takes what one or two owners offer, and not all of that.
 */
#include "world/flag.h"
#include "world/hub.h"
#include "world/naming.h"
#include "world/payee.h"
#include "world/report.h"
#include "world/spelling.h"
#include "world/truth.h"

#define OWNERS_MOST 3
#define SLOT_OF(owner) ((enum slot)(SLOT_cell + (int)(owner)))

struct owner {
    struct bytes brand, domain, email, phone, phone_country, person, settlement;
    enum slot phone_slot; /* none: a call centre's, which many have who are not his */
};

static struct life any_life(struct rng *rng, int64_t least_days, int64_t most_days)
{
    struct life life = {.open_us = world_start_us + rng_range(rng, 0, 330) * INSTANT_DAY};

    life.close_us = life.open_us + rng_range(rng, least_days, most_days) * INSTANT_DAY;
    life.closed = life.close_us < world_end_us;
    if (!life.closed)
        life.close_us = world_end_us;
    return life;
}

static void make_owner(struct world *world, struct owner *owner, size_t number)
{
    struct rng *rng = &world->rng;

    owner->phone_slot = SLOT_none;
    owner->brand = word_brand(world->arena, rng);
    owner->domain = naming_domain(world, owner->brand);
    owner->email = rng_chance(rng, 0.5) ? bytes_printf(world->arena, "billing@%.*s", (int)owner->domain.n, owner->domain.p)
                                        : word_free_mail(world->arena, rng, owner->brand);
    owner->person = rng_chance(rng, 0.2) ? hub_nominee(world) : word_person(world->arena, rng);
    owner->settlement = account_iban(world->arena, rng, (enum bank)rng_below(rng, BANK_COUNT));
    if (rng_chance(rng, 0.3 * world->settings.crowded)) {
        owner->phone = hub_call_centre_phone(world, &owner->phone_country);
        return;
    }
    owner->phone = account_phone(world->arena, world->next_phone++, &owner->phone_country);
    owner->phone_slot = SLOT_OF(number);
}

static void add_payee(struct world *world, struct cell *cell, const struct owner *owner, size_t number)
{
    struct payee *payee = &cell->payees[cell->payee_count++];
    struct rng *rng = &world->rng;
    double open = world->settings.open;

    payee_make(world, payee_rail(rng), any_life(rng, 60, 330), payee);
    payee->domain = owner->domain;
    if (rng_chance(rng, 0.7))
        payee->person = owner->person;
    if (rng_chance(rng, 0.5)) {
        payee->settlement = owner->settlement;
        payee->settlement_slot = number == 0 ? SLOT_cell : SLOT_none;
    }
    if (rng_chance(rng, 0.6 * open)) {
        payee->email = owner->email;
        payee->email_slot = SLOT_OF(number);
    }
    if (rng_chance(rng, 0.4 * open)) {
        payee->phone = owner->phone;
        payee->phone_country = owner->phone_country;
        payee->phone_slot = owner->phone_slot;
    }
    if (rng_chance(rng, 0.5))
        payee->brand = owner->brand;
    payee->descriptor = rng_chance(rng, 0.3) ? bytes_slice(bytes_upper(world->arena, owner->domain), 0,
                                                           owner->domain.n < 22 ? owner->domain.n : 22)
                                             : spelling_descriptor(world->arena, rng, payee->brand, payee->city);
}

static void add_site(struct world *world, struct cell *cell, const struct owner *owners, const size_t *used,
                     struct bytes affiliate_brand, struct bytes affiliate_email)
{
    struct site *site = &cell->sites[cell->site_count++];
    struct rng *rng = &world->rng;
    double dice = rng_unit(rng);

    site_make(world, rng_chance(rng, 0.4) ? affiliate_brand : word_brand(world->arena, rng), any_life(rng, 30, 240), site);
    if (dice < 0.35) {
        site->email = owners[used[0]].email;
        site->email_slot = SLOT_OF(used[0]);
    } else if (dice < 0.8) {
        site->email = affiliate_email;
    }
    if (rng_chance(rng, 0.3)) {
        site->phone = owners[used[0]].phone;
        site->phone_slot = owners[used[0]].phone_slot;
    } else if (rng_chance(rng, 0.2)) {
        struct bytes country;

        site->phone = hub_processor_phone(world, &country);
    }
}

/* Which payees a site does without: those of other owners, and some of its own's. */
static void set_idle(struct world *world, struct cell *cell, const size_t *owner_of, const size_t *used)
{
    size_t s = cell->site_count - 1;

    for (size_t p = 0; p < cell->payee_count; p++)
        cell->idle[p][s] =
            (owner_of[p] != used[0] && owner_of[p] != used[1]) || !rng_chance(&world->rng, 0.75 * world->settings.served);
}

static void add_affiliate(struct world *world, struct cell *cell, const struct owner *owners, size_t owner_count,
                          const size_t *owner_of)
{
    struct bytes brand = word_brand(world->arena, &world->rng), email = word_free_mail(world->arena, &world->rng, brand);
    size_t used[2] = {rng_below(&world->rng, owner_count), rng_below(&world->rng, owner_count)};
    int64_t sites = 1 + rng_count(&world->rng, 1.5, 6);

    for (int64_t i = 0; i < sites && cell->site_count < CELL_SITES; i++) {
        add_site(world, cell, owners, used, brand, email);
        set_idle(world, cell, owner_of, used);
    }
}

void market_make(struct world *world)
{
    struct cell *cell = arena_new_of(world->arena, struct cell);
    struct owner owners[OWNERS_MOST];
    size_t owner_of[CELL_PAYEES], owner_count = 1 + rng_below(&world->rng, OWNERS_MOST);
    int64_t flags = world->out.flags, affiliates = 1 + rng_count(&world->rng, 2, 5);

    cell->criminal = true;
    cell->email_site = -1;
    cell->brand = word_brand(world->arena, &world->rng);
    cell->currency = BYTES("EUR");
    cell->amount_count = (size_t)rng_range(&world->rng, 1, CELL_AMOUNTS);
    for (size_t i = 0; i < cell->amount_count; i++)
        cell->amounts[i] = world_price(&world->rng);
    for (size_t o = 0; o < owner_count; o++) {
        make_owner(world, &owners[o], o);
        for (int64_t i = rng_range(&world->rng, 1, 5); i > 0; i--) {
            owner_of[cell->payee_count] = o;
            add_payee(world, cell, &owners[o], o);
        }
    }
    cell->settlement[0] = owners[0].settlement;
    for (int64_t i = 0; i < affiliates; i++)
        add_affiliate(world, cell, owners, owner_count, owner_of);
    programme_report(world, cell);
    truth_put_cell(world, cell);
    truth_put_members(world, cell, ++world->next_programme);
    world->programme_count++;
    world->criminal_flags += world->out.flags - flags;
}
