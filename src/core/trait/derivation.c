#include "core/trait/derivation.h"

#include <string.h>

#include "base/instant.h"

#define TRAITS_MOST 2048 /* of one record and side: a list of 256 URLs gives two each */
#define VALUE_MOST 512   /* bytes; longer ones are told apart by their hash: an index cannot hold them */

/* ---- the list ---- */

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

void derivation_put(struct derivation *d, enum trait_kind kind, enum record_role role, struct bytes value)
{
    struct trait trait = {
        .kind = kind, .role = role, .value = bounded(d->arena, value), .first_us = d->first_us, .last_us = d->last_us};

    if (value.n == 0 || d->list.count == TRAITS_MOST)
        return;
    trait.hash = trait_hash(kind, trait.value);
    if (is_known(&d->list, &trait))
        return;
    d->list.items = arena_room(d->arena, d->list.items, d->list.count, &d->room, sizeof(trait));
    d->list.items[d->list.count++] = trait;
}

/* ---- what the record says of all its values ---- */

const struct value *derivation_first(const struct record *record, enum record_field field)
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
        const struct value *opened = derivation_first(d->record, lives[i].opened),
                           *closed = derivation_first(d->record, lives[i].closed);

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
        const struct value *country =
            countries[i].kind == d->record->kind ? derivation_first(d->record, countries[i].field) : NULL;

        if (country != NULL)
            d->context.country = country->text;
    }
}

struct derivation derivation_make(const struct ident_data *data, struct arena *arena, const struct record *record,
                                  const struct entity *own)
{
    struct derivation d = {.data = data, .arena = arena, .record = record, .own = own};

    set_context(&d);
    set_period(&d);
    return d;
}
