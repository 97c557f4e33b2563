#include "world/flag.h"

#include "core/ident/ethereum.h"
#include "world/card.h"
#include "world/hub.h"
#include "world/payee.h"
#include "world/spelling.h"

static void put_reason(struct world *world, struct row *row)
{
    static const char *const reasons[] = {
        "chargebacks", "chargebacks", "transaction_laundering", "suspicious_pattern", "customer_report", "content", "other"};

    row_put(row, row_field(row, "reason"), bytes_of(reasons[rng_below(&world->rng, COUNT_OF(reasons))]));
}

static void put_grade(struct world *world, struct row *row)
{
    static const char *const sources[] = {"A", "B", "B", "C", "X"};
    static const char *const informations[] = {"1", "2", "3", "3", "4"};

    if (!rng_chance(&world->rng, 0.5))
        return;
    row_put(row, row_field(row, "source_grade"), bytes_of(sources[rng_below(&world->rng, COUNT_OF(sources))]));
    row_put(row, row_field(row, "info_grade"), bytes_of(informations[rng_below(&world->rng, COUNT_OF(informations))]));
}

/* Remarks that name the site now and then. */
static void put_note(struct world *world, struct cell *cell, size_t index, struct row *row)
{
    static const char *const texts[] = {"many complaints in one week", "seen before under another name", "low average ticket",
                                        "volume rose quickly"};

    if (cell->criminal && cell->site_count > 0 && world_keeps(world, 0.08)) {
        size_t s = rng_below(&world->rng, cell->site_count);
        struct bytes url = spelling_defanged(world->arena, &world->rng, cell->sites[s].name);

        if (cell_serves(cell, index, s) &&
            row_put(row, row_field(row, "note"), bytes_printf(world->arena, "payers name %.*s", (int)url.n, url.p)))
            cell->evidence[index][s] |= 1u << EVIDENCE_note;
        return;
    }
    if (rng_chance(&world->rng, 0.1))
        row_put(row, row_field(row, "note"), bytes_of(texts[rng_below(&world->rng, COUNT_OF(texts))]));
}

static void put_life(struct world *world, struct row *row, const struct payee *payee)
{
    if (rng_chance(&world->rng, 0.6))
        row_put(row, row_field(row, "opened_on"), date_print(world->arena, payee->life.open_us));
    if (payee->life.closed && rng_chance(&world->rng, 0.7))
        row_put(row, row_field(row, "closed_on"), date_print(world->arena, payee->life.close_us));
}

/* ---- card merchants ---- */

static void put_names(struct world *world, struct row *row, struct payee *payee)
{
    struct bytes brand = word_capital(world->arena, payee->brand);

    if (world_keeps(world, 1.2) && row_put(row, FIELD_merchant_flag_merchant_name, brand))
        payee->seen |= SEEN_name;
    if (world_keeps(world, 1.0))
        row_put(row, FIELD_merchant_flag_legal_name, payee->company);
    if (world_keeps(world, 0.5))
        row_put(row, FIELD_merchant_flag_registration_number, payee->registration);
    if (world_keeps(world, 0.6))
        row_add(row, FIELD_merchant_flag_principal, payee->person);
    if (world_keeps(world, 0.15))
        row_put(row, FIELD_merchant_flag_lei, account_lei(world->arena, (uint64_t)payee->life.open_us / 1000003));
}

static void put_url(struct world *world, struct cell *cell, size_t index, struct row *row)
{
    struct payee *payee = &cell->payees[index];
    int s = payee->declares_site;
    struct bytes domain = s >= 0 ? cell->sites[s].name : payee->domain;

    if (!world_keeps(world, 1.1) ||
        !row_add(row, FIELD_merchant_flag_merchant_url, spelling_url(world->arena, &world->rng, world->settings.noise, domain)))
        return;
    if (s >= 0)
        cell->evidence[index][s] |= 1u << EVIDENCE_declared;
    else
        payee->seen |= SEEN_front;
    if (rng_chance(&world->rng, 0.04))
        row_add(row, FIELD_merchant_flag_merchant_url,
                bytes_printf(world->arena, "https://%s/%.*s", hub_link_page(world).p, (int)payee->bin.n, payee->bin.p));
}

static void put_support(struct world *world, struct row *row, struct payee *payee)
{
    const struct settings *settings = &world->settings;
    struct bytes phone = spelling_phone(world->arena, &world->rng, settings->noise, payee->phone);

    if (bytes_equal(payee->country, payee->phone_country) && rng_chance(&world->rng, 0.3))
        phone = spelling_phone_national(world->arena, payee->phone, payee->country);
    if (payee->email.n > 0 && world_keeps(world, 1.1) &&
        row_put(row, FIELD_merchant_flag_support_email, spelling_email(world->arena, &world->rng, settings->noise, payee->email)))
        payee->seen |= SEEN_email;
    if (payee->phone.n > 0 && world_keeps(world, 1.1) && row_put(row, FIELD_merchant_flag_support_phone, phone))
        payee->seen |= SEEN_phone;
    if (world_keeps(world, 0.7) && row_put(row, FIELD_merchant_flag_settlement_iban,
                                           spelling_iban(world->arena, &world->rng, settings->noise, payee->settlement)))
        payee->seen |= SEEN_settlement;
}

/* The descriptor got into a record. */
static void see_descriptor(struct cell *cell, size_t index)
{
    struct payee *payee = &cell->payees[index];

    if (payee->descriptor_has_phone)
        payee->seen |= SEEN_descriptor_phone;
    if (payee->descriptor_site >= 0)
        cell->evidence[index][payee->descriptor_site] |= 1u << EVIDENCE_descriptor_contact;
}

static void send_merchant(struct world *world, struct cell *cell, size_t index, enum outlet_symbol outlet)
{
    struct payee *payee = &cell->payees[index];
    int64_t when_us = world_moment(world, &payee->life);
    struct row row;

    row_begin(&row, &world->out, world->arena, outlet, when_us);
    row_put(&row, FIELD_merchant_flag_flagged_at, world_time(world, when_us));
    put_reason(world, &row);
    row_put(&row, FIELD_merchant_flag_acquirer_bin, payee->bin);
    row_put(&row, FIELD_merchant_flag_card_acceptor_id, payee->acceptor);
    row_put(&row, FIELD_merchant_flag_mcc, payee->mcc);
    row_put(&row, FIELD_merchant_flag_merchant_country, payee->country);
    row_put(&row, FIELD_merchant_flag_merchant_city, payee->city);
    put_names(world, &row, payee);
    put_url(world, cell, index, &row);
    put_support(world, &row, payee);
    if (world_keeps(world, 1.2) && row_put(&row, FIELD_merchant_flag_descriptor, payee->descriptor))
        see_descriptor(cell, index);
    put_life(world, &row, payee);
    put_note(world, cell, index, &row);
    put_grade(world, &row);
    row_send(&row);
}

/* ---- accounts ---- */

static struct bytes account_id(struct world *world, const struct payee *payee)
{
    if (payee->rail == RAIL_iban)
        return spelling_iban(world->arena, &world->rng, world->settings.noise, payee->account);
    return payee->rail == RAIL_ethereum && rng_chance(&world->rng, 0.5) ? ethereum_print(world->arena, payee->account)
                                                                        : payee->account;
}

static void put_holder(struct world *world, struct row *row, struct payee *payee)
{
    const struct settings *settings = &world->settings;

    if (world_keeps(world, 0.9))
        row_put(row, FIELD_account_flag_holder_name, payee->person);
    if (payee->email.n > 0 && world_keeps(world, 1.1) &&
        row_put(row, FIELD_account_flag_holder_email, spelling_email(world->arena, &world->rng, settings->noise, payee->email)))
        payee->seen |= SEEN_email;
    if (payee->phone.n > 0 && world_keeps(world, 1.1) &&
        row_put(row, FIELD_account_flag_holder_phone, spelling_phone(world->arena, &world->rng, settings->noise, payee->phone)))
        payee->seen |= SEEN_phone;
    if (world_keeps(world, 0.4) &&
        row_add(row, FIELD_account_flag_related_account,
                bytes_printf(world->arena, "iban:%.*s", (int)payee->settlement.n, payee->settlement.p)))
        payee->seen |= SEEN_settlement;
}

static void send_account(struct world *world, struct cell *cell, size_t index)
{
    struct payee *payee = &cell->payees[index];
    int64_t when_us = world_moment(world, &payee->life);
    struct row row;

    row_begin(&row, &world->out, world->arena, payee->holder, when_us);
    row_put(&row, FIELD_account_flag_flagged_at, world_time(world, when_us));
    put_reason(world, &row);
    row_put(&row, FIELD_account_flag_account_scheme, payee->scheme);
    row_put(&row, FIELD_account_flag_account_id, account_id(world, payee));
    row_put(&row, FIELD_account_flag_wallet_provider, payee->provider);
    row_put(&row, FIELD_account_flag_holder_country, payee->country);
    put_holder(world, &row, payee);
    put_life(world, &row, payee);
    put_note(world, cell, index, &row);
    put_grade(world, &row);
    row_send(&row);
}

void flag_send_account(struct world *world, struct cell *cell, size_t index)
{
    const struct payee *payee = &cell->payees[index];

    if (payee->rail != RAIL_card) {
        send_account(world, cell, index);
        return;
    }
    if (payee->holder != OUTLET_none)
        send_merchant(world, cell, index, payee->holder);
    if (payee->holder == OUTLET_none || rng_chance(&world->rng, 0.15))
        send_merchant(world, cell, index, OUTLET_astra_merchant);
}

void flag_send_least(struct world *world, struct cell *cell, size_t index, int64_t flags)
{
    if (world->out.flags == flags)
        flag_send_account(world, cell, index);
}

/* ---- payments ---- */

static enum outlet_symbol payment_outlet(struct world *world, const struct payee *payee)
{
    bool inside = rng_chance(&world->rng, 0.5);

    switch (payee->rail) {
    case RAIL_card:
        if (inside && payee->holder == OUTLET_nord_merchant)
            return OUTLET_nord_transaction;
        if (inside && payee->holder == OUTLET_delta_merchant)
            return OUTLET_delta_transaction;
        return rng_chance(&world->rng, 0.5) ? OUTLET_alba_transaction : OUTLET_castel_transaction;
    case RAIL_iban:
        return OUTLET_oder_transaction;
    case RAIL_bitcoin:
    case RAIL_litecoin:
    case RAIL_ethereum:
    case RAIL_tron:
        return OUTLET_quill_transaction;
    default:
        return OUTLET_none;
    }
}

static void put_card_payment(struct world *world, struct cell *cell, size_t index, struct row *row)
{
    struct payee *payee = &cell->payees[index];

    row_put(row, FIELD_transaction_flag_acquirer_bin, payee->bin);
    row_put(row, FIELD_transaction_flag_card_acceptor_id, payee->acceptor);
    row_put(row, FIELD_transaction_flag_mcc, payee->mcc);
    row_put(row, FIELD_transaction_flag_merchant_country, payee->country);
    if (rng_chance(&world->rng, 0.3))
        row_put(row, FIELD_transaction_flag_pan,
                rng_chance(&world->rng, 0.1) ? card_spelled(row->set, world->arena) : card_truncated(row->set, world->arena));
    if (world_keeps(world, 1.2) && row_put(row, FIELD_transaction_flag_descriptor, payee->descriptor))
        see_descriptor(cell, index);
}

static void put_transfer(struct world *world, struct payee *payee, struct row *row)
{
    row_put(row, FIELD_transaction_flag_creditor_iban,
            spelling_iban(world->arena, &world->rng, world->settings.noise, payee->account));
    row_put(row, FIELD_transaction_flag_creditor_bic, account_bic(payee->bank));
    if (world_keeps(world, 0.8) && row_put(row, FIELD_transaction_flag_creditor_name, payee->company))
        payee->seen |= SEEN_name;
    if (world_keeps(world, 0.5))
        row_put(row, FIELD_transaction_flag_remittance_info,
                bytes_printf(world->arena, "order %llu", (unsigned long long)rng_below(&world->rng, 100000)));
}

static void put_coins(struct world *world, const struct payee *payee, struct row *row)
{
    row_put(row, FIELD_transaction_flag_crypto_chain, payee->scheme);
    row_put(row, FIELD_transaction_flag_crypto_address, payee->account);
    if (world_keeps(world, 0.8))
        row_put(row, FIELD_transaction_flag_txid, account_hex(world->arena, &world->rng, 32));
}

static unsigned put_references(struct row *row, const struct payment *payment)
{
    unsigned known = 0;

    known |= row_put(row, FIELD_transaction_flag_arn, payment->arn) ? KNOWN_arn : 0;
    known |= row_put(row, FIELD_transaction_flag_rrn, payment->rrn) ? KNOWN_rrn : 0;
    known |= row_put(row, FIELD_transaction_flag_uetr, payment->uetr) ? KNOWN_uetr : 0;
    known |= row_put(row, FIELD_transaction_flag_referrer_url, payment->referrer) ? KNOWN_referrer : 0;
    return known;
}

bool flag_send_payment(struct world *world, struct cell *cell, size_t index, const struct payment *payment, unsigned *ret_known)
{
    struct payee *payee = &cell->payees[index];
    enum outlet_symbol outlet = payment_outlet(world, payee);
    struct row row;

    if (outlet == OUTLET_none)
        return false;
    row_begin(&row, &world->out, world->arena, outlet, payment->when_us);
    row_put(&row, FIELD_transaction_flag_transacted_at, world_time(world, payment->when_us));
    row_put(&row, FIELD_transaction_flag_amount, world_amount(world, payment->amount));
    row_put(&row, FIELD_transaction_flag_currency, payment->currency);
    put_reason(world, &row);
    if (payee->rail == RAIL_card)
        put_card_payment(world, cell, index, &row);
    else if (payee->rail == RAIL_iban)
        put_transfer(world, payee, &row);
    else
        put_coins(world, payee, &row);
    *ret_known = put_references(&row, payment);
    put_note(world, cell, index, &row);
    row_send(&row);
    return true;
}

struct payment flag_payment(struct world *world, const struct cell *cell, const struct payee *payee, const struct life *life)
{
    struct payment payment = {.when_us = world_moment(world, life),
                              .amount = cell->amounts[rng_below(&world->rng, cell->amount_count)],
                              .currency = cell->currency};

    if (payee->rail == RAIL_card && rng_chance(&world->rng, 0.6))
        payment.arn = account_arn(world->arena, &world->rng, payee->bin, payment.when_us);
    if (payee->rail == RAIL_card && rng_chance(&world->rng, 0.5))
        payment.rrn = account_rrn(world->arena, &world->rng, payment.when_us);
    if (payee->rail == RAIL_iban && rng_chance(&world->rng, 0.5))
        payment.uetr = account_uetr(world->arena, &world->rng);
    return payment;
}

/* Payers come from one of the sites, or over a page of links that everybody uses. */
static int put_referrer(struct world *world, const struct cell *cell, const struct payee *payee, struct payment *payment)
{
    if (world_keeps(world, 0.15)) {
        payment->referrer = bytes_printf(world->arena, "https://%s/go", hub_link_page(world).p);
    } else if (cell->site_count > 0 && world_keeps(world, 0.5)) {
        int s = (int)rng_below(&world->rng, cell->site_count);

        if (cell_serves(cell, (size_t)(payee - cell->payees), (size_t)s)) {
            payment->referrer = spelling_url(world->arena, &world->rng, world->settings.noise, cell->sites[s].name);
            return s;
        }
    } else if (cell->site_count == 0 && world_keeps(world, 0.5)) {
        payment->referrer = spelling_url(world->arena, &world->rng, world->settings.noise, payee->domain);
    }
    return -1;
}

void flag_send_payments(struct world *world, struct cell *cell, size_t index, double mean)
{
    int64_t count = rng_count(&world->rng, mean, 200);

    for (int64_t i = 0; i < count; i++) {
        struct payment payment = flag_payment(world, cell, &cell->payees[index], &cell->payees[index].life);
        int s = put_referrer(world, cell, &cell->payees[index], &payment);
        unsigned known = 0;

        if (flag_send_payment(world, cell, index, &payment, &known) && (known & KNOWN_referrer) && s >= 0)
            cell->evidence[index][s] |= 1u << EVIDENCE_referrer;
    }
}
