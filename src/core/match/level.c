#include "core/match/level.h"

#include "base/instant.h"
#include "base/number.h"

#define DAYS_MOST 4
#define FEW_CLASS 1 /* two or three sites */
#define ALIKE 9400  /* Jaro-Winkler, in parts of MATCH_LIKENESS_WHOLE */

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

bool level_few(const struct evidence *evidence)
{
    return match_class(evidence->sites) == FEW_CLASS;
}

bool level_often(const struct evidence *evidence)
{
    return match_class(evidence->sites) > FEW_CLASS;
}

bool level_own(const struct evidence *evidence)
{
    return evidence->endpoints <= 1;
}

bool level_not_own(const struct evidence *evidence)
{
    return !level_own(evidence);
}

bool level_only(const struct evidence *evidence)
{
    return level_own(evidence) && level_alone(evidence);
}

bool level_not_only(const struct evidence *evidence)
{
    return !level_only(evidence);
}

bool level_days(const struct evidence *evidence)
{
    return level_apart(evidence) <= DAYS_MOST * INSTANT_DAY;
}

bool level_alike(const struct evidence *evidence)
{
    return evidence->likeness >= ALIKE;
}

bool level_unalike(const struct evidence *evidence)
{
    return evidence->likeness < ALIKE;
}

#define SETTLED(name)                                                                                                            \
    bool level_paid_##name(const struct evidence *evidence)                                                                      \
    {                                                                                                                            \
        return bytes_start(evidence->value, BYTES(#name " "));                                                                   \
    }
SETTLED(odd_minutes)
SETTLED(minutes)
SETTLED(hour)
SETTLED(days)
SETTLED(acquirer)
SETTLED(fee)
SETTLED(contested)
SETTLED(contested_hour)
