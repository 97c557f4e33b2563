/*
 * analytics: the ids under which services measure a site; one operator uses the same on all of his.
 *
 * Shape   <prefix><body> as in analytics_prefix.def, in capitals. The property of a UA id ("-1" at the end) is left off: the
 *         account is what sites share. "yandex:123", "ym-123", "meta:123", "fb-123", "ca-pub-123" are understood.
 *         Matomo numbers the sites of each server, so its id is "MATOMO-<host>/<number>", the host in lower case.
 * Errors  structure, bad_character, too_long
 * Source  the services' setup guides
 */
#include <string.h>

#include "core/ident/compact.h"
#include "core/ident/parse.h"

#define TEXT_MOST 300
#define MATOMO_DIGITS 9

enum body { DIGITS, ALNUM };

struct service {
    const char *prefix;
    enum body body;
    size_t least, most;
};

static const struct service services[] = {
#define ANALYTICS(prefix, body, least, most, service) {prefix, body, least, most},
#include "core/ident/analytics_prefix.def"
#undef ANALYTICS
};

/* Other spellings of the prefixes, in capitals. */
static const char *const spellings[][2] = {
    {"CA-PUB-", "PUB-"}, {"YANDEX:", "YANDEX-"}, {"YM-", "YANDEX-"},     {"YM:", "YANDEX-"},     {"METRIKA:", "YANDEX-"},
    {"META:", "META-"},  {"FB-", "META-"},       {"FB:", "META-"},       {"FACEBOOK:", "META-"}, {"PIXEL:", "META-"},
    {"GTM:", "GTM-"},    {"UA:", "UA-"},         {"MATOMO:", "MATOMO-"}, {"PIWIK:", "MATOMO-"},
};

static struct bytes with_usual_prefix(struct arena *arena, struct bytes text)
{
    for (size_t i = 0; i < COUNT_OF(spellings); i++)
        if (bytes_start(text, bytes_of(spellings[i][0]))) {
            struct bytes rest = bytes_from(text, strlen(spellings[i][0]));

            return bytes_printf(arena, "%s%.*s", spellings[i][1], (int)rest.n, rest.p);
        }
    return text;
}

static const struct service *service_of(struct bytes text)
{
    for (size_t i = 0; i < COUNT_OF(services); i++)
        if (bytes_start(text, bytes_of(services[i].prefix)))
            return &services[i];
    return NULL;
}

/* "MATOMO-host/7": the host is checked by its own parser. */
static enum reason parse_matomo(const struct ident_data *data, struct arena *arena, struct bytes rest,
                                const struct ident_context *context, struct ident *ret)
{
    struct ident host;
    enum reason reason;
    size_t cut = rest.n;

    while (cut > 0 && rest.p[cut - 1] != '/' && rest.p[cut - 1] != ':')
        cut--;
    struct bytes number = bytes_from(rest, cut);

    if (cut < 2 || number.n == 0 || number.n > MATOMO_DIGITS || !all_digits(number.p, number.n) || number.p[0] == '0')
        return REASON_structure;
    reason = ident_parse(data, arena, IDENT_host, bytes_slice(rest, 0, cut - 1), context, &host);
    if (reason == REASON_ok)
        ret->value = bytes_printf(arena, "MATOMO-%.*s/%.*s", (int)host.value.n, host.value.p, (int)number.n, number.p);
    return reason;
}

static struct bytes without_property(struct bytes body)
{
    size_t dash;

    return bytes_find(body, '-', &dash) && all_digits(body.p + dash + 1, body.n - dash - 1) ? bytes_slice(body, 0, dash) : body;
}

enum reason analytics_parse(const struct ident_data *data, struct arena *arena, struct bytes text,
                            const struct ident_context *context, struct ident *ret)
{
    const struct service *service;
    struct bytes body;

    if (text.n > TEXT_MOST)
        return REASON_too_long;
    text = with_usual_prefix(arena, bytes_upper(arena, text));
    if (bytes_start(text, BYTES("MATOMO-")))
        return parse_matomo(data, arena, bytes_from(text, 7), context, ret);
    service = service_of(text);
    if (service == NULL)
        return REASON_structure;
    body = bytes_from(text, strlen(service->prefix));
    if (bytes_is(bytes_slice(text, 0, 3), "UA-"))
        body = without_property(body);
    if (body.n < service->least || body.n > service->most)
        return REASON_structure;
    if (!(service->body == DIGITS ? all_digits(body.p, body.n) : all_alnum(body.p, body.n)))
        return REASON_bad_character;
    ret->value = bytes_printf(arena, "%s%.*s", service->prefix, (int)body.n, body.p);
    return REASON_ok;
}
