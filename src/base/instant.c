#include "base/instant.h"

#include <stdio.h>

#define YEAR_ROOM 24 /* of any int64_t */

#include "base/number.h"

/* Days since 1970-01-01 of a proleptic Gregorian date (H. Hinnant, chrono-compatible date algorithms). */
static int64_t days_of(int64_t year, unsigned month, unsigned day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    unsigned year_of_era = (unsigned)(year - era * 400);
    unsigned day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * 146097 + (int64_t)day_of_era - 719468;
}

struct date {
    int64_t year;
    unsigned month;
    unsigned day;
};

static struct date date_of(int64_t days)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    unsigned day_of_era = (unsigned)(days - era * 146097);
    unsigned year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    unsigned shifted_month = (5 * day_of_year + 2) / 153;
    unsigned month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;

    return (struct date){(int64_t)year_of_era + era * 400 + (month <= 2), month, day_of_year - (153 * shifted_month + 2) / 5 + 1};
}

static bool two_digits(struct bytes text, size_t at, unsigned *ret)
{
    uint64_t number;

    if (at + 2 > text.n || !parse_u64(bytes_slice(text, at, 2), &number))
        return false;
    *ret = (unsigned)number;
    return true;
}

static unsigned days_in_month(uint64_t year, unsigned month)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap ? 1u : 0u);
}

bool date_parse(struct bytes text, int64_t *ret_us)
{
    uint64_t year;
    unsigned month, day;

    if (text.n != 10 || text.p[4] != '-' || text.p[7] != '-')
        return false;
    if (!parse_u64(bytes_slice(text, 0, 4), &year) || !two_digits(text, 5, &month) || !two_digits(text, 8, &day))
        return false;
    if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
        return false;
    *ret_us = days_of((int64_t)year, month, day) * INSTANT_DAY;
    return true;
}

static bool time_of_day_parse(struct bytes text, int64_t *ret_us)
{
    unsigned hour, minute, second;

    if (text.n != 8 || text.p[2] != ':' || text.p[5] != ':')
        return false;
    if (!two_digits(text, 0, &hour) || !two_digits(text, 3, &minute) || !two_digits(text, 6, &second))
        return false;
    if (hour > 23 || minute > 59 || second > 60)
        return false;
    *ret_us = hour * INSTANT_HOUR + minute * INSTANT_MINUTE + second * INSTANT_SECOND;
    return true;
}

/* ".123456" at the front of *rest; cuts it off. No fraction is a fraction of zero. */
static bool fraction_parse(struct bytes *rest, int64_t *ret_us)
{
    int64_t unit = INSTANT_SECOND, us = 0;
    size_t n = 1;

    *ret_us = 0;
    if (rest->n == 0 || rest->p[0] != '.')
        return true;
    for (; n < rest->n && ascii_digit(rest->p[n]); n++) {
        unit /= 10;
        us += unit * (rest->p[n] - '0');
    }
    if (n == 1)
        return false;
    *rest = bytes_from(*rest, n);
    *ret_us = us;
    return true;
}

static bool offset_parse(struct bytes text, int64_t *ret_us)
{
    unsigned hour, minute;

    if (text.n == 1 && (text.p[0] == 'Z' || text.p[0] == 'z')) {
        *ret_us = 0;
        return true;
    }
    if (text.n != 6 || (text.p[0] != '+' && text.p[0] != '-') || text.p[3] != ':')
        return false;
    if (!two_digits(text, 1, &hour) || !two_digits(text, 4, &minute) || hour > 23 || minute > 59)
        return false;
    *ret_us = (hour * INSTANT_HOUR + minute * INSTANT_MINUTE) * (text.p[0] == '-' ? -1 : 1);
    return true;
}

bool instant_parse(struct bytes text, int64_t *ret_us)
{
    int64_t day, time, fraction, offset;
    struct bytes rest;

    if (text.n == 10)
        return date_parse(text, ret_us);
    if (text.n < 20 || (text.p[10] != 'T' && text.p[10] != 't' && text.p[10] != ' '))
        return false;
    rest = bytes_from(text, 19);
    if (!date_parse(bytes_slice(text, 0, 10), &day) || !time_of_day_parse(bytes_slice(text, 11, 8), &time) ||
        !fraction_parse(&rest, &fraction) || !offset_parse(rest, &offset))
        return false;
    *ret_us = day + time + fraction - offset;
    return true;
}

static int64_t floor_day(int64_t us)
{
    return us / INSTANT_DAY - (us % INSTANT_DAY < 0);
}

/* The last `width` digits of a number, as they stand in a date. */
static char *put_digits(char *at, int64_t number, unsigned width)
{
    for (unsigned i = width; i > 0; i--, number /= 10)
        at[i - 1] = (char)('0' + number % 10);
    return at + width;
}

static char *put_date(char *at, int64_t day)
{
    struct date date = date_of(day);

    if (date.year < 0 || date.year > 9999)
        return at + snprintf(at, YEAR_ROOM + sizeof("-01-01"), "%04lld-%02u-%02u", (long long)date.year, date.month, date.day);
    at = put_digits(at, date.year, 4);
    *at++ = '-';
    at = put_digits(at, date.month, 2);
    *at++ = '-';
    return put_digits(at, date.day, 2);
}

static char *put_fraction(char *at, int64_t us)
{
    if (us == 0)
        return at;
    *at++ = '.';
    at = put_digits(at, us, 6);
    while (at[-1] == '0')
        at--;
    return at;
}

struct bytes date_print(struct arena *arena, int64_t us)
{
    char text[YEAR_ROOM + sizeof("-01-01")];
    const char *end = put_date(text, floor_day(us));

    return bytes_copy(arena, (struct bytes){text, (size_t)(end - text)});
}

struct bytes instant_print(struct arena *arena, int64_t us)
{
    int64_t day = floor_day(us), time = us - day * INSTANT_DAY;
    char text[YEAR_ROOM + sizeof("-01-01T00:00:00.000000Z")], *at = put_date(text, day);

    *at++ = 'T';
    at = put_digits(at, time / INSTANT_HOUR, 2);
    *at++ = ':';
    at = put_digits(at, time / INSTANT_MINUTE % 60, 2);
    *at++ = ':';
    at = put_digits(at, time / INSTANT_SECOND % 60, 2);
    at = put_fraction(at, time % INSTANT_SECOND);
    *at++ = 'Z';
    return bytes_copy(arena, (struct bytes){text, (size_t)(at - text)});
}
