#include <criterion/criterion.h>
#include <string.h>

#include "core/institution.h"

Test(institution, is_the_partner_whose_route_fits_or_what_the_name_says)
{
    struct arena *arena = arena_new((size_t)1 << 20);
    static const struct {
        const char *endpoint, *expected;
    } rows[] = {{"payto://card-acceptor/412345/SHOP1", "partner bank-one"},
                {"payto://card-acceptor/499999/SHOP1", "acquirer 499999"},
                {"payto://iban/DE89370400440532013000", "bank DE 37040044"},
                {"payto://iban/FR7630006000011234567890189", "partner bank-two"},
                {"payto://wallet/paypal/a@shop.example", "wallet paypal"},
                {"payto://sms/GB/60777", "operators in GB"},
                {"payto://bitcoin/1BoatSLRHtKNngkdXEeobR76b53LETtpyT", NULL},
                {"payto://ethereum/0x00", "partner exchange"},
                {"nonsense", NULL}};

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct request_route routes[] = {{BYTES("card-acceptor"), BYTES("412345"), BYTES("bank-one")},
                                         {BYTES("iban"), BYTES("FR30006"), BYTES("bank-two")},
                                         {BYTES("ethereum"), BYTES(""), BYTES("exchange")}};
        struct bytes found = institution_of(arena, bytes_of(rows[i].endpoint), routes, 3);

        cr_expect(bytes_equal(found, bytes_of(rows[i].expected)) && (found.p == NULL) == (rows[i].expected == NULL), "%s: %.*s",
                  rows[i].endpoint, (int)found.n, found.p == NULL ? "" : found.p);
    }
    arena_free(&arena);
}
