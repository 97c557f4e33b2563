#include "world/word.h"

#include <string.h>

#include <nettle/sha3.h>

#include "base/annotate.h"
#include "base/buf.h"

#define PICK(rng, list) (list)[rng_below((rng), COUNT_OF(list))]

static const char *const onsets[] = {"b", "br", "d", "dr", "f",  "g", "gl", "k", "kr", "l", "m", "n",
                                     "p", "pr", "r", "s",  "st", "t", "tr", "v", "z",  "h", "j", "sk"};
static const char *const vowels[] = {"a", "e", "i", "o", "u", "ai", "ea", "io"};
static const char *const codas[] = {"", "", "", "n", "r", "l", "s", "x", "m"};
static const char *const first_words[] = {"bright", "silver", "north", "blue",  "quick",  "prime",  "royal", "urban",
                                          "green",  "happy",  "smart", "pure",  "golden", "fresh",  "cosy",  "nova",
                                          "delta",  "lunar",  "solid", "vivid", "rapid",  "gentle", "amber", "coral"};
static const char *const second_words[] = {"star", "media",  "gate",   "stream", "shop", "stone",  "field", "cloud",
                                           "club", "house",  "garden", "point",  "lane", "works",  "view",  "box",
                                           "line", "studio", "market", "trade",  "wave", "bridge", "light", "net"};
static const char *const trades[] = {"Flowers", "Media",  "Consulting", "Fitness",  "Books",   "Digital",
                                     "Trading", "Crafts", "Travel",     "Services", "Apparel", "Software"};
static const char *const cities[] = {"Altmar",  "Belvik", "Corrin", "Drosten",    "Elvas",
                                     "Fenholm", "Garlow", "Hestra", "Ivrea Nova", "Jelmor"};
static const char *const countries[] = {"DE", "FR", "GB", "AT", "NL", "LT", "IE", "SE"};

static void put_syllables(struct buf *buf, struct rng *rng, int64_t count)
{
    for (int64_t i = 0; i < count; i++) {
        buf_puts(buf, PICK(rng, onsets));
        buf_puts(buf, PICK(rng, vowels));
    }
    buf_puts(buf, PICK(rng, codas));
}

static struct bytes coined(struct arena *arena, struct rng *rng, int64_t syllables)
{
    struct buf buf;

    buf_init(&buf, arena);
    put_syllables(&buf, rng, syllables);
    return buf_bytes(&buf);
}

struct bytes word_brand(struct arena *arena, struct rng *rng)
{
    if (rng_chance(rng, 0.5))
        return coined(arena, rng, rng_range(rng, 2, 4));
    if (rng_chance(rng, 0.5))
        return bytes_printf(arena, "%s %s", PICK(rng, first_words), PICK(rng, second_words));
    struct bytes word = coined(arena, rng, rng_range(rng, 2, 3));

    return bytes_printf(arena, "%.*s %s", (int)word.n, word.p, PICK(rng, second_words));
}

struct bytes word_capital(struct arena *arena, struct bytes text)
{
    struct bytes copy = bytes_copy(arena, text);
    char *p = (char *)copy.p;

    for (size_t i = 0; i < copy.n; i++)
        if (i == 0 || p[i - 1] == ' ')
            p[i] = (char)ascii_upper(p[i]);
    return copy;
}

struct bytes word_joined(struct arena *arena, struct bytes text)
{
    struct buf buf;

    buf_init(&buf, arena);
    for (size_t i = 0; i < text.n; i++)
        if (ascii_alnum(text.p[i]))
            buf_putc(&buf, (char)ascii_lower(text.p[i]));
    return buf_bytes(&buf);
}

struct bytes word_person(struct arena *arena, struct rng *rng)
{
    struct bytes given = coined(arena, rng, 2), family = coined(arena, rng, 3);

    return word_capital(arena, bytes_printf(arena, "%.*s %.*s", (int)given.n, given.p, (int)family.n, family.p));
}

struct bytes word_trade(struct rng *rng)
{
    return bytes_of(PICK(rng, trades));
}

static const char *legal_form(struct bytes country)
{
    static const char *const forms[][2] = {{"DE", "GmbH"}, {"FR", "SARL"}, {"GB", "Ltd"}, {"AT", "GmbH"},
                                           {"NL", "B.V."}, {"LT", "UAB"},  {"IE", "Ltd"}, {"SE", "AB"}};

    for (size_t i = 0; i < COUNT_OF(forms); i++)
        if (bytes_is(country, forms[i][0]))
            return forms[i][1];
    return "Ltd";
}

struct bytes word_company(struct arena *arena, struct rng *rng, struct bytes brand, struct bytes country)
{
    struct bytes name = word_capital(arena, brand);

    return bytes_printf(arena, "%.*s %s %s", (int)name.n, name.p, PICK(rng, trades), legal_form(country));
}

struct bytes word_city(struct rng *rng)
{
    return bytes_of(PICK(rng, cities));
}

struct bytes word_country(struct rng *rng)
{
    return bytes_of(PICK(rng, countries));
}

/* A serial number in base 36, its digits scattered so that neighbours do not look alike. */
static struct bytes scattered(struct arena *arena, uint64_t serial)
{
    uint64_t n = (serial * UINT64_C(40507) + 17) % UINT64_C(60466176); /* 36^5; the factor shares no divisor with it */
    char *text = arena_alloc(arena, 6);

    for (int i = 4; i >= 0; i--, n /= 36)
        text[i] = "0123456789abcdefghijklmnopqrstuvwxyz"[n % 36];
    size_t skip = strspn(text, "0");

    return (struct bytes){text + skip, 5 - skip};
}

struct bytes word_domain(struct arena *arena, struct rng *rng, struct bytes brand, uint64_t serial)
{
    static const char *const suffixes[] = {"example", "example", "example", "test", "invalid"};
    struct bytes number = scattered(arena, serial);
    bool dashed = rng_chance(rng, 0.4);
    struct buf buf;

    buf_init(&buf, arena);
    for (size_t i = 0; i < brand.n; i++)
        if (brand.p[i] != ' ')
            buf_putc(&buf, brand.p[i]);
        else if (dashed)
            buf_putc(&buf, '-');
    buf_printf(&buf, "-%.*s.%s", (int)number.n, number.p, PICK(rng, suffixes));
    return buf_bytes(&buf);
}

struct bytes word_onion(struct arena *arena, struct rng *rng)
{
    uint8_t raw[35], digest[SHA3_256_DIGEST_SIZE];
    struct sha3_256_ctx hash;
    char *text = arena_alloc(arena, 64);

    rng_fill(rng, raw, 32);
    sha3_256_init(&hash);
    sha3_256_update(&hash, 15, (const uint8_t *)".onion checksum");
    sha3_256_update(&hash, 32, raw);
    sha3_256_update(&hash, 1, (const uint8_t *)"\x03");
    sha3_256_digest(&hash, sizeof(digest), digest);
    memcpy(raw + 32, digest, 2);
    raw[34] = 3;
    for (int i = 0; i < 56; i++) {
        int bit = i * 5, word = raw[bit / 8] << 8 | (bit / 8 + 1 < 35 ? raw[bit / 8 + 1] : 0);

        text[i] = "abcdefghijklmnopqrstuvwxyz234567"[word >> (11 - bit % 8) & 31];
    }
    memcpy(text + 56, ".onion", 7);
    return bytes_of(text);
}

struct bytes word_free_mail(struct arena *arena, struct rng *rng, struct bytes brand)
{
    static const char *const providers[] = {"freemail.example", "postbox.example", "quickmail.test", "mailhaus.example",
                                            "letterbird.test"};
    struct bytes local = word_joined(arena, brand);

    return bytes_printf(arena, "%.*s%llu@%s", (int)local.n, local.p, (unsigned long long)rng_below(rng, 1000000),
                        PICK(rng, providers));
}
