#include "core/trait.h"

#include <string.h>

#include "base/instant.h"

#define TRAITS_MOST 2048  /* of one record and side: a list of 256 URLs gives two each */
#define VALUE_MOST 512    /* bytes; longer ones are told apart by their hash: an index cannot hold them */
#define START_LETTERS 8   /* of a name: what a cut descriptor and a longer domain label still share */
#define SQUASHED_LEAST 4  /* letters; shorter names meet by chance */
#define TOKENS_MOST 8     /* of one name */
#define TOKEN_LEAST 3     /* letters */
#define CLEARING_HOURS 48 /* a payment may be booked so much later than it was made */
#define BUCKET_MASK 0xFFFFU

struct derivation {
    const struct ident_data *data;
    struct arena *arena;
    const struct record *record;
    const struct entity *own;
    struct ident_context context;
    struct trait_list list;
    size_t room;
    int64_t first_us;
    int64_t last_us;
};

typedef void source_fn(struct derivation *d, enum record_role role, const struct value *value);

static const struct {
    const char *name;
    bool personal;
} kinds[] = {
#define PERSONAL true
#define PUBLIC false
#define TRAIT(name, personal, text) {#name, personal},
#include "core/trait_kind.def"
#undef TRAIT
#undef PERSONAL
#undef PUBLIC
};

/* ---- values ---- */

uint64_t trait_hash(enum trait_kind kind, struct bytes value)
{
    return hash64(value) ^ ((uint64_t)kind + 1) * UINT64_C(0x9E3779B97F4A7C15); /* spreads the kind over all bits */
}

int32_t trait_bucket(uint64_t hash)
{
    return (int32_t)(hash & BUCKET_MASK);
}

const char *trait_kind_name(enum trait_kind kind)
{
    return kinds[kind].name;
}

bool trait_kind_personal(enum trait_kind kind)
{
    return kinds[kind].personal;
}

static struct bytes bounded(struct arena *arena, struct bytes value)
{
    struct sha256 hash;
    struct bytes hex;

    if (value.n <= VALUE_MOST)
        return value;
    sha256_bytes(value, &hash);
    hex = sha256_print(arena, &hash);
    return bytes_printf(arena, "sha256:%.*s", (int)hex.n, hex.p);
}

static bool is_known(const struct trait_list *list, const struct trait *trait)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].hash == trait->hash && list->items[i].kind == trait->kind && list->items[i].role == trait->role &&
            bytes_equal(list->items[i].value, trait->value))
            return true;
    return false;
}

static void put(struct derivation *d, enum trait_kind kind, enum record_role role, struct bytes value)
{
    struct trait trait = {
        .kind = kind, .role = role, .value = bounded(d->arena, value), .first_us = d->first_us, .last_us = d->last_us};
    size_t room = d->room == 0 ? 16 : d->room * 2;

    if (value.n == 0 || d->list.count == TRAITS_MOST)
        return;
    trait.hash = trait_hash(kind, trait.value);
    if (is_known(&d->list, &trait))
        return;
    if (d->list.count == d->room) {
        d->list.items = arena_grow(d->arena, d->list.items, d->room * sizeof(trait), room * sizeof(trait));
        d->room = room;
    }
    d->list.items[d->list.count++] = trait;
}

/* ---- names ---- */

static void put_tokens(struct derivation *d, enum record_role role, struct bytes name)
{
    struct token_list tokens;

    ident_name_tokens(d->data, d->arena, name, &tokens);
    for (size_t i = 0; i < tokens.count && i < TOKENS_MOST; i++)
        if (tokens.items[i].n >= TOKEN_LEAST)
            put(d, TRAIT_name_token, role, tokens.items[i]);
}

static struct bytes first_letters(struct bytes text, size_t letters)
{
    struct bytes rest = text;
    uint32_t letter;

    for (size_t i = 0; i < letters; i++) {
        size_t n = utf8_next(rest, &letter);

        if (n == 0)
            return BYTES_NONE;
        rest = bytes_from(rest, n);
    }
    return bytes_slice(text, 0, text.n - rest.n);
}

static void put_squashed(struct derivation *d, enum record_role role, struct bytes squashed)
{
    if (squashed.n < SQUASHED_LEAST)
        return;
    put(d, TRAIT_name_squashed, role, squashed);
    put(d, TRAIT_name_start, role, first_letters(squashed, START_LETTERS));
}

static void put_name(struct derivation *d, enum record_role role, struct bytes name)
{
    put_tokens(d, role, name);
    put_squashed(d, role, ident_name_squashed(d->data, d->arena, name));
}

static void put_company(struct derivation *d, enum record_role role, const struct value *value)
{
    put_name(d, role, value->text);
    if (role == ROLE_owner)
        put(d, TRAIT_owner, role, ident_name_squashed(d->data, d->arena, value->text));
}

/* The parts of a person's name come in any order; a holder may also be a firm. */
static void put_person(struct derivation *d, enum record_role role, const struct value *value)
{
    struct token_list tokens;
    struct buf name;

    ident_name_tokens(d->data, d->arena, value->text, &tokens);
    buf_init(&name, d->arena);
    for (size_t i = 0; i < tokens.count; i++) {
        if (i > 0)
            buf_putc(&name, ' ');
        buf_put(&name, tokens.items[i]);
    }
    if (tokens.count > 1)
        put(d, TRAIT_owner, role, buf_bytes(&name));
    put_squashed(d, role, ident_name_squashed(d->data, d->arena, value->text));
}

/* ---- places of the web ---- */

static void put_site(struct derivation *d, enum record_role role, struct bytes site)
{
    if (!bytes_equal(site, d->own->name)) /* a site says nothing new by naming itself */
        put(d, TRAIT_site, role, site);
}

static bool has_path(struct bytes url)
{
    struct bytes rest;
    const char *scheme = memmem(url.p, url.n, "://", 3);
    size_t slash;

    if (scheme == NULL)
        return false;
    rest = bytes_from(url, (size_t)(scheme - url.p) + 3);
    return bytes_find(rest, '/', &slash) && slash + 1 < rest.n;
}

/* A referrer's path and query are one visitor's; elsewhere the whole URL says more than its site. */
static void put_url_text(struct derivation *d, enum record_role role, struct bytes url)
{
    struct ident site;

    if (ident_site_of_url(d->data, d->arena, url, &site) == REASON_ok)
        put_site(d, role, site.value);
    if (role != ROLE_referrer && has_path(url))
        put(d, TRAIT_url, role, url);
}

static void put_url(struct derivation *d, enum record_role role, const struct value *value)
{
    put_url_text(d, role, value->text);
}

static void put_site_of_host(struct derivation *d, enum record_role role, struct bytes host)
{
    struct ident site;

    if (ident_parse(d->data, d->arena, IDENT_site, host, NULL, &site) == REASON_ok)
        put_site(d, role, site.value);
}

/* The address, and its domain when it is the holder's own. */
static void put_email_text(struct derivation *d, enum record_role role, struct bytes email)
{
    struct bytes domain = ident_email_domain(email);
    enum hub_kind hub = ident_hub(d->data, IDENT_host, domain);

    put(d, TRAIT_email, role, ident_email_folded(d->data, d->arena, email));
    if (hub == HUB_none || hub == HUB_shared_platform)
        put_site_of_host(d, role, domain);
}

static void put_email(struct derivation *d, enum record_role role, const struct value *value)
{
    put_email_text(d, role, value->text);
}

/* ---- endpoints ---- */

/* Many wallets are named by their holder's address or number. */
static void put_account_name(struct derivation *d, enum record_role role, const struct ident *inner)
{
    struct bytes provider, account = inner->value;
    struct ident found;

    if (inner->kind == IDENT_phone)
        put(d, TRAIT_phone, role, inner->value);
    if (inner->kind != IDENT_wallet || !bytes_next_part(&account, '/', &provider))
        return;
    if (ident_parse(d->data, d->arena, IDENT_email, account, NULL, &found) == REASON_ok)
        put_email_text(d, role, found.value);
    else if (account.n > 0 && *account.p == '+' &&
             ident_parse(d->data, d->arena, IDENT_phone, account, NULL, &found) == REASON_ok)
        put(d, TRAIT_phone, role, found.value);
}

/* A keyword of a short code, or the memo of an exchange's address, may be left out by one side. */
static struct bytes without_last_part(struct bytes name, size_t parts)
{
    struct bytes rest = bytes_from(name, sizeof("payto://") - 1), part;

    for (size_t i = 0; i < parts; i++)
        if (!bytes_next_part(&rest, '/', &part))
            return BYTES_NONE;
    return rest.n == 0 ? BYTES_NONE : bytes_slice(name, 0, name.n - rest.n - 1);
}

static void put_endpoint_name(struct derivation *d, enum record_role role, struct bytes name)
{
    struct ident inner;
    bool known = ident_of_endpoint(d->data, d->arena, name, &inner);

    put(d, TRAIT_endpoint, role, name);
    if (known)
        put_account_name(d, role, &inner);
    if (known && inner.kind == IDENT_sms)
        put(d, TRAIT_endpoint, role, without_last_part(name, 3));
}

static void put_endpoint(struct derivation *d, enum record_role role, const struct value *value)
{
    put_endpoint_name(d, role, value->text);
}

static void put_payable(struct derivation *d, enum record_role role, const struct ident *ident)
{
    struct ident endpoint;

    if (ident_endpoint_make(d->data, d->arena, bytes_of(ident_kind_name(ident->kind)), ident->value, NULL, &endpoint) ==
        REASON_ok)
        put_endpoint_name(d, role, endpoint.value);
}

static void put_account(struct derivation *d, enum record_role role, const struct value *value)
{
    put_payable(d, role, &value->ident);
}

/* ---- text ---- */

static void put_phone(struct derivation *d, enum record_role role, const struct value *value)
{
    put(d, TRAIT_phone, role, value->text);
}

static void put_found_email(struct derivation *d, enum record_role role, const struct ident *ident)
{
    put_email_text(d, role, ident->value);
}

static void put_found_phone(struct derivation *d, enum record_role role, const struct ident *ident)
{
    put(d, TRAIT_phone, role, ident->value);
}

static void put_found_url(struct derivation *d, enum record_role role, const struct ident *ident)
{
    put_url_text(d, role, ident->value);
}

static void put_found_host(struct derivation *d, enum record_role role, const struct ident *ident)
{
    put_site_of_host(d, role, ident->value);
}

static void put_found_site(struct derivation *d, enum record_role role, const struct ident *ident)
{
    put_site(d, role, ident->value);
}

static void put_found_ip(struct derivation *d, enum record_role role, const struct ident *ident)
{
    put(d, TRAIT_ip, role, ident->value);
}

/* What stands in text is one of these, or money can be sent to it. */
static void (*const found[IDENT_COUNT])(struct derivation *d, enum record_role role, const struct ident *ident) = {
    [IDENT_email] = put_found_email, [IDENT_phone] = put_found_phone, [IDENT_url] = put_found_url,
    [IDENT_host] = put_found_host,   [IDENT_site] = put_found_site,   [IDENT_ip] = put_found_ip,
};

static void put_found(struct derivation *d, enum record_role role, const struct ident_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct ident *ident = &list->items[i].ident;

        (found[ident->kind] == NULL ? put_payable : found[ident->kind])(d, role, ident);
    }
}

static void put_free_text(struct derivation *d, enum record_role role, const struct value *value)
{
    struct ident_list list;

    ident_extract(d->data, d->arena, value->text, &list);
    put_found(d, role, &list);
}

static void put_descriptor(struct derivation *d, enum record_role role, const struct value *value)
{
    struct descriptor_parts parts;

    ident_descriptor_parts(d->data, d->arena, value->text, &d->context, &parts);
    put_found(d, role, &parts.idents);
    put_name(d, role, parts.name);
}

/* ---- values that are compared as they are ---- */

#define PUT_PLAIN(function, kind)                                                                                                \
    static void function(struct derivation *d, enum record_role role, const struct value *value)                                 \
    {                                                                                                                            \
        put(d, kind, role, value->text);                                                                                         \
    }
PUT_PLAIN(put_registration, TRAIT_registration_number)
PUT_PLAIN(put_lei, TRAIT_lei)
PUT_PLAIN(put_vat, TRAIT_vat_number)
PUT_PLAIN(put_creditor, TRAIT_sepa_creditor_id)
PUT_PLAIN(put_arn, TRAIT_arn)
PUT_PLAIN(put_rrn, TRAIT_rrn)
PUT_PLAIN(put_uetr, TRAIT_uetr)
PUT_PLAIN(put_txid, TRAIT_txid)
PUT_PLAIN(put_analytics, TRAIT_analytics_id)
PUT_PLAIN(put_tls, TRAIT_tls_sha256)
PUT_PLAIN(put_ip, TRAIT_ip)
PUT_PLAIN(put_nameserver, TRAIT_nameserver)

/* ---- payments ---- */

static int64_t floor_hour(int64_t us)
{
    int64_t hour = us / INSTANT_HOUR;

    return hour * INSTANT_HOUR > us ? hour - 1 : hour;
}

static struct bytes currency_of(const struct record *record)
{
    enum record_field field =
        record->kind == RECORD_test_purchase ? FIELD_test_purchase_currency : FIELD_transaction_flag_currency;
    const struct field_values *values = record_field_get(record, field);

    return values->count == 0 ? BYTES_NONE : values->items[0].text;
}

/* A payment has its hour; a purchase looks from the hour before (clocks differ) to the last in which it may be booked. Purchases are
 * few, payments many: so the purchase carries the window. */
static void put_payment(struct derivation *d, enum record_role role, const struct value *value)
{
    struct bytes currency = currency_of(d->record);
    int64_t hour = floor_hour(d->record->event_us);
    int64_t from = d->record->kind == RECORD_test_purchase ? hour - 1 : hour;
    int64_t to = d->record->kind == RECORD_test_purchase ? hour + CLEARING_HOURS : hour;

    if (currency.n == 0)
        return;
    for (int64_t h = from; h <= to; h++)
        put(d, TRAIT_payment, role,
            bytes_printf(d->arena, "%.*s %lld %lld", (int)currency.n, currency.p, (long long)value->number, (long long)h));
}

/* ---- the record as a whole ---- */

enum source {
#define SOURCE(value, function) SOURCE_##value,
#include "core/trait_source.def"
#undef SOURCE
};

static source_fn *const sources[] = {
#define SOURCE(value, function) function,
#include "core/trait_source.def"
#undef SOURCE
};

struct field_row {
    enum record_kind kind;
    enum record_field field;
    enum record_role role;
    enum source source;
};

static const struct field_row fields[] = {
#define FIELD(kind, name, need, shape, value, role) {RECORD_##kind, FIELD_##kind##_##name, ROLE_##role, SOURCE_##value},
#include "core/record_field.def"
#undef FIELD
};

static void put_fields(struct derivation *d)
{
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        const struct field_row *row = &fields[i];

        if (row->kind != d->record->kind || row->role == ROLE_none || sources[row->source] == NULL)
            continue;
        const struct field_values *values = record_field_get(d->record, row->field);

        for (size_t v = 0; v < values->count; v++)
            sources[row->source](d, row->role, &values->items[v]);
    }
}

static const struct value *first_value(const struct record *record, enum record_field field)
{
    const struct field_values *values = record_field_get(record, field);

    return values->count == 0 ? NULL : &values->items[0];
}

static const struct {
    enum record_kind kind;
    enum record_field opened, closed;
} lives[] = {
    {RECORD_merchant_flag, FIELD_merchant_flag_opened_on, FIELD_merchant_flag_closed_on},
    {RECORD_account_flag, FIELD_account_flag_opened_on, FIELD_account_flag_closed_on},
};

/* What a record says held while its account was open, else at the moment of its event. */
static void set_period(struct derivation *d)
{
    d->first_us = d->last_us = d->record->event_us;
    for (size_t i = 0; i < COUNT_OF(lives); i++) {
        if (lives[i].kind != d->record->kind)
            continue;
        const struct value *opened = first_value(d->record, lives[i].opened), *closed = first_value(d->record, lives[i].closed);

        if (opened != NULL)
            d->first_us = opened->number;
        if (closed != NULL)
            d->last_us = closed->number + INSTANT_DAY - 1;
        if (d->first_us > d->last_us)
            d->first_us = d->last_us;
    }
}

static void set_context(struct derivation *d)
{
    static const struct {
        enum record_kind kind;
        enum record_field field;
    } countries[] = {{RECORD_merchant_flag, FIELD_merchant_flag_merchant_country},
                     {RECORD_transaction_flag, FIELD_transaction_flag_merchant_country},
                     {RECORD_account_flag, FIELD_account_flag_holder_country},
                     {RECORD_site_report, FIELD_site_report_hosting_country}};

    for (size_t i = 0; i < COUNT_OF(countries); i++) {
        const struct value *country = countries[i].kind == d->record->kind ? first_value(d->record, countries[i].field) : NULL;

        if (country != NULL)
            d->context.country = country->text;
    }
}

static struct derivation derivation_of(const struct ident_data *data, struct arena *arena, const struct record *record,
                                       const struct entity *own)
{
    struct derivation d = {.data = data, .arena = arena, .record = record, .own = own};

    set_context(&d);
    set_period(&d);
    return d;
}

/* A test purchase that names both sides ties them by its own id. */
static void put_purchase(struct derivation *d)
{
    if (d->record->endpoint.present && d->record->site.present)
        put(d, TRAIT_purchase, ROLE_payment, uuid_print(d->arena, &d->record->id));
}

/* The words of a domain label are parted by dashes. */
static void put_label_tokens(struct derivation *d, struct bytes site)
{
    struct bytes rest = site, label;

    if (!bytes_next_part(&rest, '.', &label) || bytes_start(label, BYTES("xn--")))
        return;
    char *words = bytes_cstr(d->arena, label);

    for (size_t i = 0; i < label.n; i++)
        if (words[i] == '-')
            words[i] = ' ';
    put_tokens(d, ROLE_self, (struct bytes){words, label.n});
}

static void derive_endpoint(struct derivation *d)
{
    put_endpoint_name(d, ROLE_self, d->own->name);
    put_purchase(d);
    if (!d->record->site.present)
        put_fields(d);
}

static void derive_site(struct derivation *d)
{
    struct bytes label = ident_site_label(d->data, d->arena, d->own->name);

    put(d, TRAIT_site, ROLE_self, d->own->name);
    put_squashed(d, ROLE_self, label);
    if (label.n > 0)
        put_label_tokens(d, d->own->name);
    put_purchase(d);
    put_fields(d);
}

void trait_derive(const struct ident_data *data, struct arena *arena, const struct record *record,
                  struct trait_list *ret_endpoint, struct trait_list *ret_site)
{
    struct derivation endpoint = derivation_of(data, arena, record, &record->endpoint);
    struct derivation site = derivation_of(data, arena, record, &record->site);

    if (record->endpoint.present)
        derive_endpoint(&endpoint);
    if (record->site.present)
        derive_site(&site);
    *ret_endpoint = endpoint.list;
    *ret_site = site.list;
}
