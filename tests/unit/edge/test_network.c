#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <string.h>

#include "base/annotate.h"
#include "edge/network.h"

static struct arena *arena;

static void make_arena(void)
{
    arena = arena_new(1 << 20);
}

static void free_arena(void)
{
    arena_free(&arena);
}

TestSuite(network, .init = make_arena, .fini = free_arena);

static bool permits(const char *named, const char *address)
{
    struct network_list list;
    struct sockaddr_in four = {.sin_family = AF_INET};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6};

    cr_assert(network_list_parse(arena, bytes_of(named), &list), "%s", named);
    if (inet_pton(AF_INET, address, &four.sin_addr) == 1)
        return network_permits(&list, (const struct sockaddr *)&four);
    cr_assert_eq(inet_pton(AF_INET6, address, &six.sin6_addr), 1, "%s", address);
    return network_permits(&list, (const struct sockaddr *)&six);
}

Test(network, refuses_every_special_address)
{
    static const char *const special[] = {"0.0.0.0",
                                          "10.1.2.3",
                                          "100.64.0.1",
                                          "100.127.255.255",
                                          "127.0.0.1",
                                          "127.255.255.254",
                                          "169.254.169.254",
                                          "172.16.0.1",
                                          "172.31.255.255",
                                          "192.0.0.8",
                                          "192.0.2.1",
                                          "192.88.99.1",
                                          "192.168.1.1",
                                          "198.18.0.1",
                                          "198.19.255.255",
                                          "198.51.100.7",
                                          "203.0.113.9",
                                          "224.0.0.1",
                                          "239.255.255.255",
                                          "240.0.0.1",
                                          "255.255.255.255",
                                          "::",
                                          "::1",
                                          "fe80::1",
                                          "fc00::1",
                                          "fdff::1",
                                          "ff02::1",
                                          "::ffff:127.0.0.1",
                                          "::ffff:10.0.0.1",
                                          "::ffff:169.254.169.254",
                                          "64:ff9b::7f00:1",
                                          "64:ff9b:1::1",
                                          "2001::1",
                                          "2001:db8::1",
                                          "2002:7f00:1::",
                                          "100::1",
                                          "::127.0.0.1",
                                          "fec0::1",
                                          "3fff::1",
                                          "5f00::1"};

    for (size_t i = 0; i < COUNT_OF(special); i++)
        cr_assert_not(permits("", special[i]), "%s", special[i]);
}

Test(network, permits_public_addresses)
{
    static const char *const public[] = {"1.1.1.1",      "9.9.9.9",   "100.63.255.255", "100.128.0.1",     "172.15.255.255",
                                         "172.32.0.1",   "126.0.0.1", "128.0.0.1",      "223.255.255.255", "2600::1",
                                         "2a00:1450::1", "2003::1",   "::ffff:9.9.9.9"};

    for (size_t i = 0; i < COUNT_OF(public); i++)
        cr_assert(permits("", public[i]), "%s", public[i]);
}

Test(network, permits_what_the_partner_names_and_nothing_beside_it)
{
    cr_assert(permits("127.0.0.1/32", "127.0.0.1"));
    cr_assert(permits("127.0.0.1/32", "::ffff:127.0.0.1"));
    cr_assert_not(permits("127.0.0.1/32", "127.0.0.2"));
    cr_assert_not(permits("127.0.0.1/32", "::1"));
    cr_assert(permits("10.0.0.0/9 fd00::/8", "10.127.0.1"));
    cr_assert_not(permits("10.0.0.0/9 fd00::/8", "10.128.0.1"));
    cr_assert(permits("10.0.0.0/9 fd00::/8", "fdab::1"));
    cr_assert_not(permits("10.0.0.0/9 fd00::/8", "fcab::1"));
    cr_assert(permits("192.168.7.9", "192.168.7.9"));
}

Test(network, reads_networks_to_the_letter)
{
    static const char *const bad[] = {
        "",           "10.0.0.0/33", "::/129",      "10.0.0/8",
        "10.0.0.0/",  "10.0.0.0/-1", "10.0.0.0/8x", "localhost",
        "0x7f.0.0.1", "127.1",       "::1/1/2",     "1234567890123456789012345678901234567890123456"};
    struct network network;

    for (size_t i = 0; i < COUNT_OF(bad); i++)
        cr_assert_not(network_parse(bytes_of(bad[i]), &network), "%s", bad[i]);
    cr_assert(network_parse(BYTES("0.0.0.0/0"), &network));
    cr_assert_eq(network.bits, 0);
}

Test(network, refuses_other_families)
{
    struct network_list list = {0};
    struct sockaddr local = {.sa_family = AF_UNIX};

    cr_assert_not(network_permits(&list, &local));
}
