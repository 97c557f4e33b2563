#include "core/ident/bech32.h"

#include <string.h>

#include "base/annotate.h"

#define CHECKSUM 6

static const char alphabet[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

int bech32_value(char c)
{
    const char *at = c == '\0' ? NULL : strchr(alphabet, c);

    return at == NULL ? -1 : (int)(at - alphabet);
}

static uint32_t checksum_step(uint32_t sum, uint8_t value)
{
    static const uint32_t generator[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    uint32_t top = sum >> 25;

    sum = (sum & 0x1ffffff) << 5 ^ value;
    for (unsigned i = 0; i < COUNT_OF(generator); i++)
        if (top >> i & 1)
            sum ^= generator[i];
    return sum;
}

static uint32_t checksum_readable(struct bytes readable)
{
    uint32_t sum = 1;

    for (size_t i = 0; i < readable.n; i++)
        sum = checksum_step(sum, (uint8_t)(ascii_lower(readable.p[i]) >> 5));
    sum = checksum_step(sum, 0);
    for (size_t i = 0; i < readable.n; i++)
        sum = checksum_step(sum, (uint8_t)(ascii_lower(readable.p[i]) & 31));
    return sum;
}

static bool one_case(struct bytes text)
{
    bool lower = false, upper = false;

    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < 33 || text.p[i] > 126)
            return false;
        lower = lower || (text.p[i] >= 'a' && text.p[i] <= 'z');
        upper = upper || (text.p[i] >= 'A' && text.p[i] <= 'Z');
    }
    return !(lower && upper);
}

static bool split(struct bytes text, struct bytes *ret_readable, struct bytes *ret_values)
{
    size_t at = text.n;

    while (at > 0 && text.p[at - 1] != '1')
        at--;
    if (at < 2 || text.n - at < CHECKSUM)
        return false;
    *ret_readable = bytes_slice(text, 0, at - 1);
    *ret_values = bytes_from(text, at);
    return true;
}

bool bech32_decode_long(struct bytes text, struct bech32 *ret)
{
    struct bytes values;
    uint32_t sum;

    if (text.n > BECH32_LONG_MOST || !one_case(text) || !split(text, &ret->readable, &values))
        return false;
    sum = checksum_readable(ret->readable);
    for (size_t i = 0; i < values.n; i++) {
        int value = bech32_value((char)ascii_lower(values.p[i]));

        if (value < 0)
            return false;
        sum = checksum_step(sum, (uint8_t)value);
        ret->five[i] = (uint8_t)value;
    }
    ret->n = values.n - CHECKSUM;
    ret->constant = sum;
    return sum == BECH32_PLAIN || sum == BECH32_M;
}

bool bech32_decode(struct bytes text, struct bech32 *ret)
{
    return text.n <= BECH32_MOST && bech32_decode_long(text, ret);
}

bool bech32_to_bytes(const uint8_t *five, size_t n, uint8_t *ret, size_t *ret_n)
{
    uint32_t bits = 0;
    unsigned held = 0;
    size_t out = 0;

    for (size_t i = 0; i < n; i++) {
        bits = (bits << 5 | five[i]) & 0xFFF;
        held += 5;
        if (held >= 8) {
            held -= 8;
            ret[out++] = (uint8_t)(bits >> held);
        }
    }
    *ret_n = out;
    return held < 5 && (bits & ((1u << held) - 1)) == 0;
}

bool bech32_is_segwit(const struct bech32 *address)
{
    uint8_t program[BECH32_LONG_MOST];
    size_t n;

    if (address->n < 1 || address->five[0] > 16 || !bech32_to_bytes(address->five + 1, address->n - 1, program, &n))
        return false;
    if (n < 2 || n > 40)
        return false;
    if (address->five[0] == 0)
        return address->constant == BECH32_PLAIN && (n == 20 || n == 32);
    return address->constant == BECH32_M;
}
