#include "support/ident_fixture.h"

#include "core/ident/ip.h"

Test(ip, reads_every_spelling_of_an_address)
{
    static const struct parse_case cases[] = {
        {"192.0.2.1", "192.0.2.1", REASON_ok},
        {"192[.]0[.]2[.]1", "192.0.2.1", REASON_ok},
        {"192.0.2.1/32", "192.0.2.1", REASON_ok},
        {"192.0.2.1:443", "192.0.2.1", REASON_ok},
        {"[2001:db8::1]:443", "2001:db8::1", REASON_ok},
        {"192.0.2.1:99999", NULL, REASON_ip_invalid},
        {"0xC0000201", "192.0.2.1", REASON_ok},
        {"3221225985", "192.0.2.1", REASON_ok},
        {"0300.0.513", "192.0.2.1", REASON_ok},
        {"2001:0DB8:0000:0000:0000:0000:0000:0001", "2001:db8::1", REASON_ok},
        {"[2001:db8::1]", "2001:db8::1", REASON_ok},
        {"2001:db8:0:1:0:0:0:1", "2001:db8:0:1::1", REASON_ok},
        {"2001:db8::1:0:0:1", "2001:db8::1:0:0:1", REASON_ok},
        {"::ffff:192.0.2.1", "192.0.2.1", REASON_ok},
        {"2001:db8::", "2001:db8::", REASON_ok},
        {"2001:db8::192.0.2.1", "2001:db8::c000:201", REASON_ok},
        {"10.1.2.3", "10.1.2.3", REASON_ip_reserved},
        {"100.64.0.1", "100.64.0.1", REASON_ip_reserved},
        {"127.0.0.1", "127.0.0.1", REASON_ip_reserved},
        {"169.254.1.1", "169.254.1.1", REASON_ip_reserved},
        {"172.31.255.255", "172.31.255.255", REASON_ip_reserved},
        {"172.32.0.0", "172.32.0.0", REASON_ok},
        {"255.255.255.255", "255.255.255.255", REASON_ip_reserved},
        {"::1", "::1", REASON_ip_reserved},
        {"::", "::", REASON_ip_reserved},
        {"[::]", "::", REASON_ip_reserved},
        {"2001[:]db8[::]1", "2001:db8::1", REASON_ok},
        {"fe80::1", "fe80::1", REASON_ip_reserved},
        {"fd00::1", "fd00::1", REASON_ip_reserved},
        {"192.0.2.0/24", NULL, REASON_ip_invalid},
        {"192.0.2.256", NULL, REASON_ip_invalid},
        {"192.0.2", "192.0.0.2", REASON_ip_reserved},
        {"192.0.2.1.1", NULL, REASON_ip_invalid},
        {"4294967296", NULL, REASON_ip_invalid},
        {"1:2:3:4:5:6:7", NULL, REASON_ip_invalid},
        {"1:2:3:4:5:6:7:8:9", NULL, REASON_ip_invalid},
        {"1::2::3", NULL, REASON_ip_invalid},
        {"1:2:3:4:5:6:7::8", NULL, REASON_ip_invalid},
        {":1:2:3:4:5:6:7", NULL, REASON_ip_invalid},
        {"12345::", NULL, REASON_ip_invalid},
        {"::1%eth0", NULL, REASON_ip_invalid},
        {"shop.example", NULL, REASON_ip_invalid},
    };

    EXPECT_CASES(IDENT_ip, cases, NULL);
}

Test(ip, printing_and_reading_are_inverse)
{
    uint64_t state = 1;

    for (int i = 0; i < 20000; i++) {
        struct ip ip = {.v6 = i % 2 == 0}, again;

        for (size_t k = 0; k < (ip.v6 ? 16 : 4); k++) {
            state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            ip.b[k] = (state >> 62) == 0 ? (uint8_t)(state >> 40) : 0; /* many zeros, so that runs of them occur */
        }
        struct bytes text = ip_print(fixture_arena(), &ip);

        cr_assert(ip.v6 ? ip_read_v6(text, &again) : ip_read(text, &again), "%.*s", (int)text.n, text.p);
        cr_assert(memcmp(&ip, &again, sizeof(ip)) == 0, "%.*s", (int)text.n, text.p);
    }
}

static bool contains(const char *network_text, const char *ip_text)
{
    struct network network;
    struct ip ip;

    cr_assert(network_read(bytes_of(network_text), &network) && ip_read(bytes_of(ip_text), &ip));
    return network_contains(&network, &ip);
}

Test(ip, lies_in_the_network_that_hosts_rent)
{
    expect_bytes(ident_ip_network(fixture_arena(), BYTES("192.0.2.77")), "192.0.2.0/24", "IPv4");
    expect_bytes(ident_ip_network(fixture_arena(), BYTES("2001:db8:1:2::3")), "2001:db8:1::/48", "IPv6");
    expect_bytes(ident_ip_network(fixture_arena(), BYTES("shop.example")), "", "no address");
}

Test(ip, a_network_ends_where_its_bits_end)
{
    cr_expect(contains("192.0.2.0/24", "192.0.2.255"));
    cr_expect(!contains("192.0.2.0/24", "192.0.3.0"));
    cr_expect(contains("198.51.100.0/23", "198.51.101.1"));
    cr_expect(!contains("198.51.100.0/23", "198.51.102.1"));
    cr_expect(contains("0.0.0.0/0", "203.0.113.1"));
    cr_expect(!contains("0.0.0.0/0", "2001:db8::1"));
    cr_expect(contains("2001:db8::/33", "2001:db8:7fff::1"));
    cr_expect(!contains("2001:db8::/33", "2001:db8:8000::1"));
    cr_expect(contains("203.0.113.7", "203.0.113.7"));
    cr_expect(!contains("203.0.113.7", "203.0.113.8"));
    cr_expect(!network_read(BYTES("192.0.2.0/33"), &(struct network){0}));
    cr_expect(!network_read(BYTES("192.0.2.0/"), &(struct network){0}));
}
