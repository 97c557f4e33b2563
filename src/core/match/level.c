#include "core/match/level.h"

#include "base/instant.h"
#include "base/number.h"

#define DAYS_MOST 4
#define MINUTES_MOST 10

int64_t level_between(int64_t a_first_us, int64_t a_last_us, int64_t b_first_us, int64_t b_last_us)
{
    if (a_first_us > b_last_us)
        return a_first_us - b_last_us;
    if (b_first_us > a_last_us)
        return b_first_us - a_last_us;
    return 0;
}

int64_t level_apart(const struct evidence *evidence)
{
    const struct match_side *a = &evidence->endpoint, *b = &evidence->site;

    return level_between(a->first_us, a->last_us, b->first_us, b->last_us);
}

bool level_any(UNUSED const struct evidence *evidence)
{
    return true;
}

bool level_alone(const struct evidence *evidence)
{
    return evidence->sites <= 1;
}

bool level_days(const struct evidence *evidence)
{
    return level_apart(evidence) <= DAYS_MOST * INSTANT_DAY;
}

bool level_hour(const struct evidence *evidence)
{
    return level_apart(evidence) <= INSTANT_HOUR;
}

/* Several payments of one amount in one hour: any of them may be the one that is meant. */
bool level_minutes(const struct evidence *evidence)
{
    return evidence->endpoint.records == 1 && level_apart(evidence) <= MINUTES_MOST * INSTANT_MINUTE;
}

/* "EUR 1995 489123": prices end in 0, 5 or 9 more often than not. */
bool level_odd_minutes(const struct evidence *evidence)
{
    struct bytes rest = evidence->value, currency, amount;
    char last;

    if (!level_minutes(evidence) || !bytes_next_part(&rest, ' ', &currency) || !bytes_next_part(&rest, ' ', &amount) ||
        amount.n == 0)
        return false;
    last = amount.p[amount.n - 1];
    return last != '0' && last != '5' && last != '9';
}
