/* Any text as everything that the web and mail name; a URL's site is a site. */
#include "fuzz/ident_property.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n);

static void check_site(struct arena *arena, struct bytes text)
{
    struct ident url, site, again;

    if (ident_parse(ident_lists(), arena, IDENT_url, text, NULL, &url) != REASON_ok ||
        ident_site_of_url(ident_lists(), arena, url.value, &site) != REASON_ok)
        return;
    MUST(ident_parse(ident_lists(), arena, IDENT_site, site.value, NULL, &again) == REASON_ok);
    MUST(bytes_equal(site.value, again.value));
    MUST(ident_site_label(ident_lists(), arena, site.value).n <= 4 * site.value.n);
    MUST(ident_site_skeleton(ident_lists(), arena, site.value).n <= 16 * site.value.n);
    MUST(ident_hub(ident_lists(), IDENT_site, site.value) <= HUB_dynamic_dns);
}

static void check_folding(struct arena *arena, struct bytes text)
{
    struct ident email;
    struct bytes folded;

    if (ident_parse(ident_lists(), arena, IDENT_email, text, NULL, &email) != REASON_ok)
        return;
    folded = ident_email_folded(ident_lists(), arena, email.value);
    MUST(bytes_equal(folded, ident_email_folded(ident_lists(), arena, folded)));
    MUST(ident_email_domain(email.value).n > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n)
{
    static const enum ident_kind kinds[] = {IDENT_url, IDENT_host, IDENT_site, IDENT_ip, IDENT_nameserver, IDENT_email};
    struct arena *arena = ident_arena();
    struct bytes text = {(const char *)input, n};

    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        property_check(ident_lists(), arena, kinds[i], text, property_context(0));
    check_site(arena, text);
    check_folding(arena, text);
    return 0;
}
