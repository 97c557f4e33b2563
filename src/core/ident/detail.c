/* What can be read out of an identifier besides its canonical form: its parts, what they stand for, who shares it. */
#include "core/ident.h"
#include "core/ident/url.h"

#define DETAILS_FIRST 8

static void put(struct arena *arena, struct detail_list *list, const char *name, struct bytes value)
{
    if (value.n == 0)
        return;
    if (list->count % DETAILS_FIRST == 0)
        list->items = arena_grow(arena, list->items, list->count * sizeof(*list->items),
                                 (list->count + DETAILS_FIRST) * sizeof(*list->items));
    list->items[list->count++] = (struct ident_detail){name, value};
}

typedef void detail_fn(const struct ident_data *data, struct arena *arena, const struct ident_context *context,
                       struct bytes value, struct detail_list *list);

static void of_iban(UNUSED const struct ident_data *data, struct arena *arena, UNUSED const struct ident_context *context,
                    struct bytes value, struct detail_list *list)
{
    struct iban_parts parts = ident_iban_parts(value);

    put(arena, list, "country", parts.country);
    put(arena, list, "bank", parts.bank);
    put(arena, list, "branch", parts.branch);
}

static void of_mcc(const struct ident_data *data, struct arena *arena, UNUSED const struct ident_context *context,
                   struct bytes value, struct detail_list *list)
{
    put(arena, list, "name", ident_mcc_name(data, value));
}

static void of_ip(UNUSED const struct ident_data *data, struct arena *arena, UNUSED const struct ident_context *context,
                  struct bytes value, struct detail_list *list)
{
    put(arena, list, "network", ident_ip_network(arena, value));
}

static void of_arn(UNUSED const struct ident_data *data, struct arena *arena, UNUSED const struct ident_context *context,
                   struct bytes value, struct detail_list *list)
{
    put(arena, list, "acquirer", bytes_slice(value, 1, 6)); /* digits 2 to 7 */
}

static void of_email(const struct ident_data *data, struct arena *arena, UNUSED const struct ident_context *context,
                     struct bytes value, struct detail_list *list)
{
    put(arena, list, "folded", ident_email_folded(data, arena, value));
    put(arena, list, "domain", ident_email_domain(value));
}

static void put_site(const struct ident_data *data, struct arena *arena, struct bytes site, struct detail_list *list)
{
    put(arena, list, "label", ident_site_label(data, arena, site));
    put(arena, list, "skeleton", ident_site_skeleton(data, arena, site));
}

static void of_site(const struct ident_data *data, struct arena *arena, UNUSED const struct ident_context *context,
                    struct bytes value, struct detail_list *list)
{
    put_site(data, arena, value, list);
}

static void of_host(const struct ident_data *data, struct arena *arena, UNUSED const struct ident_context *context,
                    struct bytes value, struct detail_list *list)
{
    struct ident site;

    if (ident_parse(data, arena, IDENT_site, value, NULL, &site) != REASON_ok)
        return;
    put(arena, list, "site", site.value);
    put_site(data, arena, site.value, list);
}

static void of_url(const struct ident_data *data, struct arena *arena, UNUSED const struct ident_context *context,
                   struct bytes value, struct detail_list *list)
{
    struct ident site, wallet;

    put(arena, list, "host", url_host(value));
    if (ident_site_of_url(data, arena, value, &site) == REASON_ok) {
        put(arena, list, "site", site.value);
        put_site(data, arena, site.value, list);
    }
    if (ident_payment_page(data, arena, value, &wallet) == REASON_ok)
        put(arena, list, "wallet", wallet.value);
}

static void of_endpoint(const struct ident_data *data, struct arena *arena, UNUSED const struct ident_context *context,
                        struct bytes value, struct detail_list *list)
{
    struct ident inner;

    if (!ident_of_endpoint(data, arena, value, &inner))
        return;
    put(arena, list, "kind", bytes_of(ident_kind_name(inner.kind)));
    put(arena, list, "account", inner.value);
}

static void of_name(const struct ident_data *data, struct arena *arena, UNUSED const struct ident_context *context,
                    struct bytes value, struct detail_list *list)
{
    struct token_list tokens;

    ident_name_tokens(data, arena, value, &tokens);
    for (size_t i = 0; i < tokens.count; i++)
        put(arena, list, "word", tokens.items[i]);
    put(arena, list, "squashed", ident_name_squashed(data, arena, value));
}

static void of_descriptor(const struct ident_data *data, struct arena *arena, const struct ident_context *context,
                          struct bytes value, struct detail_list *list)
{
    struct descriptor_parts parts;

    ident_descriptor_parts(data, arena, value, context, &parts);
    put(arena, list, "processor", parts.processor);
    for (size_t i = 0; i < parts.idents.count; i++) {
        const struct ident *found = &parts.idents.items[i].ident;

        put(arena, list, found->doubt == REASON_domain_cut ? "perhaps" : ident_kind_name(found->kind), found->value);
    }
    put(arena, list, "name", parts.name);
}

static detail_fn *const details[IDENT_COUNT] = {
    [IDENT_iban] = of_iban,
    [IDENT_mcc] = of_mcc,
    [IDENT_ip] = of_ip,
    [IDENT_arn] = of_arn,
    [IDENT_email] = of_email,
    [IDENT_site] = of_site,
    [IDENT_host] = of_host,
    [IDENT_nameserver] = of_host,
    [IDENT_url] = of_url,
    [IDENT_endpoint] = of_endpoint,
    [IDENT_company_name] = of_name,
    [IDENT_person_name] = of_name,
    [IDENT_descriptor] = of_descriptor,
};

void ident_details(const struct ident_data *data, struct arena *arena, const struct ident *ident,
                   const struct ident_context *context, struct detail_list *ret)
{
    struct detail_list list = {NULL, 0};
    enum hub_kind hub = ident_hub(data, ident->kind, ident->value);

    if (details[ident->kind] != NULL)
        details[ident->kind](data, arena, context, ident->value, &list);
    if (hub != HUB_none)
        put(arena, &list, "hub", bytes_of(hub_kind_name(hub)));
    *ret = list;
}
