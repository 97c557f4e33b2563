#include "transform.h"

#include <string.h>

#include "base/buf.h"
#include "base/number.h"
#include "core/currency.h"
#include "mark.h"

#define AMOUNT_MOST 40 /* digits and signs of an amount */
#define GROUP 3        /* digits between two signs for thousands */

static void one_value(struct transforming *t, struct bytes text)
{
    t->values = arena_new_of(t->arena, struct raw_value);
    t->values[0] = (struct raw_value){text, true};
    t->count = 1;
    t->is_list = false;
}

static void transform_join(struct transforming *t, const struct texts *argument)
{
    struct buf buf;

    buf_init(&buf, t->arena);
    for (size_t i = 0; i < t->count; i++) {
        if (i > 0)
            buf_put(&buf, argument->items[0]);
        buf_put(&buf, t->values[i].text);
    }
    if (t->count > 0)
        one_value(t, buf_bytes(&buf));
}

static void transform_constant(struct transforming *t, const struct texts *argument)
{
    one_value(t, argument->items[0]);
}

static void transform_otherwise(struct transforming *t, const struct texts *argument)
{
    if (t->count == 0)
        one_value(t, argument->items[0]);
}

/* ---- lists ---- */

static size_t find_text(struct bytes text, struct bytes wanted)
{
    const char *found = text.n == 0 ? NULL : memmem(text.p, text.n, wanted.p, wanted.n);

    return found == NULL ? text.n : (size_t)(found - text.p);
}

static size_t parts_put(struct bytes text, struct bytes separator, struct raw_value *ret, size_t room)
{
    size_t count = 0;

    while (text.n > 0) {
        size_t end = find_text(text, separator);
        struct bytes part = bytes_trim(bytes_slice(text, 0, end));

        if (part.n > 0 && count < room)
            ret[count] = (struct raw_value){part, true};
        count += part.n > 0;
        text = bytes_from(text, end + separator.n);
    }
    return count;
}

void transform_split(struct transforming *t, const struct texts *argument)
{
    struct raw_value *values;
    size_t room = 0, count = 0;

    for (size_t i = 0; i < t->count; i++)
        room += parts_put(t->values[i].text, argument->items[0], NULL, 0);
    values = arena_array(t->arena, struct raw_value, room);
    for (size_t i = 0; i < t->count; i++)
        count += parts_put(t->values[i].text, argument->items[0], values + count, room - count);
    t->values = values;
    t->count = count;
    t->is_list = true;
}

static void transform_part(struct transforming *t, const struct texts *argument)
{
    uint64_t place;

    if (parse_u64(argument->items[0], &place) && place >= 1 && place <= t->count)
        one_value(t, t->values[place - 1].text);
    else
        t->count = 0;
}

/* ---- values ---- */

static struct bytes mapped(struct bytes text, const struct texts *pairs)
{
    struct bytes all = text;

    for (size_t i = 0; i < pairs->count; i++) {
        struct bytes rest = pairs->items[i], theirs;

        bytes_next_part(&rest, '=', &theirs);
        if (bytes_equal_fold(bytes_trim(theirs), text))
            return rest;
        if (bytes_is(theirs, "*"))
            all = rest;
    }
    return all;
}

static void transform_map(struct transforming *t, const struct texts *argument)
{
    for (size_t i = 0; i < t->count; i++)
        t->values[i] = (struct raw_value){mapped(bytes_trim(t->values[i].text), argument), true};
}

/* 1995 of a currency with two digits is 19.95; what is no whole number is left to the checks. */
static struct bytes minor_to_major(struct arena *arena, struct bytes text, unsigned digits)
{
    bool negative = text.n > 0 && text.p[0] == '-';
    struct bytes number = negative ? bytes_from(text, 1) : text;

    for (size_t i = 0; i < number.n; i++)
        if (!ascii_digit(number.p[i]))
            return BYTES("not a whole number");
    if (number.n == 0 || number.n > AMOUNT_MOST)
        return BYTES("not a whole number");
    if (digits == 0)
        return text;
    size_t zeros = number.n <= digits ? digits + 1 - number.n : 0;
    struct bytes padded = bytes_printf(arena, "%.*s%.*s", (int)zeros, "000000000000", (int)number.n, number.p);
    size_t point = padded.n - digits;

    return bytes_printf(arena, "%s%.*s.%s", negative ? "-" : "", (int)point, padded.p, padded.p + point);
}

static void transform_unit(struct transforming *t, const struct texts *argument)
{
    unsigned digits;

    if (!bytes_is(argument->items[0], "minor") || !currency_digits(bytes_upper(t->arena, t->currency), &digits))
        return;
    for (size_t i = 0; i < t->count; i++)
        t->values[i].text = minor_to_major(t->arena, bytes_trim(t->values[i].text), digits);
}

static void transform_prefix(struct transforming *t, const struct texts *argument)
{
    struct bytes prefix = argument->items[0];

    for (size_t i = 0; i < t->count; i++) {
        struct bytes text = t->values[i].text;

        t->values[i] = (struct raw_value){bytes_printf(t->arena, "%.*s%.*s", (int)prefix.n, prefix.p, (int)text.n, text.p), true};
    }
}

static void transform_when(struct transforming *t, const struct texts *argument)
{
    if (!mark_fits(argument, t->raw))
        t->count = 0;
}

static void (*const functions[TRANSFORM_COUNT])(struct transforming *t, const struct texts *argument) = {
#define TRANSFORM(name, argument, text) [TRANSFORM_##name] = transform_##name,
#include "core/transform.def"
#undef TRANSFORM
};

void transform_all(struct transforming *transforming, const struct profile_field *field)
{
    for (int i = 0; i < TRANSFORM_COUNT; i++)
        if (field->arguments[i].count > 0)
            functions[i](transforming, &field->arguments[i]);
}

/* ---- amounts ---- */

static bool is_group_sign(char c, char decimal)
{
    return c == ' ' || c == '\'' || (decimal == ',' && c == '.') || (decimal == '.' && c == ',');
}

/* A sign between thousands has three digits behind it, and one at least before it. */
static bool is_grouped(struct bytes text, size_t at)
{
    size_t n = 0;

    if (at == 0 || !ascii_digit(text.p[at - 1]))
        return false;
    while (at + 1 + n < text.n && ascii_digit(text.p[at + 1 + n]))
        n++;
    return n == GROUP;
}

struct bytes amount_plain(struct arena *arena, struct bytes text, char decimal)
{
    char plain[AMOUNT_MOST];
    bool whole = true;
    size_t n = 0;

    text = bytes_trim(text);
    if (text.n > AMOUNT_MOST)
        return text;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];

        if (c == decimal && whole) {
            plain[n++] = '.';
            whole = false;
        } else if (ascii_digit(c) || (c == '-' && i == 0)) {
            plain[n++] = c;
        } else if (!whole || !is_group_sign(c, decimal) || !is_grouped(text, i)) {
            return BYTES("not an amount");
        }
    }
    return bytes_copy(arena, (struct bytes){plain, n});
}
