#include "core/institution.h"

#include "base/annotate.h"
#include "core/ident.h"

static struct bytes first_part(struct arena *arena, const char *what, struct bytes account)
{
    struct bytes part;

    return bytes_next_part(&account, '/', &part) && part.n > 0 ? bytes_printf(arena, "%s %.*s", what, (int)part.n, part.p)
                                                               : BYTES_NONE;
}

static struct bytes of_card(struct arena *arena, struct bytes account)
{
    return first_part(arena, "acquirer", account);
}

static struct bytes of_wallet(struct arena *arena, struct bytes account)
{
    return first_part(arena, "wallet", account);
}

static struct bytes of_sms(struct arena *arena, struct bytes account)
{
    return first_part(arena, "operators in", account);
}

static struct bytes of_iban(struct arena *arena, struct bytes account)
{
    struct iban_parts parts = ident_iban_parts(account);

    if (account.n < 4)
        return BYTES_NONE;
    return bytes_printf(arena, "bank %.2s %.*s", account.p, (int)parts.bank.n, parts.bank.p == NULL ? "" : parts.bank.p);
}

static const struct {
    const char *scheme;
    struct bytes (*name)(struct arena *arena, struct bytes account);
} schemes[] = {{"card-acceptor", of_card}, {"iban", of_iban}, {"wallet", of_wallet}, {"voucher", of_wallet}, {"sms", of_sms}};

struct bytes institution_of(struct arena *arena, struct bytes endpoint, struct request_route *routes, size_t count)
{
    struct bytes scheme, account;

    if (request_route_order(arena, endpoint, routes, count) > 0)
        return bytes_printf(arena, "partner %.*s", (int)routes[0].partner.n, routes[0].partner.p);
    if (!request_route_split(endpoint, &scheme, &account))
        return BYTES_NONE;
    for (size_t i = 0; i < COUNT_OF(schemes); i++)
        if (bytes_is(scheme, schemes[i].scheme))
            return schemes[i].name(arena, account);
    return BYTES_NONE;
}
