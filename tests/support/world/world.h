/*
 * world.h: the made-up world: who takes payments, for which sites, and what the partners get to see of it.
 *
 * A cell is a group of payees and sites run by one hand at one time: each payee takes payments for each site that lives when it does.
 * A criminal programme has one or more cells, an innocent merchant is a cell of his own. A cell is made, reported and forgotten before
 * the next one: memory does not grow with the size of the world.
 * Each cell has its own sequence of random numbers, so a setting that changes one cell leaves the others alone.
 */
#ifndef WORLD_WORLD_H
#define WORLD_WORLD_H

#include "base/instant.h"
#include "base/map.h"
#include "world/account.h"
#include "world/outlet.h"
#include "world/word.h"

struct settings {
    uint64_t seed;
    int64_t flags;   /* records about endpoints to make */
    double noise;    /* how often things are misspelt, broken, sent twice; 1: as in life */
    double hub;      /* size of call centres, shared hosts, nominee directors; 1: about a dozen each */
    double sparsity; /* share of optional facts that partners leave out */
    double innocent; /* share of flags about merchants that have nothing to do with any reported site */
    double planted;  /* share of criminal sites that publish somebody else's account */
    double market;   /* share of programmes in which many sites each use some of many payees */
    double served;   /* share of the sites of its cell that a payee takes payments for */
    double crowded;  /* how much of phones are those of processors and call centres; 1: a third */
    double open;     /* how often payees show the contacts and names of their cell; 1: every third */
    double mistaken; /* share of innocent merchants whose site is reported */
    int64_t naming;  /* enum naming */
    int64_t poison;  /* sites that all carry the same e-mail address and the phone of a bank */
    int64_t parts;   /* files of each kind a partner sends, by time */
    const char *folder;
};

#define CELL_PAYEES 24
#define CELL_SITES 16
#define CELL_AMOUNTS 6

/* How a brand becomes the label of a domain. */
enum naming {
    NAMING_numbered, /* with a number of its own */
    NAMING_plain,    /* as it is, or with a word that many have; a number only when it is taken */
    NAMING_sloppy,   /* misspelt, cut, or another name altogether */
    NAMING_COUNT
};

enum rail { RAIL_card, RAIL_iban, RAIL_bitcoin, RAIL_litecoin, RAIL_ethereum, RAIL_tron, RAIL_wallet, RAIL_sms };

/* What of a payee or a site got into an accepted record. */
enum seen { SEEN_email = 1, SEEN_phone = 2, SEEN_settlement = 4, SEEN_front = 8, SEEN_name = 16, SEEN_descriptor_phone = 32 };

/* Where a contact or an account comes from: one's own, or the cell's; the same number means the same value. */
enum slot { SLOT_none, SLOT_cell, SLOT_second };

struct life {
    int64_t open_us, close_us;
    bool closed; /* before the world ends */
};

struct payee {
    enum rail rail;
    struct bytes name;   /* payto://... */
    struct bytes scheme; /* as account_scheme and payment_endpoints have it */
    struct bytes account;
    struct bytes provider; /* of a wallet */
    struct bytes bin, acceptor;
    enum outlet_symbol holder; /* that sends merchant_flag or account_flag about it; OUTLET_none: an outsider */
    enum bank bank;
    struct life life;
    struct bytes brand, company, person, mcc, country, city, domain, email, phone, phone_country, settlement, registration;
    bool phone_national; /* written without country code */
    bool phone_is_hub;   /* a processor's or a call centre's, who know nothing of each other */
    struct bytes descriptor;
    enum slot email_slot, phone_slot, settlement_slot;
    int declares_site; /* index of the site it declares, -1: its own front */
    bool brand_is_cells;
    bool descriptor_has_phone;
    int descriptor_site; /* index of the site whose domain stands in the descriptor, -1 */
    unsigned seen;
};

struct site {
    struct bytes name; /* registrable domain or onion address */
    struct life life;
    struct bytes brand, email, phone, registrant, country, ip, nameservers, analytics, tls;
    enum slot email_slot, phone_slot;
    int email_site; /* index of the site whose domain the e-mail address has, -1 */
    bool illegal;
    unsigned seen;
};

enum evidence {
#define EVIDENCE(name, strong) EVIDENCE_##name,
#include "world/evidence.def"
#undef EVIDENCE
    EVIDENCE_COUNT
};

struct cell {
    struct payee payees[CELL_PAYEES];
    size_t payee_count;
    struct site sites[CELL_SITES];
    size_t site_count;
    bool idle[CELL_PAYEES][CELL_SITES];         /* the payee never takes payments for the site */
    uint32_t evidence[CELL_PAYEES][CELL_SITES]; /* bits of enum evidence */
    struct bytes brand, email, phone, phone_country, settlement[2];
    int email_site;
    bool criminal;
    int64_t amounts[CELL_AMOUNTS]; /* minor units */
    size_t amount_count;
    struct bytes currency;
};

struct world {
    struct settings settings;
    struct outlet_set out;
    struct rng rng;      /* of this cell */
    struct arena *arena; /* of this cell */
    FILE *truth, *programmes, *pairs, *same_hand;
    struct map domains; /* that are taken, when they have no number */
    uint64_t next_phone, next_domain, next_number, next_programme;
    int64_t criminal_flags, pair_count, evident_count, endpoint_count, site_count, programme_count, unrelated_sites;
};

extern const int64_t world_start_us, world_end_us;

/* A fact that partners may leave out: present with this probability, less the sparsity of the world. */
bool world_keeps(struct world *world, double probability);
int64_t world_moment(struct world *world, const struct life *life); /* within the life and the world */
struct bytes world_time(struct world *world, int64_t us);           /* RFC 3339, with one offset or another */
struct bytes world_amount(struct world *world, int64_t minor);
int64_t world_price(struct rng *rng); /* a price point, or an odd amount */
bool life_overlaps(const struct life *a, const struct life *b);
bool cell_serves(const struct cell *cell, size_t payee, size_t site);

void merchant_make(struct world *world); /* an innocent one, with all that partners say of him */
void programme_make(
    struct world *world);              /* a criminal one: a line of payees and a line of sites, each replaced when it is closed */
void market_make(struct world *world); /* a criminal one: many sites, many payees, at the same time */
void programme_report(struct world *world, struct cell *cell); /* all that partners say of it */
void bystander_make(struct world *world);                      /* a reported site that no payee of the world serves */
void poison_make(struct world *world);

#endif
