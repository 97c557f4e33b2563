#include "world/account.h"

#include <string.h>

#include "base/annotate.h"
#include "base/hash.h"
#include "base/instant.h"
#include "core/ident/base58.h"
#include "core/ident/bech32.h"
#include "core/ident/check_digit.h"

static struct bytes digits(struct arena *arena, struct rng *rng, size_t n)
{
    char *text = arena_alloc(arena, n + 1);

    for (size_t i = 0; i < n; i++)
        text[i] = (char)('0' + rng_below(rng, 10));
    return (struct bytes){text, n};
}

/* ---- banks ---- */

static const struct {
    const char *country, *bank, *bic;
    size_t account_digits;
} banks[BANK_COUNT] = {[BANK_ODER] = {"DE", "99912345", "XEFDDEXX", 10},
                       [BANK_FENWICK] = {"GB", "XEFA990011", "XEFAGBXX", 8},
                       [BANK_ORBIT] = {"LT", "99901", "XEFBLTXX", 11},
                       [BANK_OUTSIDE] = {"NL", "XEFC", "XEFCNLXX", 10}};

struct bytes account_iban(struct arena *arena, struct rng *rng, enum bank bank)
{
    struct bytes account = digits(arena, rng, banks[bank].account_digits);
    struct bytes bban = bytes_printf(arena, "%s%.*s", banks[bank].bank, (int)account.n, account.p);
    struct bytes turned = bytes_printf(arena, "%.*s%s00", (int)bban.n, bban.p, banks[bank].country);

    return bytes_printf(arena, "%s%02u%.*s", banks[bank].country, 98 - mod97(0, turned.p, turned.n), (int)bban.n, bban.p);
}

struct bytes account_bic(enum bank bank)
{
    return bytes_of(banks[bank].bic);
}

struct bytes account_country(enum bank bank)
{
    return bytes_of(banks[bank].country);
}

/* ---- crypto-currencies ---- */

static struct bytes base58_address(struct arena *arena, struct rng *rng, uint8_t version)
{
    uint8_t raw[21] = {version};

    rng_fill(rng, raw + 1, 20);
    return base58_check_encode(arena, BASE58_BITCOIN, raw, sizeof(raw));
}

static uint32_t polymod(uint32_t state, uint8_t value)
{
    static const uint32_t generator[5] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    uint32_t top = state >> 25;

    state = (state & 0x1ffffff) << 5 ^ value;
    for (int i = 0; i < 5; i++)
        if (top >> i & 1)
            state ^= generator[i];
    return state;
}

static size_t five_bit_groups(const uint8_t *raw, size_t n, uint8_t *ret)
{
    size_t count = 0;

    for (size_t bit = 0; bit < n * 8; bit += 5) {
        unsigned word = (unsigned)raw[bit / 8] << 8 | (bit / 8 + 1 < n ? raw[bit / 8 + 1] : 0U);

        ret[count++] = (uint8_t)(word >> (11 - bit % 8) & 31);
    }
    return count;
}

/* A witness program of the version, with the checksum of BIP-173 or BIP-350. */
static struct bytes segwit_address(struct arena *arena, struct rng *rng, uint8_t version, size_t program)
{
    uint8_t raw[32], five[BECH32_MOST] = {version};
    size_t n = (rng_fill(rng, raw, program), 1 + five_bit_groups(raw, program, five + 1));
    static const uint8_t prefix[] = {3, 3, 0, 2, 3}; /* "bc", as BIP 173 expands it */
    uint32_t state = 1;
    char *text = arena_alloc(arena, BECH32_MOST + 1);

    for (size_t i = 0; i < sizeof(prefix); i++)
        state = polymod(state, prefix[i]);
    for (size_t i = 0; i < n + 6; i++)
        state = polymod(state, i < n ? five[i] : 0);
    state ^= version == 0 ? BECH32_PLAIN : BECH32_M;
    for (size_t i = 0; i < 6; i++)
        five[n + i] = (uint8_t)(state >> (25 - 5 * i) & 31);
    memcpy(text, "bc1", 3);
    for (size_t i = 0; i < n + 6; i++)
        text[3 + i] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"[five[i]];
    return (struct bytes){text, 3 + n + 6};
}

struct bytes account_bitcoin(struct arena *arena, struct rng *rng)
{
    switch (rng_below(rng, 4)) {
    case 0:
        return base58_address(arena, rng, 0x00);
    case 1:
        return base58_address(arena, rng, 0x05);
    case 2:
        return segwit_address(arena, rng, 1, 32);
    default:
        return segwit_address(arena, rng, 0, 20);
    }
}

struct bytes account_litecoin(struct arena *arena, struct rng *rng)
{
    return base58_address(arena, rng, 0x30);
}

struct bytes account_tron(struct arena *arena, struct rng *rng)
{
    return base58_address(arena, rng, 0x41);
}

struct bytes account_hex(struct arena *arena, struct rng *rng, size_t bytes)
{
    uint8_t *raw = arena_alloc(arena, bytes);

    rng_fill(rng, raw, bytes);
    return hex_print(arena, (struct bytes){(const char *)raw, bytes});
}

struct bytes account_ethereum(struct arena *arena, struct rng *rng)
{
    struct bytes hex = account_hex(arena, rng, 20);

    return bytes_printf(arena, "0x%.*s", (int)hex.n, hex.p);
}

/* ---- phones ---- */

static const struct {
    const char *country, *prefix;
    int digits; /* that follow */
} phone_ranges[] = {
    {"GB", "+442079460", 3}, {"GB", "+441134960", 3}, {"GB", "+441144960", 3}, {"GB", "+441164960", 3}, {"GB", "+441174960", 3},
    {"GB", "+441184960", 3}, {"GB", "+441214960", 3}, {"GB", "+441314960", 3}, {"GB", "+441414960", 3}, {"GB", "+441514960", 3},
    {"GB", "+441614960", 3}, {"GB", "+441914980", 3}, {"FR", "+3319900", 4},   {"FR", "+3326191", 4},   {"FR", "+3335301", 4},
    {"FR", "+3346571", 4},   {"FR", "+3353649", 4},   {"DE", "+493023125", 3}, {"DE", "+496990009", 3}, {"DE", "+494066969", 3},
    {"DE", "+492214710", 3}, {"DE", "+498999998", 3}, {"AU", "+6125550", 4},   {"AU", "+6137010", 4},   {"AU", "+6175550", 4},
    {"AU", "+6187010", 4},   {"AU", "+6127010", 4},   {"AU", "+6135550", 4},   {"US", "+121255501", 2}, {"US", "+131055501", 2},
    {"US", "+141555501", 2}, {"US", "+130555501", 2}, {"US", "+131255501", 2}, {"US", "+120255501", 2}, {"US", "+161755501", 2}};

static uint64_t range_size(size_t i)
{
    uint64_t size = 1;

    for (int d = 0; d < phone_ranges[i].digits; d++)
        size *= 10;
    return size;
}

struct bytes account_phone(struct arena *arena, uint64_t serial, struct bytes *ret_country)
{
    uint64_t total = 0, n;
    size_t i = 0;

    for (size_t range = 0; range < COUNT_OF(phone_ranges); range++)
        total += range_size(range);
    n = serial % total * UINT64_C(86477) % total; /* a prime: neighbours part */
    while (n >= range_size(i))
        n -= range_size(i++);
    *ret_country = bytes_of(phone_ranges[i].country);
    return bytes_printf(arena, "%s%0*llu", phone_ranges[i].prefix, phone_ranges[i].digits, (unsigned long long)n);
}

/* ---- payments ---- */

/* The last digit of the year and the day of the year. */
static struct bytes year_and_day(struct arena *arena, int64_t when_us)
{
    struct bytes date = date_print(arena, when_us);
    int64_t new_year = 0;

    (void)date_parse(bytes_printf(arena, "%.4s-01-01", date.p), &new_year);
    return bytes_printf(arena, "%c%03d", date.p[3], (int)((when_us - new_year) / INSTANT_DAY) + 1);
}

struct bytes account_arn(struct arena *arena, struct rng *rng, struct bytes acquirer_bin, int64_t when_us)
{
    struct bytes day = year_and_day(arena, when_us), rest = digits(arena, rng, 11);
    struct bytes body = bytes_printf(arena, "7%.6s%.4s%.11s", acquirer_bin.p, day.p, rest.p);

    return bytes_printf(arena, "%.*s%u", (int)body.n, body.p, luhn_digit(body.p, body.n));
}

struct bytes account_rrn(struct arena *arena, struct rng *rng, int64_t when_us)
{
    struct bytes day = year_and_day(arena, when_us), rest = digits(arena, rng, 6);

    return bytes_printf(arena, "%.4s%02d%.6s", day.p, (int)(when_us / INSTANT_HOUR % 24), rest.p);
}

struct bytes account_uetr(struct arena *arena, struct rng *rng)
{
    struct uuid uuid;

    rng_fill(rng, uuid.b, sizeof(uuid.b));
    uuid.b[6] = (uint8_t)(0x40 | (uuid.b[6] & 0x0f));
    uuid.b[8] = (uint8_t)(0x80 | (uuid.b[8] & 0x3f));
    return uuid_print(arena, &uuid);
}

/* The first four, 9999, are a prefix of no issuer. */
struct bytes account_lei(struct arena *arena, uint64_t serial)
{
    struct bytes body = bytes_printf(arena, "999900WORLD%07llu", (unsigned long long)(serial % 10000000));
    unsigned check = 98 - mod97(mod97(0, body.p, body.n), "00", 2);

    return bytes_printf(arena, "%.*s%02u", (int)body.n, body.p, check);
}
