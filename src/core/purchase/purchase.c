#include "core/purchase.h"

#include "base/buf.h"
#include "base/instant.h"
#include "base/number.h"
#include "core/currency.h"
#include "core/match.h"
#include "core/match/level.h"

#define AMOUNT_MOST INT64_C(999999999999999)
#define HOUR_MOST INT64_C(9999999)
#define PAID_PARTS 9
#define UNKNOWN "-"

/* ---- values ---- */

struct bytes purchase_moment_print(struct arena *arena, struct bytes currency, int64_t amount_minor, int64_t at_us)
{
    int64_t hour = at_us / INSTANT_HOUR;

    if (currency.n != 3 || amount_minor <= 0 || amount_minor > AMOUNT_MOST || at_us < 0 || hour > HOUR_MOST)
        return BYTES_NONE;
    return bytes_printf(arena, "%.3s %015lld %07lld", currency.p, (long long)amount_minor, (long long)hour);
}

static struct bytes field_of(const struct record *record, enum record_field field)
{
    const struct field_values *values = record_field_get(record, field);

    return values->count == 0 ? BYTES_NONE : values->items[0].text;
}

/* A word of the value; what has a space in it would be two. */
static struct bytes word(struct bytes text)
{
    size_t space;

    return text.n == 0 || bytes_find(text, ' ', &space) ? BYTES(UNKNOWN) : text;
}

struct bytes purchase_paid_print(struct arena *arena, const struct record *record, struct bytes name_start)
{
    const struct field_values *amount = record_field_get(record, FIELD_test_purchase_amount);
    struct bytes moment = amount->count == 0 ? BYTES_NONE
                                             : purchase_moment_print(arena, field_of(record, FIELD_test_purchase_currency),
                                                                     amount->items[0].number, record->event_us);
    const struct bytes words[] = {word(record->endpoint.present ? uuid_print(arena, &record->endpoint.id) : BYTES_NONE),
                                  word(field_of(record, FIELD_test_purchase_acquirer_bin)),
                                  word(field_of(record, FIELD_test_purchase_rrn)),
                                  word(field_of(record, FIELD_test_purchase_arn)), word(name_start)};
    struct buf buf;

    if (moment.n == 0)
        return BYTES_NONE;
    buf_init(&buf, arena);
    buf_put(&buf, moment);
    buf_printf(&buf, " %lld", (long long)(record->event_us / INSTANT_SECOND));
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        buf_putc(&buf, ' ');
        buf_put(&buf, words[i]);
    }
    return buf_bytes(&buf);
}

static struct bytes known(struct bytes text)
{
    return bytes_is(text, UNKNOWN) ? BYTES_NONE : text;
}

bool purchase_parse(struct bytes paid, struct purchase *ret)
{
    struct bytes rest = paid, parts[PAID_PARTS];
    struct purchase purchase;
    int64_t second;

    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (!bytes_next_part(&rest, ' ', &parts[i]))
            return false;
    if (!parse_i64(parts[1], &purchase.amount) || !parse_i64(parts[3], &second))
        return false;
    purchase.name = bytes_slice(paid, 0, (size_t)(parts[3].p - paid.p) + parts[3].n);
    purchase.at_us = second * INSTANT_SECOND;
    purchase.endpoint = known(parts[4]);
    purchase.acquirer = known(parts[5]);
    purchase.rrn = known(parts[6]);
    purchase.arn = known(parts[7]);
    purchase.name_start = known(parts[8]);
    *ret = purchase;
    return true;
}

static bool moment_amount(struct bytes moment, int64_t *ret)
{
    struct bytes rest = moment, currency, amount;

    return bytes_next_part(&rest, ' ', &currency) && bytes_next_part(&rest, ' ', &amount) && parse_i64(amount, ret);
}

/* ---- how well a payment fits ---- */

/* What the purchase knows of the merchant must not be another's. */
static bool may_be(const struct purchase *purchase, const struct purchase_payment *payment, bool *ret_same_acquirer)
{
    struct bytes acquirer = match_acquirer(payment->endpoint_name);
    struct uuid named;

    *ret_same_acquirer = purchase->acquirer.n > 0 && acquirer.n > 0 && match_same_acquirer(purchase->acquirer, acquirer);
    if (purchase->acquirer.n > 0 && !*ret_same_acquirer)
        return false;
    return purchase->endpoint.n == 0 || (uuid_parse(purchase->endpoint, &named) && uuid_compare(&named, &payment->endpoint) == 0);
}

static const struct {
    int64_t most_us;
    bool fee, before, several; /* the amount may be off; it may lie before; several payments of one hour will do */
    int64_t best, loss;        /* evidence when nothing lies between, and what is lost up to the end */
} classes[PURCHASE_CLASS_COUNT] = {
    [PURCHASE_minutes] = {10 * INSTANT_MINUTE, false, true, false, 6 * MICRO, 2 * MICRO},
    [PURCHASE_fee] = {10 * INSTANT_MINUTE, true, true, false, 6 * MICRO, 2 * MICRO},
    [PURCHASE_hour] = {INSTANT_HOUR, false, true, true, 3 * MICRO, MICRO},
    [PURCHASE_days] = {PURCHASE_CLEARING_HOURS * INSTANT_HOUR, false, false, true, MICRO, MICRO / 2},
};

static bool is_odd(int64_t amount)
{
    int64_t last = amount % 10;

    return last != 0 && last != 5 && last != 9;
}

static int64_t amount_evidence(const struct purchase_fit *fit)
{
    if (fit->class == PURCHASE_fee)
        return MICRO - fit->permille * (MICRO / 50);
    return fit->odd ? 5 * MICRO : 3 * MICRO;
}

/* What lies between counts by its square: so two purchases and two payments are joined in their order. */
static int64_t evidence_of(const struct purchase_fit *fit, const struct purchase_payment *payment)
{
    int64_t most = classes[fit->class].most_us / INSTANT_SECOND;

    return classes[fit->class].best - classes[fit->class].loss * fit->seconds * fit->seconds / (most * most) +
           amount_evidence(fit) + (fit->same_acquirer ? 3 * MICRO : 0) + (payment->same_start ? 4 * MICRO : 0) +
           (payment->same_rrn ? 12 * MICRO : 0) + (payment->same_arn ? 24 * MICRO : 0);
}

/* The first class that holds. */
static bool class_of(int64_t at_us, int64_t off, const struct purchase_payment *payment, struct purchase_fit *fit)
{
    int64_t apart_us = level_between(at_us, at_us, payment->first_us, payment->last_us);
    bool before = payment->last_us < at_us;

    for (enum purchase_class class = 0; class < PURCHASE_CLASS_COUNT; class ++)
        if (apart_us <= classes[class].most_us && (classes[class].fee || off == 0) && (classes[class].before || !before) &&
            (classes[class].several || payment->records == 1)) {
            fit->class = class;
            fit->seconds = apart_us / INSTANT_SECOND;
            return true;
        }
    return false;
}

bool purchase_fits(const struct purchase *purchase, const struct purchase_payment *payment, struct purchase_fit *ret)
{
    struct purchase_fit fit = {.odd = is_odd(purchase->amount)};
    int64_t amount, off;

    if (!moment_amount(payment->moment, &amount) || !may_be(purchase, payment, &fit.same_acquirer))
        return false;
    off = amount > purchase->amount ? amount - purchase->amount : purchase->amount - amount;
    if (off > purchase->amount * PURCHASE_FEE_PERMILLE / 1000 || !class_of(purchase->at_us, off, payment, &fit))
        return false;
    fit.permille = off * 1000 / purchase->amount;
    fit.evidence = evidence_of(&fit, payment);
    *ret = fit;
    return true;
}

/* ---- the result as a value ---- */

static const char *rule_of(const struct purchase_candidate *candidate)
{
    static const char *const alone[] = {"minutes", "fee", "hour", "days"}, *const contested[] = {"contested", "contested",
                                                                                                 "contested_hour", NULL};
    const struct purchase_fit *fit = &candidate->fit;

    if (candidate->contested)
        return contested[fit->class];
    if (fit->class == PURCHASE_minutes && fit->same_acquirer)
        return "acquirer";
    return fit->class == PURCHASE_minutes && fit->odd ? "odd_minutes" : alone[fit->class];
}

struct bytes purchase_settled_print(struct arena *arena, const struct purchase_candidate *candidate, struct bytes purchase_name,
                                    const struct uuid *site, const struct uuid *endpoint)
{
    const char *rule = rule_of(candidate);
    struct bytes s = uuid_print(arena, site), e = uuid_print(arena, endpoint);

    if (!candidate->settled || rule == NULL)
        return BYTES_NONE;
    return bytes_printf(arena, "%s %d %lld %lld %lld %.*s %.*s %.*s", rule, candidate->choices, (long long)candidate->fit.seconds,
                        (long long)candidate->fit.permille, (long long)(candidate->margin / (MICRO / 10)), (int)purchase_name.n,
                        purchase_name.p, (int)s.n, s.p, (int)e.n, e.p);
}

static struct bytes span_print(struct arena *arena, int64_t seconds)
{
    if (seconds < 60)
        return BYTES("within a minute");
    if (seconds <= 3600)
        return bytes_printf(arena, "within %lld minutes", (long long)((seconds + 59) / 60));
    return bytes_printf(arena, "within %lld hours", (long long)((seconds + 3599) / 3600));
}

/* "EUR 000000000001995 0488889 1760000400 ...": what was bought for how much, and when. */
static struct bytes bought_print(struct arena *arena, struct bytes purchase_name)
{
    struct bytes rest = purchase_name, parts[4];
    int64_t minor, second, unit = 1;
    unsigned digits = 0;

    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (!bytes_next_part(&rest, ' ', &parts[i]))
            return BYTES_NONE;
    if (!currency_digits(parts[0], &digits) || !parse_i64(parts[1], &minor) || !parse_i64(parts[3], &second))
        return BYTES_NONE;
    for (unsigned i = 0; i < digits; i++)
        unit *= 10;
    struct bytes at = instant_print(arena, second * INSTANT_SECOND);
    struct bytes part = digits == 0 ? BYTES("") : bytes_printf(arena, ".%0*lld", (int)digits, (long long)(minor % unit));

    return bytes_printf(arena, "bought for %lld%.*s %.3s at %.*s: ", (long long)(minor / unit), (int)part.n, part.p, parts[0].p,
                        (int)at.n, at.p);
}

struct bytes purchase_settled_text(struct arena *arena, struct bytes value)
{
    struct bytes rest = value, rule, span, bought;
    int64_t numbers[4]; /* choices, seconds, permille, tenths of a bit */

    if (!bytes_next_part(&rest, ' ', &rule))
        return BYTES_NONE;
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        struct bytes part;

        if (!bytes_next_part(&rest, ' ', &part) || !parse_i64(part, &numbers[i]))
            return BYTES_NONE;
    }
    span = span_print(arena, numbers[1]);
    bought = bought_print(arena, rest);
    return bytes_printf(arena,
                        "%.*s%s %.*s and %lld.%lld %%; the next best way to pair purchases and payments has %lld.%lld bits less",
                        (int)bought.n, bought.n == 0 ? "" : bought.p,
                        numbers[0] == 1 ? "the only payment"
                                        : bytes_cstr(arena, bytes_printf(arena, "one of %lld payments", (long long)numbers[0])),
                        (int)span.n, span.p, (long long)(numbers[2] / 10), (long long)(numbers[2] % 10),
                        (long long)(numbers[3] / 10), (long long)(numbers[3] % 10));
}
