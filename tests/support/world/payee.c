#include "world/payee.h"

#include "core/ident/ethereum.h"
#include "world/hub.h"
#include "world/naming.h"
#include "world/spelling.h"

typedef void number_maker(struct world *world, struct payee *payee);

enum rail payee_rail(struct rng *rng)
{
    static const unsigned char hundred[] = {[RAIL_card] = 60,    [RAIL_iban] = 14, [RAIL_bitcoin] = 8, [RAIL_litecoin] = 2,
                                            [RAIL_ethereum] = 4, [RAIL_tron] = 2,  [RAIL_wallet] = 7,  [RAIL_sms] = 3};
    uint64_t n = rng_below(rng, 100);
    int rail = 0;

    while (n >= hundred[rail])
        n -= hundred[rail++];
    return (enum rail)rail;
}

static void make_card(struct world *world, struct payee *payee)
{
    static const struct {
        const char *bin, *format;
        enum outlet_symbol holder;
    } acquirers[] = {{"999101", "0000%011llu", OUTLET_nord_merchant},  {"999102", "0001%011llu", OUTLET_nord_merchant},
                     {"99920104", "FR%08lluM1", OUTLET_midi_merchant}, {"999303", "LT%07llu", OUTLET_baltic_merchant},
                     {"999404", "PD-%08llX", OUTLET_delta_merchant},   {"999777", "OUT%09llu", OUTLET_none},
                     {"999101", "0000%011llu", OUTLET_nord_merchant}};
    size_t which = rng_below(&world->rng, COUNT_OF(acquirers));
    const char *format = acquirers[which].format;

    payee->bin = bytes_of(acquirers[which].bin);
    payee->holder = acquirers[which].holder;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    payee->acceptor = bytes_of(arena_printf(world->arena, format, (unsigned long long)world->next_number));
#pragma GCC diagnostic pop
    payee->scheme = BYTES("card-acceptor");
    payee->account =
        bytes_printf(world->arena, "%.*s/%.*s", (int)payee->bin.n, payee->bin.p, (int)payee->acceptor.n, payee->acceptor.p);
}

static void make_iban(struct world *world, struct payee *payee)
{
    static const enum outlet_symbol holders[BANK_COUNT] = {[BANK_ODER] = OUTLET_oder_account,
                                                           [BANK_FENWICK] = OUTLET_fenwick_account,
                                                           [BANK_ORBIT] = OUTLET_orbit_account,
                                                           [BANK_OUTSIDE] = OUTLET_fenwick_account};

    payee->bank = (enum bank)rng_below(&world->rng, BANK_COUNT);
    payee->holder = holders[payee->bank];
    payee->scheme = BYTES("iban");
    payee->account = account_iban(world->arena, &world->rng, payee->bank);
}

static void make_bitcoin(struct world *world, struct payee *payee)
{
    payee->scheme = BYTES("bitcoin");
    payee->account = account_bitcoin(world->arena, &world->rng);
}

static void make_litecoin(struct world *world, struct payee *payee)
{
    payee->scheme = BYTES("litecoin");
    payee->account = account_litecoin(world->arena, &world->rng);
}

static void make_ethereum(struct world *world, struct payee *payee)
{
    payee->scheme = BYTES("ethereum");
    payee->account = account_ethereum(world->arena, &world->rng);
}

static void make_tron(struct world *world, struct payee *payee)
{
    payee->scheme = BYTES("tron");
    payee->account = account_tron(world->arena, &world->rng);
}

static void make_wallet(struct world *world, struct payee *payee)
{
    payee->holder = OUTLET_orbit_account;
    payee->provider = rng_chance(&world->rng, 0.8) ? BYTES("orbitpay") : BYTES("kivu");
    payee->scheme = BYTES("wallet");
    payee->account = bytes_printf(world->arena, "W%09llu", (unsigned long long)world->next_number);
}

static void make_sms(struct world *world, struct payee *payee)
{
    static const char *const countries[] = {"AT", "DE", "FR"};

    payee->holder = OUTLET_vela_account;
    payee->scheme = BYTES("sms");
    payee->account = bytes_printf(world->arena, "%s/%05u/K%llu", countries[rng_below(&world->rng, 3)],
                                  (unsigned)rng_range(&world->rng, 60000, 89999), (unsigned long long)world->next_number);
}

static number_maker *const makers[] = {
    [RAIL_card] = make_card,         [RAIL_iban] = make_iban, [RAIL_bitcoin] = make_bitcoin, [RAIL_litecoin] = make_litecoin,
    [RAIL_ethereum] = make_ethereum, [RAIL_tron] = make_tron, [RAIL_wallet] = make_wallet,   [RAIL_sms] = make_sms};

static void make_name(struct world *world, struct payee *payee)
{
    const char *provider = payee->rail == RAIL_wallet ? bytes_cstr(world->arena, payee->provider) : "";

    payee->name = bytes_printf(world->arena, "payto://%.*s/%s%s%.*s", (int)payee->scheme.n, payee->scheme.p, provider,
                               *provider == '\0' ? "" : "/", (int)payee->account.n, payee->account.p);
}

static void make_phone(struct world *world, struct payee *payee)
{
    double dice = rng_unit(&world->rng), crowded = world->settings.crowded;

    payee->phone_is_hub = dice < 0.28 * crowded;
    if (dice < 0.10 * crowded)
        payee->phone = hub_call_centre_phone(world, &payee->phone_country);
    else if (dice < 0.28 * crowded)
        payee->phone = hub_processor_phone(world, &payee->phone_country);
    else if (dice < 0.65 + 0.14 * (crowded - 1))
        payee->phone = account_phone(world->arena, world->next_phone++, &payee->phone_country);
}

static void make_email(struct world *world, struct payee *payee)
{
    static const char *const locals[] = {"support", "info", "help", "contact", "billing"};
    double dice = rng_unit(&world->rng);

    if (dice < 0.35)
        payee->email = word_free_mail(world->arena, &world->rng, payee->brand);
    else if (dice < 0.75)
        payee->email = bytes_printf(world->arena, "%s@%.*s", locals[rng_below(&world->rng, COUNT_OF(locals))],
                                    (int)payee->domain.n, payee->domain.p);
}

static void make_settlement(struct world *world, struct payee *payee)
{
    if (rng_chance(&world->rng, 0.08))
        payee->settlement = hub_settlement(world);
    else
        payee->settlement = account_iban(world->arena, &world->rng, (enum bank)rng_below(&world->rng, BANK_COUNT));
}

void payee_make(struct world *world, enum rail rail, struct life life, struct payee *ret)
{
    static const char *const codes[] = {"5812", "5942", "5816", "5968", "7273", "5999", "5945", "7399", "4816", "5815"};
    struct payee payee = {.rail = rail,
                          .life = life,
                          .declares_site = -1,
                          .descriptor_site = -1,
                          .holder = OUTLET_quill_account,
                          .bank = BANK_OUTSIDE};

    world->next_number++;
    makers[rail](world, &payee);
    make_name(world, &payee);
    payee.brand = word_brand(world->arena, &world->rng);
    payee.country = word_country(&world->rng);
    payee.company = word_company(world->arena, &world->rng, payee.brand, payee.country);
    payee.person = rng_chance(&world->rng, 0.1) ? hub_nominee(world) : word_person(world->arena, &world->rng);
    payee.mcc = bytes_of(codes[rng_below(&world->rng, COUNT_OF(codes))]);
    payee.city = word_city(&world->rng);
    payee.domain = naming_domain(world, payee.brand);
    payee.registration = bytes_printf(world->arena, "HRB %06llu", (unsigned long long)(world->next_number * 7919 % 1000003));
    payee.descriptor = spelling_descriptor(world->arena, &world->rng, payee.brand, payee.city);
    make_phone(world, &payee);
    make_email(world, &payee);
    make_settlement(world, &payee);
    *ret = payee;
}

/* Mixed case with its checksum, as wallets show it. */
static struct bytes shown_account(struct world *world, const struct payee *payee)
{
    if (payee->rail == RAIL_iban)
        return spelling_iban(world->arena, &world->rng, world->settings.noise, payee->account);
    return payee->rail == RAIL_ethereum ? ethereum_print(world->arena, payee->account) : payee->account;
}

struct bytes payee_published(struct world *world, const struct payee *payee)
{
    struct bytes scheme = payee->rail == RAIL_wallet ? payee->provider : payee->scheme, account = shown_account(world, payee);

    return bytes_printf(world->arena, "%.*s:%.*s", (int)scheme.n, scheme.p, (int)account.n, account.p);
}
