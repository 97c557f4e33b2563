#include "core/ident/hub.h"

#include <string.h>

#include "base/number.h"
#include "core/ident/data.h"
#include "core/ident/host.h"
#include "core/ident/parse.h"
#include "core/ident/url.h"

#define SEGMENTS_MOST 4

static const char *const names[] = {"none",      "processor",       "shared_platform", "shortener", "link_page",
                                    "free_mail", "disposable_mail", "parking",         "cdn",       "dynamic_dns"};

_Static_assert(COUNT_OF(names) == HUB_dynamic_dns + 1, "a name for every kind of hub");

const char *hub_kind_name(enum hub_kind kind)
{
    return names[kind];
}

void hub_table_init(struct hub_table *table, struct arena *arena)
{
    map_init(&table->values, arena);
}

static void put_network(struct ident_data *data, const struct network *network, enum hub_kind kind)
{
    struct hub_table *table = &data->hubs;
    size_t size = sizeof(*table->networks);

    table->networks = arena_grow(data->arena, table->networks, table->network_count * size, (table->network_count + 1) * size);
    table->networks[table->network_count++] = (struct hub_network){*network, kind};
}

static void put_value(struct ident_data *data, struct bytes value, const struct hub *hub)
{
    void **place = map_put(&data->hubs.values, value);

    if (*place == NULL) {
        struct hub *entry = arena_new_of(data->arena, struct hub);

        *entry = *hub;
        entry->domain = value;
        *place = entry;
    }
}

static enum reason read_segments(struct bytes text, struct hub *hub)
{
    struct bytes cell;
    uint64_t number;

    text = bytes_trim(text);
    if (text.n == 0)
        return REASON_ok;
    bytes_next_part(&text, ' ', &cell);
    hub->words = text;
    if (!parse_u64(cell, &number) || number > SEGMENTS_MOST)
        return REASON_structure;
    hub->names_sites = true;
    hub->segments = (unsigned)number;
    return REASON_ok;
}

static enum reason read_domain(struct ident_data *data, struct bytes line, struct hub *hub)
{
    struct bytes name;
    struct ident ident;
    enum reason reason;

    bytes_next_part(&line, ' ', &name);
    reason = ident_parse(data, data->arena, IDENT_host, name, NULL, &ident);
    if (reason == REASON_ok)
        reason = read_segments(line, hub);
    if (reason == REASON_ok)
        put_value(data, ident.value, hub);
    return reason;
}

enum reason hub_read(struct ident_data *data, struct bytes line, int kind)
{
    struct hub hub = {.kind = (enum hub_kind)kind};
    struct network network;
    struct ident ident;
    enum ident_kind exact;
    enum reason reason;

    if (network_read(line, &network)) {
        put_network(data, &network, hub.kind);
        return REASON_ok;
    }
    exact = *line.p == '+' ? IDENT_phone : bytes_find(line, '@', &(size_t){0}) ? IDENT_email : IDENT_none;
    if (exact == IDENT_none)
        return read_domain(data, line, &hub);
    reason = ident_parse(data, data->arena, exact, line, NULL, &ident);
    if (reason == REASON_ok)
        put_value(data, ident.value, &hub);
    return reason;
}

const struct hub *hub_of_name(const struct ident_data *data, struct bytes name)
{
    const struct hub *hub = map_find(&data->hubs.values, name);
    size_t dot;

    while (hub == NULL && bytes_find(name, '.', &dot)) {
        name = bytes_from(name, dot + 1);
        hub = map_find(&data->hubs.values, name);
    }
    return hub;
}

static enum hub_kind kind_of(const struct hub *hub)
{
    return hub == NULL ? HUB_none : hub->kind;
}

static enum hub_kind hub_of_ip(const struct ident_data *data, struct bytes text)
{
    struct ip ip;

    if (!ip_read(text, &ip))
        return HUB_none;
    for (size_t i = 0; i < data->hubs.network_count; i++)
        if (network_contains(&data->hubs.networks[i].network, &ip))
            return data->hubs.networks[i].kind;
    return HUB_none;
}

static enum hub_kind hub_of_host(const struct ident_data *data, struct bytes host)
{
    struct ip ip;

    return ip_read(host, &ip) ? hub_of_ip(data, host) : kind_of(hub_of_name(data, host));
}

/* A site that carries more of the URL than the platform's domain is one party's own. */
static enum hub_kind hub_of_site(const struct ident_data *data, struct bytes site)
{
    const struct hub *hub;

    if (bytes_find(site, '/', &(size_t){0}))
        return HUB_none;
    hub = hub_of_name(data, site);
    if (hub != NULL && hub->names_sites && hub->segments == 0 && !bytes_equal(hub->domain, site))
        return HUB_none;
    return hub == NULL ? hub_of_ip(data, site) : hub->kind;
}

/* A whole URL is one page; it is shared when its host is. */
static enum hub_kind hub_of_url(const struct ident_data *data, struct bytes url)
{
    return hub_of_host(data, url_host(url));
}

/* An address at a free-mail provider is one person's; one at a processor or a throw-away provider says nothing. */
static enum hub_kind hub_of_email(const struct ident_data *data, struct bytes email)
{
    const struct hub *exact = map_find(&data->hubs.values, email);
    enum hub_kind kind = exact != NULL ? exact->kind : kind_of(hub_of_name(data, ident_email_domain(email)));

    return kind == HUB_free_mail && exact == NULL ? HUB_none : kind;
}

static enum hub_kind hub_of_value(const struct ident_data *data, struct bytes value)
{
    return kind_of(map_find(&data->hubs.values, value));
}

static enum hub_kind (*const lookups[IDENT_COUNT])(const struct ident_data *data, struct bytes value) = {
    [IDENT_host] = hub_of_host, [IDENT_nameserver] = hub_of_host, [IDENT_ip] = hub_of_ip,       [IDENT_site] = hub_of_site,
    [IDENT_url] = hub_of_url,   [IDENT_email] = hub_of_email,     [IDENT_phone] = hub_of_value,
};

enum hub_kind ident_hub(const struct ident_data *data, enum ident_kind kind, struct bytes canonical_value)
{
    return lookups[kind] == NULL ? HUB_none : lookups[kind](data, canonical_value);
}
