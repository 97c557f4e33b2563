#include "core/link_header.h"

/* What is not read yet. */
struct cursor {
    struct bytes rest;
};

struct parameter {
    struct bytes name;
    struct bytes value; /* without its quotes; escapes are left as they are: no relation type has one */
};

static void space_skip(struct cursor *cursor)
{
    while (cursor->rest.n > 0 && (cursor->rest.p[0] == ' ' || cursor->rest.p[0] == '\t'))
        cursor->rest = bytes_from(cursor->rest, 1);
}

static bool sign_take(struct cursor *cursor, char sign)
{
    space_skip(cursor);
    if (cursor->rest.n == 0 || cursor->rest.p[0] != sign)
        return false;
    cursor->rest = bytes_from(cursor->rest, 1);
    return true;
}

static struct bytes until(struct cursor *cursor, const char *stops)
{
    size_t n = 0;

    while (n < cursor->rest.n) {
        const char *stop = stops;

        while (*stop != '\0' && *stop != cursor->rest.p[n])
            stop++;
        if (*stop != '\0')
            break;
        n++;
    }
    struct bytes part = bytes_slice(cursor->rest, 0, n);

    cursor->rest = bytes_from(cursor->rest, n);
    return part;
}

/* Behind the opening quote; false when there is no closing one. */
static bool quoted_take(struct cursor *cursor, struct bytes *ret)
{
    for (size_t i = 0; i < cursor->rest.n; i++) {
        if (cursor->rest.p[i] == '\\') {
            i++;
        } else if (cursor->rest.p[i] == '"') {
            *ret = bytes_slice(cursor->rest, 0, i);
            cursor->rest = bytes_from(cursor->rest, i + 1);
            return true;
        }
    }
    return false;
}

static bool parameter_take(struct cursor *cursor, struct parameter *ret)
{
    space_skip(cursor);
    ret->name = bytes_trim(until(cursor, "=;,"));
    ret->value = BYTES("");
    if (!sign_take(cursor, '='))
        return true;
    if (sign_take(cursor, '"'))
        return quoted_take(cursor, &ret->value);
    ret->value = bytes_trim(until(cursor, ";,"));
    return true;
}

static bool has_relation(struct bytes relations, struct bytes relation)
{
    struct bytes part;

    while (bytes_next_part(&relations, ' ', &part))
        if (bytes_equal_fold(bytes_trim(part), relation))
            return true;
    return false;
}

/* The parameters of one link; false when they are not well formed. Only the first rel counts. */
static bool parameters_take(struct cursor *cursor, struct bytes relation, bool *ret_fits)
{
    struct parameter parameter;
    bool named = false, elsewhere = false;

    *ret_fits = false;
    while (sign_take(cursor, ';')) {
        if (!parameter_take(cursor, &parameter))
            return false;
        if (bytes_equal_fold(parameter.name, BYTES("anchor")))
            elsewhere = true;
        if (named || !bytes_equal_fold(parameter.name, BYTES("rel")))
            continue;
        named = true;
        *ret_fits = has_relation(parameter.value, relation);
    }
    *ret_fits = *ret_fits && !elsewhere;
    return true;
}

bool link_header_find(struct bytes text, const char *relation, struct bytes *ret_target)
{
    struct cursor cursor = {text};
    struct bytes target;
    bool fits;

    do {
        while (sign_take(&cursor, ','))
            continue;
        if (!sign_take(&cursor, '<'))
            return false;
        target = until(&cursor, ">");
        if (!sign_take(&cursor, '>') || !parameters_take(&cursor, bytes_of(relation), &fits))
            return false;
        if (fits) {
            *ret_target = target;
            return true;
        }
    } while (sign_take(&cursor, ','));
    return false;
}
