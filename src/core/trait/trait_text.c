/* What is found inside text: notes, remittance information, descriptors. */
#include "core/trait/derivation.h"

static void put_found_email(struct derivation *d, enum record_role role, const struct ident *ident)
{
    trait_put_email_text(d, role, ident->value);
}

static void put_found_url(struct derivation *d, enum record_role role, const struct ident *ident)
{
    trait_put_url_text(d, role, ident->value);
}

static void put_found_host(struct derivation *d, enum record_role role, const struct ident *ident)
{
    trait_put_site_of_host(d, role, ident->value);
}

static void put_found_site(struct derivation *d, enum record_role role, const struct ident *ident)
{
    trait_put_site(d, role, ident->value);
}

#define FOUND_PLAIN(function, kind)                                                                                              \
    static void function(struct derivation *d, enum record_role role, const struct ident *ident)                                 \
    {                                                                                                                            \
        derivation_put(d, kind, role, ident->value);                                                                             \
    }
FOUND_PLAIN(put_found_phone, TRAIT_phone)
FOUND_PLAIN(put_found_ip, TRAIT_ip)
FOUND_PLAIN(put_found_lei, TRAIT_lei)
FOUND_PLAIN(put_found_arn, TRAIT_arn)
FOUND_PLAIN(put_found_uetr, TRAIT_uetr)
FOUND_PLAIN(put_found_analytics, TRAIT_analytics_id)

/* What stands in text is one of these, or money can be sent to it. */
static void (*const found[IDENT_COUNT])(struct derivation *d, enum record_role role, const struct ident *ident) = {
    [IDENT_email] = put_found_email, [IDENT_phone] = put_found_phone,
    [IDENT_url] = put_found_url,     [IDENT_host] = put_found_host,
    [IDENT_site] = put_found_site,   [IDENT_ip] = put_found_ip,
    [IDENT_lei] = put_found_lei,     [IDENT_arn] = put_found_arn,
    [IDENT_uetr] = put_found_uetr,   [IDENT_analytics_id] = put_found_analytics,
};

static void put_found(struct derivation *d, enum record_role role, const struct ident_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct ident *ident = &list->items[i].ident;

        if (ident->doubt == REASON_domain_cut) /* perhaps the beginning of another name: its words are in the descriptor's name */
            continue;
        (found[ident->kind] == NULL ? trait_put_payable : found[ident->kind])(d, role, ident);
    }
}

void trait_put_text(struct derivation *d, enum record_role role, const struct value *value)
{
    struct ident_list list;

    ident_extract(d->data, d->arena, value->text, &list);
    put_found(d, role, &list);
}

void trait_put_descriptor(struct derivation *d, enum record_role role, const struct value *value)
{
    struct descriptor_parts parts;

    ident_descriptor_parts(d->data, d->arena, value->text, &d->context, &parts);
    put_found(d, role, &parts.idents);
    trait_put_name(d, role, parts.name);
}
