#include "support/ident_fixture.h"
#include "support/lines.h"

#include "base/hash.h"
#include "core/ident/keccak.h"

static bool of_one_case(struct bytes text)
{
    bool lower = false, upper = false;

    for (size_t i = 2; i < text.n; i++) {
        lower = lower || (text.p[i] >= 'a' && text.p[i] <= 'f');
        upper = upper || (text.p[i] >= 'A' && text.p[i] <= 'F');
    }
    return !(lower && upper);
}

Test(ethereum, agrees_with_the_vectors_of_erc_55)
{
    struct bytes rest = fixture_read(SOURCE_DIR "/tests/unit/core/ident/vector/erc55.txt"), line;
    size_t count = 0;

    for (; lines_next(&rest, &line); count++) {
        struct ident ident;

        cr_assert_eq(ident_parse(fixture_data(), fixture_arena(), IDENT_ethereum, line, NULL, &ident), REASON_ok);
        cr_assert(bytes_equal(ident.value, bytes_lower(fixture_arena(), line)));
        cr_assert(bytes_equal(ident_print(fixture_arena(), &ident), line));
        cr_assert_eq(ident.doubt, of_one_case(line) ? REASON_address_unverified : REASON_ok);
    }
    cr_assert_eq(count, 8);
}

Test(ethereum, refuses_each_letter_in_the_wrong_case)
{
    const char address[] = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

    for (size_t i = 2; i < sizeof(address) - 1; i++) {
        char *text = arena_strdup(fixture_arena(), address);
        struct ident ident;

        if (!ascii_alpha(text[i]))
            continue;
        text[i] ^= 0x20;
        cr_assert_eq(ident_parse(fixture_data(), fixture_arena(), IDENT_ethereum, bytes_of(text), NULL, &ident),
                     REASON_address_checksum);
    }
}

Test(ethereum, reads_what_people_and_wallets_write)
{
    static const struct parse_case cases[] = {
        {"5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", REASON_ok},
        {"ethereum:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed@137?value=1", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
         REASON_ok},
        {"ethereum:pay-0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", REASON_ok},
        {"0X5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", REASON_address_unverified},
        {"0x0000000000000000000000000000000000000000", "0x0000000000000000000000000000000000000000", REASON_address_unverified},
        {"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe", NULL, REASON_structure},
        {"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg", NULL, REASON_bad_character},
        {"0x", NULL, REASON_structure},
    };

    EXPECT_CASES(IDENT_ethereum, cases, NULL);
}

Test(keccak, agrees_with_published_digests)
{
    static const char *const cases[][2] = {
        {"", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"},
        {"abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"},
        {"The quick brown fox jumps over the lazy dog", "4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        uint8_t digest[KECCAK_BYTES];

        keccak256((const uint8_t *)cases[i][0], strlen(cases[i][0]), digest);
        expect_bytes(hex_print(fixture_arena(), (struct bytes){(const char *)digest, sizeof(digest)}), cases[i][1], cases[i][0]);
    }
}
