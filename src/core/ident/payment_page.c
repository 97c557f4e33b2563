#include "core/ident/payment_page.h"

#include <string.h>

#include "core/ident/data.h"
#include "core/ident/url.h"
#include "core/ident/utf8.h"

#define SEGMENTS_MOST 4 /* of a page, with the account */

enum reason payment_page_read(struct ident_data *data, struct bytes line, UNUSED int unused)
{
    struct bytes page = data_cell(&line), *provider = arena_new_of(data->arena, struct bytes);

    *provider = data_cell(&line);
    if (page.n == 0 || provider->n == 0)
        return REASON_structure;
    *map_put(&data->payment_pages, page) = provider;
    return REASON_ok;
}

enum reason payment_parameter_read(struct ident_data *data, struct bytes line, UNUSED int unused)
{
    struct bytes name = data_cell(&line), *provider = arena_new_of(data->arena, struct bytes);

    *provider = data_cell(&line);
    if (name.n == 0)
        return REASON_structure;
    *map_put(&data->payment_parameters, name) = provider;
    return REASON_ok;
}

/* The longest start of "host/path" that is a page; *account becomes the segment behind it. */
static const struct bytes *page_of(const struct ident_data *data, struct bytes place, struct bytes *account)
{
    const struct bytes *provider = NULL;
    size_t end = 0, slash;

    for (int i = 0; i < SEGMENTS_MOST && bytes_find(bytes_from(place, end), '/', &slash); i++) {
        const struct bytes *found = map_find(&data->payment_pages, bytes_slice(place, 0, end + slash));

        end += slash + 1;
        if (found != NULL) {
            provider = found;
            *account = bytes_from(place, end);
        }
    }
    return provider;
}

/* "host/path" of a canonical URL, in lower case as far as the provider goes. */
static struct bytes place_of(struct arena *arena, struct bytes url)
{
    struct bytes host = url_host(url), path = url_path(url);
    size_t end;

    if (bytes_start(host, BYTES("www.")))
        host = bytes_from(host, 4);
    for (end = 0; end < path.n && path.p[end] != '?' && path.p[end] != '#'; end++)
        ;
    return bytes_printf(arena, "%.*s%.*s", (int)host.n, host.p, (int)end, path.p);
}

enum reason ident_payment_page(const struct ident_data *data, struct arena *arena, struct bytes canonical_url, struct ident *ret)
{
    struct bytes account = BYTES_NONE, rest;
    const struct bytes *provider = page_of(data, place_of(arena, canonical_url), &account);
    struct ident_context known = {.provider = provider == NULL ? BYTES_NONE : *provider};

    if (provider == NULL || !bytes_next_part(&account, '/', &rest) || rest.n == 0)
        return REASON_scheme_unknown;
    return ident_parse(data, arena, IDENT_wallet, utf8_unescape(arena, rest), &known, ret);
}

/* ---- parameters ---- */

static bool read_parameter(const struct ident_data *data, struct arena *arena, struct bytes parameter, struct ident *ret)
{
    struct bytes value = parameter, name;
    const struct bytes *provider;

    if (!bytes_next_part(&value, '=', &name))
        return false;
    provider = map_find(&data->payment_parameters, bytes_lower(arena, name));
    if (provider == NULL)
        return false;
    struct ident_context known = {.provider = *provider};
    enum ident_kind kind = provider->n > 0 ? IDENT_wallet : IDENT_card_acceptor_id;

    return ident_parse(data, arena, kind, utf8_unescape(arena, value), &known, ret) == REASON_ok;
}

struct bytes ident_checkout_parameters(struct bytes canonical_url)
{
    size_t mark;

    return bytes_find(canonical_url, '?', &mark) ? bytes_from(canonical_url, mark + 1) : BYTES_NONE;
}

bool ident_checkout_next(const struct ident_data *data, struct arena *arena, struct bytes *rest, struct ident *ret)
{
    struct bytes parameter;

    while (bytes_next_part(rest, '&', &parameter))
        if (read_parameter(data, arena, parameter, ret))
            return true;
    return false;
}

enum reason payment_page_parse(const struct ident_data *data, struct arena *arena, struct bytes url, struct ident *ret)
{
    struct ident page;
    enum reason reason = ident_parse(data, arena, IDENT_url, url, NULL, &page);

    return reason == REASON_ok ? ident_payment_page(data, arena, page.value, ret) : reason;
}

bool payment_page_shaped(struct bytes text)
{
    static const char signs[] = "tTxX*";
    bool secure = text.n > 4 && ascii_lower(text.p[4]) == 's';

    if (text.n < 8 || ascii_lower(text.p[0]) != 'h' || ascii_lower(text.p[3]) != 'p' ||
        memchr(signs, text.p[1], sizeof(signs) - 1) == NULL || memchr(signs, text.p[2], sizeof(signs) - 1) == NULL)
        return false;
    return bytes_start(bytes_from(text, secure ? 5 : 4), BYTES("://"));
}
