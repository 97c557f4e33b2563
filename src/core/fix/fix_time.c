/* Dates and times as people and spreadsheets write them. */
#include <string.h>

#include "core/fix/candidate.h"

/* Three numbers with a separator between, and what stands behind them. */
struct written {
    unsigned numbers[3];
    size_t digits[3];
    struct bytes rest;
};

static bool number_take(struct bytes *text, unsigned *ret, size_t *ret_digits)
{
    unsigned number = 0;
    size_t n = 0;

    while (n < text->n && n < 4 && ascii_digit(text->p[n]))
        number = number * 10 + (unsigned)(text->p[n++] - '0');
    *text = bytes_from(*text, n);
    *ret = number;
    *ret_digits = n;
    return n > 0;
}

static bool written_parse(struct bytes text, struct written *ret)
{
    for (int i = 0; i < 3; i++) {
        if (i > 0) {
            if (text.n == 0 || strchr("./-", text.p[0]) == NULL)
                return false;
            text = bytes_trim(bytes_from(text, 1));
        }
        if (!number_take(&text, &ret->numbers[i], &ret->digits[i]))
            return false;
    }
    ret->rest = text;
    return text.n == 0 || !ascii_digit(text.p[0]);
}

/* "T12:00:00+01:00" of " 12:00 +01:00"; a time without an offset stays without: nobody knows which was meant. */
static struct bytes rest_print(struct arena *arena, struct bytes rest)
{
    struct buf out;
    size_t colons = 0;
    bool in_offset = false;

    rest = bytes_trim(rest);
    if (rest.n > 0 && ascii_lower(rest.p[0]) == 't')
        rest = bytes_trim(bytes_from(rest, 1));
    if (rest.n == 0)
        return BYTES("");
    buf_init(&out, arena);
    buf_putc(&out, 'T');
    for (size_t i = 0; i < rest.n; i++) {
        if (ascii_space(rest.p[i]))
            continue;
        if (!in_offset && (strchr("zZ+-", rest.p[i]) != NULL)) {
            if (colons == 1)
                buf_puts(&out, ":00");
            in_offset = true;
        }
        colons += rest.p[i] == ':' && !in_offset;
        buf_putc(&out, rest.p[i]);
    }
    return buf_bytes(&out);
}

static void offer(struct candidates *candidates, unsigned year, unsigned month, unsigned day, struct bytes rest)
{
    struct bytes time = rest_print(candidates->context->arena, rest);

    candidate_offer(candidates,
                    bytes_printf(candidates->context->arena, "%04u-%02u-%02u%.*s", year, month, day, (int)time.n, time.p));
}

void fix_day_and_month(struct candidates *candidates, struct bytes text)
{
    struct written written;

    if (written_parse(text, &written) && written.digits[0] == 4 && written.numbers[1] > 12)
        offer(candidates, written.numbers[0], written.numbers[2], written.numbers[1], written.rest);
}

/* Between dots the day comes first; otherwise it may be either way. */
void fix_date_form(struct candidates *candidates, struct bytes text)
{
    const unsigned *numbers;
    struct written written;

    if (!written_parse(text, &written))
        return;
    numbers = written.numbers;
    if (written.digits[0] == 4) {
        offer(candidates, numbers[0], numbers[1], numbers[2], written.rest);
    } else if (written.digits[2] == 4) {
        offer(candidates, numbers[2], numbers[1], numbers[0], written.rest);
        if (text.p[written.digits[0]] != '.')
            offer(candidates, numbers[2], numbers[0], numbers[1], written.rest);
    }
}

void fix_time_form(struct candidates *candidates, struct bytes text)
{
    struct written written;

    if (written_parse(text, &written) && written.digits[0] == 4 && written.rest.n > 0)
        offer(candidates, written.numbers[0], written.numbers[1], written.numbers[2], written.rest);
}

void fix_time_of_day(struct candidates *candidates, struct bytes text)
{
    struct written written;

    if (written_parse(text, &written) && written.digits[0] == 4 && written.rest.n > 0)
        offer(candidates, written.numbers[0], written.numbers[1], written.numbers[2], BYTES(""));
}
