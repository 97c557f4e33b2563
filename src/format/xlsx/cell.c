#include "cell.h"

#include <string.h>

#include "base/annotate.h"
#include "base/instant.h"
#include "base/number.h"

#define DIGITS_KEPT 15 /* a spreadsheet's numbers are binary64 */
#define DIGITS_MOST 40
#define DAY_SECONDS 86400
#define SERIAL_MOST 2958466.0 /* the year 10000 */
#define FALSE_LEAP_DAY 60     /* of 1900, which the date system of 1900 has and the calendar has not */
#define EPOCH_1900 25569      /* days from 1899-12-30 to 1970-01-01 */
#define EPOCH_1904 24107

/* ---- formats ---- */

static const struct {
    unsigned first, last;
    enum number_look look;
} built_in[] = {{14, 17, LOOK_DATE}, {18, 21, LOOK_TIME}, {22, 22, LOOK_TIME}, {27, 31, LOOK_DATE},
                {32, 35, LOOK_TIME}, {36, 36, LOOK_DATE}, {45, 47, LOOK_TIME}, {50, 58, LOOK_DATE}};

/* Letters that stand for themselves: in quotes, in brackets, behind a backslash or an underscore. */
static size_t literal_skip(struct bytes code, size_t at)
{
    char c = code.p[at], end = c == '"' ? '"' : ']';

    if (c == '\\' || c == '_' || c == '*')
        return at + 2;
    if (c != '"' && c != '[')
        return at;
    for (at++; at < code.n && code.p[at] != end; at++)
        ;
    return at + 1;
}

static enum number_look code_look(struct bytes code)
{
    enum number_look look = LOOK_NUMBER;

    if (bytes_start(code, BYTES("General")))
        return LOOK_NUMBER;
    for (size_t at = 0; at < code.n && code.p[at] != ';';) {
        size_t next = literal_skip(code, at);

        if (next > at) {
            at = next;
            continue;
        }
        int c = ascii_lower(code.p[at++]);

        if (c == 'h' || c == 's')
            return LOOK_TIME;
        if (c == 'y' || c == 'd' || c == 'm')
            look = LOOK_DATE;
    }
    return look;
}

enum number_look number_look(unsigned format_id, struct bytes code)
{
    if (code.p != NULL)
        return code_look(code);
    for (size_t i = 0; i < COUNT_OF(built_in); i++)
        if (format_id >= built_in[i].first && format_id <= built_in[i].last)
            return built_in[i].look;
    return LOOK_NUMBER;
}

/* ---- numbers ---- */

struct decimal {
    bool negative;
    char digits[DIGITS_MOST];
    int count;
    int point; /* digits before it; may be below 0 or above count */
};

static bool exponent_read(struct bytes text, int *ret)
{
    int64_t exponent;

    if (text.n > 0 && text.p[0] == '+')
        text = bytes_from(text, 1);
    if (!parse_i64(text, &exponent) || exponent < -30 || exponent > 30)
        return false;
    *ret = (int)exponent;
    return true;
}

static bool decimal_read(struct bytes text, struct decimal *ret)
{
    struct decimal d = {.count = 0};
    bool fraction = false;
    size_t i = 0;
    int exponent = 0;

    if (text.n > 0 && text.p[0] == '-') {
        d.negative = true;
        i++;
    }
    for (; i < text.n && (ascii_digit(text.p[i]) || (text.p[i] == '.' && !fraction)); i++) {
        if (text.p[i] == '.') {
            fraction = true;
            continue;
        }
        if (d.count == 0 && text.p[i] == '0') {
            d.point -= fraction;
            continue;
        }
        if (d.count == DIGITS_MOST)
            return false;
        d.digits[d.count++] = text.p[i];
        d.point += !fraction;
    }
    if (i < text.n && (text.p[i] != 'E' && text.p[i] != 'e'))
        return false;
    if (i < text.n && !exponent_read(bytes_from(text, i + 1), &exponent))
        return false;
    d.point += exponent;
    *ret = d;
    return true;
}

static void decimal_round(struct decimal *d)
{
    if (d->count <= DIGITS_KEPT)
        return;
    bool up = d->digits[DIGITS_KEPT] >= '5';

    d->count = DIGITS_KEPT;
    while (up && d->count > 0) {
        up = d->digits[d->count - 1] == '9';
        if (up)
            d->count--;
        else
            d->digits[d->count - 1]++;
    }
    if (up) {
        d->digits[d->count++] = '1';
        d->point++;
    }
}

static struct bytes decimal_print(struct arena *arena, struct decimal *d)
{
    char *text = arena_alloc(arena, 2 * DIGITS_MOST + 80);
    size_t n = 0;

    while (d->count > 0 && d->digits[d->count - 1] == '0')
        d->count--;
    if (d->negative && d->count > 0)
        text[n++] = '-';
    if (d->point <= 0 || d->count == 0)
        text[n++] = '0';
    for (int i = 0; i < d->point && d->count > 0; i++)
        text[n++] = i < d->count ? d->digits[i] : '0';
    if (d->count > d->point && d->count > 0)
        text[n++] = '.';
    for (int i = d->point; i < 0 && d->count > 0; i++)
        text[n++] = '0';
    for (int i = d->point < 0 ? 0 : d->point; i < d->count; i++)
        text[n++] = d->digits[i];
    return (struct bytes){text, n};
}

/* A card number in a cell of numbers ends in zeros: its last digits are lost, but the lost one can be computed. */
static bool may_be_card(struct bytes text)
{
    if (text.n <= DIGITS_KEPT || text.n > 19 || text.p[0] < '2' || text.p[0] > '6')
        return false;
    for (size_t i = 0; i < text.n; i++)
        if (!ascii_digit(text.p[i]) || (i >= DIGITS_KEPT && text.p[i] != '0'))
            return false;
    return true;
}

static bool is_whole(struct bytes text)
{
    for (size_t i = 0; i < text.n; i++)
        if (!ascii_digit(text.p[i]))
            return false;
    return text.n > 0;
}

struct bytes number_print(struct arena *arena, struct bytes text)
{
    struct decimal d;
    struct bytes plain = text;

    if (!is_whole(text)) { /* an id that a program has written digit by digit stays as it is */
        if (!decimal_read(text, &d))
            return text;
        decimal_round(&d);
        plain = decimal_print(arena, &d);
    }
    if (may_be_card(plain)) {
        char *masked = (char *)bytes_copy(arena, plain).p;

        memset(masked + 6, '*', plain.n - 10);
        return (struct bytes){masked, plain.n};
    }
    return plain;
}

/* ---- dates ---- */

struct bytes serial_print(struct arena *arena, struct bytes text, enum number_look look, bool from_1904)
{
    double serial;

    if (look == LOOK_NUMBER || !parse_double(text, &serial) || serial < 0 || serial >= SERIAL_MOST)
        return number_print(arena, text);
    int64_t seconds = (int64_t)(serial * DAY_SECONDS + 0.5), day = seconds / DAY_SECONDS, rest = seconds % DAY_SECONDS;

    if (day == 0 && look == LOOK_TIME)
        return bytes_printf(arena, "%02d:%02d:%02d", (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60));
    if (!from_1904 && day < FALSE_LEAP_DAY)
        day++;
    struct bytes date = date_print(arena, (day - (from_1904 ? EPOCH_1904 : EPOCH_1900)) * DAY_SECONDS * INSTANT_SECOND);

    if (look == LOOK_DATE && rest == 0)
        return date;
    return bytes_printf(arena, "%.*sT%02d:%02d:%02d", (int)date.n, date.p, (int)(rest / 3600), (int)(rest / 60 % 60),
                        (int)(rest % 60));
}

/* ---- texts ---- */

static bool escape_read(struct bytes text, size_t at, unsigned *ret)
{
    unsigned value = 0;

    if (at + 7 > text.n || text.p[at] != '_' || text.p[at + 1] != 'x' || text.p[at + 6] != '_')
        return false;
    for (size_t i = at + 2; i < at + 6; i++) {
        if (!ascii_xdigit(text.p[i]))
            return false;
        value = value * 16 + (unsigned)(ascii_digit(text.p[i]) ? text.p[i] - '0' : ascii_lower(text.p[i]) - 'a' + 10);
    }
    *ret = value;
    return value < 0x80; /* what is beyond ASCII is written as it is */
}

struct bytes cell_text_plain(struct arena *arena, struct bytes text)
{
    char *copy = arena_alloc(arena, text.n);
    unsigned value;
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];

        if (escape_read(text, i, &value)) {
            c = (unsigned char)value;
            i += 6;
        }
        copy[n++] = c < ' ' ? ' ' : (char)c;
    }
    return (struct bytes){copy, n};
}
