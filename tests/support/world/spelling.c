#include "world/spelling.h"

#include <string.h>

#include "base/annotate.h"
#include "base/buf.h"

#define DESCRIPTOR_MOST 22
#define PICK(rng, list) (list)[rng_below((rng), COUNT_OF(list))]

static const char *const paths[] = {"",        "/",      "/join", "/shop/item?id=41",  "/pay",     "/members/",
                                    "/en/buy", "/order", "/cart", "/index.php?page=3", "/vip/new", "/a/b/c"};

struct bytes spelling_defanged(struct arena *arena, struct rng *rng, struct bytes domain)
{
    static const char *const dots[] = {"[.]", "[.]", "(dot)", "[dot]", "."};
    const char *dot = PICK(rng, dots);
    struct buf buf;

    buf_init(&buf, arena);
    buf_puts(&buf, rng_chance(rng, 0.7) ? "hxxps://" : "hxxp://");
    for (size_t i = 0; i < domain.n; i++)
        if (domain.p[i] == '.')
            buf_puts(&buf, dot);
        else
            buf_putc(&buf, domain.p[i]);
    buf_puts(&buf, PICK(rng, paths));
    return buf_bytes(&buf);
}

static struct bytes sloppy_url(struct arena *arena, struct rng *rng, struct bytes domain)
{
    const char *path = PICK(rng, paths);
    struct bytes loud = bytes_upper(arena, domain);

    switch (rng_below(rng, 6)) {
    case 0:
        return spelling_defanged(arena, rng, domain);
    case 1:
        return bytes_printf(arena, "%.*s%s", (int)domain.n, domain.p, path);
    case 2:
        return bytes_printf(arena, "HTTP://WWW.%.*s%s", (int)loud.n, loud.p, path);
    case 3:
        return bytes_printf(arena, "https://%.*s.%s", (int)domain.n, domain.p, *path == '/' ? path : "/");
    case 4:
        return bytes_printf(arena, "https://%.*s:443%s", (int)domain.n, domain.p, path);
    default:
        return bytes_printf(arena, "www.%.*s%s", (int)domain.n, domain.p, path);
    }
}

struct bytes spelling_url(struct arena *arena, struct rng *rng, double noise, struct bytes domain)
{
    static const char *const hosts[] = {"", "", "", "www.", "shop.", "secure."};

    if (!bytes_end(domain, BYTES(".onion")) && rng_chance(rng, 0.3 * noise))
        return sloppy_url(arena, rng, domain);
    return bytes_printf(arena, "https://%s%.*s%s", PICK(rng, hosts), (int)domain.n, domain.p, PICK(rng, paths));
}

/* After the country code, in groups of two to four. */
static struct bytes grouped(struct arena *arena, struct bytes digits, const char *start, char separator)
{
    struct buf buf;

    buf_init(&buf, arena);
    buf_puts(&buf, start);
    for (size_t i = 0; i < digits.n; i++) {
        if (i == 2 || i == 4 || i == 7 || i == 9)
            buf_putc(&buf, separator);
        buf_putc(&buf, digits.p[i]);
    }
    return buf_bytes(&buf);
}

struct bytes spelling_phone(struct arena *arena, struct rng *rng, double noise, struct bytes e164)
{
    struct bytes digits = bytes_from(e164, 1);

    if (!rng_chance(rng, 0.4 * noise))
        return e164;
    switch (rng_below(rng, 3)) {
    case 0:
        return grouped(arena, digits, "00", ' ');
    case 1:
        return grouped(arena, digits, "+", '-');
    default:
        return grouped(arena, digits, "+", ' ');
    }
}

struct bytes spelling_phone_national(struct arena *arena, struct bytes e164, struct bytes country)
{
    static const struct {
        const char *country, *code;
    } codes[] = {{"GB", "+44"}, {"FR", "+33"}, {"DE", "+49"}};

    for (size_t i = 0; i < COUNT_OF(codes); i++)
        if (bytes_is(country, codes[i].country) && bytes_start(e164, bytes_of(codes[i].code))) {
            struct bytes rest = bytes_from(e164, strlen(codes[i].code));

            return bytes_printf(arena, "0%.*s", (int)rest.n, rest.p);
        }
    return e164;
}

struct bytes spelling_iban(struct arena *arena, struct rng *rng, double noise, struct bytes iban)
{
    struct buf buf;

    if (!rng_chance(rng, 0.4 * noise))
        return iban;
    if (rng_chance(rng, 0.3))
        return bytes_lower(arena, iban);
    buf_init(&buf, arena);
    for (size_t i = 0; i < iban.n; i++) {
        if (i > 0 && i % 4 == 0)
            buf_putc(&buf, ' ');
        buf_putc(&buf, iban.p[i]);
    }
    return buf_bytes(&buf);
}

struct bytes spelling_email(struct arena *arena, struct rng *rng, double noise, struct bytes email)
{
    size_t at;

    if (!rng_chance(rng, 0.15 * noise) || !bytes_find(email, '@', &at))
        return email;
    struct bytes local = bytes_slice(email, 0, at), domain = bytes_upper(arena, bytes_from(email, at + 1));

    return bytes_printf(arena, "%.*s@%.*s", (int)local.n, local.p, (int)domain.n, domain.p);
}

struct bytes spelling_descriptor(struct arena *arena, struct rng *rng, struct bytes text, struct bytes behind)
{
    static const char *const prefixes[] = {"", "", "", "", "PAYPAL *", "SQ *", "SP * ", "ORB*"};
    struct bytes loud = bytes_upper(arena, text);
    struct bytes whole = bytes_printf(arena, "%s%.*s%s%.*s", PICK(rng, prefixes), (int)loud.n, loud.p, behind.n > 0 ? " " : "",
                                      (int)behind.n, behind.p);

    return bytes_trim(bytes_slice(whole, 0, whole.n < DESCRIPTOR_MOST ? whole.n : DESCRIPTOR_MOST));
}
