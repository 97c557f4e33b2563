#include "support/ident_fixture.h"

Test(coin, reads_bitcoin_addresses_of_every_form)
{
    static const struct parse_case cases[] = {
        {"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", REASON_ok},
        {"1111111111111111111114oLvT2", "1111111111111111111114oLvT2", REASON_ok},
        {"3GCGJid675vYSynE6JrtGxE5Cfmurbb7os", "3GCGJid675vYSynE6JrtGxE5Cfmurbb7os", REASON_ok},
        {"BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", REASON_ok},
        {"bitcoin:1FWFPB8eZBcAMp5nyDCHrKs949VCMCPyoX?amount=0.1&label=x", "1FWFPB8eZBcAMp5nyDCHrKs949VCMCPyoX", REASON_ok},
        {"BITCOIN:BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", REASON_ok},
        {"bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
         "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", REASON_ok},
        {"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", NULL, REASON_address_checksum},
        {"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfN", NULL, REASON_address_checksum},
        {"1A1zP1eP5QGefi2DMPTfTL5SLmv7Divf0a", NULL, REASON_bad_character},
        {"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", NULL, REASON_address_checksum},
        {"mv2CgEDdND3R8vZQgnAfgF5Tv95uBHemeG", NULL, REASON_address_network},
        {"2N7kUNTZ7iYRtemQmmSUktuDLR1z5bCoEA5", NULL, REASON_address_network},
        {"tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx", NULL, REASON_address_network},
        {"LZjCePSUdqrDccmx9MBb8LvuGMrUPAJzdj", NULL, REASON_address_network},
        {"bc1pw5dgrnzv", NULL, REASON_structure},
        {"bitcoin:", NULL, REASON_address_checksum},
    };

    EXPECT_CASES(IDENT_bitcoin, cases, NULL);
}

Test(coin, reads_litecoin_and_gives_old_script_addresses_their_new_spelling)
{
    static const struct parse_case cases[] = {
        {"LZjCePSUdqrDccmx9MBb8LvuGMrUPAJzdj", "LZjCePSUdqrDccmx9MBb8LvuGMrUPAJzdj", REASON_ok},
        {"MNQQcc344CmyFV48CBrE6bUUXNNMsWhJ3a", "MNQQcc344CmyFV48CBrE6bUUXNNMsWhJ3a", REASON_ok},
        {"3GCGJid675vYSynE6JrtGxE5Cfmurbb7os", "MNQQcc344CmyFV48CBrE6bUUXNNMsWhJ3a", REASON_ok},
        {"ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9", "ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9", REASON_ok},
        {"litecoin:LZjCePSUdqrDccmx9MBb8LvuGMrUPAJzdj", "LZjCePSUdqrDccmx9MBb8LvuGMrUPAJzdj", REASON_ok},
        {"1FWFPB8eZBcAMp5nyDCHrKs949VCMCPyoX", NULL, REASON_address_network},
        {"Qb7EVURMjeUynxApPYWmybemZQRuZrvbhc", NULL, REASON_address_network},
        {"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", NULL, REASON_address_network},
    };

    EXPECT_CASES(IDENT_litecoin, cases, NULL);
}

/* Addresses that other wallets made: 121 characters, two public keys. */
Test(coin, reads_stealth_addresses_of_litecoin)
{
#define STEALTH                                                                                                                  \
    "ltcmweb1qqwkdldufg0enxpphwc8rwucc9ru6h43x5uklzm78ektgmufmw3j6kqu76qqw66w204vn7zddfgmnyq9ujugjvx4t2mhuqkuj5h4tgd8cvs6gg07"
    static const struct parse_case cases[] = {
        {STEALTH "6", STEALTH "6", REASON_ok},
        {"litecoin:" STEALTH "6", STEALTH "6", REASON_ok},
        {"LTCMWEB1QQ20E2ARNHVXW97KATJKMSD35AGW3CAPXJKRKH7DK8D30RCZM8YPXUQ329NWH2TWMCHHQN3JQH7UA4PS539F6AAZH79JY76URQHT4QA59TS3AT6GF",
         "ltcmweb1qq20e2arnhvxw97katjkmsd35agw3capxjkrkh7dk8d30rczm8ypxuq329nwh2twmchhqn3jqh7ua4ps539f6aazh79jy76urqht4qa59ts3at6gf",
         REASON_ok},
        {STEALTH "7", NULL, REASON_address_checksum},
        {STEALTH, NULL, REASON_address_checksum},
        {"ltcmweb1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9", NULL, REASON_address_checksum},
    };

    EXPECT_CASES(IDENT_litecoin, cases, NULL);
}

Test(coin, reads_dogecoin_and_tron)
{
    static const struct parse_case doge[] = {
        {"DKeLvS5HrbWStpGPhoBrQ62jwHDVe1FNFb", "DKeLvS5HrbWStpGPhoBrQ62jwHDVe1FNFb", REASON_ok},
        {"A6wX3ZgzB9oSMM9hWSXJX5rSuF9wtaLWdd", "A6wX3ZgzB9oSMM9hWSXJX5rSuF9wtaLWdd", REASON_ok},
        {"nihQeSpCnZyAmnqajcqJeVd3B9bnfA2zXW", NULL, REASON_address_network},
    };
    static const struct parse_case tron[] = {
        {"TQUTPEWNhuj7Wz9RZUr1NUZGxwEWU9RkGk", "TQUTPEWNhuj7Wz9RZUr1NUZGxwEWU9RkGk", REASON_ok},
        {"419f19d46227d50722829f117351a59464baa29fa4", "TQUTPEWNhuj7Wz9RZUr1NUZGxwEWU9RkGk", REASON_address_unverified},
        {"0x419F19D46227D50722829F117351A59464BAA29FA4", "TQUTPEWNhuj7Wz9RZUr1NUZGxwEWU9RkGk", REASON_address_unverified},
        {"TQUTPEWNhuj7Wz9RZUr1NUZGxwEWU9RkGj", NULL, REASON_address_checksum},
        {"27dakvYpkA3kMDAPetLVHSPR1kri821W9BJ", NULL, REASON_address_network},
    };

    EXPECT_CASES(IDENT_dogecoin, doge, NULL);
    for (size_t i = 0; i < COUNT_OF(tron); i++) { /* the hex form is doubted, the form it becomes is not */
        struct ident ident = {0};
        enum reason reason = ident_parse(fixture_data(), fixture_arena(), IDENT_tron, bytes_of(tron[i].in), NULL, &ident);

        cr_expect_eq(reason == REASON_ok ? ident.doubt : reason, tron[i].reason, "%s", tron[i].in);
        cr_expect(tron[i].out == NULL || bytes_is(ident.value, tron[i].out), "%s", tron[i].in);
    }
}

/* Vectors of the CashAddr specification. */
Test(bitcoin_cash, translates_old_addresses_as_the_specification_does)
{
    static const struct parse_case cases[] = {
        {"1BpEi6DfDAUFd7GtittLSdBeYJvcoaVggu", "qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a", REASON_ok},
        {"1KXrWXciRDZUpQwQmuM1DbwsKDLYAYsVLR", "qr95sy3j9xwd2ap32xkykttr4cvcu7as4y0qverfuy", REASON_ok},
        {"16w1D5WRVKJuZUsSRzdLp9w3YGcgoxDXb", "qqq3728yw0y47sqn6l2na30mcw6zm78dzqre909m2r", REASON_ok},
        {"3CWFddi6m4ndiGyKqzYvsFYagqDLPVMTzC", "ppm2qsznhks23z7629mms6s4cwef74vcwvn0h829pq", REASON_ok},
        {"3LDsS579y7sruadqu11beEJoTjdFiFCdX4", "pr95sy3j9xwd2ap32xkykttr4cvcu7as4yc93ky28e", REASON_ok},
        {"31nwvkZwyPdgzjBJZXfDmSWsC4ZLKpYyUw", "pqq3728yw0y47sqn6l2na30mcw6zm78dzq5ucqzc37", REASON_ok},
        {"bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a", "qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a", REASON_ok},
        {"BITCOINCASH:QPM2QSZNHKS23Z7629MMS6S4CWEF74VCWVY22GDX6A?amount=1", "qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a",
         REASON_ok},
        {"qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6b", NULL, REASON_bad_character},
        {"qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6q", NULL, REASON_address_checksum},
        {"qpm2qsznhks23z7629mms6s4cwef74vcwvY22gdx6a", NULL, REASON_bad_character},
        {"bchtest:qpm2qsznhks23z7629mms6s4cwef74vcwvqcw003ap", NULL, REASON_address_network},
        {"mv2CgEDdND3R8vZQgnAfgF5Tv95uBHemeG", NULL, REASON_address_network},
    };

    EXPECT_CASES(IDENT_bitcoin_cash, cases, NULL);
}

Test(monero, checks_the_keccak_of_standard_sub_and_integrated_addresses)
{
    static const struct parse_case cases[] = {
        {"44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A",
         "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A", REASON_ok},
        {"47eoWw8P6GE6mny9r2V8RRHrCUkYv6b5h8mqMT7KcGAr2NVk2gC8ocEiz7ABH46raNJLvuPezHUXuGzAzGtPwhSjKbPecdu",
         "47eoWw8P6GE6mny9r2V8RRHrCUkYv6b5h8mqMT7KcGAr2NVk2gC8ocEiz7ABH46raNJLvuPezHUXuGzAzGtPwhSjKbPecdu", REASON_ok},
        {"monero:88UwrJnDgge6mny9r2V8RRHrCUkYv6b5h8mqMT7KcGAr2NVk2gC8ocEiz7ABH46raNJLvuPezHUXuGzAzGtPwhSjKapH62b?tx_amount=1",
         "88UwrJnDgge6mny9r2V8RRHrCUkYv6b5h8mqMT7KcGAr2NVk2gC8ocEiz7ABH46raNJLvuPezHUXuGzAzGtPwhSjKapH62b", REASON_ok},
        {"4HMUXjwshXk6mny9r2V8RRHrCUkYv6b5h8mqMT7KcGAr2NVk2gC8ocEiz7ABH46raNJLvuPezHUXuGzAzGtPwhSjUS3XmMrRkWS1we2kXN",
         "4HMUXjwshXk6mny9r2V8RRHrCUkYv6b5h8mqMT7KcGAr2NVk2gC8ocEiz7ABH46raNJLvuPezHUXuGzAzGtPwhSjUS3XmMrRkWS1we2kXN", REASON_ok},
        {"9yCM1BneNdL6mny9r2V8RRHrCUkYv6b5h8mqMT7KcGAr2NVk2gC8ocEiz7ABH46raNJLvuPezHUXuGzAzGtPwhSjKajkY5q", NULL,
         REASON_address_network},
        {"57rqbn3LjsL6mny9r2V8RRHrCUkYv6b5h8mqMT7KcGAr2NVk2gC8ocEiz7ABH46raNJLvuPezHUXuGzAzGtPwhSjKWeNgEV", NULL,
         REASON_address_network},
        {"47eoWw8P6GE6mny9r2V8RRHrCUkYv6b5h8mqMT7KcGAr2NVk2gC8ocEiz7ABH46raNJLvuPezHUXuGzAzGtPwhSjKbPecdv", NULL,
         REASON_address_checksum},
        {"47eoWw8P6GE6mny9r2V8RRHrCUkYv6b5h8mqMT7KcGAr2NVk2gC8ocEiz7ABH46raNJLvuPezHUXuGzAzGtPwhSjKbPecd0", NULL,
         REASON_bad_character},
        {"47eoWw8P6GE6mny9r2V8RRHrCUkYv6b5h8mqMT7KcGAr2NVk2gC8ocEiz7ABH46raNJLvuPezHUXuGzAzGtPwhSjKbPecd", NULL,
         REASON_structure},
        {"zzzzzzzzzzzmny9r2V8RRHrCUkYv6b5h8mqMT7KcGAr2NVk2gC8ocEiz7ABH46raNJLvuPezHUXuGzAzGtPwhSjKbPecdu1", NULL,
         REASON_address_checksum},
    };

    EXPECT_CASES(IDENT_monero, cases, NULL);
}

/* X-addresses: vectors of the XRP Ledger's address codec. */
Test(ripple, reads_the_tag_in_every_spelling)
{
    static const struct parse_case cases[] = {
        {"rf1BiGeXwwQoi8Z2ueFYTEXSwuJYfV2Jpn", "rf1BiGeXwwQoi8Z2ueFYTEXSwuJYfV2Jpn", REASON_ok},
        {"rf1BiGeXwwQoi8Z2ueFYTEXSwuJYfV2Jpn:123", "rf1BiGeXwwQoi8Z2ueFYTEXSwuJYfV2Jpn/123", REASON_ok},
        {"rf1BiGeXwwQoi8Z2ueFYTEXSwuJYfV2Jpn?dt=0", "rf1BiGeXwwQoi8Z2ueFYTEXSwuJYfV2Jpn/0", REASON_ok},
        {"ripple:rf1BiGeXwwQoi8Z2ueFYTEXSwuJYfV2Jpn/4294967295", "rf1BiGeXwwQoi8Z2ueFYTEXSwuJYfV2Jpn/4294967295", REASON_ok},
        {"X7AcgcsBL6XDcUb289X4mJ8djcdyKaB5hJDWMArnXr61cqZ", "r9cZA1mLK5R5Am25ArfXFmqgNwjZgnfk59", REASON_ok},
        {"X7AcgcsBL6XDcUb289X4mJ8djcdyKaGZMhc9YTE92ehJ2Fu", "r9cZA1mLK5R5Am25ArfXFmqgNwjZgnfk59/1", REASON_ok},
        {"X7AcgcsBL6XDcUb289X4mJ8djcdyKaGo2K5VpXpmCqbV2gS", "r9cZA1mLK5R5Am25ArfXFmqgNwjZgnfk59/14", REASON_ok},
        {"T719a5UwUCnEs54UsxG9CJYYDhwmFCqkr7wxCcNcfZ6p5GZ", NULL, REASON_address_network},
        {"X7AcgcsBL6XDcUb289X4mJ8djcdyKaGZMhc9YTE92ehJ2Fu:1", NULL, REASON_structure},
        {"rf1BiGeXwwQoi8Z2ueFYTEXSwuJYfV2Jpn:4294967296", NULL, REASON_structure},
        {"rf1BiGeXwwQoi8Z2ueFYTEXSwuJYfV2Jpn:x", NULL, REASON_structure},
        {"rf1BiGeXwwQoi8Z2ueFYTEXSwuJYfV2Jpm", NULL, REASON_address_checksum},
        {"rf1BiGeXwwQoi8Z2ueFYTEXSwuJYfV2Jp0", NULL, REASON_bad_character},
    };

    EXPECT_CASES(IDENT_ripple, cases, NULL);
}

Test(solana, takes_32_bytes_and_always_doubts)
{
    static const struct parse_case cases[] = {
        {"So11111111111111111111111111111111111111112", "So11111111111111111111111111111111111111112", REASON_address_unverified},
        {"11111111111111111111111111111111", "11111111111111111111111111111111", REASON_address_unverified},
        {"solana:So11111111111111111111111111111111111111112?amount=1", "So11111111111111111111111111111111111111112",
         REASON_address_unverified},
        {"1111111111111111111111111111111", NULL, REASON_structure},
        {"So1111111111111111111111111111111111111111O", NULL, REASON_bad_character},
    };

    EXPECT_CASES(IDENT_solana, cases, NULL);
}

Test(chain, names_the_kind_of_its_addresses)
{
    enum ident_kind kind = IDENT_none;

    cr_assert(ident_chain_find(BYTES("Polygon"), &kind) && kind == IDENT_ethereum);
    cr_assert(ident_chain_find(BYTES(" BTC "), &kind) && kind == IDENT_bitcoin);
    cr_assert(ident_chain_find(BYTES("trc20"), &kind) && kind == IDENT_tron);
    cr_assert_not(ident_chain_find(BYTES("dollar"), &kind));
    cr_assert_not(ident_chain_find(BYTES(""), &kind));
}
