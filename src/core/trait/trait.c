#include "core/trait.h"

#include "core/trait/derivation.h"

#define BUCKET_MASK 0xFFFFU

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

uint64_t trait_hash(enum trait_kind kind, struct bytes value)
{
    struct bytes start = kind == TRAIT_name_squashed ? trait_name_start(value) : BYTES_NONE;

    if (start.n > 0) {
        kind = TRAIT_name_start;
        value = start;
    }
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

/* ---- the record ---- */

enum source {
#define SOURCE(value, function) SOURCE_##value,
#define KEPT(value) SOURCE_##value,
#include "core/trait/trait_source.def"
#undef SOURCE
#undef KEPT
};

static source_fn *const sources[] = {
#define SOURCE(value, function) function,
#define KEPT(value) NULL,
#include "core/trait/trait_source.def"
#undef SOURCE
#undef KEPT
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

/* A test purchase that names both sides ties them by its own id. */
static void put_purchase(struct derivation *d)
{
    if (d->record->endpoint.present && d->record->site.present)
        derivation_put(d, TRAIT_purchase, ROLE_payment, uuid_print(d->arena, &d->record->id));
}

static void derive_endpoint(struct derivation *d)
{
    trait_put_endpoint_name(d, ROLE_self, d->own->name);
    put_purchase(d);
    if (!d->record->site.present)
        put_fields(d);
}

/* Which acquirer a test purchase went to: it speaks against the endpoints of others. */
static void put_acquirer(struct derivation *d)
{
    const struct value *acquirer =
        d->record->kind == RECORD_test_purchase ? derivation_first(d->record, FIELD_test_purchase_acquirer_bin) : NULL;

    if (acquirer != NULL)
        derivation_put(d, TRAIT_acquirer, ROLE_payment, acquirer->text);
}

/* The words that the queries of correlate/ look for. */
static void put_assessment(struct derivation *d, enum record_field field, const char *yes, const char *no)
{
    const struct value *value = d->record->kind == RECORD_site_report ? derivation_first(d->record, field) : NULL;

    if (value != NULL)
        derivation_put(d, TRAIT_assessment, ROLE_self, bytes_of(value->number != 0 ? yes : no));
}

static void derive_site(struct derivation *d)
{
    derivation_put(d, TRAIT_site, ROLE_self, d->own->name);
    trait_put_site_names(d);
    put_purchase(d);
    put_acquirer(d);
    put_assessment(d, FIELD_site_report_commercial, "commercial", "not commercial");
    put_assessment(d, FIELD_site_report_assessed_illegal, "illegal", "not illegal");
    put_fields(d);
    trait_put_paid(d);
}

void trait_derive(const struct ident_data *data, struct arena *arena, const struct record *record,
                  struct trait_list *ret_endpoint, struct trait_list *ret_site)
{
    struct derivation endpoint = derivation_make(data, arena, record, &record->endpoint);
    struct derivation site = derivation_make(data, arena, record, &record->site);

    if (record->endpoint.present)
        derive_endpoint(&endpoint);
    if (record->site.present)
        derive_site(&site);
    *ret_endpoint = endpoint.list;
    *ret_site = site.list;
}
