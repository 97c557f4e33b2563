#include "support/ident_fixture.h"
#include "support/lines.h"

#include "base/hash.h"
#include "core/ident/bech32.h"

/* 0x20 and the like at the beginning or the end stand for the byte. */
static struct bytes with_byte(struct bytes text)
{
    struct bytes raw;

    if (bytes_start(text, BYTES("0x")) && hex_parse(fixture_arena(), bytes_slice(text, 2, 2), &raw))
        return bytes_printf(fixture_arena(), "%c%.*s", raw.p[0], (int)text.n - 4, text.p + 4);
    if (bytes_end(text, BYTES("0xff")))
        return bytes_printf(fixture_arena(), "%.*s\xff", (int)text.n - 4, text.p);
    return text;
}

static bool as_expected(struct bytes expected, struct bytes text)
{
    struct bech32 got;
    bool decoded = bech32_decode(text, &got);

    if (bytes_is(expected, "plain"))
        return decoded && got.constant == BECH32_PLAIN;
    if (bytes_is(expected, "m"))
        return decoded && got.constant == BECH32_M;
    if (bytes_is(expected, "none"))
        return !decoded;
    bool known = decoded && (bytes_equal_fold(got.readable, BYTES("bc")) || bytes_equal_fold(got.readable, BYTES("tb")));

    return bytes_is(expected, "segwit") == (known && bech32_is_segwit(&got));
}

Test(bech32, agrees_with_the_vectors_of_bip_173_and_bip_350)
{
    struct bytes rest = fixture_read(SOURCE_DIR "/tests/unit/core/ident/vector/bech32.txt"), line, expected;
    size_t count = 0;

    for (; lines_next(&rest, &line); count++) {
        bytes_next_part(&line, ' ', &expected);
        cr_expect(as_expected(expected, with_byte(line)), "%.*s %.*s", (int)expected.n, expected.p, (int)line.n, line.p);
    }
    cr_assert_eq(count, 63);
}

Test(bech32, finds_every_single_and_double_error)
{
    const char address[] = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", alphabet[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    char text[sizeof(address)];
    struct bech32 got;

    memcpy(text, address, sizeof(address));
    for (size_t i = 3; i < sizeof(address) - 1; i++)
        for (const char *a = alphabet; *a != '\0'; a++) {
            text[i] = *a;
            cr_assert_eq(bech32_decode(bytes_of(text), &got), *a == address[i]);
            for (size_t j = 3; j < i && *a != address[i]; j++) {
                text[j] = text[j] == 'q' ? 'p' : 'q';
                cr_assert_not(bech32_decode(bytes_of(text), &got));
                text[j] = address[j];
            }
            text[i] = address[i];
        }
}
