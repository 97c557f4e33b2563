#include <string.h>

#include "core/ident/data.h"
#include "core/ident/defang.h"
#include "core/ident/host.h"
#include "core/ident/name.h"
#include "core/ident/parse.h"
#include "core/ident/url.h"
#include "core/ident/utf8.h"

#define SKELETON_MOST 256 /* bytes; that of one letter is a few */

static struct bytes onion_of(struct bytes name)
{
    struct bytes label = bytes_slice(name, 0, name.n - strlen(".onion"));
    const char *dot = memrchr(label.p, '.', label.n);

    return dot == NULL ? name : bytes_from(name, (size_t)(dot - label.p) + 1);
}

static struct bytes next_segment(struct bytes *path)
{
    struct bytes segment = BYTES_NONE;

    while (path->n > 0 && segment.n == 0)
        bytes_next_part(path, '/', &segment);
    return segment;
}

static bool is_nobodys(const struct hub *hub, struct bytes segment)
{
    struct bytes rest = hub->words, word;

    while (bytes_next_part(&rest, ' ', &word))
        if (bytes_equal_fold(word, segment))
            return true;
    return false;
}

/* On a platform: its domain and the start of the path, or the name itself where each name below the domain is a site. */
static struct bytes platform_site(struct arena *arena, const struct hub *hub, struct bytes host, struct bytes path)
{
    struct buf out;

    if (hub->segments == 0)
        return bytes_start(host, BYTES("www.")) && host.n == hub->domain.n + 4 ? hub->domain : host;
    buf_init(&out, arena);
    buf_put(&out, hub->domain);
    for (unsigned wanted = hub->segments; wanted > 0; wanted--) {
        struct bytes segment = next_segment(&path);

        if (segment.n == 0)
            break;
        if (wanted == 1 && is_nobodys(hub, segment))
            wanted++; /* words follow each other at most as the path is long */
        buf_putc(&out, '/');
        buf_put(&out, bytes_lower(arena, segment));
    }
    return buf_bytes(&out);
}

static enum reason site_of_name(const struct ident_data *data, struct arena *arena, struct bytes host, struct bytes path,
                                struct bytes *ret)
{
    const struct hub *hub = hub_of_name(data, host);
    struct bytes site;

    if (host_is_onion(host))
        site = onion_of(host);
    else if (hub != NULL && hub->names_sites)
        site = platform_site(arena, hub, host, path);
    else
        site = host_registrable(data, arena, host);
    if (site.n == 0)
        return REASON_host_public_suffix;
    *ret = site;
    return REASON_ok;
}

enum reason ident_site_of_url(const struct ident_data *data, struct arena *arena, struct bytes canonical_url, struct ident *ret)
{
    struct bytes host = url_host(canonical_url);
    struct ident site = {.kind = IDENT_site, .doubt = REASON_ok};
    enum reason reason = REASON_ok;
    struct ip ip;

    if (host.n == 0)
        return REASON_url_invalid;
    if ((*host.p == '[' || ascii_digit(host.p[host.n - 1])) && ip_read(host, &ip)) {
        site.value = ip_print(arena, &ip);
        site.doubt = ip_reserved(&ip) ? REASON_ip_reserved : REASON_ok;
    } else {
        reason = site_of_name(data, arena, host, url_path(canonical_url), &site.value);
    }
    if (reason == REASON_ok)
        *ret = site;
    return reason;
}

enum reason site_parse(const struct ident_data *data, struct arena *arena, struct bytes text, const struct ident_context *context,
                       struct ident *ret)
{
    struct ident url = {.kind = IDENT_url};
    enum reason reason;
    struct ip ip;

    text = defang(arena, text, DEFANG_URL);
    if (ip_read(text, &ip) && ip.v6)
        text = bytes_printf(arena, "[%.*s]", (int)ip_print(arena, &ip).n, ip_print(arena, &ip).p);
    reason = url_parse(data, arena, text, context, &url);
    return reason == REASON_ok ? ident_site_of_url(data, arena, url.value, ret) : reason;
}

/* The part of the site's name that its owner chose, in its own letters. */
static struct bytes chosen_part(const struct ident_data *data, struct arena *arena, struct bytes site)
{
    const char *slash = site.n == 0 ? NULL : memrchr(site.p, '/', site.n);
    struct bytes label;
    struct ip ip;

    if (slash != NULL)
        return bytes_from(site, (size_t)(slash - site.p) + 1);
    if (ip_read(site, &ip) || host_is_onion(site))
        return BYTES_NONE;
    bytes_next_part(&site, '.', &label);
    return host_letters(data, arena, label);
}

struct bytes ident_site_label(const struct ident_data *data, struct arena *arena, struct bytes canonical_site)
{
    return name_letters(data, arena, chosen_part(data, arena, canonical_site));
}

/* The letter of ASCII that another one looks like, marks included; the letter itself when it looks like none. Letters of ASCII stay:
 * the skeleton of m is rn, which would part a name from its own plain spelling; where another letter looks like an m, it is one. */
static struct bytes looks_like(const struct ident_data *data, struct bytes letter, char *room, size_t n)
{
    UErrorCode error = U_ZERO_ERROR;
    int32_t length = (unsigned char)*letter.p < 0x80
                         ? 0
                         : uspoof_getSkeletonUTF8(data->lookalikes, 0, letter.p, (int32_t)letter.n, room, (int32_t)n, &error);

    if (length <= 0 || length > (int32_t)n || U_FAILURE(error) || (unsigned char)*room >= 0x80)
        return letter;
    return bytes_is((struct bytes){room, (size_t)length}, "rn") ? BYTES("m") : (struct bytes){room, (size_t)length};
}

struct bytes ident_site_skeleton(const struct ident_data *data, struct arena *arena, struct bytes canonical_site)
{
    struct bytes part = chosen_part(data, arena, canonical_site);
    bool is_ascii = true;
    struct buf out;
    uint32_t c;

    buf_init(&out, arena);
    for (size_t n; (n = utf8_next(part, &c)) > 0; part = bytes_from(part, n)) {
        char room[SKELETON_MOST];

        is_ascii = is_ascii && c < 0x80;
        buf_put(&out, looks_like(data, bytes_slice(part, 0, n), room, sizeof(room)));
    }
    return is_ascii ? BYTES_NONE : name_letters(data, arena, buf_bytes(&out));
}
