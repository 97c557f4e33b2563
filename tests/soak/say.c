#include "soak/say.h"

#include "base/buf.h"

#define MERCHANTS 24
#define SITES 20
#define PEOPLE 14

static const char *const accounts[] = {"DE89370400440532013000", "GB29NWBK60161331926819",   "NL91ABNA0417164300",
                                       "AT611904300234573201",   "ES9121000418450200051332", "FR1420041010050500013M02606"};
static const char *const words[] = {"Amber", "Birch", "Cedar", "Dune",  "Ember", "Fjord",
                                    "Grove", "Heath", "Islet", "Jetty", "Kelp"};

struct line {
    struct arena *arena;
    struct rng *rng;
    struct buf buf;
};

/* Small numbers more often than large ones: some values are shared by many. */
static unsigned skewed(struct line *line, unsigned n)
{
    return (unsigned)rng_below(line->rng, 1 + rng_below(line->rng, n));
}

static bool now_and_then(struct line *line)
{
    return rng_chance(line->rng, 0.35);
}

static const char *word(struct line *line)
{
    return words[skewed(line, COUNT_OF(words))];
}

/* ---- values ---- */

static const char *time_of(struct line *line)
{
    return arena_printf(line->arena, "2026-%02u-%02uT%02u:%02u:00Z", 1 + skewed(line, 6), 1 + (unsigned)rng_below(line->rng, 9),
                        10 + (unsigned)rng_below(line->rng, 2), (unsigned)rng_below(line->rng, 30));
}

static const char *site(struct line *line)
{
    return arena_printf(line->arena, "https://%s%u.example/", word(line), skewed(line, SITES) % 4);
}

static const char *email(struct line *line)
{
    if (rng_chance(line->rng, 0.3))
        return arena_printf(line->arena, "help@%s%u.example", word(line), skewed(line, SITES) % 4);
    return arena_printf(line->arena, "person%u@mail.example", skewed(line, PEOPLE));
}

static const char *phone(struct line *line)
{
    return arena_printf(line->arena, "+4420794600%02u", skewed(line, PEOPLE));
}

static const char *name(struct line *line)
{
    return arena_printf(line->arena, "%s %s", word(line), word(line));
}

static const char *account(struct line *line)
{
    return accounts[skewed(line, COUNT_OF(accounts))];
}

static const char *merchant(struct line *line)
{
    return arena_printf(line->arena, "M%03u", skewed(line, MERCHANTS));
}

static const char *amount(struct line *line)
{
    return arena_printf(line->arena, "%u.%02u", 19 + skewed(line, 3), 90 + (unsigned)rng_below(line->rng, 9));
}

static const char *retrieval(struct line *line)
{
    return arena_printf(line->arena, "4860%08u", skewed(line, 40));
}

static const char *analytics(struct line *line)
{
    return arena_printf(line->arena, "UA-1234%u-1", skewed(line, 8));
}

static const char *grade(struct line *line)
{
    static const char *const grades[] = {"A", "B", "C", "X"};

    return grades[rng_below(line->rng, COUNT_OF(grades))];
}

/* ---- fields ---- */

static void put(struct line *line, const char *field, const char *value)
{
    buf_printf(&line->buf, ",\"%s\":\"%s\"", field, value);
}

static void put_list(struct line *line, const char *field, const char *value)
{
    buf_printf(&line->buf, ",\"%s\":[\"%s\"]", field, value);
}

static void maybe(struct line *line, const char *field, const char *value)
{
    if (now_and_then(line))
        put(line, field, value);
}

static void maybe_list(struct line *line, const char *field, const char *value)
{
    if (now_and_then(line))
        put_list(line, field, value);
}

static void card_acceptor(struct line *line)
{
    put(line, "acquirer_bin", "412345");
    put(line, "card_acceptor_id", merchant(line));
}

static void merchant_flag(struct line *line)
{
    put(line, "flagged_at", time_of(line));
    put(line, "reason", "content");
    card_acceptor(line);
    maybe(line, "merchant_name", name(line));
    maybe(line, "support_email", email(line));
    maybe(line, "support_phone", phone(line));
    maybe(line, "settlement_iban", account(line));
    maybe_list(line, "merchant_url", site(line));
    maybe_list(line, "principal", name(line));
}

static void transaction_flag(struct line *line)
{
    put(line, "transacted_at", time_of(line));
    put(line, "amount", amount(line));
    put(line, "currency", "EUR");
    put(line, "reason", "chargebacks");
    card_acceptor(line);
    maybe(line, "rrn", retrieval(line));
    maybe(line, "referrer_url", site(line));
}

static void account_flag(struct line *line)
{
    put(line, "flagged_at", time_of(line));
    put(line, "reason", "suspicious_pattern");
    put(line, "account_scheme", "iban");
    put(line, "account_id", account(line));
    maybe(line, "holder_name", name(line));
    maybe(line, "holder_email", email(line));
    maybe(line, "holder_phone", phone(line));
}

static void site_report(struct line *line)
{
    put(line, "reported_at", time_of(line));
    put(line, "url", site(line));
    maybe(line, "brand", name(line));
    maybe(line, "contact_email", email(line));
    maybe(line, "contact_phone", phone(line));
    maybe_list(line, "analytics_id", analytics(line));
    maybe_list(line, "redirect_chain", site(line));
    if (now_and_then(line))
        put_list(line, "payment_endpoints", arena_printf(line->arena, "iban:%s", account(line)));
}

static void test_purchase(struct line *line)
{
    put(line, "purchased_at", time_of(line));
    put(line, "site_url", site(line));
    put(line, "amount", amount(line));
    put(line, "currency", "EUR");
    if (now_and_then(line))
        card_acceptor(line);
    maybe(line, "rrn", retrieval(line));
    maybe(line, "receipt_email", email(line));
}

static void (*const kinds[RECORD_KIND_COUNT])(struct line *line) = {
    [RECORD_merchant_flag] = merchant_flag, [RECORD_transaction_flag] = transaction_flag, [RECORD_account_flag] = account_flag,
    [RECORD_site_report] = site_report,     [RECORD_test_purchase] = test_purchase,
};

struct bytes say_reference(struct arena *arena, enum record_kind kind, unsigned number)
{
    return bytes_printf(arena, "%s-%u", record_kind_name(kind), number);
}

struct bytes say_batch(struct arena *arena, struct rng *rng, enum record_kind kind, unsigned count)
{
    struct line line = {.arena = arena, .rng = rng};

    buf_init(&line.buf, arena);
    for (unsigned i = 0; i < count; i++) {
        struct bytes reference = say_reference(arena, kind, (unsigned)rng_below(rng, SAY_REFERENCES));

        buf_printf(&line.buf, "{\"source_ref\":\"%.*s\"", (int)reference.n, reference.p);
        kinds[kind](&line);
        maybe(&line, "source_grade", grade(&line));
        buf_puts(&line.buf, "}\n");
    }
    return buf_bytes(&line.buf);
}
