#include "edge/network.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/annotate.h"
#include "base/number.h"

static const char *const special[] = {
#define NETWORK_SPECIAL(network, text) network,
#include "edge/network_special.def"
#undef NETWORK_SPECIAL
};

static const struct network global_unicast = {AF_INET6, {0x20}, 3};

bool network_parse(struct bytes text, struct network *ret)
{
    struct network network = {0};
    char address[INET6_ADDRSTRLEN];
    size_t slash = text.n;
    uint64_t bits;
    unsigned most;

    bytes_find(text, '/', &slash);
    if (slash >= sizeof(address))
        return false;
    memcpy(address, text.p, slash);
    address[slash] = '\0';
    network.family = memchr(address, ':', slash) != NULL ? AF_INET6 : AF_INET;
    most = network.family == AF_INET6 ? 128 : 32;
    bits = most;
    if (inet_pton(network.family, address, network.address) != 1)
        return false;
    if (slash < text.n && (!parse_u64(bytes_from(text, slash + 1), &bits) || bits > most))
        return false;
    network.bits = (unsigned)bits;
    *ret = network;
    return true;
}

bool network_list_parse(struct arena *arena, struct bytes text, struct network_list *ret)
{
    struct network_list list = {.items = arena_array(arena, struct network, text.n / 2 + 1)};
    struct bytes part;

    while (bytes_next_part(&text, ' ', &part))
        if (part.n > 0 && !network_parse(part, &list.items[list.count++]))
            return false;
    *ret = list;
    return true;
}

static bool network_holds(const struct network *network, const struct network *address)
{
    unsigned whole = network->bits / 8, rest = network->bits % 8;

    if (network->family != address->family || memcmp(network->address, address->address, whole) != 0)
        return false;
    return rest == 0 || ((network->address[whole] ^ address->address[whole]) >> (8 - rest)) == 0;
}

/* The address itself; false for another family than IP. */
static bool address_read(const struct sockaddr *from, struct network *ret)
{
    static const uint8_t mapped[12] = {[10] = 0xFF, [11] = 0xFF};
    const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)from;
    const struct sockaddr_in *four = (const struct sockaddr_in *)from;

    *ret = (struct network){.family = from->sa_family};
    if (from->sa_family == AF_INET) {
        memcpy(ret->address, &four->sin_addr, 4);
    } else if (from->sa_family == AF_INET6 && memcmp(&six->sin6_addr, mapped, sizeof(mapped)) == 0) {
        ret->family = AF_INET;
        memcpy(ret->address, six->sin6_addr.s6_addr + sizeof(mapped), 4);
    } else if (from->sa_family == AF_INET6) {
        memcpy(ret->address, &six->sin6_addr, 16);
    }
    return ret->family == AF_INET || ret->family == AF_INET6;
}

static bool is_special(const struct network *address)
{
    struct network network;

    if (address->family == AF_INET6 && !network_holds(&global_unicast, address))
        return true;
    for (size_t i = 0; i < COUNT_OF(special); i++)
        if (network_parse(bytes_of(special[i]), &network) && network_holds(&network, address))
            return true;
    return false;
}

bool network_permits(const struct network_list *named, const struct sockaddr *address)
{
    struct network plain;

    if (!address_read(address, &plain))
        return false;
    for (size_t i = 0; i < named->count; i++)
        if (network_holds(&named->items[i], &plain))
            return true;
    return !is_special(&plain);
}
