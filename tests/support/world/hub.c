#include "world/hub.h"

#define PROCESSORS 6
#define HUB_STREAM (UINT64_C(1) << 60) /* far from the streams of the cells */

/* How many hubs of a sort there are, so that each has about `members` of the `parties` that use one. */
static uint64_t hub_count(const struct settings *settings, double parties, double members)
{
    double count = parties * (double)settings->flags / (members * settings->hub);

    return count < 1 ? 1 : (uint64_t)count;
}

static uint64_t call_centres(const struct settings *settings)
{
    return hub_count(settings, 0.025, 12);
}

uint64_t hub_phones(const struct settings *settings)
{
    return PROCESSORS + call_centres(settings);
}

struct bytes hub_processor_phone(struct world *world, struct bytes *ret_country)
{
    return account_phone(world->arena, rng_below(&world->rng, PROCESSORS), ret_country);
}

struct bytes hub_call_centre_phone(struct world *world, struct bytes *ret_country)
{
    uint64_t serial = PROCESSORS + rng_below(&world->rng, call_centres(&world->settings));

    return account_phone(world->arena, serial, ret_country);
}

/* The same hub has the same random numbers each time it is asked. */
static struct rng hub_rng(const struct world *world, uint64_t sort, uint64_t index)
{
    struct rng rng;

    rng_seed(&rng, world->settings.seed, HUB_STREAM + (sort << 40) + index);
    return rng;
}

struct bytes hub_nominee(struct world *world)
{
    struct rng rng = hub_rng(world, 1, rng_below(&world->rng, hub_count(&world->settings, 0.015, 20)));

    return word_person(world->arena, &rng);
}

struct bytes hub_settlement(struct world *world)
{
    struct rng rng = hub_rng(world, 2, rng_below(&world->rng, 4));

    return account_iban(world->arena, &rng, BANK_OUTSIDE);
}

struct bytes hub_donation_address(struct world *world)
{
    struct rng rng = hub_rng(world, 3, rng_below(&world->rng, hub_count(&world->settings, 0.002, 15)));

    return account_bitcoin(world->arena, &rng);
}

/* RFC 5737 has three networks of 254 hosts. */
struct bytes hub_host_ip(struct world *world)
{
    static const char *const networks[] = {"192.0.2", "198.51.100", "203.0.113"};
    uint64_t count = hub_count(&world->settings, 0.03, 15), n = rng_below(&world->rng, count < 762 ? count : 762);

    return bytes_printf(world->arena, "%s.%u", networks[n / 254], (unsigned)(n % 254 + 1));
}

struct bytes hub_nameservers(struct world *world)
{
    unsigned n = (unsigned)rng_below(&world->rng, 12);

    return bytes_printf(world->arena, "ns1.dns-house%u.example|ns2.dns-house%u.example", n, n);
}

struct bytes hub_link_page(struct world *world)
{
    static const char *const pages[] = {"linkhub.example", "allmylinks.test", "tinyto.example"};

    return bytes_of(pages[rng_below(&world->rng, 3)]);
}
