#include "core/ident/base58.h"

#include <string.h>

#include "base/annotate.h"
#include "base/hash.h"

#define CHECKSUM_BYTES 4
#define TEXT_MOST 96 /* digits that 64 bytes take, and some: bounds the work on hostile text */

static const char *const alphabets[] = {
    [BASE58_BITCOIN] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz",
    [BASE58_RIPPLE] = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz",
};

/* For each character its digit and one, 0 when it is none. */
static const unsigned char digits_and_one[][128] = {
#define DIGIT(c, bitcoin, ripple) [c] = (bitcoin) + 1,
    [BASE58_BITCOIN] =
        {
#include "core/ident/base58_digit.def"
        },
#undef DIGIT
#define DIGIT(c, bitcoin, ripple) [c] = (ripple) + 1,
    [BASE58_RIPPLE] =
        {
#include "core/ident/base58_digit.def"
        },
#undef DIGIT
};

int base58_digit(enum base58_alphabet alphabet, char c)
{
    return (unsigned char)c < 128 ? digits_and_one[alphabet][(unsigned char)c] - 1 : -1;
}

#define DIGITS_AT_ONCE 5 /* 58^5 is below 2^32 */

/* number = number * factor + digits, in big-endian 32-bit limbs; false when it no longer fits. */
static bool multiply_add(uint32_t *limbs, size_t count, uint32_t factor, uint32_t digits)
{
    uint64_t carry = digits;

    for (size_t i = count; i-- > 0;) {
        carry += (uint64_t)limbs[i] * factor;
        limbs[i] = (uint32_t)carry;
        carry >>= 32;
    }
    return carry == 0;
}

/* The number's bytes behind as many zero bytes as the text had zero digits. */
static bool limbs_to_bytes(const uint32_t *limbs, size_t zeroes, struct base58 *ret)
{
    uint8_t all[BASE58_MOST];
    size_t first = 0;

    for (size_t i = 0; i < BASE58_MOST; i++)
        all[i] = (uint8_t)(limbs[i / 4] >> (24 - 8 * (i % 4)));
    while (first < BASE58_MOST && all[first] == 0)
        first++;
    if (zeroes > first)
        return false;
    memset(ret->b, 0, zeroes);
    memcpy(ret->b + zeroes, all + first, BASE58_MOST - first);
    ret->n = zeroes + BASE58_MOST - first;
    return true;
}

bool base58_decode(enum base58_alphabet alphabet, struct bytes text, struct base58 *ret)
{
    uint32_t limbs[BASE58_MOST / 4] = {0};
    size_t zeroes = 0;
    size_t used = (text.n * 6 + 31) / 32; /* limbs that so many digits can fill */

    if (text.n > TEXT_MOST)
        return false;
    if (used > COUNT_OF(limbs))
        used = COUNT_OF(limbs);
    while (zeroes < text.n && text.p[zeroes] == alphabets[alphabet][0])
        zeroes++;
    for (size_t i = zeroes; i < text.n;) {
        uint32_t factor = 1, digits = 0;

        for (size_t k = 0; k < DIGITS_AT_ONCE && i < text.n; k++, i++) {
            int digit = base58_digit(alphabet, text.p[i]);

            if (digit < 0)
                return false;
            factor *= 58;
            digits = digits * 58 + (uint32_t)digit;
        }
        if (!multiply_add(limbs + COUNT_OF(limbs) - used, used, factor, digits))
            return false;
    }
    return limbs_to_bytes(limbs, zeroes, ret);
}

struct bytes base58_encode(struct arena *arena, enum base58_alphabet alphabet, const uint8_t *b, size_t n)
{
    size_t room = n * 138 / 100 + 2; /* log(256) / log(58) is below 1.38 */
    char *text = arena_alloc(arena, room);
    size_t at = room;
    size_t zeroes = 0;

    while (zeroes < n && b[zeroes] == 0)
        zeroes++;
    for (size_t i = zeroes; i < n; i++) {
        unsigned carry = b[i];

        for (size_t j = room; j-- > at || carry != 0;) {
            carry += j < at ? 0 : 256u * (unsigned char)text[j];
            text[j] = (char)(carry % 58);
            carry /= 58;
            if (j < at)
                at = j;
        }
    }
    for (size_t j = at; j < room; j++)
        text[j] = alphabets[alphabet][(unsigned char)text[j]];
    for (size_t i = 0; i < zeroes; i++)
        text[--at] = alphabets[alphabet][0];
    return (struct bytes){text + at, room - at};
}

static void checksum(const uint8_t *b, size_t n, uint8_t *ret)
{
    struct sha256 once, twice;

    sha256_bytes((struct bytes){(const char *)b, n}, &once);
    sha256_bytes(sha256_raw(&once), &twice);
    memcpy(ret, twice.b, CHECKSUM_BYTES);
}

bool base58_check_decode(enum base58_alphabet alphabet, struct bytes text, struct base58 *ret)
{
    uint8_t sum[CHECKSUM_BYTES];

    if (!base58_decode(alphabet, text, ret) || ret->n < CHECKSUM_BYTES)
        return false;
    ret->n -= CHECKSUM_BYTES;
    checksum(ret->b, ret->n, sum);
    return memcmp(sum, ret->b + ret->n, CHECKSUM_BYTES) == 0;
}

struct bytes base58_check_encode(struct arena *arena, enum base58_alphabet alphabet, const uint8_t *b, size_t n)
{
    uint8_t *all = arena_alloc(arena, n + CHECKSUM_BYTES);

    memcpy(all, b, n);
    checksum(b, n, all + n);
    return base58_encode(arena, alphabet, all, n + CHECKSUM_BYTES);
}
