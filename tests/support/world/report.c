#include "world/report.h"

#include "world/hub.h"
#include "world/naming.h"
#include "world/payee.h"
#include "world/spelling.h"

/* RFC 3849: documentation addresses, one for each who has a host to himself. */
static struct bytes own_ip(struct world *world)
{
    uint64_t n = rng_next(&world->rng);

    return bytes_printf(world->arena, "2001:db8:%x:%x::%x", (unsigned)(n & 0xffff), (unsigned)(n >> 16 & 0xffff),
                        (unsigned)(n >> 32 & 0xffff) | 1);
}

void site_make(struct world *world, struct bytes brand, struct life life, struct site *ret)
{
    struct site site = {.life = life, .brand = brand, .email_site = -1, .illegal = true};

    if (rng_chance(&world->rng, 0.04))
        site.name = word_onion(world->arena, &world->rng);
    else
        site.name = naming_domain(world, brand);
    site.country = word_country(&world->rng);
    site.ip = rng_chance(&world->rng, 0.6) ? hub_host_ip(world) : own_ip(world);
    site.nameservers = hub_nameservers(world);
    site.tls = account_hex(world->arena, &world->rng, 32);
    if (rng_chance(&world->rng, 0.3))
        site.registrant = word_free_mail(world->arena, &world->rng, brand);
    *ret = site;
}

static void put_judgement(struct world *world, struct row *row, const struct site *site, bool doubtful)
{
    static const char *const grades[][2] = {{"A", "1"}, {"B", "2"}, {"B", "3"}, {"C", "3"}};
    const char *const *grade = grades[rng_below(&world->rng, COUNT_OF(grades))];

    row_put(row, FIELD_site_report_assessed_illegal, site->illegal ? BYTES("true") : BYTES("false"));
    if (world_keeps(world, 0.8))
        row_put(row, FIELD_site_report_commercial, BYTES("true"));
    if (world_keeps(world, 0.8))
        row_put(row, FIELD_site_report_online, rng_chance(&world->rng, 0.9) ? BYTES("true") : BYTES("false"));
    if (doubtful || rng_chance(&world->rng, 0.6)) {
        row_put(row, FIELD_site_report_source_grade, doubtful ? BYTES("X") : bytes_of(grade[0]));
        row_put(row, FIELD_site_report_info_grade, doubtful ? BYTES("4") : bytes_of(grade[1]));
    }
}

static void put_host(struct world *world, struct row *row, const struct site *site)
{
    struct bytes servers = site->nameservers, server;

    if (bytes_end(site->name, BYTES(".onion")))
        return;
    if (world_keeps(world, 1.1))
        row_put(row, FIELD_site_report_ip, site->ip);
    row_put(row, FIELD_site_report_hosting_country, site->country);
    while (bytes_next_part(&servers, '|', &server))
        row_add(row, FIELD_site_report_nameservers, server);
    if (world_keeps(world, 0.7))
        row_put(row, FIELD_site_report_tls_sha256, site->tls);
    if (world_keeps(world, 0.9))
        row_add(row, FIELD_site_report_analytics_id, site->analytics);
    if (world_keeps(world, 0.5))
        row_put(row, FIELD_site_report_registrant_email, site->registrant);
}

static void put_contact(struct world *world, struct row *row, struct site *site)
{
    const struct settings *settings = &world->settings;

    if (world_keeps(world, 0.9))
        row_put(row, FIELD_site_report_brand, word_capital(world->arena, site->brand));
    if (site->email.n > 0 && world_keeps(world, 1.0) &&
        row_put(row, FIELD_site_report_contact_email, spelling_email(world->arena, &world->rng, settings->noise, site->email)))
        site->seen |= SEEN_email;
    if (site->phone.n > 0 && world_keeps(world, 1.0) &&
        row_put(row, FIELD_site_report_contact_phone, spelling_phone(world->arena, &world->rng, settings->noise, site->phone)))
        site->seen |= SEEN_phone;
}

/* The accounts that stand on the payment page. */
static void put_accounts(struct world *world, struct cell *cell, size_t index, struct row *row)
{
    for (size_t p = 0; p < cell->payee_count; p++) {
        const struct payee *payee = &cell->payees[p];

        if (payee->rail != RAIL_card && cell_serves(cell, p, index) && world_keeps(world, 0.5) &&
            row_add(row, FIELD_site_report_payment_endpoints, payee_published(world, payee)))
            cell->evidence[p][index] |= 1u << EVIDENCE_published;
    }
    if (cell->criminal && cell->settlement[0].n > 0 && world_keeps(world, 0.06) &&
        row_add(row, FIELD_site_report_payment_endpoints,
                bytes_printf(world->arena, "iban:%.*s", (int)cell->settlement[0].n, cell->settlement[0].p)))
        cell->sites[index].seen |= SEEN_settlement;
}

/* Checkouts lead over the innocent-looking front of the merchant. */
static void put_redirects(struct world *world, struct cell *cell, size_t index, struct row *row)
{
    for (size_t p = 0; p < cell->payee_count; p++) {
        const struct payee *payee = &cell->payees[p];

        if (payee->rail == RAIL_card && cell->criminal && cell_serves(cell, p, index) && world_keeps(world, 0.12) &&
            row_add(row, FIELD_site_report_redirect_chain, spelling_url(world->arena, &world->rng, 0, payee->domain)) &&
            (payee->seen & SEEN_front))
            cell->evidence[p][index] |= 1u << EVIDENCE_redirect;
    }
}

static enum outlet_symbol report_outlet(struct rng *rng)
{
    static const enum outlet_symbol outlets[] = {OUTLET_aurora_report,   OUTLET_aurora_report, OUTLET_meridian_report,
                                                 OUTLET_meridian_report, OUTLET_iris_report,   OUTLET_police_report};

    return outlets[rng_below(rng, COUNT_OF(outlets))];
}

void report_send(struct world *world, struct cell *cell, size_t index, struct bytes foreign)
{
    struct site *site = &cell->sites[index];
    int64_t when_us = world_moment(world, &site->life);
    struct row row;

    row_begin(&row, &world->out, world->arena, report_outlet(&world->rng), when_us);
    row_put(&row, FIELD_site_report_reported_at, world_time(world, when_us));
    row_put(&row, FIELD_site_report_url, spelling_url(world->arena, &world->rng, world->settings.noise, site->name));
    put_judgement(world, &row, site, foreign.n > 0 && rng_chance(&world->rng, 0.7));
    put_host(world, &row, site);
    put_contact(world, &row, site);
    put_accounts(world, cell, index, &row);
    put_redirects(world, cell, index, &row);
    if (foreign.n > 0)
        row_add(&row, FIELD_site_report_payment_endpoints, foreign);
    row_send(&row);
}

void report_send_some(struct world *world, struct cell *cell, size_t index, double mean, struct bytes foreign)
{
    int64_t count = 1 + rng_count(&world->rng, mean, 20);

    for (int64_t i = 0; i < count; i++)
        report_send(world, cell, index, i == 0 ? foreign : BYTES_NONE);
}
