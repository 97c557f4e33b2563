/* Places of the web: sites, pages, e-mail addresses. */
#include "core/trait/derivation.h"

#include <string.h>

void trait_put_site(struct derivation *d, enum record_role role, struct bytes site)
{
    if (!bytes_equal(site, d->own->name)) /* a site says nothing new by naming itself */
        derivation_put(d, TRAIT_site, role, site);
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
void trait_put_url_text(struct derivation *d, enum record_role role, struct bytes url)
{
    struct ident site;

    if (ident_site_of_url(d->data, d->arena, url, &site) == REASON_ok)
        trait_put_site(d, role, site.value);
    trait_put_page_account(d, role, url);
    if (role != ROLE_referrer && has_path(url))
        derivation_put(d, TRAIT_url, role, url);
}

void trait_put_url(struct derivation *d, enum record_role role, const struct value *value)
{
    trait_put_url_text(d, role, value->text);
}

void trait_put_site_of_host(struct derivation *d, enum record_role role, struct bytes host)
{
    struct ident site;

    if (ident_parse(d->data, d->arena, IDENT_site, host, NULL, &site) == REASON_ok)
        trait_put_site(d, role, site.value);
}

/* The address, and its domain when it is the holder's own. */
void trait_put_email_text(struct derivation *d, enum record_role role, struct bytes email)
{
    struct bytes domain = ident_email_domain(email);
    enum hub_kind hub = ident_hub(d->data, IDENT_host, domain);

    derivation_put(d, TRAIT_email, role, ident_email_folded(d->data, d->arena, email));
    if (hub == HUB_none || hub == HUB_shared_platform)
        trait_put_site_of_host(d, role, domain);
}

void trait_put_email(struct derivation *d, enum record_role role, const struct value *value)
{
    trait_put_email_text(d, role, value->text);
}
