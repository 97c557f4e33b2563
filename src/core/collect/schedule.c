#include "core/schedule.h"

#include <unicode/ucal.h>

#include "base/annotate.h"
#include "base/instant.h"
#include "base/number.h"

#define DURATION_MOST_DIGITS 6
#define DAYS_LOOKED_AT 4 /* yesterday to the day after tomorrow: a zone may leave out a whole day */

static const struct {
    char sign;
    int64_t us;
} units[] = {{'s', INSTANT_SECOND}, {'m', INSTANT_MINUTE}, {'h', INSTANT_HOUR}, {'d', INSTANT_DAY}};

bool duration_parse(struct bytes text, int64_t *ret_us)
{
    uint64_t number;

    if (text.n < 2 || text.n > DURATION_MOST_DIGITS + 1 || !parse_u64(bytes_slice(text, 0, text.n - 1), &number))
        return false;
    for (size_t i = 0; i < COUNT_OF(units); i++)
        if (text.p[text.n - 1] == units[i].sign) {
            *ret_us = (int64_t)number * units[i].us;
            return true;
        }
    return false;
}

bool time_of_day_parse(struct bytes text, int *ret_minutes)
{
    uint64_t hours, minutes;

    if (text.n != 5 || text.p[2] != ':' || !parse_u64(bytes_slice(text, 0, 2), &hours) ||
        !parse_u64(bytes_slice(text, 3, 2), &minutes) || hours > 23 || minutes > 59)
        return false;
    *ret_minutes = (int)(60 * hours + minutes);
    return true;
}

static int64_t floor_day(int64_t us)
{
    int64_t rest = us % INSTANT_DAY;

    return us - (rest < 0 ? rest + INSTANT_DAY : rest);
}

/* The moment at which clocks of the zone show `minutes` of the day that is `day` days after that of `after_us`. */
static int64_t moment(void *calendar, int64_t after_us, int day, int minutes)
{
    UErrorCode error = U_ZERO_ERROR;

    if (calendar == NULL)
        return floor_day(after_us) + day * INSTANT_DAY + minutes * INSTANT_MINUTE;
    ucal_setMillis(calendar, (double)(after_us / 1000), &error);
    int32_t year = ucal_get(calendar, UCAL_YEAR, &error), month = ucal_get(calendar, UCAL_MONTH, &error);
    int32_t date = ucal_get(calendar, UCAL_DATE, &error);

    ucal_clear(calendar);
    ucal_setDateTime(calendar, year, month, date + day, minutes / 60, minutes % 60, 0, &error);
    double ms = ucal_getMillis(calendar, &error);

    return U_FAILURE(error) ? moment(NULL, after_us, day, minutes) : (int64_t)ms * 1000;
}

int64_t schedule_next(const struct schedule *schedule, void *calendar, int64_t after_us)
{
    int64_t best = INT64_MAX;

    if (schedule->every_us > 0)
        return after_us + schedule->every_us;
    for (int day = -1; day < DAYS_LOOKED_AT - 1; day++)
        for (size_t i = 0; i < schedule->time_count; i++) {
            int64_t at = moment(calendar, after_us, day, schedule->times[i]);

            if (at > after_us && at < best)
                best = at;
        }
    return best;
}
