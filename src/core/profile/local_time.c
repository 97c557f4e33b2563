#include "local_time.h"

#include <string.h>
#include <unicode/ucal.h>

#include "base/instant.h"
#include "base/number.h"

#define ZONE_MOST 64
#define CENTURY 2000 /* of a year of two digits */

enum part { PART_YEAR, PART_MONTH, PART_DAY, PART_HOUR, PART_MINUTE, PART_SECOND, PART_COUNT };

struct parts {
    unsigned value[PART_COUNT];
};

static const char month_names[] = "janfebmaraprmayjunjulaugsepoctnovdec";

static const struct {
    char sign;
    enum part part;
} signs[] = {{'y', PART_YEAR}, {'M', PART_MONTH}, {'d', PART_DAY}, {'H', PART_HOUR}, {'m', PART_MINUTE}, {'s', PART_SECOND}};

static bool part_of(char sign, enum part *ret)
{
    for (size_t i = 0; i < COUNT_OF(signs); i++)
        if (signs[i].sign == sign) {
            *ret = signs[i].part;
            return true;
        }
    return false;
}

static size_t run_length(struct bytes format)
{
    size_t n = 1;

    while (n < format.n && format.p[n] == format.p[0])
        n++;
    return n;
}

static bool width_fits(enum part part, size_t width)
{
    if (part == PART_YEAR)
        return width == 2 || width == 4;
    return width <= 2 || (part == PART_MONTH && width == 3);
}

bool date_format_check(struct bytes format)
{
    enum part part;

    if (bytes_is(format, "epoch") || bytes_is(format, "epoch_ms"))
        return true;
    if (format.n == 0)
        return false;
    for (size_t n; format.n > 0; format = bytes_from(format, n)) {
        n = run_length(format);
        if (part_of(format.p[0], &part) ? !width_fits(part, n)
                                        : ascii_alpha(format.p[0]) && format.p[0] != 'T' && format.p[0] != 'Z')
            return false;
    }
    return true;
}

static bool month_name_read(struct bytes *text, unsigned *ret)
{
    for (unsigned month = 0; month < 12; month++)
        if (text->n >= 3 && bytes_equal_fold(bytes_slice(*text, 0, 3), (struct bytes){month_names + 3 * month, 3})) {
            *ret = month + 1;
            *text = bytes_from(*text, 3);
            return true;
        }
    return false;
}

/* One sign: one digit or two; two signs and more: exactly so many. */
static bool digits_read(struct bytes *text, size_t width, unsigned *ret)
{
    size_t most = width == 1 ? 2 : width, n = 0;

    *ret = 0;
    while (n < most && n < text->n && ascii_digit(text->p[n]))
        *ret = *ret * 10 + (unsigned)(text->p[n++] - '0');
    *text = bytes_from(*text, n);
    return n > 0 && (width == 1 || n == width);
}

static bool part_read(struct bytes *text, enum part part, size_t width, struct parts *parts)
{
    unsigned *value = &parts->value[part];

    if (part == PART_MONTH && width == 3)
        return month_name_read(text, value);
    if (!digits_read(text, width, value))
        return false;
    if (part == PART_YEAR && width == 2)
        *value += CENTURY;
    return true;
}

static bool format_fits(struct bytes format, struct bytes text, struct parts *ret)
{
    struct parts parts = {{0, 1, 1, 0, 0, 0}};
    enum part part;

    for (size_t n; format.n > 0; format = bytes_from(format, n)) {
        n = part_of(format.p[0], &part) ? run_length(format) : 1;
        if (part_of(format.p[0], &part)) {
            if (!part_read(&text, part, n, &parts))
                return false;
        } else if (text.n == 0 || text.p[0] != format.p[0]) {
            return false;
        } else {
            text = bytes_from(text, 1);
        }
    }
    *ret = parts;
    return text.n == 0;
}

static struct bytes epoch_print(struct arena *arena, int64_t us, bool day)
{
    return day ? date_print(arena, us) : instant_print(arena, us);
}

static bool epoch_read(struct arena *arena, struct bytes format, struct bytes text, bool day, struct bytes *ret)
{
    int64_t unit = bytes_is(format, "epoch_ms") ? 1000 : INSTANT_SECOND, number;

    if (!parse_i64(text, &number) || number < 0 || number > INT64_C(253402300799) * INSTANT_SECOND / unit)
        return false;
    *ret = epoch_print(arena, number * unit, day);
    return true;
}

/* What the wall clock of the zone shows, to UTC. An hour that the zone has twice is its second. */
static bool zone_shift(void *calendar, const struct parts *parts, int64_t *us)
{
    const unsigned *v = parts->value;
    UErrorCode error = U_ZERO_ERROR;

    if (calendar == NULL)
        return true;
    ucal_clear(calendar);
    ucal_setDateTime(calendar, (int32_t)v[PART_YEAR], (int32_t)v[PART_MONTH] - 1, (int32_t)v[PART_DAY], (int32_t)v[PART_HOUR],
                     (int32_t)v[PART_MINUTE], (int32_t)v[PART_SECOND], &error);
    double ms = ucal_getMillis(calendar, &error);

    if (U_FAILURE(error))
        return false;
    *us = (int64_t)ms * 1000;
    return true;
}

static bool format_read(const struct profile *profile, struct arena *arena, struct bytes format, struct bytes text, bool day,
                        struct bytes *ret)
{
    struct parts parts;
    int64_t us;

    if (bytes_start(format, BYTES("epoch")))
        return epoch_read(arena, format, text, day, ret);
    if (!format_fits(format, text, &parts))
        return false;
    const unsigned *v = parts.value;
    struct bytes plain = bytes_printf(arena, "%04u-%02u-%02uT%02u:%02u:%02uZ", v[PART_YEAR], v[PART_MONTH], v[PART_DAY],
                                      v[PART_HOUR], v[PART_MINUTE], v[PART_SECOND]);

    if (!instant_parse(plain, &us) || (!day && !zone_shift(profile->calendar, &parts, &us)))
        return false;
    *ret = epoch_print(arena, us, day);
    return true;
}

bool local_time_read(const struct profile *profile, struct arena *arena, struct bytes text, bool day, struct bytes *ret)
{
    for (size_t i = 0; i < profile->date_formats.count; i++)
        if (format_read(profile, arena, profile->date_formats.items[i], text, day, ret))
            return true;
    return false;
}

/* ---- the zone ---- */

static size_t zone_name(struct bytes name, UChar *ret)
{
    struct bytes gmt = BYTES("GMT");
    size_t n = 0;

    if (name.p[0] == '+' || name.p[0] == '-')
        for (; n < gmt.n; n++)
            ret[n] = (UChar)gmt.p[n];
    for (size_t i = 0; i < name.n; i++)
        ret[n++] = (unsigned char)name.p[i];
    return n;
}

enum status profile_zone_set(struct op *op, struct profile *profile, struct bytes name)
{
    UChar text[ZONE_MOST + 4], canonical[ZONE_MOST * 2];
    UErrorCode error = U_ZERO_ERROR;
    UBool known = false;

    if (name.n == 0 || name.n > ZONE_MOST)
        return op_fail(op, ST_INPUT, "time_zone: there is no such zone");
    int32_t n = (int32_t)zone_name(name, text);

    ucal_getCanonicalTimeZoneID(text, n, canonical, (int32_t)COUNT_OF(canonical), &known, &error);
    if (U_FAILURE(error))
        return op_fail(op, ST_INPUT, "time_zone: there is no such zone");
    profile_done(profile);
    profile->calendar = ucal_open(text, n, "en", UCAL_GREGORIAN, &error);
    if (U_FAILURE(error))
        return op_fail(op, ST_INPUT, "time_zone: the zone cannot be used");
    return ST_OK;
}

enum status profile_share(struct op *op, const struct profile *profile, struct profile *ret)
{
    UErrorCode error = U_ZERO_ERROR;
    void *calendar = profile->calendar == NULL ? NULL : ucal_clone(profile->calendar, &error);

    if (U_FAILURE(error))
        return op_fail(op, ST_UNAVAILABLE, "time_zone: the calendar cannot be copied");
    *ret = *profile;
    ret->calendar = calendar;
    return ST_OK;
}

void profile_done(struct profile *profile)
{
    if (profile->calendar != NULL)
        ucal_close(profile->calendar);
    profile->calendar = NULL;
}
