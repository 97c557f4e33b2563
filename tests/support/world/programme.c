/*
 * programme.c: criminal programmes: cells of payees behind innocent fronts, and sites, both replaced when they are closed.
 */
#include "world/flag.h"
#include "world/hub.h"
#include "world/payee.h"
#include "world/purchase.h"
#include "world/report.h"
#include "world/spelling.h"
#include "world/truth.h"

#define CELLS_MOST 5

/* What the cells of a programme have in common; it ties payees to payees and sites to sites. */
struct operator
{
    struct bytes persons[2], settlement[2], analytics, tls, ip, nameservers;
};

static void make_operator(struct world *world, struct operator* operator)
{
    struct rng *rng = &world->rng;

    for (int i = 0; i < 2; i++) {
        operator->persons[i] = rng_chance(rng, 0.15) ? hub_nominee(world) : word_person(world->arena, rng);
        operator->settlement[i] = account_iban(world->arena, rng, (enum bank)rng_below(rng, BANK_COUNT));
    }
    if (rng_chance(rng, 0.4))
        operator->analytics = bytes_printf(world->arena, "UA-%08u", (unsigned)rng_range(rng, 10000000, 99999999));
    operator->tls = account_hex(world->arena, rng, 32);
    operator->ip = hub_host_ip(world);
    operator->nameservers = hub_nameservers(world);
}

/* ---- sites ---- */

static void add_site(struct world *world, struct cell *cell, const struct operator* operator, struct life life)
{
    struct site *site = &cell->sites[cell->site_count];
    struct bytes brand = rng_chance(&world->rng, 0.7) ? cell->brand : word_brand(world->arena, &world->rng);

    site_make(world, brand, life, site);
    if (rng_chance(&world->rng, 0.7)) {
        site->ip = operator->ip;
        site->nameservers = operator->nameservers;
    }
    if (rng_chance(&world->rng, 0.7))
        site->analytics = operator->analytics;
    if (rng_chance(&world->rng, 0.1))
        site->tls = operator->tls;
    cell->site_count++;
}

static struct life next_life(struct rng *rng, int64_t *at_us, int64_t least_days, int64_t most_days)
{
    struct life life = {.open_us = *at_us, .close_us = *at_us + rng_range(rng, least_days, most_days) * INSTANT_DAY};

    life.closed = life.close_us < world_end_us;
    if (!life.closed)
        life.close_us = world_end_us;
    *at_us = life.close_us + rng_range(rng, 1, 20) * INSTANT_DAY;
    return life;
}

/* A line of sites, each in place of the one that was taken down. */
static void add_sites(struct world *world, struct cell *cell, const struct operator* operator, int64_t start_us)
{
    int64_t at_us = start_us;

    for (int i = 0; i < 4 && at_us < world_end_us && cell->site_count < CELL_SITES; i++)
        add_site(world, cell, operator, next_life(&world->rng, &at_us, 60, 300));
}

/* Contacts: the cell's, a shared call centre's or help line's, or none. */
static void set_site_contacts(struct world *world, struct cell *cell)
{
    for (size_t s = 0; s < cell->site_count; s++) {
        struct site *site = &cell->sites[s];
        double email = rng_unit(&world->rng), phone = rng_unit(&world->rng);
        struct bytes country;

        if (email < 0.7) {
            site->email = cell->email;
            site->email_slot = SLOT_cell;
        } else if (email < 0.85) {
            site->email = word_free_mail(world->arena, &world->rng, site->brand);
        }
        if (phone < 0.5) {
            site->phone = cell->phone;
            site->phone_slot = SLOT_cell;
        } else if (phone < 0.5 + 0.1 * world->settings.crowded) {
            site->phone = hub_call_centre_phone(world, &country);
        } else if (phone < 0.5 + 0.18 * world->settings.crowded) {
            site->phone = hub_processor_phone(world, &country);
        }
    }
}

/* ---- payees ---- */

static int site_at(struct world *world, const struct cell *cell, const struct payee *payee)
{
    size_t s = rng_below(&world->rng, cell->site_count);

    return cell_serves(cell, (size_t)(payee - cell->payees), s) && !bytes_end(cell->sites[s].name, BYTES(".onion")) ? (int)s : -1;
}

static void set_face(struct world *world, struct cell *cell, const struct operator* operator, struct payee * payee)
{
    struct rng *rng = &world->rng;

    if (rng_chance(rng, 0.25 * world->settings.open)) {
        payee->brand = cell->brand;
        payee->brand_is_cells = true;
    }
    if (rng_chance(rng, 0.6))
        payee->person = operator->persons[rng_below(rng, 2)];
    if (rng_chance(rng, 0.6)) {
        payee->settlement_slot = SLOT_cell + (enum slot)rng_below(rng, 2);
        payee->settlement = operator->settlement[payee->settlement_slot - SLOT_cell];
    }
    if (rng_chance(rng, 0.45 * world->settings.open)) {
        payee->email = cell->email;
        payee->email_slot = SLOT_cell;
    }
    if (rng_chance(rng, 0.35 * world->settings.open)) {
        payee->phone = cell->phone;
        payee->phone_country = cell->phone_country;
        payee->phone_slot = SLOT_cell;
    }
    if (rng_chance(rng, 0.1))
        payee->declares_site = site_at(world, cell, payee);
}

/* The statement shows the front, the brand, the site's own domain, or the number to call. */
static void set_descriptor(struct world *world, struct cell *cell, struct payee *payee)
{
    struct bytes short_brand = bytes_slice(payee->brand, 0, payee->brand.n < 8 ? payee->brand.n : 8);
    double dice = rng_unit(&world->rng);
    int s = site_at(world, cell, payee);

    payee->descriptor = spelling_descriptor(world->arena, &world->rng, payee->brand, payee->city);
    if (dice < 0.15 && s >= 0 && cell->sites[s].name.n <= 22) {
        payee->descriptor = bytes_upper(world->arena, cell->sites[s].name);
        payee->descriptor_site = s;
    } else if (dice < 0.30) {
        payee->descriptor = bytes_printf(world->arena, "%.*s %.*s", (int)short_brand.n, bytes_upper(world->arena, short_brand).p,
                                         (int)cell->phone.n, cell->phone.p);
        payee->descriptor_has_phone = payee->descriptor.n <= 22;
        payee->descriptor = bytes_slice(payee->descriptor, 0, payee->descriptor.n < 22 ? payee->descriptor.n : 22);
    }
}

/* A line of payees on one rail or another, each opened when the last was closed. */
static void add_payees(struct world *world, struct cell *cell, const struct operator* operator, int64_t start_us)
{
    enum rail rail = payee_rail(&world->rng);
    int64_t at_us = start_us;

    for (int i = 0; i < 6 && at_us < world_end_us && cell->payee_count < CELL_PAYEES; i++) {
        struct payee *payee = &cell->payees[cell->payee_count];

        if (rng_chance(&world->rng, 0.2))
            rail = payee_rail(&world->rng);
        payee_make(world, rail, next_life(&world->rng, &at_us, 30, 170), payee);
        set_face(world, cell, operator, payee);
        set_descriptor(world, cell, payee);
        cell->payee_count++;
    }
}

/* Who serves whom is drawn only where not everybody serves all: other settings leave a world as it is. */
static void make_idle(struct world *world, struct cell *cell)
{
    for (size_t p = 0; p < CELL_PAYEES && world->settings.served < 1; p++)
        for (size_t s = 0; s < cell->site_count; s++)
            cell->idle[p][s] = !rng_chance(&world->rng, world->settings.served);
}

static void make_cell(struct world *world, const struct operator* operator, struct cell * cell)
{
    struct rng *rng = &world->rng;
    int64_t start_us = world_start_us + rng_range(rng, 0, 280) * INSTANT_DAY;
    int64_t site_lines = 1 + rng_count(rng, 0.8, 3), payee_lines = 1 + rng_count(rng, 0.8, 3);

    cell->criminal = true;
    cell->email_site = -1;
    cell->brand = word_brand(world->arena, rng);
    cell->currency = rng_chance(rng, 0.85) ? BYTES("EUR") : BYTES("GBP");
    cell->amount_count = (size_t)rng_range(rng, 2, CELL_AMOUNTS);
    for (size_t i = 0; i < cell->amount_count; i++)
        cell->amounts[i] = world_price(rng);
    for (int i = 0; i < 2; i++)
        cell->settlement[i] = operator->settlement[i];
    for (int64_t i = 0; i < site_lines; i++)
        add_sites(world, cell, operator, start_us);
    cell->phone = account_phone(world->arena, world->next_phone++, &cell->phone_country);
    cell->email = word_free_mail(world->arena, rng, cell->brand);
    if (rng_chance(rng, 0.4) && !bytes_end(cell->sites[0].name, BYTES(".onion"))) {
        cell->email = bytes_printf(world->arena, "help@%.*s", (int)cell->sites[0].name.n, cell->sites[0].name.p);
        cell->email_site = 0;
    }
    set_site_contacts(world, cell);
    make_idle(world, cell);
    for (int64_t i = 0; i < payee_lines; i++)
        add_payees(world, cell, operator, start_us);
}

/* ---- what partners see of it ---- */

/* A rival puts the account of somebody else on the site, who is flagged too. */
static struct bytes plant(struct world *world)
{
    struct cell *victim = arena_new_of(world->arena, struct cell);
    struct life life = {.open_us = world_start_us, .close_us = world_end_us};

    victim->email_site = -1;
    victim->payee_count = 1;
    payee_make(world, rng_chance(&world->rng, 0.5) ? RAIL_iban : RAIL_bitcoin, life, &victim->payees[0]);
    flag_send_account(world, victim, 0);
    truth_put_cell(world, victim);
    return payee_published(world, &victim->payees[0]);
}

void programme_report(struct world *world, struct cell *cell)
{
    for (size_t p = 0; p < cell->payee_count; p++) {
        int64_t flags = world->out.flags;

        if (cell->payees[p].rail != RAIL_card || rng_chance(&world->rng, 0.8))
            flag_send_account(world, cell, p);
        flag_send_payments(world, cell, p, 7);
        flag_send_least(world, cell, p, flags);
    }
    for (size_t s = 0; s < cell->site_count; s++) {
        bool planted = rng_chance(&world->rng, world->settings.planted);

        report_send_some(world, cell, s, 1.2, planted ? plant(world) : BYTES_NONE);
        for (int64_t i = rng_count(&world->rng, 0.5, 3); i > 0; i--)
            purchase_send(world, cell, s);
    }
}

void programme_make(struct world *world)
{
    int64_t flags = world->out.flags, cells = 1 + rng_count(&world->rng, 0.6, CELLS_MOST - 1);
    uint64_t programme = ++world->next_programme;
    struct operator operator= {0};

    make_operator(world, &operator);
    for (int64_t i = 0; i < cells; i++) {
        struct cell *cell = arena_new_of(world->arena, struct cell);

        make_cell(world, &operator, cell);
        programme_report(world, cell);
        truth_put_cell(world, cell);
        truth_put_members(world, cell, programme);
    }
    world->programme_count++;
    world->criminal_flags += world->out.flags - flags;
}
